#include "tests/unit/outbox/outbox_rig.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <map>
#include <thread>

using namespace plaint::outbox;
using namespace plaint::outbox::rig;
using namespace std::chrono_literals;
using plaint::storage::EventState;
using plaint::storage::MemoryStore;

namespace {

bool eventually(const std::function<bool()>& fact) {
    for (int i = 0; i < 2'000; ++i) {
        if (fact()) return true;
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

// Holds requests to one host until it is opened.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    bool open = false;
    std::atomic<int> waiting = 0;

    void pass() {
        std::unique_lock lock(mutex);
        ++waiting;
        changed.wait(lock, [&] { return open; });
        --waiting;
    }
    void release() {
        {
            const std::lock_guard lock(mutex);
            open = true;
        }
        changed.notify_all();
    }
};

} // namespace

TEST_CASE("a wake makes the first attempt immediate") {
    Rig rig(MemoryStore::Answering::own_thread, {.poll = 1h});
    rig.add_case("IP-1");
    rig.outbox->start();
    std::this_thread::sleep_for(20ms);
    rig.add_event("evt_1", "IP-1");
    rig.outbox->wake();
    CHECK(eventually([&] { return rig.event("evt_1").state == EventState::delivered; }));
    rig.outbox->stop();
}

TEST_CASE("what becomes due with time is found without a wake") {
    Rig rig(MemoryStore::Answering::own_thread, {.poll = 10ms});
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.transport.answers = {status(500)};
    rig.outbox->start();
    // The attempt is counted when it begins, but due again only when it is settled.
    CHECK(eventually([&] {
        const auto event = rig.event("evt_1");
        return event.attempts == 1 && event.state == EventState::due;
    }));
    rig.clock.advance(10'000);
    CHECK(eventually([&] { return rig.event("evt_1").state == EventState::delivered; }));
    rig.outbox->stop();
}

TEST_CASE("several workers deliver every event once, in order per case") {
    Rig rig(MemoryStore::Answering::own_thread);
    constexpr int cases = 12;
    constexpr int events = 8;
    for (int c = 0; c < cases; ++c) rig.add_case("IP-" + std::to_string(c));
    for (int e = 0; e < events; ++e)
        for (int c = 0; c < cases; ++c)
            rig.add_event("evt_" + std::to_string(c) + "_" + std::to_string(e), "IP-" + std::to_string(c));
    rig.outbox->start();
    rig.outbox->wake();
    const auto sent = [&] {
        const std::lock_guard lock(rig.transport.mutex);
        return rig.transport.sent.size();
    };
    CHECK(eventually([&] { return sent() == cases * events; }));
    rig.outbox->stop();

    std::map<std::string, int> next;
    for (const Request& request : rig.transport.sent) {
        const std::string id = header(request, "webhook-id");
        const std::string of_case = id.substr(0, id.rfind('_'));
        CHECK(id == of_case + "_" + std::to_string(next[of_case]++));
    }
    CHECK(next.size() == cases);
}

TEST_CASE("a receiver that hangs does not keep events from the others") {
    Rig rig(MemoryStore::Answering::own_thread, {.workers = 2, .poll = 5ms});
    for (int i = 0; i < 20; ++i) {
        rig.add_case("IP-" + std::to_string(i));
        rig.add_event("evt_slow_" + std::to_string(i), "IP-" + std::to_string(i), "slow");
    }
    std::atomic<int> hanging = 0;
    std::atomic<int> hanging_most_later = 0;
    std::atomic<bool> known_to_hang = false;
    Gate gate;
    rig.transport.meanwhile = [&](const Request& request) {
        if (request.url.find("slow") == std::string::npos) return;
        const int now = ++hanging;
        if (known_to_hang) {
            hanging_most_later = std::max<int>(hanging_most_later, now);
            gate.pass();
        }
        --hanging;
    };
    // The first attempt times out; from then on one worker at most waits for this receiver.
    rig.transport.answers = {fault(TransportFault::timed_out, "no answer in time")};
    CHECK(rig.outbox->run_once());
    known_to_hang = true;
    rig.outbox->start();
    CHECK(eventually([&] { return gate.waiting == 1; }));
    rig.add_case("IP-fast");
    rig.add_event("evt_fast", "IP-fast", "fast");
    rig.outbox->wake();
    CHECK(eventually([&] { return rig.event("evt_fast").state == EventState::delivered; }));
    CHECK(gate.waiting == 1);
    CHECK(hanging_most_later == 1);
    gate.release();
    rig.outbox->stop();

    // Once it answers again, everything that was put off arrives.
    known_to_hang = false;
    for (int i = 0; i < 12; ++i) {
        rig.clock.advance(24 * 3'600'000 + 9'000'000);
        rig.drain();
    }
    for (int i = 0; i < 20; ++i)
        CHECK(rig.event("evt_slow_" + std::to_string(i)).state == EventState::delivered);
}

TEST_CASE("a stop lets the delivery under way finish, and begins no other") {
    Rig rig(MemoryStore::Answering::own_thread, {.workers = 1});
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.add_event("evt_2", "IP-1");
    Gate gate;
    rig.transport.meanwhile = [&](const Request&) { gate.pass(); };
    rig.outbox->start();
    REQUIRE(eventually([&] { return gate.waiting == 1; }));
    std::thread stopper([&] { rig.outbox->stop(10s); });
    std::this_thread::sleep_for(20ms);
    gate.release();
    stopper.join();
    CHECK(rig.event("evt_1").state == EventState::delivered);
    CHECK(rig.event("evt_2").state == EventState::due);
}

TEST_CASE("an outbox that was never started stops") {
    Rig rig(MemoryStore::Answering::own_thread);
    rig.outbox->stop();
    rig.outbox->stop();
}
