#pragma once

#include "dialogs/engine/tree.hpp"
#include "dialogs/load/reader.hpp"

namespace plaint::content {

// How a tree's ladder ends, and how much is listened to before it does.
void load_limits(const Reader& root, dialogs::Tree& tree);

} // namespace plaint::content
