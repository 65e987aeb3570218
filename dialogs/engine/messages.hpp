#pragma once

#include <string>
#include <vector>

namespace plaint::dialogs {

// Every message that the engine itself may say, or that shows an answer or a button, whatever the tree: each language has
// to have them all. Messages of a tree's own questions are not among them.
std::vector<std::string> engine_keys();

} // namespace plaint::dialogs
