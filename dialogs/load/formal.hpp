#pragma once

#include "dialogs/engine/tree.hpp"
#include "dialogs/load/reader.hpp"

#include <string_view>

// The formal answers that a part of the content allows.
namespace plaint::content {

// The list under `key`; none where there is no list. What is no formal answer is complained of at its place.
dialogs::May load_may(const Reader& node, std::string_view key = "may");
// Complains of those in the node's "may" that the dictionary does not allow.
void compare_may(const Reader& node, const dialogs::May& here, const dialogs::May& dictionary);

} // namespace plaint::content
