#pragma once

#include "bot/library/library.hpp"
#include "bot/support/config.hpp"
#include "dialogs/engine/step.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// Casework: live answers become dossiers in front of the responsible body.
namespace plaint::casework {

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
        bool operator==(const Linked&) const = default;
    };
    std::string number;
    std::uint32_t version = 0;
    storage::CaseState state = storage::CaseState::submitted;
    std::string lead; // body id, as in the directory
    std::vector<Missing> missing;
    std::vector<Linked> linked;
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

// The session as it is after the step, on the application's thread. The session outlives the answer.
struct Matter {
    storage::SessionId session_id;
    dialogs::Session& session;
    const dialogs::Tree& tree;
    std::int64_t at_ms = 0;
};

class ChecklistText;

class Casework {
  public:
    // `post` runs a function on the application's thread; all answers come there.
    using Post = std::function<void(std::move_only_function<void()>)>;
    Casework(const library::Library& library, storage::Store& store, const support::Config& config,
             Post post);
    ~Casework();

    // New cases, or the next version of those the session has: number, route, checklist, dossier, audit, hand-over.
    void submit(const Matter& matter, storage::Answer<Proceeding> answer);
    // Every open case of the session is withdrawn.
    void withdraw(const Matter& matter, storage::Answer<Proceeding> answer);
    // One case linked to the main one is withdrawn alone.
    void withdraw_linked(const Matter& matter, storage::CaseNumber number,
                         storage::Answer<Proceeding> answer);
    // How the session's cases stand now; number empty where there is none.
    void status(const Matter& matter, storage::Answer<Closing> answer);

  private:
    const library::Library& library_;
    storage::Store& store_;
    const support::Config& config_;
    Post post_;
    std::unique_ptr<const ChecklistText> checklists_;
};

} // namespace plaint::casework
