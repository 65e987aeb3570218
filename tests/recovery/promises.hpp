#pragma once

#include "bot/conversation/conversation.hpp"
#include "storage/files.hpp"
#include "storage/store.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace plaint::tests {

// A message as its sender knows it. Every time it is sent it is the same.
struct Message {
    conversation::Inbound inbound;
    bool may_begin = false;
    std::vector<std::string> uploads; // bytes of inbound.files, which are stored before
};

// Remembers what was promised to whom, and holds the store against it. What it reads, it reads past the program.
class Promises {
  public:
    Promises(const library::Library& library, const support::Config& config, const support::Clock& clock,
             storage::Store& disk, storage::Files& files)
        : library_(library), config_(config), clock_(clock), disk_(disk), files_(files) {}

    // The first thing that is broken stays.
    void broken(const std::string& what) {
        if (problem_.empty()) problem_ = what;
    }
    const std::string& problem() const { return problem_; }

    // Gives the message its number, which comes back with each turn that it makes.
    std::size_t wrote(Message message);
    const Message& message(std::size_t number) const { return messages_[number]; }

    // A reply left the program: to a message, or to a withdrawal that has no number.
    void replied(std::optional<std::size_t> message, const conversation::Reply& reply);
    // Somebody was told that there is no such conversation.
    void denied(const storage::ConversationId& conversation);
    // An officer's decision goes to the program, and comes back. Its reason is its name; the same may be tried again.
    enum class Ruled { stands, refused, unknown };
    void tries(const casework::Ruling& ruling);
    void ruled(const casework::Ruling& ruling, Ruled outcome);
    // Likewise a case that an officer takes, and a promise to call somebody back that one has kept.
    void tries_to_take(const storage::CaseNumber& number, const storage::StaffId& by);
    void took(const storage::CaseNumber& number, const storage::StaffId& by);
    void tries_to_keep(const storage::CallbackRecord& callback);
    void kept(const storage::CallbackRecord& callback);
    // Staff wants an event that is dead delivered again.
    void replayed(const storage::EventId& id) { replayed_.insert(id); }
    bool was_replayed(const storage::EventId& id) const { return replayed_.contains(id); }

    std::size_t replies() const { return replied_.size(); }
    std::size_t submissions() const { return submissions_; }
    std::size_t rulings() const { return rulings_; }
    std::size_t spoken() const { return spoken_; }         // turns of calls
    std::size_t recordings() const { return recordings_; } // that were kept

    // What the program shows of a conversation when it is asked for all of it.
    void look_at_replay(const storage::ConversationId& conversation,
                        const std::vector<conversation::Reply>& shown);
    std::set<storage::ConversationId> conversations() const;
    // Everything else, once nothing happens any more.
    void look_at_store();

  private:
    // By session and number, which name a turn.
    using Key = std::pair<storage::SessionId, std::uint64_t>;
    struct Replied {
        storage::ConversationId conversation;
        std::uint64_t first_activity = 0;
        std::int64_t at_ms = 0;
        bool submits = false;
        bool ends = false;
        std::string content;
    };

    struct Decision {
        storage::CaseNumber number;
        std::uint32_t version = 0; // that the officer had read
        std::size_t tried = 0, refused = 0;
        bool stands = false;
    };
    struct Tries {
        std::size_t tried = 0, done = 0;
    };

    // What the sender calls the message, where repeats of it can be told.
    std::string name_of(std::size_t message) const;
    // Which message made the turn of this conversation and name.
    std::optional<std::size_t> message_of(const storage::ConversationId& conversation,
                                          const std::string& name,
                                          const conversation::TurnContent& content) const;
    std::vector<storage::TurnRecord> turns_of(const storage::SessionId& session, std::uint64_t after,
                                              std::uint32_t limit);
    bool may_have_expired(const storage::SessionId& session) const;
    bool is_stored(const storage::SessionId& session);
    nlohmann::json dossier_of(const storage::CaseNumber& number); // the newest
    // What officers decided of the session's cases, by the turn that it made.
    std::map<std::uint64_t, nlohmann::json> rulings_of(const storage::SessionId& session);
    void look_at_session(const storage::SessionId& session);
    void look_at_files(const storage::SessionId& session, const std::vector<dialogs::FileRef>& named);
    void look_at_turns(const storage::SessionId& session, const std::vector<storage::TurnRecord>& turns);
    // Steps through the recorded turns from the beginning; what is stored must be what comes of them.
    void look_at_history(const storage::SessionRecord& record, const std::vector<storage::TurnRecord>& turns);
    void look_at_cases(const storage::SessionId& session, const std::vector<storage::TurnRecord>& turns);
    void look_at_case(const storage::CaseRecord& newest);
    void look_at_rulings(const storage::CaseNumber& number);
    void look_at_links(const storage::CaseNumber& number, const std::vector<storage::AuditRecord>& chain);
    void look_at_callback(const storage::TurnRecord& turn);
    void look_at_journal();

    const library::Library& library_;
    const support::Config& config_;
    const support::Clock& clock_;
    storage::Store& disk_;
    storage::Files& files_;

    std::string problem_;
    std::deque<Message> messages_;
    std::map<std::string, std::vector<std::size_t>> messages_by_name_;
    std::map<Key, Replied> replied_;
    std::map<std::string, Key> turn_of_name_;
    std::map<std::string, Decision> decisions_;                            // by reason
    std::map<std::pair<storage::CaseNumber, std::string>, Tries> takings_; // by case and officer
    std::map<Key, Tries> callbacks_;
    std::set<storage::EventId> replayed_;
    std::size_t submissions_ = 0, rulings_ = 0, spoken_ = 0, recordings_ = 0;
};

} // namespace plaint::tests
