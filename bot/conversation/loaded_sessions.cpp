#include "bot/conversation/loaded_sessions.hpp"

#include <utility>

namespace plaint::conversation {

using storage::ConversationId;
using storage::SessionId;

bool LoadedSession::too_fast(std::int64_t now_ms, std::uint32_t per_minute) {
    constexpr std::int64_t minute_ms = 60'000;
    if (minute_ != now_ms / minute_ms) {
        minute_ = now_ms / minute_ms;
        messages_ = 0;
    }
    return ++messages_ > per_minute;
}

LoadedSession& LoadedSessions::entry(const SessionId& id, std::size_t most, const library::Shelf& shelf) {
    if (std::exchange(newest_, shelf.current().get()) != shelf.current().get()) let_go(shelf);
    auto [at, fresh] = entries_.try_emplace(id);
    LoadedSession& entry = at->second;
    if (fresh) {
        entry.id = id;
        ages_.push_front(id);
        entry.age = ages_.begin();
        forget_old(most);
    } else {
        ages_.splice(ages_.begin(), ages_, entry.age);
    }
    return entry;
}

LoadedSession* LoadedSessions::find(const SessionId& id) {
    const auto found = entries_.find(id);
    return found != entries_.end() ? &found->second : nullptr;
}

void LoadedSessions::remove(const SessionId& id) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) return;
    for (const ConversationId& conversation : found->second.conversations) session_of_.erase(conversation);
    ages_.erase(found->second.age);
    entries_.erase(found);
}

std::optional<SessionId> LoadedSessions::session_of(const ConversationId& conversation) const {
    const auto found = session_of_.find(conversation);
    return found != session_of_.end() ? std::optional(found->second) : std::nullopt;
}

void LoadedSessions::bind(const ConversationId& conversation, LoadedSession& entry) {
    unbind(conversation);
    session_of_[conversation] = entry.id;
    entry.conversations.push_back(conversation);
}

void LoadedSessions::unbind(const ConversationId& conversation) {
    const auto before = session_of_.find(conversation);
    if (before == session_of_.end()) return;
    if (LoadedSession* entry = find(before->second)) std::erase(entry->conversations, conversation);
    session_of_.erase(before);
}

void LoadedSessions::let_go(const library::Shelf& shelf) {
    for (auto& [id, entry] : entries_) {
        if (entry.busy || !entry.content || shelf.keeps(entry.edition)) continue;
        entry.content.reset();
        entry.edition.reset();
    }
}

// The newest is in use by whoever asked for it; those that are busy or have inputs waiting stay too.
void LoadedSessions::forget_old(std::size_t most) {
    auto at = ages_.end();
    while (entries_.size() > most && at != std::next(ages_.begin())) {
        --at;
        const LoadedSession& entry = entries_.at(*at);
        if (entry.busy || !entry.jobs.empty()) continue;
        const SessionId id = *at;
        ++at;
        remove(id);
        ++evicted_;
    }
}

} // namespace plaint::conversation
