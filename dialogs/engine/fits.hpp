#pragma once

#include "dialogs/engine/session.hpp"

// When an answer is still one: what the walk asks of each that it comes to, and whoever looks ahead of it too.
namespace plaint::dialogs {

// Whether the question could still be answered so: an edit of the tree may have changed its kind and what it allows,
// and another answer its options.
bool fits(const Leaf& leaf, const Answer& answer, const View& view);

// What an answer is about, as it stands now: a field's value, or which items a group has. 0 where there is neither.
std::uint64_t mark_of(const About& about, const View& view);

// The groups around a scope, outermost first.
std::vector<const Group*> groups_around(const Tree& tree, std::uint16_t scope);

} // namespace plaint::dialogs
