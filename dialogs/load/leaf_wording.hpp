#pragma once

#include "dialogs/load/tree_loader.hpp"

#include <string>
#include <vector>

namespace plaint::content {

// Gives a leaf, whose options are read, the keys of its messages; returns all that the catalogues have to hold.
std::vector<std::string> word(dialogs::Leaf& leaf, const HasMessage& has_message);

} // namespace plaint::content
