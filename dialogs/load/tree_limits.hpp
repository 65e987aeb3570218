#pragma once

#include "dialogs/engine/tree.hpp"
#include "dialogs/load/reader.hpp"

namespace plaint::content {

// How a tree's ladder ends, and how much is listened to before it does.
void load_limits(const Reader& root, dialogs::Tree& tree);

// What the telephone cannot carry passes as put off or skipped there, and a 0 on its keys means a person.
void check_telephone(const Reader& node, const dialogs::Leaf& leaf);

} // namespace plaint::content
