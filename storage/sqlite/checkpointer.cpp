#include "storage/sqlite/checkpointer.hpp"

#include <sqlite3.h>

#include <chrono>

namespace plaint::storage::sqlite {

namespace {

constexpr std::uint64_t page_bytes = 4096;
constexpr auto idle_after = std::chrono::seconds{1};
// The writer is held for at most about this many pages: some milliseconds.
constexpr int held_pages_max = 500;
constexpr int rounds_max = 4;

} // namespace

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection, std::uint64_t start_bytes)
    : connection_(std::move(connection)),
      start_pages_(static_cast<int>(start_bytes / page_bytes)),
      due_pages_(start_pages_) {}

Checkpointer::~Checkpointer() { stop(); }

void Checkpointer::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Checkpointer::watch(Connection& writer) {
    const auto hook = [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Checkpointer*>(self)->committed(pages);
        return SQLITE_OK;
    };
    sqlite3_wal_hook(writer.handle(), hook, this);
}

void Checkpointer::start(Lane& writer) {
    writer_ = &writer;
    thread_ = std::thread([this] { serve(); });
}

void Checkpointer::committed(int log_pages) {
    log_pages_.store(log_pages, std::memory_order_relaxed);
    commits_.fetch_add(1, std::memory_order_relaxed);
    if (log_pages < due_pages_.load(std::memory_order_relaxed)) return;
    {
        const std::lock_guard lock(mutex_);
        if (due_) return;
        due_ = true;
    }
    wake_.notify_one();
}

void Checkpointer::serve() {
    std::uint64_t seen = 0;
    bool carried = true; // nothing has been committed since the last time the whole log was carried over
    for (;;) {
        bool due;
        {
            std::unique_lock lock(mutex_);
            wake_.wait_for(lock, idle_after, [this] { return due_ || stopping_; });
            if (stopping_) return;
            due = due_;
        }
        const auto commits = commits_.load(std::memory_order_relaxed);
        const bool idle = commits == seen;
        seen = commits;
        if (!idle) carried = false;
        if (due || (idle && !carried)) {
            carry_over();
            carried = true;
            const std::lock_guard lock(mutex_);
            due_ = false;
        }
    }
}

void Checkpointer::carry_over() {
    auto outcome = checkpoint(SQLITE_CHECKPOINT_PASSIVE);
    for (int round = 1; round < rounds_max && outcome.pages_left > held_pages_max; ++round)
        outcome = checkpoint(SQLITE_CHECKPOINT_PASSIVE);

    const Lane::Hold hold(*writer_);
    // Somebody who still reads what the log began with (a backup) keeps it from starting afresh. Then it may
    // grow by as much again before the next try.
    const bool afresh = checkpoint(SQLITE_CHECKPOINT_RESTART).result == SQLITE_OK;
    if (afresh) log_pages_ = 0;
    due_pages_ = log_pages_ + start_pages_;
}

Checkpointer::Outcome Checkpointer::checkpoint(int mode) {
    int in_log = 0;
    int carried_over = 0;
    const int result =
        sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, mode, &in_log, &carried_over);
    return {result, log_pages_.load(std::memory_order_relaxed) - carried_over};
}

} // namespace plaint::storage::sqlite
