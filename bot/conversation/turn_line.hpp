#pragma once

#include "storage/store.hpp"

#include <string>

namespace plaint::conversation {

// One turn as a line of a package's conversation.jsonl: when, on which conversation, what was said and what was asked,
// by message key. Empty for a turn that cannot be read. What the complainant keeps secret is not in it.
std::string turn_line(const storage::TurnRecord& turn);

} // namespace plaint::conversation
