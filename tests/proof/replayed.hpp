#pragma once

#include "bot/library/library.hpp"
#include "dialogs/proof/findings.hpp"

#include <string>

namespace plaint::tests {

// Writes down the conversation of a finding, which has one, and holds it again. Empty, or in what it does not come to just
// what the finding claims.
std::string not_replayed(const proof::Finding& finding, const library::Library& library,
                         const dialogs::Tree& tree);

} // namespace plaint::tests
