#pragma once

#include "bot/library/library.hpp"
#include "bot/support/config.hpp"

#include <string_view>

namespace plaint::library {

// What this deployment says of itself in every reply, in that language: its hours, and who keeps people's data, how that
// body is reached and how long the data stay. The rest is left blank.
locales::Blanks house_blanks(const Library& library, const support::Config& config, std::string_view locale);

} // namespace plaint::library
