#include "bot/casework/housekeeper.hpp"

#include "bot/casework/waiting.hpp"

#include <algorithm>
#include <utility>

namespace plaint::casework {

namespace {

using support::Count;
using support::Field;
using support::field;

// Few enough that turns, which wait for the same thread of the store, do not wait long.
constexpr std::uint32_t drafts_at_once = 200;
// A file is durable before the turn that names it is committed, and the first of an answer waits for the last to
// arrive. No upload takes this long.
constexpr support::Millis orphan_age = 24 * 60 * 60 * 1'000;

} // namespace

Housekeeper::Housekeeper(storage::Store& store, storage::Files& files, const support::Clock& clock,
                         support::Log& log, support::Metrics& metrics, Bounds bounds)
    : store_(store), files_(files), clock_(clock), log_(log), metrics_(metrics), bounds_(bounds) {}

void Housekeeper::round() {
    expire_drafts();
    collect_orphans();
}

void Housekeeper::expire_drafts() {
    std::uint32_t left = bounds_.drafts;
    while (left > 0 && !stopping_) {
        const std::uint32_t most = std::min(left, drafts_at_once);
        const auto gone = wait_for<std::vector<storage::SessionId>>(
            [&](auto answer) { store_.expire(clock_.now(), most, std::move(answer)); });
        if (!gone) return log_.error("expiry_failed", {field(Field::error, gone.error().what)});
        // Where this is cut short, the files are orphans from now on.
        for (const storage::SessionId& session : *gone)
            if (auto erased = files_.erase(session); !erased)
                log_.error("files_not_erased",
                           {field(Field::session, session), field(Field::error, erased.error().what)});
        metrics_.add(Count::sessions_expired, gone->size());
        if (!gone->empty()) log_.info("drafts_expired", {field(Field::count, gone->size())});
        if (gone->size() < most) return;
        left -= most;
    }
}

void Housekeeper::collect_orphans() {
    if (unseen_.empty()) {
        auto sessions = files_.sessions();
        if (!sessions) return log_.error("files_not_listed", {field(Field::error, sessions.error().what)});
        unseen_ = std::move(*sessions);
    }
    std::uint64_t collected = 0;
    for (std::size_t i = 0; i < bounds_.folders && !unseen_.empty() && !stopping_; ++i) {
        const storage::SessionId session = std::move(unseen_.back());
        unseen_.pop_back();
        if (!collect(session, collected)) break;
    }
    metrics_.add(Count::files_collected, collected);
    if (collected > 0) log_.info("orphans_collected", {field(Field::count, collected)});
}

bool Housekeeper::collect(const storage::SessionId& session, std::uint64_t& collected) {
    // Before the records are asked for: a file may come to be named while the answer is on its way.
    const auto before = clock_.now() - orphan_age;
    const auto records = wait_for<std::vector<storage::FileRecord>>(
        [&](auto answer) { store_.files(session, std::move(answer)); });
    if (!records) {
        metrics_.add(Count::store_faults);
        log_.error("orphans_not_collected", {field(Field::error, records.error().what)});
        return false;
    }
    // A session that the store does not know has no records: all its files go.
    std::vector<std::string> named;
    for (const storage::FileRecord& record : *records) named.push_back(record.sha256);
    const auto removed = files_.collect(session, before, named);
    if (removed)
        collected += *removed;
    else
        log_.error("orphans_not_collected",
                   {field(Field::session, session), field(Field::error, removed.error().what)});
    return true;
}

} // namespace plaint::casework
