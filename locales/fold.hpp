#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plaint::locales {

// What is folded at most, in bytes; the rest is cut off at a character.
inline constexpr std::size_t folded_length_max = 64 * 1024;

// The form in which user text is compared: NFKC, lower case, traditional Chinese as simplified, outer white
// space trimmed and inner white space collapsed to one space. Chinese numerals stay. Invalid UTF-8 becomes
// U+FFFD. Folding folded text changes nothing. Never throws for bad input; safe to call from any thread.
std::string fold(std::string_view raw);

} // namespace plaint::locales
