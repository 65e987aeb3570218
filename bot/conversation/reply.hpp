#pragma once

#include "bot/conversation/conversation.hpp"

namespace plaint::conversation {

// What a turn's words are filled in with, for those who may see them. The code is the session's.
locales::Blanks blanks_of(const library::Library& library, const support::Config& config,
                          const TurnContent& content, std::string receipt);

// The replies of turns that the store has, each under the content that worded it; where that is not kept any more, under the
// present one.
void recorded(const Conversation::Parts& parts, std::vector<storage::TurnRecord> turns, Replayed answered);

} // namespace plaint::conversation
