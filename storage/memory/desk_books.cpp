#include "storage/memory/desk_books.hpp"

#include <algorithm>

namespace plaint::storage {

DeskOutcome DeskBooks::change(const DeskChange& change) {
    if (change.note.sequence != journal_.size() + 1) return DeskOutcome::behind;
    if (!fits(change)) return DeskOutcome::refused;
    if (change.saves) save(change.saves->record);
    if (change.opens) sessions_[change.opens->token_hash] = *change.opens;
    if (change.ends) end(*change.ends);
    if (change.keeps) books_.keep_callback(*change.keeps);
    journal_.push_back(change.note);
    journal_.back().number = journal_number;
    return DeskOutcome::done;
}

bool DeskBooks::fits(const DeskChange& change) const {
    if (change.saves && !fits(*change.saves)) return false;
    if (change.opens && sessions_.contains(change.opens->token_hash)) return false;
    if (change.ends && change.ends->token_hash) {
        const auto found = sessions_.find(*change.ends->token_hash);
        if (found == sessions_.end() || found->second.staff != change.ends->staff) return false;
    }
    return !change.keeps ||
           books_.find_callback(change.keeps->scope, change.keeps->session, change.keeps->turn).has_value();
}

bool DeskBooks::fits(const DeskChange::Saving& saving) const {
    const auto known = staff_.find(saving.record.id);
    if ((known != staff_.end() ? known->second.version : 0) != saving.expected_version) return false;
    const auto holder = staff_by_login(saving.record.login);
    return !holder || holder->id == saving.record.id;
}

void DeskBooks::save(const StaffRecord& record) {
    const auto [known, is_new] = staff_.try_emplace(record.id, record);
    if (is_new) return;
    const Millis created_at = known->second.created_at;
    known->second = record;
    known->second.created_at = created_at;
}

void DeskBooks::end(const DeskChange::Ending& ending) {
    std::erase_if(sessions_, [&](const auto& one) {
        return one.second.staff == ending.staff && one.first == ending.token_hash.value_or(one.first) &&
               one.first != ending.but;
    });
}

std::optional<StaffRecord> DeskBooks::staff(const StaffId& id) const {
    const auto found = staff_.find(id);
    if (found == staff_.end()) return std::nullopt;
    return found->second;
}

std::optional<StaffRecord> DeskBooks::staff_by_login(const std::string& login) const {
    for (const auto& [id, record] : staff_)
        if (record.login == login) return record;
    return std::nullopt;
}

std::vector<StaffRecord> DeskBooks::all_staff(const Scope& scope) const {
    std::vector<StaffRecord> all;
    for (const auto& [id, record] : staff_)
        if (scope.holds(record.region)) all.push_back(record);
    std::ranges::sort(all, {}, &StaffRecord::login);
    return all;
}

std::optional<StaffSession> DeskBooks::session(const std::string& token_hash) const {
    const auto found = sessions_.find(token_hash);
    if (found == sessions_.end()) return std::nullopt;
    return found->second;
}

std::vector<StaffSession> DeskBooks::sessions(const StaffId& staff) const {
    std::vector<StaffSession> all;
    for (const auto& [hash, session] : sessions_)
        if (session.staff == staff) all.push_back(session);
    std::ranges::stable_sort(all, {}, &StaffSession::begun_at);
    return all;
}

bool DeskBooks::touch_session(const std::string& token_hash, Millis seen_at) {
    const auto found = sessions_.find(token_hash);
    if (found == sessions_.end()) return false;
    found->second.seen_at = seen_at;
    return true;
}

std::optional<AuditRecord> DeskBooks::last_note() const {
    if (journal_.empty()) return std::nullopt;
    return journal_.back();
}

std::vector<AuditRecord> DeskBooks::journal(std::uint64_t after, std::uint32_t limit) const {
    std::vector<AuditRecord> notes;
    for (const AuditRecord& link : journal_)
        if (link.sequence > after && notes.size() < limit) notes.push_back(link);
    return notes;
}

std::vector<AuditRecord> DeskBooks::journal_within(const Scope& scope, std::uint64_t before,
                                                   std::uint32_t limit) const {
    std::vector<AuditRecord> notes;
    for (auto link = journal_.rbegin(); link != journal_.rend() && notes.size() < limit; ++link) {
        const auto actor = staff_.find(StaffId{link->actor});
        const bool seen = scope.holds(actor != staff_.end() ? actor->second.region : std::string());
        if (seen && (before == 0 || link->sequence < before)) notes.push_back(*link);
    }
    return notes;
}

std::vector<ChainEnd> DeskBooks::uncovered(std::uint32_t limit) const {
    const auto covered = [&](const CaseNumber& number) {
        const auto known = covered_.find(number);
        return known != covered_.end() ? known->second : 0;
    };
    std::vector<ChainEnd> ends;
    for (const AuditRecord& last : books_.chain_ends())
        if (last.sequence > covered(last.number) && ends.size() < limit)
            ends.push_back({last.number, last.sequence, last.hash});
    if (!journal_.empty() && journal_.back().sequence > covered(journal_number))
        ends.push_back({journal_number, journal_.back().sequence, journal_.back().hash});
    return ends;
}

bool DeskBooks::add_checkpoint(const Checkpoint& checkpoint) {
    if (checkpoint.sequence != checkpoints_.size() + 1) return false;
    checkpoints_.push_back(checkpoint);
    checkpoints_.back().ends.clear();
    for (const ChainEnd& end : checkpoint.ends) covered_[end.number] = end.sequence;
    return true;
}

std::optional<Checkpoint> DeskBooks::last_checkpoint() const {
    if (checkpoints_.empty()) return std::nullopt;
    return checkpoints_.back();
}

std::vector<Checkpoint> DeskBooks::checkpoints(std::uint64_t after, std::uint32_t limit) const {
    std::vector<Checkpoint> list;
    for (const Checkpoint& checkpoint : checkpoints_)
        if (checkpoint.sequence > after && list.size() < limit) list.push_back(checkpoint);
    return list;
}

} // namespace plaint::storage
