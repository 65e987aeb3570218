#pragma once

#include "bot/conversation/conversation.hpp"
#include "storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the outbox has to do for a telephone call: fetch a recording, and tell the caller where to go on. The events are
// committed with the turn that they come from, and only name it: what is personal stays in the turn, and goes with it.
namespace plaint::conversation {

inline constexpr std::string_view event_recording = "recording.made";
inline constexpr std::string_view event_link = "complaint.link";
// The value of the note that a call has ended.
inline constexpr std::string_view hang_up = "hang_up";

// The turn that an event comes from.
struct CallTurn {
    storage::ConversationId conversation;
    std::string external_id;
};
std::optional<CallTurn> turn_of(const storage::EventRecord& event);

// A recording that the provider keeps until it is fetched.
struct RecordingOrder {
    storage::SessionId session;
    std::string id; // the provider's, by which the answer names it
    std::string url;
    std::string account; // who owns it there
};
// How an inbound recording carries the last two, as its `client`.
std::string recording_place(std::string_view account, std::string_view url);
std::optional<RecordingOrder> recording_in(const storage::TurnRecord& turn);

// A short message for a caller who has agreed that their data are processed, and whose telephone can show it.
struct LinkOrder {
    std::string to; // "+8613800138000"
    std::string locale;
    std::string timestamp;
};
std::optional<LinkOrder> link_in(const storage::TurnRecord& turn);

// The session as it is after a turn on a call.
struct CallStanding {
    const storage::SessionId& id;
    const dialogs::Tree& tree;
    const dialogs::Session& session;
};
// The events of the turn; most have none.
std::vector<storage::EventRecord> call_events(const Inbound& inbound, const CallStanding& standing,
                                              const TurnContent& said, const support::Config& config,
                                              std::int64_t at_ms);

} // namespace plaint::conversation
