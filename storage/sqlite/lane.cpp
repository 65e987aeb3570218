#include "storage/sqlite/lane.hpp"

namespace plaint::storage::sqlite {

Lane::Lane(std::unique_ptr<Connection> connection, Access access, std::size_t queue_max)
    : connection_(std::move(connection)),
      begin_(access == Access::writing ? "BEGIN IMMEDIATE" : "BEGIN"),
      queue_max_(queue_max),
      thread_([this] { serve(); }) {}

Lane::~Lane() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    work_came_.notify_one();
    thread_.join();
}

void Lane::put(std::unique_ptr<Job> job) {
    {
        const std::lock_guard lock(mutex_);
        auto& queue = queue_.size() < queue_max_ ? queue_ : overflow_;
        queue.push_back(std::move(job));
    }
    work_came_.notify_one();
}

void Lane::serve() {
    std::vector<std::unique_ptr<Job>> group;
    std::vector<std::unique_ptr<Job>> refused;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            const auto queued = [this] { return !queue_.empty() || !overflow_.empty(); };
            work_came_.wait(lock, [&] { return holds_ == 0 && (queued() || stopping_); });
            if (!queued()) return;
            group.swap(queue_);
            refused.swap(overflow_);
            running_ = true;
        }
        for (const auto& job : refused) job->refuse({Fault::unavailable, "the queue of the store is full"});
        carry_out(group);
        group.clear();
        refused.clear();
        {
            const std::lock_guard lock(mutex_);
            running_ = false;
            if (holds_ > 0) group_ended_.notify_all();
        }
    }
}

void Lane::carry_out(Group group) {
    if (group.empty()) return;
    const auto error = attempt(group);
    if (!error) {
        for (const auto& job : group) job->answer();
    } else if (group.size() > 1 && error->fault == Fault::broken) {
        // One job met what must not be; the others must not suffer for it.
        for (const auto& job : group) carry_out({&job, 1});
    } else {
        for (const auto& job : group) job->refuse(*error);
    }
}

std::optional<Error> Lane::attempt(Group group) {
    connection_->query(begin_).execute();
    for (const auto& job : group) {
        if (!connection_->ok()) break;
        job->work(*connection_);
    }
    connection_->query("COMMIT").execute();
    auto error = connection_->take_error();
    if (error) connection_->abandon();
    return error;
}

Lane::Hold::Hold(Lane& lane) : lane_(lane) {
    std::unique_lock lock(lane_.mutex_);
    ++lane_.holds_;
    lane_.group_ended_.wait(lock, [this] { return !lane_.running_; });
}

Lane::Hold::~Hold() {
    {
        const std::lock_guard lock(lane_.mutex_);
        --lane_.holds_;
    }
    lane_.work_came_.notify_one();
}

} // namespace plaint::storage::sqlite
