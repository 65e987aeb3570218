#pragma once

#include "storage/ids.hpp"
#include "storage/scope.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// The storage port. Every call is asynchronous: it returns at once and answers exactly once through its
// callback, on a thread of the store's own. A caller that lives on one thread posts the answer back to
// itself. No transaction leaves the port: what must happen together travels together, in one Commit. Times
// are milliseconds since 1970-01-01T00:00Z. Bytes are opaque to a store: personal content arrives sealed.
namespace plaint::storage {

using Bytes = std::string;
using Millis = std::int64_t;

enum class Fault {
    unavailable, // the store is stopping, or cannot be reached
    full,        // no room on the device; nothing was written
    broken,      // the store answered with something that cannot be: a bug or a damaged file
};
struct Error {
    Fault fault;
    std::string what; // for the operator's log; never personal content
};
template<class T>
using Answer = std::function<void(std::expected<T, Error>)>;

enum class SessionState : std::uint8_t { draft, submitted, ended };

struct SessionRecord {
    SessionId id;
    std::uint64_t version = 0; // of this content; a commit names the version it was made from
    SessionState state = SessionState::draft;
    std::string receipt_hash; // keyed hash of the receipt code; unique; the code itself is never stored
    Millis expires_at = 0;    // drafts only: when nobody has come back for it
    Bytes content;
};

struct ConversationRecord {
    ConversationId id;
    SessionId session;
    std::string resume_hash; // keyed hash of the secret that reopens it after its token's life; may be empty
    Millis begun_at = 0;
};

// One inbound message and all that was said in answer. The row is the log of the turn, the recorded reply for
// a repeat, and what a conversation is replayed from.
struct TurnRecord {
    SessionId session;
    std::uint64_t turn = 0; // counts within the session, from 1
    ConversationId conversation;
    std::string external_id; // the sender's name for the message; empty: repeats cannot be told
    Millis at = 0;
    std::uint64_t first_activity = 0; // of this turn's activities within its conversation, from 0
    std::uint32_t activity_count = 0;
    Bytes content;
};

enum class CaseState : std::uint8_t {
    submitted,
    in_review,
    awaiting_materials,
    accepted,
    not_accepted,
    transferred,
    duplicate,
    concluded,
    withdrawn
};

struct CaseRecord {
    CaseNumber number;
    SessionId session;
    std::string kind;                       // e.g. "patent_infringement"
    std::uint32_t version = 1;              // of the dossier; each version is kept
    CaseState state = CaseState::submitted; // of the case as it stands now, whichever version was asked for
    std::string centre;                     // region code of the receiving centre
    std::string lead;                       // body id of the responsible body
    Millis submitted_at = 0;                // of the first version
    Bytes dossier;                          // the dossier as handed over, complete
    std::string sender; // region code of the centre that sent the case on to this one; empty where none did
};

// One link of a case's audit chain. The store computes nothing: the caller chains the hashes, and the store
// refuses (conflict) a link whose sequence number is not the next one of its case.
struct AuditRecord {
    CaseNumber number;
    std::uint64_t sequence = 0; // within the case, from 1
    Millis at = 0;
    std::string actor; // "complainant", "system", a staff id, a centre's body id
    std::string action;
    std::string previous_hash; // hexadecimal SHA-256; 64 zeros for the first
    std::string hash;
    Bytes content;
};

// A fact that must reach a destination outside. Delivered at least once, in order per (number, destination).
struct EventRecord {
    EventId id;
    std::string type;        // e.g. "dossier.submitted"
    std::string destination; // name of the configured receiver
    CaseNumber number;       // the order key together with destination
    std::uint32_t case_version = 0;
    Millis due_at = 0;
    Bytes content;
};

struct FileRecord {
    SessionId session;
    std::string sha256; // hexadecimal; with the session, the address in the file port
    std::uint64_t size_bytes = 0;
    std::string media_type;
    Millis stored_at = 0;
    Bytes content; // sealed: the client's name of the file
};

// A promise that somebody is called back, or wanted to be: it stands until one of the staff has kept it.
struct CallbackRecord {
    SessionId session;
    std::uint64_t turn = 0; // that promised it; with the session its name
    std::string region;     // of the centre that owes it
    Millis at = 0;
    Bytes content; // sealed: where to call, and what was said
};

// Everything one turn changes. All of it is durable together, or none of it. A commit that contradicts itself
// (see storage/check.hpp) is refused as broken.
struct Commit {
    SessionRecord session;
    std::uint64_t expected_version = 0; // 0: the session is new
    // The turn's conversation, where it is new to this session: one never seen before, or one that moves here
    // from another session because somebody resumed by code. Of one that moves only the session changes: it is
    // begun when it was, and found by the secret it had. A new session cannot take a known conversation over:
    // of two first messages that arrive together, the second is a conflict.
    std::optional<ConversationRecord> new_conversation;
    TurnRecord turn;
    std::vector<FileRecord> files;
    std::vector<CaseRecord> cases; // new cases and new versions of cases; the newest version is the case
    std::vector<AuditRecord> audit;
    std::vector<EventRecord> events;
    std::vector<CallbackRecord> callbacks; // promised in this turn
};

struct Committed {};
struct Duplicate {
    TurnRecord recorded; // the turn that this (conversation, external id) already made
};
// Somebody else moved the session on (or the conversation, an audit sequence, a case version), or a name that
// must be unique is taken: receipt hash, case number of another session, event id. Nothing was written.
struct Conflict {};
using CommitOutcome = std::variant<Committed, Duplicate, Conflict>;

// Who works on a case. Conflict unless it is taken by `from`; an empty id: by nobody.
struct Taking {
    StaffId from, by;
    Millis at = 0;
};

// A change to a case outside of any conversation: somebody takes it, an access by the receiving body.
struct CaseChange {
    CaseNumber number;
    std::optional<CaseState> from, to; // both or none; conflict unless the case is in `from`
    std::vector<AuditRecord> audit;
    std::vector<EventRecord> events;
    std::optional<Taking> taking;
    std::optional<Scope> within; // conflict unless the case's centre is in this scope
};

enum class EventState : std::uint8_t {
    due,
    leased,
    delivered,
    dead,
    refused, // dead, and its receiver wants no more: lease() passes over that destination until one such is replayed
};
struct LeasedEvent {
    EventRecord event;
    std::uint32_t attempts = 0; // made before this lease
    std::string lease;          // shown when settling; a settlement under a lost lease changes nothing
};
struct EventStatus {
    EventRecord event;
    EventState state = EventState::due;
    std::uint32_t attempts = 0;
    std::string last_problem;
};
struct Settlement {
    EventId id;
    std::string lease;
    EventState state = EventState::delivered; // delivered, dead, refused, or due again at `due_at`
    Millis due_at = 0;
    std::string problem; // empty when delivered
    enum class Attempt : std::uint8_t { made, not_made };
    Attempt attempt = Attempt::made; // one that was not made is not counted
};

class Desk;

class Store {
  public:
    virtual ~Store() = default;

