#pragma once

#include "dialogs/proof/atlas.hpp"
#include "dialogs/proof/findings.hpp"

namespace plaint::proof {

// What the dictionary declares of the fields, against what the tree and its checklists make of them. Needs no solver.
std::vector<Finding> compare_with_dictionary(const Subject& subject, const Atlas& atlas);

} // namespace plaint::proof
