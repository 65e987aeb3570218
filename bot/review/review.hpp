#pragma once

#include "bot/casework/packages.hpp"
#include "bot/conversation/callbacks.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/review/journal.hpp"
#include "bot/review/sign_in.hpp"
#include "storage/desk.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

// What officers do with cases. Every call names who asks; who may not, or may not see the case, gets the same answer as
// for a case that is not there. Everything runs and answers on the application's thread.
namespace plaint::review {

enum class Refused : std::uint8_t {
    unknown, // no such case within the officer's scope
    forbidden,
    not_taken,  // only whoever has taken a case rules on it
    stale,      // somebody else was there before
    moved_on,   // the same of a promise: it was kept, or the person has called again
    rearranged, // the person has added or removed items since, so that another stands at this place
    wrong_state,
    no_reason,
    too_long,
    nothing_named,
    bad_target,
    bad_fact,
    unavailable,
};

// What colleagues are called, by their ids.
using Names = std::map<std::string, std::string>;

// A case as it is shown.
struct CaseView {
    storage::CaseFile file; // without the dossier's bytes
    nlohmann::json dossier;
    // SHA-256 of the recordings that the dossier speaks of and that have arrived, by their ids.
    std::map<std::string, std::string> recordings;
    Names names;
    std::vector<storage::AuditRecord> audit;
    std::vector<storage::EventStatus> events;
    bool in_custody = false; // false: a centre of the scope has sent it on, and may look at it still
};

struct CaseList {
    std::vector<storage::CaseSummary> cases;
    Names names;
};

// Somebody who waits for a call, or wanted to speak to a person.
struct Caller {
    storage::CallbackRecord record; // without its content
    conversation::Promise promise;
    std::vector<storage::CaseNumber> cases; // of the session, as far as the officer may see them
};

class Review {
  public:
    // All of them outlive the object.
    struct Parts {
        storage::Store& store;
        conversation::Conversation& conversation;
        Journal& journal;
        const support::Clock& clock;
        support::Log& log;
        casework::Casework::Post post;
        std::function<void()> events_due;
    };
    explicit Review(Parts parts) : parts_(std::move(parts)) {}

    template<class T>
    using Answered = std::function<void(std::expected<T, Refused>)>;
    struct Done {};

    void names(Answered<Names> answered);
    void list(const Officer& officer, storage::CaseFilter filter, Answered<CaseList> answered);
    // Stands in the case's audit as a read, once in an hour for each officer.
    void open(const Officer& officer, const storage::CaseNumber& number, Answered<CaseView> answered);
    // The same for somebody who is shown what is masked, which stands in the audit every time.
    void reveal(const Officer& officer, const storage::CaseNumber& number, Answered<CaseView> answered);
    // The file, if the dossier names it or a recording in it; its download stands in the audit before the first byte leaves.
    void file(const Officer& officer, const storage::CaseNumber& number, const std::string& sha256,
              Answered<storage::FileRecord> answered);
    // Which version is to be fetched; the download stands in the audit.
    void package(const Officer& officer, const storage::CaseNumber& number, Answered<std::uint32_t> answered);

    // `from` is who had taken the case when the officer looked. What was submitted or sent here goes into review.
    void take(const Officer& officer, const storage::CaseNumber& number, const storage::StaffId& from,
              Answered<Done> answered);
    // Only by whoever has taken the case.
    void rule(const Officer& officer, casework::Ruling ruling, Answered<Done> answered);
    void replay(const Officer& officer, const storage::CaseNumber& number, const storage::EventId& event,
                const Answered<Done>& answered);

    // Who has waited longest comes first; `after` is where the page before has ended.
    void callers(const Officer& officer, storage::CallerPlace after, std::uint32_t limit,
                 Answered<std::vector<Caller>> answered);
    // One of the messages that were left, by its position; that it was heard stands in the journal.
    void message(const Officer& officer, const storage::SessionId& session, std::uint64_t turn,
                 std::size_t position, const Answered<storage::FileRecord>& answered);
    // The promise is kept, and stands in the list no more; its note is as durable as that.
    void keep(const Officer& officer, const storage::SessionId& session, std::uint64_t turn,
              Answered<Done> answered);

  private:
    struct Opening;
    void read_files(const std::shared_ptr<Opening>& opening);
    void read_audit(const std::shared_ptr<Opening>& opening);
    void read_names(const std::shared_ptr<Opening>& opening);
    void find(const Officer& officer, Right right, const storage::CaseNumber& number,
              Answered<storage::CaseFile> answered);
    void note(const Officer& officer, const storage::CaseNumber& number, std::string action,
              const nlohmann::json& content, std::function<void(bool)> noted);

    Parts parts_;
};

} // namespace plaint::review
