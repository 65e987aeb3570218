#pragma once

#include "bot/pictures/layout.hpp"
#include "bot/pictures/subject.hpp"

namespace plaint::pictures {

// What is on the picture, in the order of the tree and without a place.
std::vector<Block> blocks(const Subject& subject);

// The wall picture before it is drawn: every block in its place.
Sheet sheet(const Subject& subject);

} // namespace plaint::pictures
