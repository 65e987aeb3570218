#pragma once

#include "dialogs/kinds/regions.hpp"

#include <string>

namespace plaint::webchat {

// {"provinces":[[code, name, [[code, name, [[code, name], …]], …]], …]}, what the region picker is filled from.
std::string regions_page(const kinds::Regions& regions);

} // namespace plaint::webchat
