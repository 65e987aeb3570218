#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialogs/kinds/kind.hpp"

// Unified social credit codes (GB 32100-2015).
namespace plaint::kinds {

// Value: 18 characters in upper case. Problems: length, charset, region, checksum, old_number (a 15-digit
// registration number, which can be kept unverified).
Verdict validate_credit_code(Text text);

// The check character of the first 17; nothing for other input.
std::optional<char> credit_code_check(std::string_view first_17);

// The region of first registration: digits 3 to 8, which never change when the firm moves. With a table,
// abolished codes become the code in force, and a code the table does not know falls back to its prefecture,
// then its province.
std::optional<std::string> registration_region(std::string_view code);
std::optional<std::string> registration_region(std::string_view code, const Regions& regions);

} // namespace plaint::kinds
