#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace plaint::uploads {

// A few threads for work that waits for the disk, so that no turn waits for it.
class Workers {
  public:
    using Work = std::move_only_function<void()>;

    explicit Workers(std::size_t threads);
    // Finishes what is running; what waits is dropped.
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // From any thread.
    void post(Work work);

  private:
    void run();

    std::mutex mutex_;
    std::condition_variable due_;
    std::deque<Work> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

// Work that belongs together runs one piece at a time, in the order of posting, on whichever thread is free.
class Strand : public std::enable_shared_from_this<Strand> {
  public:
    explicit Strand(Workers& workers) : workers_(workers) {}
    void post(Workers::Work work);

  private:
    void run();

    Workers& workers_;
    std::mutex mutex_;
    std::deque<Workers::Work> waiting_;
    bool running_ = false;
};

} // namespace plaint::uploads
