#pragma once

#include "tests/proof/edited.hpp"

// All that `plaint check` looks at, of shipped content with some files changed.
namespace plaint::tests {

enum class FoundBy : std::uint8_t { loading, proof, routes, telephone, orphans, nothing };

// Who finds something first. The proof is of all trees.
FoundBy check_edited(const Files& dialogs, const Files& languages);

} // namespace plaint::tests
