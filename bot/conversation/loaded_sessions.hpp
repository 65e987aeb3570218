#pragma once

#include "bot/conversation/conversation.hpp"
#include "bot/conversation/session_content.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

// The sessions that somebody talks on now, in memory: what is inside the conversation, and of no concern outside.
namespace plaint::conversation {

struct LoadedSession;

// A ruling on its way to its committed turn, and who waits for it.
struct RulingJob {
    casework::Ruling ruling;
    RuledAnswer answered;
};

// An input on its way to its committed turn; or, with `look`, a reader who waits for the session like an input.
struct Job {
    Inbound inbound;
    Answered answered;
    // False: it goes on, and says itself when it is done. Null is given when the session cannot be had.
    std::function<bool(LoadedSession*)> look;
    bool reads_again = false; // what is stored is wanted: this copy may be older, where there are two nodes
    bool may_begin = false;
    bool joins = false;                        // the conversation comes to this session from another
    std::optional<storage::CaseNumber> linked; // to be withdrawn alone, instead of a step
    std::shared_ptr<RulingJob> ruling;         // instead of a step; null for an input
    int conflicts = 0;
    std::optional<std::uint64_t> next_activity; // of a conversation that comes from another session
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
};

// At most one uncommitted turn; further inputs wait.
struct LoadedSession {
    storage::SessionId id;
    bool is_new = false;                   // nothing of it is stored yet
    std::optional<SessionContent> content; // absent while not loaded, and while its turn is on the way
    library::Edition edition;              // that the content stands under; there whenever it is
    storage::SessionRecord record;         // as committed last, without its content
    std::string receipt;
    std::deque<Job> jobs;
    bool busy = false;
    std::vector<storage::ConversationId> conversations; // known to belong to it
    std::list<storage::SessionId>::iterator age;

    // Counts one message; true when this minute has had too many.
    bool too_fast(std::int64_t now_ms, std::uint32_t per_minute);

  private:
    std::int64_t minute_ = 0;
    std::uint32_t messages_ = 0;
};

class LoadedSessions {
  public:
    // The session's place, made when it is not there. It stays where it is until it is removed; those nobody talks on
    // make room, the longest silent first, when there are more than `most`. Where the content has changed, those under one
    // that is not kept in memory are read again when somebody talks on them: otherwise one silent session holds it whole.
    LoadedSession& entry(const storage::SessionId& id, std::size_t most, const library::Shelf& shelf);
    LoadedSession& at(const storage::SessionId& id) { return entries_.at(id); }
    LoadedSession* find(const storage::SessionId& id);
    void remove(const storage::SessionId& id);

    std::optional<storage::SessionId> session_of(const storage::ConversationId& conversation) const;
    void bind(const storage::ConversationId& conversation, LoadedSession& entry);
    void unbind(const storage::ConversationId& conversation);

    std::size_t size() const { return entries_.size(); }
    std::size_t evicted() const { return evicted_; }

  private:
    void forget_old(std::size_t most);
    void let_go(const library::Shelf& shelf);

    std::unordered_map<storage::SessionId, LoadedSession> entries_;
    std::list<storage::SessionId> ages_; // most recently used first
    std::unordered_map<storage::ConversationId, storage::SessionId> session_of_;
    std::size_t evicted_ = 0;
    const library::Library* newest_ = nullptr; // when editions were let go last; never followed
};

} // namespace plaint::conversation
