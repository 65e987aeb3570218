#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text for the ear. A synthesiser reads "2191" as a number of two thousand; people compare digits.
namespace plaint::hotline {

// Long runs of digits one by one, in the groups in which people compare them: "2 1 9 1, 4 5 4 6". A year before 年, and
// numbers of up to three digits, stay numbers.
std::string spoken(std::string_view text);

// Pieces of at most `bytes_max` bytes, cut where a sentence ends, else where a character does.
std::vector<std::string> pieces_of(std::string_view text, std::size_t bytes_max);

} // namespace plaint::hotline
