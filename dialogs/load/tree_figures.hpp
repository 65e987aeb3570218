#pragma once

#include "dialogs/engine/tree.hpp"

namespace plaint::content {

// Adds what is worked out from the whole of a loaded tree, for the walk and for progress.
void work_out_figures(dialogs::Tree& tree);

} // namespace plaint::content
