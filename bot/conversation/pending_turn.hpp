#pragma once

#include "bot/casework/casework.hpp"
#include "bot/conversation/call_events.hpp"
#include "bot/conversation/loaded_sessions.hpp"
#include "bot/conversation/session_content.hpp"
#include "bot/conversation/turn_content.hpp"
#include "bot/support/metrics.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace plaint::conversation {

// A turn between step and commit.
struct PendingTurn {
    SessionContent content;
    TurnContent turn;
    casework::Proceeding proceeding;
    std::optional<storage::CallbackRecord> promised_before, promise;
    std::int64_t at_ms = 0;
    std::uint64_t first_activity = 0;
    bool has_events = false;
    library::Edition edition; // that the session stands under after the turn

    const dialogs::Tree& tree() const { return edition->tree(); }
};

// What was received, as the turn's row keeps it.
TurnContent said_in(const Inbound& inbound);
// Takes the session's copy for the turn of its first job, until the turn is committed or given up.
std::shared_ptr<PendingTurn> begin_turn(LoadedSession& entry, std::int64_t at_ms);
// Steps the input: it is read under the content that put its question, and what follows uses the newest. What has become a
// case stays under the content that it was submitted under.
void step(PendingTurn& pending, const Inbound& inbound, const library::Edition& newest,
          const support::Config& config);

// The session as casework takes it; the turn outlives that.
casework::Matter matter_of(const LoadedSession& entry, PendingTurn& pending);

// How a session with these answers stands.
storage::SessionState state_of(const dialogs::Session& session);

// Begins the turn of a ruling: what it asks for again is reopened, what it has typed is typed. False where something of
// it is nothing to ask for, or no recording stands there.
bool carry_out(const Job& job, PendingTurn& pending, const dialogs::Tree& tree);

// The chats that a request reaches before anybody says something in them; none for any other turn.
std::vector<storage::ConversationId> windows_to_ask(const Job& job, const dialogs::Session& session);

// Whether somebody still wants what a note brings: the sound of a recording is nobody's where the complaint or the consent
// was withdrawn.
bool is_wanted(const Inbound& note, const dialogs::Session& session, const dialogs::Tree& tree);
// Notes it. True where the session has a next version by that: the office has only the name of a recording that comes after
// the submission. Where something was changed since and is not confirmed, the sound goes over with that.
bool take_note(PendingTurn& pending, const Inbound& note, const dialogs::Tree& tree);

// What follows from a turn on a call, to be committed with it: what is to be fetched or sent, and who is to be called.
void add_what_follows(PendingTurn& pending, const Inbound& inbound, const CallStanding& standing,
                      const support::Config& config);

void count(const PendingTurn& pending, const Job& job, support::Metrics& metrics);

// Everything that the turn changes, as one commit; takes the proceeding over, and numbers the turn's activities.
storage::Commit commit_of(PendingTurn& pending, const Job& job, const LoadedSession& entry,
                          std::uint32_t draft_days);

} // namespace plaint::conversation
