#pragma once

#include "bot/cli/content_options.hpp"
#include "bot/library/library.hpp"

namespace plaint::cli {

// All that `plaint check` finds in content that loads, without the conversations that show it: the proofs of all trees,
// routing, the telephone, texts that nothing says. `from` tells where the library was read.
content::LoadErrors faults_of(const library::Library& library, const ContentOptions& from);

} // namespace plaint::cli
