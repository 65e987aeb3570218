#include "tests/contract/store_contract.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <thread>

using namespace plaint::storage;
using namespace plaint::storage::contract;

namespace {

constexpr Millis lease_time = 1000;

std::vector<LeasedEvent> lease(Store& store, Millis now, std::uint32_t limit = 10) {
    return ask<std::vector<LeasedEvent>>([&](auto answer) { store.lease(now, lease_time, limit, answer); });
}

std::vector<std::string> names(const std::vector<LeasedEvent>& events) {
    std::vector<std::string> ids;
    for (const auto& leased : events) ids.push_back(leased.event.id.text);
    return ids;
}

bool settle(Store& store, const LeasedEvent& leased, EventState state, Millis due_at = 0,
            const std::string& problem = "") {
    return ask<bool>(
        [&](auto answer) { store.settle({leased.event.id, leased.lease, state, due_at, problem}, answer); });
}

std::vector<EventStatus> events_in(Store& store, std::optional<EventState> state, std::uint32_t limit = 100) {
    return ask<std::vector<EventStatus>>([&](auto answer) { store.events(state, limit, answer); });
}

void send(Store& store, const std::string& number, const std::vector<EventRecord>& events) {
    REQUIRE(change(store, {CaseNumber{number}, {}, {}, {}, events}) == Outcome::committed);
}

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("an event is leased when it is due, whole, and not twice") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    send(store, "IP-1", {event_of("evt_1", "IP-1", "centre", 500)});

    CHECK(lease(store, 499).empty());
    const auto leased = lease(store, 500);
    REQUIRE(leased.size() == 1);
    CHECK(leased[0].attempts == 0);
    CHECK(leased[0].event.id == EventId{"evt_1"});
    CHECK(leased[0].event.type == "dossier.submitted");
    CHECK(leased[0].event.destination == "centre");
    CHECK(leased[0].event.number == CaseNumber{"IP-1"});
    CHECK(leased[0].event.case_version == 1);
    CHECK(leased[0].event.due_at == 500);
    CHECK(leased[0].event.content == "event evt_1");
    CHECK(events_in(store, EventState::leased).size() == 1);
    CHECK(lease(store, 600).empty());

    CHECK(settle(store, leased[0], EventState::delivered));
    CHECK(events_in(store, EventState::delivered).size() == 1);
    CHECK(lease(store, 100'000).empty());
}

TEST_CASE("events of one case for one destination are leased one after the other") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    submitted(store, "b", "IP-2");
    send(store, "IP-1",
         {event_of("evt_1", "IP-1", "centre", 50), event_of("evt_2", "IP-1", "centre"),
          event_of("evt_3", "IP-1", "sms")});
    send(store, "IP-2", {event_of("evt_4", "IP-2", "centre")});

    // evt_2 is due before evt_1, and waits for it all the same.
    CHECK(names(lease(store, 10)) == Ids{"evt_3", "evt_4"});
    const auto first = lease(store, 60);
    REQUIRE(names(first) == Ids{"evt_1"});
    CHECK(lease(store, 70).empty());

    SECTION("the next follows when the one before is delivered") {
        CHECK(settle(store, first[0], EventState::delivered));
        CHECK(names(lease(store, 70)) == Ids{"evt_2"});
    }
    SECTION("the next follows when the one before is dead") {
        CHECK(settle(store, first[0], EventState::dead, 0, "410 Gone"));
        CHECK(names(lease(store, 70)) == Ids{"evt_2"});
    }
    SECTION("the next still waits while the one before is tried again later") {
        CHECK(settle(store, first[0], EventState::due, 500, "503"));
        CHECK(lease(store, 499).empty());
        const auto again = lease(store, 500);
        REQUIRE(names(again) == Ids{"evt_1"});
        CHECK(again[0].attempts == 1);
        CHECK(again[0].event.due_at == 500);
    }
}

TEST_CASE("an attempt that was not made is not counted") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    send(store, "IP-1", {event_of("evt_1", "IP-1")});
    const auto settle_as = [&](const LeasedEvent& leased, Settlement::Attempt attempt, Millis due_at) {
        return ask<bool>([&](auto answer) {
            store.settle({leased.event.id, leased.lease, EventState::due, due_at, "later", attempt}, answer);
        });
    };
    for (Millis now = 0; now < 12; ++now) {
        const auto leased = lease(store, now);
        REQUIRE(leased.size() == 1);
        CHECK(leased[0].attempts == 0);
        CHECK(settle_as(leased[0], Settlement::Attempt::not_made, now + 1));
        CHECK(lease(store, now).empty());
    }
    const auto made = lease(store, 12);
    REQUIRE(made.size() == 1);
    CHECK(settle_as(made[0], Settlement::Attempt::made, 13));
    CHECK(events_in(store, EventState::due)[0].attempts == 1);
    const auto again = lease(store, 13);
    REQUIRE(again.size() == 1);
    CHECK(again[0].attempts == 1);
    CHECK(settle_as(again[0], Settlement::Attempt::not_made, 14));
    CHECK(events_in(store, EventState::due)[0].attempts == 1);
}

