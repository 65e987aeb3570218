#pragma once

#include "bot/library/library.hpp"
#include "bot/support/config.hpp"
#include "dialogs/engine/step.hpp"
#include "dialogs/load/working_days.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Casework: live answers become dossiers in front of the responsible body.
namespace plaint::casework {

// As an audit names whoever complained.
inline constexpr std::string_view complainant = "complainant";

// What a closing message tells of the cases of a session. Names are rendered in the reader's language later.
struct Closing {
    struct Missing {
        std::string path; // of the field, with positions: "right.evaluation_report"
        std::vector<dialogs::Message> label;
        bool operator==(const Missing&) const = default;
    };
    struct Linked {
        std::string number;
        std::string lead; // body id
        // Turns do not keep the rest.
        std::string kind = {};
        bool is_offline = false; // about the maker behind the shop
        storage::CaseState state = storage::CaseState::submitted;
        std::optional<content::WorkingDays::Deadline> decided_by = {};
        bool operator==(const Linked&) const = default;
    };
    // What an officer has said to the complainant of one of the cases: the newest that still holds.
    struct Word {
        std::string number;
        std::string ruling; // "request", "accept", "not_accept", "transfer"
        std::string reason; // in the officer's words
        bool operator==(const Word&) const = default;
    };
    std::string number;
    std::uint32_t version = 0;
    storage::CaseState state = storage::CaseState::submitted;
    std::string lead; // body id, as in the directory
    std::vector<Missing> missing;
    std::vector<Linked> linked;
    std::vector<Word> words; // only of a status; turns do not keep them
    std::string kind;        // nor this
    // Until when the lead decides whether it takes the case up; nothing while something lacks. Turns do not keep it either.
    std::optional<content::WorkingDays::Deadline> decided_by;
    bool operator==(const Closing&) const = default;
};

// What a turn that submits or withdraws adds to its commit.
struct Proceeding {
    std::vector<storage::CaseRecord> cases;
    std::vector<storage::AuditRecord> audit;
    std::vector<storage::EventRecord> events;
    Closing closing;
    std::vector<Closing::Linked> begun; // linked cases that the submission made, or took up again
};

// What an officer decides on a case, says of it, or types of its recordings.
struct Ruling {
    enum class Kind : std::uint8_t { request, release, accept, not_accept, transfer, type, route };
    Kind kind = Kind::request;
    storage::CaseNumber number;
    std::uint32_t version = 0;          // that the officer had before them
    std::string by;                     // staff id
    std::string reason;                 // in the officer's words, told to the complainant; see needs_reason()
    std::string recording;              // the id of the one that was heard
    std::string text;                   // of that recording, in words
    std::vector<std::string> fields;    // of a request, or the one that was typed: paths with positions
    std::vector<std::size_t> proposals; // of a release: places in the dossier's list
    std::string to;                     // of a transfer: body id of the centre
    // Of a route: what only an officer says of the case, by its path: "yes", "no", a region by name or code, or nothing
    // any more. What is not named here stays.
    std::map<std::string, std::string> facts;
};
enum class RulingFault : std::uint8_t {
    unknown_case,
    stale,       // the case has moved on since the officer looked at it
    wrong_state, // e.g. a decision while a request is open
    no_reason,
    too_long,
    nothing_named,
    unknown_field,    // or none that a recording answers, where one was typed
    unknown_proposal, // or one that was released before
    unknown_target,
    unknown_fact, // which no officer says of such a case, or not so
};
struct Ruled {
    std::optional<RulingFault> fault; // then nothing is to be committed
    Proceeding proceeding;
};

// The session as it is after the step, on the application's thread, with the content that it stands under. Both outlive the
// answer.
struct Matter {
    storage::SessionId session_id;
    dialogs::Session& session;
    const library::Library& library;
    const dialogs::Tree& tree;
    std::int64_t at_ms = 0;
};

class ChecklistText;

class Casework {
  public:
    // `post` runs a function on the application's thread; all answers come there.
    using Post = std::function<void(std::move_only_function<void()>)>;
    Casework(storage::Store& store, const support::Config& config, Post post);
    ~Casework();

    // New cases, or the next version of those the session has: number, route, checklist, dossier, audit, hand-over.
    void submit(const Matter& matter, storage::Answer<Proceeding> answer);
    // Every open case of the session is withdrawn.
    void withdraw(const Matter& matter, storage::Answer<Proceeding> answer);
    // One case linked to the main one is withdrawn alone.
    void withdraw_linked(const Matter& matter, storage::CaseNumber number,
                         storage::Answer<Proceeding> answer);
    // What an officer decides. What it changes in the session is changed already: answers are reopened, or typed.
    void rule(const Matter& matter, Ruling ruling, storage::Answer<Ruled> answer);
    // How the session's cases stand now; number empty where there is none.
    void status(const Matter& matter, storage::Answer<Closing> answer);

  private:
    const ChecklistText& checklists_of(const library::Library& library);

    storage::Store& store_;
    const support::Config& config_;
    Post post_;
    std::map<std::string, std::unique_ptr<const ChecklistText>> checklists_; // by content version
};

} // namespace plaint::casework
