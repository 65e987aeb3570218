#pragma once

#include <string>
#include <string_view>

// Numbers that people copy or say: written with spaces and hyphens, in spoken digits, and wrapped in words.
namespace plaint::kinds {

// The longest answer in which an identifier is looked for, in bytes.
inline constexpr std::size_t identifier_answer_length_max = 400;

// The longest answer that is kept unverified, because nobody knows all forms of a number; in bytes.
inline constexpr std::size_t unverified_length_max = 200;

// The one run of letters, digits and numerals that the words hold ("专利号是 ZL 2008 2 0185283.1" gives
// "ZL 2008 2 0185283.1"): in upper case, spoken digits written, dashes as "-", words of letters before it dropped.
// Empty if there is none, or more than one that is long enough to be meant.
std::string identifier_run(std::string_view folded);

// The same where the number itself may begin with letters of its own, set apart ("E 12345678"): only words that nobody's
// number begins with are dropped.
std::string paper_run(std::string_view folded);

// The words without the commas and full stops between two digits: whoever writes down what is said makes one of each pause
// ("幺三八，零零幺三，八零零零").
std::string without_pauses(std::string_view folded);

// That run without spaces and hyphens.
std::string identifier(std::string_view folded);

} // namespace plaint::kinds
