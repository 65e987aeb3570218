#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialogs/kinds/kind.hpp"

// Receipt codes: 15 secret digits and a Damm check digit.
namespace plaint::kinds {

inline constexpr std::size_t receipt_code_length = 16;

// Value: 16 digits without spaces. Problems: format, length, checksum. Never a suggestion: a code is a
// secret.
Verdict validate_receipt_code(Text text);

// The Damm check digit (the standard table: "572" -> '4') of a run of digits; nothing for other input.
std::optional<char> damm_digit(std::string_view digits);

// "1234 5678 9012 3456".
std::string grouped_receipt_code(std::string_view value);

} // namespace plaint::kinds
