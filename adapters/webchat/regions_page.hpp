#pragma once

#include "dialogs/kinds/regions.hpp"

#include <string>

namespace plaint::webchat {

// {"provinces":[[code, name, [[code, name, [[code, name], …]], …]], …]}, what the region picker is filled from. Names are
// Chinese for those who read Chinese and English for all others; each list stands in the order of the language.
std::string regions_page(const kinds::Regions& regions, const std::string& language);

} // namespace plaint::webchat
