#pragma once

#include "bot/pictures/layout.hpp"

namespace plaint::pictures {

std::string svg(const Sheet& sheet);

} // namespace plaint::pictures
