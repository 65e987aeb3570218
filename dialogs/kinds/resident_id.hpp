#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialogs/kinds/kind.hpp"

// Resident identity numbers (GB 11643-1999).
namespace plaint::kinds {

// Value: 18 characters, X in upper case. Problems: format, region, birth, checksum.
Verdict validate_resident_id(Text text, const Regions& regions, Date today);

// The check character of the first 17 digits; nothing for other input.
std::optional<char> resident_id_check(std::string_view first_17);

// "330110********1230"; the only form that people other than the holder and the case's staff may see. What is
// not 18 characters long is masked whole.
std::string mask_resident_id(std::string_view value);

} // namespace plaint::kinds