TEST_CASE("a lease that ran out is taken again, and its first holder settles nothing any more") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    send(store, "IP-1", {event_of("evt_1", "IP-1")});
    const auto lost = lease(store, 0);
    REQUIRE(lost.size() == 1);
    CHECK(lease(store, lease_time - 1).empty());
    const auto held = lease(store, lease_time);
    REQUIRE(held.size() == 1);
    CHECK(held[0].attempts == 1);

    CHECK_FALSE(settle(store, lost[0], EventState::delivered));
    CHECK(events_in(store, EventState::leased).size() == 1);
    CHECK(settle(store, held[0], EventState::delivered));
    CHECK_FALSE(settle(store, held[0], EventState::dead));
    CHECK(events_in(store, EventState::delivered).size() == 1);
}

TEST_CASE("settling with a lease or an event that never was changes nothing") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    send(store, "IP-1", {event_of("evt_1", "IP-1")});
    auto leased = lease(store, 0);
    REQUIRE(leased.size() == 1);
    for (const auto* lease : {"", "0", "x", "1x", "99"}) {
        auto forged = leased[0];
        forged.lease = lease;
        CHECK_FALSE(settle(store, forged, EventState::delivered));
    }
    auto unknown = leased[0];
    unknown.event.id = EventId{"evt_9"};
    CHECK_FALSE(settle(store, unknown, EventState::delivered));
    CHECK_FALSE(try_ask<bool>([&](auto answer) {
        store.settle({leased[0].event.id, leased[0].lease, EventState::leased, 0, ""}, answer);
    }));
    CHECK(settle(store, leased[0], EventState::delivered));
}

TEST_CASE("a dead event is kept with its problem, and is replayed in its place in the order") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    send(store, "IP-1", {event_of("evt_1", "IP-1"), event_of("evt_2", "IP-1")});
    const auto replay = [&](const char* id, Millis now) {
        return ask<bool>([&](auto answer) { store.replay(EventId{id}, now, answer); });
    };
    CHECK_FALSE(replay("evt_1", 0));
    auto leased = lease(store, 0);
    REQUIRE(settle(store, leased[0], EventState::dead, 0, "410 Gone"));
    const auto dead = events_in(store, EventState::dead);
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].event.id == EventId{"evt_1"});
    CHECK(dead[0].event.content == "event evt_1");
    CHECK(dead[0].attempts == 1);
    CHECK(dead[0].last_problem == "410 Gone");
    CHECK(lease(store, 0).size() == 1); // evt_2, which is left to run out

    CHECK(replay("evt_1", 5000));
    CHECK_FALSE(replay("evt_1", 5000));
    CHECK_FALSE(replay("evt_9", 5000));
    const auto again = lease(store, 5000);
    REQUIRE(names(again) == Ids{"evt_1"});
    CHECK(again[0].attempts == 0);
    CHECK_FALSE(settle(store, leased[0], EventState::delivered)); // the lease from its first life
    CHECK(settle(store, again[0], EventState::delivered));
    CHECK(names(lease(store, 5000)) == Ids{"evt_2"});
}

