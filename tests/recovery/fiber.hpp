#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace plaint::tests {

// A thread that runs only while its owner waits for it, and stops wherever it would wait for the world. Code that blocks
// can so take part in a world of one thread, and be dropped at any place where it waits, as a crash drops it.
class Fiber {
  public:
    explicit Fiber(std::move_only_function<void()> body);
    ~Fiber(); // what it does ends where it waits
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    // On to the next place where it waits, or to its end. What the body throws is thrown here.
    void resume();
    bool ended() const { return ended_; }

    // Called by a body: the world goes on, and comes back here.
    static void await();

  private:
    enum class Turn { owner, body };
    void run(std::move_only_function<void()> body);
    void give(Turn turn);
    void take(Turn turn);

    std::mutex mutex_;
    std::condition_variable changed_;
    Turn turn_ = Turn::owner;
    bool dropped_ = false, ended_ = false;
    std::exception_ptr thrown_;
    std::thread thread_; // last: it works with all of the above
};

} // namespace plaint::tests
