#pragma once

#include "dialogs/engine/step.hpp"

#include <functional>
#include <string>

namespace plaint::tests {

// A conversation as the store has it: the session, and what the last turn said.
struct Stored {
    std::string session, outputs;
};

// The first chance conversation, under the shipped tree and named "first", that comes to such a question.
Stored conversation(const std::function<bool(const dialogs::Ask&)>& is_wanted);

} // namespace plaint::tests
