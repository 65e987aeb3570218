#pragma once

#include "dialogs/engine/session.hpp"
#include "dialogs/engine/tree.hpp"

#include <cstdint>

namespace plaint::dialogs {

// Questions on the longest way from where the walk stands to the end. What was answered before decides its branches: of
// all the kinds of case that a tree takes, only the one that this session is about is counted.
std::uint32_t remaining_questions(const Tree& tree, const Session& session);

} // namespace plaint::dialogs
