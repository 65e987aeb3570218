#pragma once

#include "storage/store.hpp"

#include <memory>

namespace plaint::storage {

// A store that forgets: for tests, for the simulator, and for conversing in a terminal. It follows every rule
// of the port, and it can be told to go wrong in each way in which a real one does.
class MemoryStore : public Store {
  public:
    enum class Answering {
        own_thread, // as a real store does
        at_once,    // before the call returns
        pumped,     // when the owner calls pump(): deterministic
    };
    // When a commit that is told to fail does so. After it became durable, only the answer is lost: the
    // repeat of the same message must then be a duplicate.
    enum class Failing { before_durable, after_durable };

    static std::unique_ptr<MemoryStore> create(Answering answering);

    // The next `count` commits and changes answer with `fault`.
    virtual void fail_next(std::uint32_t count, Fault fault, Failing when = Failing::before_durable) = 0;
    // Answers on the store's own thread come this much later.
    virtual void delay_answers(Millis delay) = 0;
    // Carries out and answers the oldest `most` of the waiting calls, and those that they cause in turn
    // within that number; returns how many there were. Only where the store is pumped.
    virtual std::size_t pump(std::size_t most = SIZE_MAX) = 0;
    // The process died: what waits is neither carried out nor answered. Only where the store is pumped.
    virtual void forget_waiting() = 0;
};

} // namespace plaint::storage
