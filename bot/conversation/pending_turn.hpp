#pragma once

#include "bot/casework/casework.hpp"
#include "bot/conversation/loaded_sessions.hpp"
#include "bot/conversation/session_content.hpp"
#include "bot/conversation/turn_content.hpp"
#include "bot/support/metrics.hpp"
#include "storage/store.hpp"

#include <cstdint>

namespace plaint::conversation {

// A turn between step and commit.
struct PendingTurn {
    SessionContent content;
    TurnContent turn;
    casework::Proceeding proceeding;
    std::int64_t at_ms = 0;
    std::uint64_t first_activity = 0;
    bool has_events = false;
};

void count(const PendingTurn& pending, support::Metrics& metrics);

// Everything that the turn changes, as one commit; takes the proceeding over, and numbers the turn's activities.
storage::Commit commit_of(PendingTurn& pending, const Job& job, const LoadedSession& entry,
                          const dialogs::Tree& tree, std::uint32_t draft_days);

} // namespace plaint::conversation
