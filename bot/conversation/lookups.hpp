#pragma once

#include "bot/conversation/conversation.hpp"

// What the store is asked although no session is in memory for it. Answers come on the application's thread.
namespace plaint::conversation {

struct PendingTurn;

Refusal refusal_of(const storage::Error& error);

void replay(const Conversation::Parts& parts, const storage::ConversationId& conversation,
            std::uint64_t first_activity, std::uint32_t limit, Replayed answered);

// The session that the conversation belongs to; unknown where it belongs to none.
void find_by_conversation(const Conversation::Parts& parts, const storage::ConversationId& conversation,
                          std::function<void(std::expected<storage::SessionId, Refusal>)> answered);

// The session that the code opens; bad_receipt where it opens none.
void find_by_receipt(const Conversation::Parts& parts, const std::string& receipt,
                     std::function<void(std::expected<storage::SessionId, Refusal>)> answered);

// Reads into a turn that promises a call what was promised to its session before; of other turns nothing is asked. An error
// where the store could not say.
void find_promise(const Conversation::Parts& parts, const storage::SessionId& session,
                  const std::shared_ptr<PendingTurn>& pending,
                  std::function<void(std::optional<storage::Error>)> answered);

// The region of the centre that answers here.
const std::string& intake_region(const library::Library& library, const support::Config& config);

} // namespace plaint::conversation
