#pragma once

#include <map>
#include <mutex>
#include <string>

namespace plaint::outbox {

// Keeps a receiver that hangs from holding every worker. While its last answer was a time-out, one delivery at a
// time goes to it; the workers stay free for the other receivers.
class Destinations {
  public:
    enum class Entry { admitted, postponed };

    Entry enter(const std::string& name) {
        const std::lock_guard lock(mutex_);
        State& state = states_[name];
        if (state.hangs && state.running > 0) return Entry::postponed;
        ++state.running;
        return Entry::admitted;
    }

    enum class Result { answered, hung, not_asked };

    void leave(const std::string& name, Result result) {
        const std::lock_guard lock(mutex_);
        State& state = states_[name];
        --state.running;
        if (result != Result::not_asked) state.hangs = result == Result::hung;
        if (!state.hangs && state.running == 0) states_.erase(name);
    }

  private:
    struct State {
        unsigned running = 0;
        bool hangs = false;
    };
    std::mutex mutex_;
    std::map<std::string, State> states_; // at most one entry for each configured receiver
};

} // namespace plaint::outbox
