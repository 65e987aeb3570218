#pragma once

#include "bot/conversation/conversation.hpp"
#include "bot/library/library.hpp"
#include "dialogs/engine/step.hpp"

namespace plaint::conversation {

// What was received, as the engine takes it: in the language of the conversation, with what the lexicon and the
// recognisers find in the words.
dialogs::Input input_of(const Inbound& inbound, dialogs::Session& session, const library::Library& library,
                        std::int64_t at_ms);

} // namespace plaint::conversation
