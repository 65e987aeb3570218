#pragma once

#include "dialogs/proof/findings.hpp"

namespace plaint::proof {

// The most inputs of one visit until it submits, ends or stops, as long as nobody else changes the session meanwhile. The
// caps are the tree's; what they lead to is wired: the third useless answer to a question leaves it, the last useless one
// and the last free one lead to an exit, and the last exit is to stop.
// On the web, and by voice.
std::vector<Bound> bounds_of(const dialogs::Tree& tree);

} // namespace plaint::proof
