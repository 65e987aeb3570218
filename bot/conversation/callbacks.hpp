#pragma once

#include "bot/conversation/call_events.hpp"

#include <optional>
#include <string>
#include <vector>

// What was promised to somebody who asked for a person, so that the staff see it until one of them has kept it. Being put
// through is no promise: where nobody answers, another way is taken, and only that may be one.
namespace plaint::conversation {

struct Promise {
    std::string kind;                    // "callback"; "message": was recorded
    std::string channel;                 // "phone", "web_chat"
    std::string to;                      // the number; empty where a message was left without one
    std::vector<std::string> recordings; // the provider's ids of the messages, oldest first
    std::string locale;                  // that they speak
};
inline constexpr std::size_t messages_max =
    10; // of one person; beyond that the oldest are not told of any more

// Whether the turn promises a call.
bool promises_call(const TurnContent& said);
// At most one for a turn: a message is also a wish to be called back. It takes the place of the one that stands for the
// session: whoever calls again waits since they first called, and what they said then is to be heard still.
std::optional<storage::CallbackRecord> promise_of(const Inbound& inbound, const CallStanding& standing,
                                                  const TurnContent& said, const std::string& region,
                                                  std::int64_t at_ms,
                                                  const std::optional<storage::CallbackRecord>& before);
std::optional<Promise> read_promise(const storage::CallbackRecord& record);

} // namespace plaint::conversation
