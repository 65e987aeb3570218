#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialogs/kinds/kind.hpp"

// Chinese patent and application numbers (standard ZC 0006-2003).
namespace plaint::kinds {

// Value: digits, dot, check digit, without prefix ("201610951190.4"). Problems: format, checksum,
// missing_check_digit, year, type, publication_number, international_number.
Verdict validate_patent_number(Text text, Date today);

// "invention", "utility_model" or "design"; "" if the value is not a normalised number.
std::string_view patent_kind(std::string_view value);

// The year of filing.
std::optional<int> patent_year(std::string_view value);

// The check digit (0-9 or X) of 8 or 12 digits; nothing for other input.
std::optional<char> patent_check_digit(std::string_view digits);

} // namespace plaint::kinds
