#pragma once

#include "storage/sqlite/connection.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace plaint::storage::sqlite {

// One piece of work on a lane. It may be carried out more than once (the group it was in failed for the sake
// of another), but exactly one of answer() and refuse() is called, once.
class Job {
  public:
    virtual ~Job() = default;
    virtual void work(Connection& connection) = 0;
    virtual void answer() = 0;
    virtual void refuse(const Error& error) = 0;
};

// One thread with one connection. It takes everything that is queued as one group, one transaction, and
// answers after the commit; a job that arrives alone does not wait for company. Everything queued is still
// carried out and answered when the lane is destroyed.
class Lane {
  public:
    Lane(std::unique_ptr<Connection> connection, Access access, std::size_t queue_max);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    void put(std::unique_ptr<Job> job);

    // `work` is called with the connection and returns std::expected<T, Error>. An Error that it returns is
    // this job's own; an error of the connection is the group's.
    template<class T, class Work>
    void put(Work work, Answer<T> answer) {
        put(std::make_unique<Task<T, Work>>(std::move(work), std::move(answer)));
    }

    // While a hold lives, no group is running and none begins.
    class Hold {
      public:
        explicit Hold(Lane& lane);
        ~Hold();
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;

      private:
        Lane& lane_;
    };

  private:
    template<class T, class Work>
    class Task final : public Job {
      public:
        Task(Work work, Answer<T> answer) : work_(std::move(work)), answer_(std::move(answer)) {}
        void work(Connection& connection) override { result_ = work_(connection); }
        void answer() override { answer_(std::move(result_)); }
        void refuse(const Error& error) override { answer_(std::unexpected(error)); }

      private:
        Work work_;
        Answer<T> answer_;
        std::expected<T, Error> result_ = std::unexpected(Error{Fault::broken, "a job without a result"});
    };
    using Group = std::span<const std::unique_ptr<Job>>;

    void serve();
    void carry_out(Group group);
    std::optional<Error> attempt(Group group);

    std::unique_ptr<Connection> connection_;
    const char* begin_;
    std::size_t queue_max_;

    std::mutex mutex_;
    std::condition_variable work_came_;
    std::condition_variable group_ended_;
    std::vector<std::unique_ptr<Job>> queue_;
    std::vector<std::unique_ptr<Job>> overflow_; // to be refused, on the lane's own thread like every answer
    int holds_ = 0;
    bool running_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace plaint::storage::sqlite
