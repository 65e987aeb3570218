#include "tests/recovery/fiber.hpp"

#include <utility>

namespace plaint::tests {
namespace {

// No std::exception, so that nobody takes it for a fault of his own.
struct Dropped {};

thread_local Fiber* running = nullptr;

} // namespace

Fiber::Fiber(std::move_only_function<void()> body)
    : thread_([this, body = std::move(body)]() mutable { run(std::move(body)); }) {}

Fiber::~Fiber() {
    if (!ended_) {
        dropped_ = true;
        give(Turn::body);
        take(Turn::owner);
    }
    thread_.join();
}

void Fiber::resume() {
    give(Turn::body);
    take(Turn::owner);
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

void Fiber::await() {
    Fiber& fiber = *running;
    fiber.give(Turn::owner);
    fiber.take(Turn::body);
    if (fiber.dropped_) throw Dropped{};
}

void Fiber::run(std::move_only_function<void()> body) {
    running = this;
    take(Turn::body);
    try {
        if (!dropped_) body();
    } catch (const Dropped&) {
    } catch (...) {
        thrown_ = std::current_exception();
    }
    ended_ = true;
    give(Turn::owner);
}

void Fiber::give(Turn turn) {
    {
        const std::lock_guard lock(mutex_);
        turn_ = turn;
    }
    changed_.notify_all();
}

void Fiber::take(Turn turn) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return turn_ == turn; });
}

} // namespace plaint::tests