TEST_CASE("an event that waits for its next attempt is made due at once, and its attempts count on") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    send(store, "IP-1", {event_of("evt_1", "IP-1"), event_of("evt_2", "IP-1")});
    const auto replay = [&](const char* id, Millis now) {
        return ask<bool>([&](auto answer) { store.replay(EventId{id}, now, answer); });
    };
    const auto leased = lease(store, 0);
    CHECK_FALSE(replay("evt_1", 100)); // it is under way
    REQUIRE(settle(store, leased[0], EventState::due, 90'000, "500 from the receiver"));
    CHECK_FALSE(replay("evt_2", 100)); // it has not been tried, and waits for evt_1
    CHECK(lease(store, 100).empty());
    CHECK(replay("evt_1", 100));
    const auto again = lease(store, 100);
    REQUIRE(names(again) == Ids{"evt_1"});
    CHECK(again[0].attempts == 1);
}

TEST_CASE("nothing is leased for a destination that has refused an event, until one such is replayed") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    submitted(store, "b", "IP-2");
    send(store, "IP-1",
         {event_of("evt_1", "IP-1"), event_of("evt_2", "IP-1"), event_of("evt_3", "IP-1", "sms")});
    send(store, "IP-2", {event_of("evt_4", "IP-2"), event_of("evt_5", "IP-2", "sms")});
    // Two were under way when the receiver closed.
    for (const auto& leased : lease(store, 0))
        settle(store, leased, leased.event.destination == "sms" ? EventState::delivered : EventState::refused,
               0, "410 Gone");
    REQUIRE(events_in(store, EventState::refused).size() == 2);
    send(store, "IP-2", {event_of("evt_6", "IP-2"), event_of("evt_7", "IP-2", "sms")});
    CHECK(names(lease(store, 100)) == Ids{"evt_7"});
    CHECK(lease(store, 200).empty());

    const auto replay = [&](const char* id) {
        return ask<bool>([&](auto answer) { store.replay(EventId{id}, 5000, answer); });
    };
    CHECK(replay("evt_1"));
    CHECK(events_in(store, EventState::refused).empty());
    // evt_2 waits for evt_1, evt_4 is dead now, and the lease of evt_7 was left to run out.
    auto again = names(lease(store, 5000));
    std::sort(again.begin(), again.end());
    CHECK(again == Ids{"evt_1", "evt_6", "evt_7"});
    CHECK(replay("evt_4"));
    CHECK_FALSE(replay("evt_2"));
}

TEST_CASE("leases and lists keep to their limit") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    std::vector<EventRecord> events;
    for (int i = 0; i < 9; ++i)
        events.push_back(event_of("evt_" + std::to_string(i), "IP-1", "to " + std::to_string(i)));
    send(store, "IP-1", events);
    CHECK(events_in(store, std::nullopt, 5).size() == 5);
    CHECK(events_in(store, EventState::due, 100).size() == 9);
    CHECK(lease(store, 0, 4).size() == 4);
    CHECK(lease(store, 0, 4).size() == 4);
    CHECK(lease(store, 0, 4).size() == 1);
    CHECK(lease(store, 0, 4).empty());
    CHECK(events_in(store, EventState::due, 100).empty());
}

TEST_CASE("workers who lease at the same time never hold the same event") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    std::vector<EventRecord> events;
    for (int i = 0; i < 120; ++i)
        events.push_back(event_of("evt_" + std::to_string(1000 + i), "IP-1", "to " + std::to_string(i % 40)));
    send(store, "IP-1", events);

    std::mutex mutex;
    std::map<std::string, std::vector<std::string>> delivered;
    std::vector<std::thread> workers;
    for (int worker = 0; worker < 4; ++worker)
        workers.emplace_back([&] {
            for (int idle = 0; idle < 20;) {
                const auto leased = lease(store, 0, 3);
                if (leased.empty()) {
                    ++idle;
                    std::this_thread::sleep_for(std::chrono::milliseconds{2});
                }
                for (const auto& each : leased) {
                    {
                        const std::lock_guard lock(mutex);
                        delivered[each.event.destination].push_back(each.event.id.text);
                    }
                    settle(store, each, EventState::delivered);
                }
            }
        });
    for (auto& worker : workers) worker.join();
    CHECK(events_in(store, EventState::delivered, 1000).size() == 120);
    for (const auto& [destination, ids] : delivered) {
        INFO(destination);
        CHECK(ids.size() == 3);
        CHECK(std::is_sorted(ids.begin(), ids.end()));
    }
}
