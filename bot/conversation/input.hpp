#pragma once

#include "bot/conversation/conversation.hpp"
#include "bot/library/library.hpp"
#include "dialogs/engine/step.hpp"

#include <map>
#include <string>

namespace plaint::conversation {

// What was received, as the engine takes it: in the language of the conversation, with what the lexicon and the
// recognisers find in the words. A call can be put through to a person when somebody is at the operator's telephone.
dialogs::Input input_of(const Inbound& inbound, dialogs::Session& session, const library::Library& library,
                        const support::Config& config, std::int64_t at_ms);

// What is known of a session before anybody has answered, from the message that it begins with.
std::map<std::string, std::string> given_by(const Inbound& inbound, const library::Library& library,
                                            const support::Config& config);

} // namespace plaint::conversation
