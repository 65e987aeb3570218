#include "storage/memory/books.hpp"

#include <algorithm>
#include <ranges>
#include <tuple>

namespace plaint::storage {

CommitOutcome Books::commit(const Commit& commit) {
    const auto& id = commit.session.id;
    if (auto recorded = turn(commit.turn.conversation, commit.turn.external_id))
        return Duplicate{std::move(*recorded)};
    if (!session_fits(commit) || !cases_fit(commit.cases) || !audit_fits(commit.audit, commit.cases) ||
        !events_fit(commit.events))
        return Conflict{};

    auto& session = sessions_[id];
    receipts_.erase(session.record.receipt_hash);
    session.record = commit.session;
    if (!commit.session.receipt_hash.empty()) receipts_[commit.session.receipt_hash] = id;

    auto& conversation = conversations_[commit.turn.conversation];
    if (commit.new_conversation) {
        if (conversation.record.id.empty())
            conversation.record = *commit.new_conversation;
        else
            conversation.record.session = commit.new_conversation->session;
    }
    const std::pair place{id, commit.turn.turn};
    conversation.turns.push_back(place);
    if (!commit.turn.external_id.empty()) conversation.by_external_id[commit.turn.external_id] = place;
    session.turns[commit.turn.turn] = commit.turn;

    for (const auto& file : commit.files)
        if (std::ranges::find(session.files, file.sha256, &FileRecord::sha256) == session.files.end())
            session.files.push_back(file);
    for (const auto& one : commit.callbacks) {
        // Somebody who is to be called waits once, whatever they say meanwhile.
        std::erase_if(callbacks_, [&](const auto& known) {
            return known.first.first == one.session && known.second.kept_by.empty();
        });
        callbacks_[{one.session, one.turn}].record = one;
    }
    for (const auto& record : commit.cases) {
        auto& entry = cases_[record.number];
        // Whoever had taken a case that is sent on has no more to do with it.
        if (!entry.versions.empty() && entry.versions.back().centre != record.centre) entry.taken_by = {};
        entry.versions.push_back(record);
    }
    write_audit(commit.audit);
    write_events(commit.events);
    return Committed{};
}

CommitOutcome Books::change(const CaseChange& change) {
    const auto found = cases_.find(change.number);
    if (found == cases_.end()) return Conflict{};
    auto& state = found->second.versions.back().state;
    if (change.from && state != *change.from) return Conflict{};
    if (change.within && !change.within->holds(found->second.versions.back().centre)) return Conflict{};
    if (change.taking && found->second.taken_by != change.taking->from) return Conflict{};
    if (!audit_fits(change.audit, {}) || !events_fit(change.events)) return Conflict{};
    if (change.to) state = *change.to;
    if (change.taking) {
        found->second.taken_by = change.taking->by;
        found->second.taken_at = change.taking->at;
    }
    write_audit(change.audit);
    write_events(change.events);
    return Committed{};
}

bool Books::session_fits(const Commit& commit) const {
    const auto session = sessions_.find(commit.session.id);
    const bool known = session != sessions_.end();
    if ((known ? session->second.record.version : 0) != commit.expected_version) return false;

    const auto conversation = conversations_.find(commit.turn.conversation);
    const bool talked_before = conversation != conversations_.end();
    if (commit.new_conversation ? talked_before && !known
                                : !talked_before || conversation->second.record.session != commit.session.id)
        return false;

    const auto receipt = receipts_.find(commit.session.receipt_hash);
    return receipt == receipts_.end() || receipt->second == commit.session.id;
}

bool Books::cases_fit(const std::vector<CaseRecord>& records) const {
    std::map<CaseNumber, std::pair<std::uint32_t, SessionId>> newest;
    for (const auto& record : records) {
        const auto known = cases_.find(record.number);
        const auto before = known == cases_.end() ? std::pair{0u, record.session}
                                                  : std::pair{known->second.versions.back().version,
                                                              known->second.versions[0].session};
        auto& [version, session] = newest.try_emplace(record.number, before).first->second;
        if (session != record.session || record.version != ++version) return false;
    }
    return true;
}

bool Books::audit_fits(const std::vector<AuditRecord>& links, const std::vector<CaseRecord>& planned) const {
    std::map<CaseNumber, std::uint64_t> last;
    for (const auto& link : links) {
        const auto known = cases_.find(link.number);
        if (known == cases_.end() &&
            std::ranges::find(planned, link.number, &CaseRecord::number) == planned.end())
            return false;
        const auto before = known == cases_.end() ? 0 : known->second.audit.size();
        if (link.sequence != ++last.try_emplace(link.number, before).first->second) return false;
    }
    return true;
}

bool Books::events_fit(const std::vector<EventRecord>& events) const {
    std::set<EventId> fresh;
    return std::ranges::all_of(events, [&](const EventRecord& event) {
        return !events_by_id_.contains(event.id) && fresh.insert(event.id).second;
    });
}

void Books::write_audit(const std::vector<AuditRecord>& links) {
    for (const auto& link : links) cases_[link.number].audit.push_back(link);
}

void Books::write_events(const std::vector<EventRecord>& events) {
    for (const auto& event : events) {
        events_by_id_[event.id] = events_.size();
        events_.push_back({{event, EventState::due, 0, {}}, event.due_at, 0});
    }
}

std::optional<SessionRecord> Books::session(const SessionId& id) const {
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return std::nullopt;
    return found->second.record;
}

std::optional<SessionRecord> Books::session_by_receipt(const std::string& receipt_hash) const {
    const auto found = receipts_.find(receipt_hash);
    if (found == receipts_.end()) return std::nullopt;
    return session(found->second);
}

std::optional<ConversationRecord> Books::conversation(const ConversationId& id) const {
    const auto found = conversations_.find(id);
    if (found == conversations_.end()) return std::nullopt;
    return found->second.record;
}

std::optional<ConversationRecord> Books::conversation_by_resume(const std::string& resume_hash) const {
    if (resume_hash.empty()) return std::nullopt;
    for (const auto& [id, entry] : conversations_)
        if (entry.record.resume_hash == resume_hash) return entry.record;
    return std::nullopt;
}

const TurnRecord& Books::turn_at(const std::pair<SessionId, std::uint64_t>& place) const {
    return sessions_.at(place.first).turns.at(place.second);
}

std::optional<TurnRecord> Books::turn(const ConversationId& conversation,
                                      const std::string& external_id) const {
    const auto found = conversations_.find(conversation);
    if (found == conversations_.end()) return std::nullopt;
    const auto place = found->second.by_external_id.find(external_id);
    if (place == found->second.by_external_id.end()) return std::nullopt;
    return turn_at(place->second);
}

std::vector<TurnRecord> Books::turns(const ConversationId& conversation, std::uint64_t first_activity,
                                     std::uint32_t limit) const {
    std::vector<TurnRecord> turns;
    const auto found = conversations_.find(conversation);
    if (found == conversations_.end()) return turns;
    for (const auto& place : found->second.turns) {
        if (turns.size() == limit) break;
        const auto& turn = turn_at(place);
        if (turn.activity_count > 0 && turn.first_activity + turn.activity_count > first_activity)
            turns.push_back(turn);
    }
    return turns;
}

std::vector<TurnRecord> Books::turns_of_session(const SessionId& id, std::uint64_t after,
                                                std::uint32_t limit) const {
    std::vector<TurnRecord> turns;
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return turns;
    const auto& all = found->second.turns;
    for (auto at = all.upper_bound(after); at != all.end() && turns.size() < limit; ++at)
        turns.push_back(at->second);
    return turns;
}

std::uint64_t Books::serials(const std::string& scope, std::uint32_t count) {
    auto& given = serials_[scope];
    given += count;
    return given - count + 1;
}

bool Books::spend(const std::string& budget, std::uint32_t limit, Millis window, Millis now) {
    auto& uses = budgets_[budget];
    const auto recent = std::distance(uses.upper_bound(now - window), uses.end());
    if (static_cast<std::uint64_t>(recent) >= limit) return false;
    uses.insert(now);
    return true;
}

Bytes Books::setting(const std::string& name, const Bytes& fresh) {
    return settings_.try_emplace(name, fresh).first->second;
}

std::optional<CaseRecord> Books::find_case(const CaseNumber& number,
                                           std::optional<std::uint32_t> version) const {
    const auto found = cases_.find(number);
    if (found == cases_.end()) return std::nullopt;
    const auto& versions = found->second.versions;
    const auto wanted = version.value_or(versions.back().version);
    if (wanted < 1 || wanted > versions.size()) return std::nullopt;
    auto record = versions[wanted - 1];
    record.state = versions.back().state;
    record.sender = versions.back().sender;
    return record;
}

std::vector<CaseRecord> Books::cases(const SessionId& session) const {
    std::vector<CaseRecord> records;
    for (const auto& [number, entry] : cases_)
        if (entry.versions.back().session == session) records.push_back(entry.versions.back());
    return records;
}

std::vector<AuditRecord> Books::audit(const CaseNumber& number) const {
    const auto found = cases_.find(number);
    return found == cases_.end() ? std::vector<AuditRecord>{} : found->second.audit;
}

std::vector<FileRecord> Books::files(const SessionId& session) const {
    const auto found = sessions_.find(session);
    return found == sessions_.end() ? std::vector<FileRecord>{} : found->second.files;
}

std::vector<LeasedEvent> Books::lease(Millis now, Millis lease_time, std::uint32_t limit) {
    std::vector<LeasedEvent> taken;
    std::set<std::string> closed;
    for (const auto& entry : events_)
        if (entry.status.state == EventState::refused) closed.insert(entry.status.event.destination);
    std::set<std::pair<CaseNumber, std::string>> waiting; // where an older event is not settled yet
    for (auto& entry : events_) {
        if (taken.size() == limit) break;
        const auto& event = entry.status.event;
        if (entry.settled() || !waiting.emplace(event.number, event.destination).second) continue;
        if (entry.ready_at > now || closed.contains(event.destination)) continue;
        entry.status.state = EventState::leased;
        entry.ready_at = now + lease_time;
        taken.push_back({event, entry.status.attempts++, std::to_string(++entry.leases)});
    }
    return taken;
}

bool Books::settle(const Settlement& settlement) {
    const auto found = events_by_id_.find(settlement.id);
    if (found == events_by_id_.end()) return false;
    auto& entry = events_[found->second];
    if (entry.status.state != EventState::leased || std::to_string(entry.leases) != settlement.lease)
        return false;
    entry.status.state = settlement.state;
    entry.status.last_problem = settlement.problem;
    if (settlement.attempt == Settlement::Attempt::not_made) --entry.status.attempts;
    if (settlement.state == EventState::due) entry.status.event.due_at = entry.ready_at = settlement.due_at;
    return true;
}

std::vector<EventStatus> Books::events(std::optional<EventState> state, std::uint32_t limit) const {
    std::vector<EventStatus> list;
    for (const auto& entry : events_) {
        if (list.size() == limit) break;
        if (!state || entry.status.state == *state) list.push_back(entry.status);
    }
    return list;
}

bool Books::replay(const EventId& id, Millis now) {
    const auto found = events_by_id_.find(id);
    if (found == events_by_id_.end()) return false;
    auto& entry = events_[found->second];
    const bool waits = entry.status.state == EventState::due && entry.status.attempts > 0;
    if (!waits && entry.status.state != EventState::dead && entry.status.state != EventState::refused)
        return false;
    for (auto& other : events_)
        if (other.status.state == EventState::refused &&
            other.status.event.destination == entry.status.event.destination)
            other.status.state = EventState::dead;
    entry.status.state = EventState::due;
    if (!waits) entry.status.attempts = 0;
    entry.status.event.due_at = entry.ready_at = now;
    return true;
}

std::vector<SessionId> Books::expire(Millis now, std::uint32_t limit) {
    std::vector<SessionId> expired;
    for (const auto& [id, entry] : sessions_) {
        if (expired.size() == limit) break;
        if (entry.record.state == SessionState::draft && entry.record.expires_at < now) expired.push_back(id);
    }
    for (const auto& id : expired) remove(id);
    return expired;
}

std::vector<SessionRecord> Books::drafts(const SessionId& after, std::uint32_t limit) const {
    std::vector<SessionRecord> drafts;
    for (const auto& [id, entry] : sessions_)
        if (entry.record.state == SessionState::draft && id > after) drafts.push_back(entry.record);
    std::ranges::sort(drafts, {}, &SessionRecord::id);
    if (drafts.size() > limit) drafts.resize(limit);
    return drafts;
}

void Books::remove(const SessionId& id) {
    const auto gone = [&](const auto& place) { return place.first == id; };
    for (auto at = conversations_.begin(); at != conversations_.end();) {
        auto& entry = at->second;
        std::erase_if(entry.turns, gone);
        std::erase_if(entry.by_external_id, [&](const auto& known) { return gone(known.second); });
        const bool orphaned = entry.record.session == id;
        if (orphaned && !entry.turns.empty()) entry.record.session = entry.turns.back().first;
        at = orphaned && entry.turns.empty() ? conversations_.erase(at) : std::next(at);
    }
    const auto session = sessions_.find(id);
    receipts_.erase(session->second.record.receipt_hash);
    sessions_.erase(session);
    std::erase_if(callbacks_, [&](const auto& one) { return one.first.first == id; });
}

bool Books::CaseEntry::seen_from(const Scope& scope) const {
    if (versions.empty()) return false;
    const CaseRecord& now = versions.back();
    return scope.holds(now.centre) || (!now.sender.empty() && scope.holds(now.sender));
}

std::vector<CaseSummary> Books::list_cases(const Scope& scope, const CaseFilter& filter) const {
    std::vector<CaseSummary> list;
    for (auto at = cases_.rbegin(); at != cases_.rend() && list.size() < filter.limit; ++at) {
        const auto& [number, entry] = *at;
        if (!entry.seen_from(scope)) continue;
        const CaseRecord& now = entry.versions.back();
        if (filter.state && now.state != *filter.state) continue;
        if (filter.taken_by && entry.taken_by != *filter.taken_by) continue;
        if (!filter.number.empty() && number != filter.number) continue;
        if (!filter.before.empty() && number >= filter.before) continue;
        list.push_back({number, now.session, now.kind, now.version, now.state, now.centre, now.sender,
                        now.lead, now.submitted_at, entry.taken_by, entry.taken_at});
    }
    return list;
}

std::optional<CaseFile> Books::find_case_within(const Scope& scope, const CaseNumber& number,
                                                std::optional<std::uint32_t> version) const {
    const auto found = cases_.find(number);
    if (found == cases_.end() || !found->second.seen_from(scope)) return std::nullopt;
    auto record = find_case(number, version);
    if (!record) return std::nullopt;
    return CaseFile{std::move(*record), found->second.taken_by, found->second.taken_at};
}

std::vector<EventStatus> Books::events_of_case(const Scope& scope, const CaseNumber& number) const {
    std::vector<EventStatus> list;
    const auto found = cases_.find(number);
    if (found == cases_.end() || !found->second.seen_from(scope)) return list;
    for (const auto& entry : events_)
        if (entry.status.event.number == number) list.push_back(entry.status);
    return list;
}

std::vector<OwedCall> Books::open_callbacks(const Scope& scope, const CallerPlace& after,
                                            std::uint32_t limit) const {
    const auto place = [](const auto& one) { return std::tie(one.at, one.session); };
    std::vector<OwedCall> list;
    for (const auto& [name, entry] : callbacks_)
        if (entry.stands_in(scope) && place(entry.record) > place(after)) list.push_back({entry.record, {}});
    std::ranges::sort(
        list, [&](const OwedCall& a, const OwedCall& b) { return place(a.record) < place(b.record); });
    if (list.size() > limit) list.resize(limit);
    for (OwedCall& one : list)
        for (const auto& [number, entry] : cases_)
            if (entry.seen_from(scope) && entry.versions.back().session == one.record.session)
                one.cases.push_back(number);
    return list;
}

std::optional<CallbackRecord> Books::find_callback(const Scope& scope, const SessionId& session,
                                                   std::uint64_t turn) const {
    const auto found = callbacks_.find({session, turn});
    if (found == callbacks_.end() || !found->second.stands_in(scope)) return std::nullopt;
    return found->second.record;
}

std::optional<CallbackRecord> Books::promised(const SessionId& session) const {
    for (const auto& [name, entry] : callbacks_)
        if (name.first == session && entry.kept_by.empty()) return entry.record;
    return std::nullopt;
}

void Books::keep_callback(const DeskChange::Keeping& keeping) {
    CallbackEntry& entry = callbacks_.at({keeping.session, keeping.turn});
    entry.kept_by = keeping.by;
    entry.kept_at = keeping.at;
}

std::vector<AuditRecord> Books::chain_ends() const {
    std::vector<AuditRecord> ends;
    for (const auto& [number, entry] : cases_)
        if (!entry.audit.empty()) ends.push_back(entry.audit.back());
    return ends;
}

std::vector<CaseNumber> Books::case_numbers(const CaseNumber& after, std::uint32_t limit) const {
    std::vector<CaseNumber> numbers;
    for (auto at = cases_.upper_bound(after); at != cases_.end() && numbers.size() < limit; ++at)
        numbers.push_back(at->first);
    return numbers;
}

} // namespace plaint::storage
