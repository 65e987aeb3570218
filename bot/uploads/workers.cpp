#include "bot/uploads/workers.hpp"

#include <utility>

namespace plaint::uploads {

Workers::Workers(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    due_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Workers::post(Work work) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        waiting_.push_back(std::move(work));
    }
    due_.notify_one();
}

void Workers::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        due_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        Work work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
        work = nullptr; // what it holds goes before the lock is taken
        lock.lock();
    }
}

void Strand::post(Workers::Work work) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(work));
    if (std::exchange(running_, true)) return;
    workers_.post([self = shared_from_this()] { self->run(); });
}

// One piece a time: between two of them other strands get their turn.
void Strand::run() {
    Workers::Work work;
    {
        const std::lock_guard lock(mutex_);
        work = std::move(waiting_.front());
        waiting_.pop_front();
    }
    work();
    work = nullptr;
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
        running_ = false;
        return;
    }
    workers_.post([self = shared_from_this()] { self->run(); });
}

} // namespace plaint::uploads
