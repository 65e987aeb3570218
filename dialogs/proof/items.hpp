#pragma once

#include "dialogs/proof/abstraction.hpp"

namespace plaint::proof {

// By group, how many items of it something could tell apart: one for each quantifier and one more, one more than is counted,
// and at least what the group has anyway. `more_items` beyond those.
std::vector<std::uint32_t> items_told_apart(const Atlas& atlas, const std::vector<Demands>& demands,
                                            std::uint32_t more_items);

} // namespace plaint::proof
