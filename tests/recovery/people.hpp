#pragma once

#include "tests/recovery/world.hpp"

#include <memory>
#include <vector>

namespace plaint::tests {

// Who comes to this world: complainants, somebody with a receipt code, officers, an operator, and a reader at a receiving
// body.
std::vector<std::unique_ptr<Visitor>> people(World& world);

} // namespace plaint::tests