    // The side that the staff work at, see storage/desk.hpp; lives as long as the store.
    virtual Desk& desk() = 0;

    virtual void commit(Commit turn, Answer<CommitOutcome> answer) = 0;
    virtual void change(CaseChange change, Answer<CommitOutcome> answer) = 0;

    virtual void session(SessionId id, Answer<std::optional<SessionRecord>> answer) = 0;
    virtual void session_by_receipt(std::string receipt_hash,
                                    Answer<std::optional<SessionRecord>> answer) = 0;
    virtual void conversation(ConversationId id, Answer<std::optional<ConversationRecord>> answer) = 0;
    virtual void conversation_by_resume(std::string resume_hash,
                                        Answer<std::optional<ConversationRecord>> answer) = 0;
    virtual void turn(ConversationId conversation, std::string external_id,
                      Answer<std::optional<TurnRecord>> answer) = 0;
    // The turns of a conversation that hold activities from `first_activity` on, in order, at most `limit`.
    virtual void turns(ConversationId conversation, std::uint64_t first_activity, std::uint32_t limit,
                       Answer<std::vector<TurnRecord>> answer) = 0;
    // The turns of a session on all its conversations after turn `after`, in order, at most `limit`.
    virtual void turns_of_session(SessionId id, std::uint64_t after, std::uint32_t limit,
                                  Answer<std::vector<TurnRecord>> answer) = 0;

    // The first of `count` consecutive numbers, never given before under this scope, e.g. "2026-330100".
    virtual void serials(std::string scope, std::uint32_t count, Answer<std::uint64_t> answer) = 0;
    // Counts one use of a budget; false when `limit` uses within the last `window` are spent already.
    virtual void spend(std::string budget, std::uint32_t limit, Millis window, Millis now,
                       Answer<bool> answer) = 0;
    // The value kept under this name; `fresh` is stored and returned when there is none yet (server keys).
    virtual void setting(std::string name, Bytes fresh, Answer<Bytes> answer) = 0;

    // The newest version, or the one asked for.
    virtual void find_case(CaseNumber number, std::optional<std::uint32_t> version,
                           Answer<std::optional<CaseRecord>> answer) = 0;
    virtual void cases(SessionId session, Answer<std::vector<CaseRecord>> answer) = 0; // newest versions
    virtual void audit(CaseNumber number, Answer<std::vector<AuditRecord>> answer) = 0;
    virtual void files(SessionId session, Answer<std::vector<FileRecord>> answer) = 0;

    // Takes up to `limit` due events for `lease_time`; at most one per (case, destination), the oldest not
    // yet settled, so that the next waits for it. Leases that ran out are taken again; nothing is taken for a
    // destination that has refused an event.
    virtual void lease(Millis now, Millis lease_time, std::uint32_t limit,
                       Answer<std::vector<LeasedEvent>> answer) = 0;
    virtual void settle(Settlement settlement, Answer<bool> answer) = 0; // false: the lease was lost
    virtual void events(std::optional<EventState> state, std::uint32_t limit,
                        Answer<std::vector<EventStatus>> answer) = 0;
    // Makes an event that has failed due again at once: a dead or refused one with its attempts counted anew, and
    // one that waits for its next attempt. False when it is none of these. What else its destination has refused
    // is merely dead from then on, so that the destination is open again.
    virtual void replay(EventId id, Millis now, Answer<bool> answer) = 0;

    // Removes drafts that expired before `now`, with their turns and conversations, at most `limit`; answers
    // with the sessions removed, so that their files can be removed too. A conversation that had come from
    // another session goes back to it.
    virtual void expire(Millis now, std::uint32_t limit, Answer<std::vector<SessionId>> answer) = 0;
    // Proves that a write can be made durable now.
    virtual void probe(Answer<bool> answer) = 0;
    // Writes a consistent, durable copy of everything while turns go on; false when `path` exists already.
    virtual void backup(std::string path, Answer<bool> answer) = 0;

    // Called on a thread of the store's own after each commit, with the conversation whose turn was
    // committed.
    virtual void on_commit(std::function<void(const ConversationId&)> notice) = 0;
};

} // namespace plaint::storage
