#pragma once

#include "storage/scope.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The side of the store that the staff work at: their accounts and sessions, the cases as far as they may see them,
// the journal of what they do outside of any case, and the checkpoints over all audit chains. Calls and answers are as
// in the store's own port.
namespace plaint::storage {

// Stored by number: new ones go to the end.
enum class StaffRole : std::uint8_t { intake_officer, reviewer, supervisor, auditor, administrator };

struct StaffRecord {
    StaffId id;
    std::string login; // unique
    std::uint64_t version = 0;
    StaffRole role = StaffRole::intake_officer;
    std::string region; // whose cases, and those of all regions under it; "000000" for the whole country
    bool disabled = false;
    Millis created_at = 0;
    Bytes content; // sealed: name, digests of what they sign in with
};

// Somebody who is signed in. The token itself is never stored.
struct StaffSession {
    std::string token_hash; // hexadecimal SHA-256
    StaffId staff;
    Millis begun_at = 0;
    Millis seen_at = 0;
    Millis expires_at = 0; // whatever is done until then
};

// A case in a list: everything but its dossier.
struct CaseSummary {
    CaseNumber number;
    SessionId session;
    std::string kind;
    std::uint32_t version = 1;
    CaseState state = CaseState::submitted;
    std::string centre;
    std::string sender;
    std::string lead;
    Millis submitted_at = 0;
    StaffId taken_by;
    Millis taken_at = 0;
};

struct CaseFilter {
    std::optional<CaseState> state;
    std::optional<StaffId> taken_by; // an empty id: by nobody
    CaseNumber number;               // this one alone; empty: any
    CaseNumber before;               // where the page before has ended; empty: from the highest number on
    std::uint32_t limit = 50;
};

// A case with who has taken it.
struct CaseFile {
    CaseRecord record;
    StaffId taken_by;
    Millis taken_at = 0;
};

// A promise that nobody has kept yet, and the cases of its session that the scope holds or has sent on, by number: none as
// long as nothing was submitted.
struct OwedCall {
    CallbackRecord record;
    std::vector<CaseNumber> cases;
};

// The end of a page of those who wait to be called; at first before them all.
struct CallerPlace {
    Millis at = 0;
    SessionId session;
};

// Something that is done on this side, and the journal's link that says so: all of it is durable together, or none of it.
struct DeskChange {
    // A new account (version 1, expected 0), or the next version of one; refused when somebody else was there before, or
    // the login is another's.
    struct Saving {
        StaffRecord record;
        std::uint64_t expected_version = 0;
    };
    // Sessions of one account: this one, refused where the account has no such; without it all, but one perhaps.
    struct Ending {
        StaffId staff;
        std::optional<std::string> token_hash;
        std::string but;
    };
    // Refused where the scope has no such promise, or it was kept before.
    struct Keeping {
        Scope scope;
        SessionId session;
        std::uint64_t turn = 0;
        StaffId by;
        Millis at = 0;
    };

    std::optional<Saving> saves;
    std::optional<StaffSession> opens; // refused where the token is known
    std::optional<Ending> ends;
    std::optional<Keeping> keeps;
    AuditRecord note;
};
enum class DeskOutcome : std::uint8_t {
    done,
    refused, // by what the change itself demands
    behind,  // its note is not the journal's next: whoever reads the journal again may try again
};

// Where an audit chain ends. The journal's number is `journal_number`.
struct ChainEnd {
    CaseNumber number;
    std::uint64_t sequence = 0;
    std::string hash;
    bool operator==(const ChainEnd&) const = default;
};
inline const CaseNumber journal_number{"journal"};

// A signed statement of where chains ended. The content names them and the checkpoint before; `ends` is the same again,
// for the store alone, which forgets it once it knows that these ends are covered.
struct Checkpoint {
    std::uint64_t sequence = 0; // from 1
    Millis at = 0;
    Bytes content;
    std::vector<ChainEnd> ends;
};

class Desk {
  public:
    virtual ~Desk() = default;

    virtual void change(DeskChange change, Answer<DeskOutcome> answer) = 0;

    virtual void staff(StaffId id, Answer<std::optional<StaffRecord>> answer) = 0;
    virtual void staff_by_login(std::string login, Answer<std::optional<StaffRecord>> answer) = 0;
    // Accounts of the scope's regions, by login.
    virtual void all_staff(Scope scope, Answer<std::vector<StaffRecord>> answer) = 0;

    virtual void session(std::string token_hash, Answer<std::optional<StaffSession>> answer) = 0;
    virtual void sessions(StaffId staff, Answer<std::vector<StaffSession>> answer) = 0;
    virtual void touch_session(std::string token_hash, Millis seen_at, Answer<bool> answer) = 0;

    // Cases whose centre is in the scope, or that such a centre has sent on; highest number first.
    virtual void cases(Scope scope, CaseFilter filter, Answer<std::vector<CaseSummary>> answer) = 0;
    // Nothing for a case outside of the scope, just as for one that is not there.
    virtual void find_case(Scope scope, CaseNumber number, std::optional<std::uint32_t> version,
                           Answer<std::optional<CaseFile>> answer) = 0;
    virtual void events(Scope scope, CaseNumber number, Answer<std::vector<EventStatus>> answer) = 0;

    // Promises of the scope's centres that nobody has kept yet, the oldest first. A session has one at most: what is
    // promised to it next takes the place of the one that stands.
    virtual void callbacks(Scope scope, CallerPlace after, std::uint32_t limit,
                           Answer<std::vector<OwedCall>> answer) = 0;
    virtual void callback(Scope scope, SessionId session, std::uint64_t turn,
                          Answer<std::optional<CallbackRecord>> answer) = 0;
    // The one that stands for the session, whoever owes it.
    virtual void promised(SessionId session, Answer<std::optional<CallbackRecord>> answer) = 0;

    virtual void last_note(Answer<std::optional<AuditRecord>> answer) = 0;
    virtual void journal(std::uint64_t after, std::uint32_t limit,
                         Answer<std::vector<AuditRecord>> answer) = 0;
    // What accounts of the scope's regions have noted, and for the whole country the program too: the newest first, and of
    // those before the number only (0: all).
    virtual void journal_within(Scope scope, std::uint64_t before, std::uint32_t limit,
                                Answer<std::vector<AuditRecord>> answer) = 0;

    // Chains that have grown since the last checkpoint that names them.
    virtual void uncovered(std::uint32_t limit, Answer<std::vector<ChainEnd>> answer) = 0;
    virtual void add_checkpoint(Checkpoint checkpoint, Answer<bool> answer) = 0; // false: not the next
    virtual void last_checkpoint(Answer<std::optional<Checkpoint>> answer) = 0;  // without `ends`
    virtual void checkpoints(std::uint64_t after, std::uint32_t limit,
                             Answer<std::vector<Checkpoint>> answer) = 0; // without `ends`
    // All there are, in ascending order, whoever may see them: for the check of their chains.
    virtual void case_numbers(CaseNumber after, std::uint32_t limit,
                              Answer<std::vector<CaseNumber>> answer) = 0;
    // Sessions of which nothing was submitted, by ascending id: for the count of where people stop.
    virtual void drafts(SessionId after, std::uint32_t limit, Answer<std::vector<SessionRecord>> answer) = 0;
};

} // namespace plaint::storage
