#include "storage/memory/memory_store.hpp"
#include "tests/contract/store_contract.hpp"

#include <catch2/catch.hpp>

using namespace plaint::storage;
using namespace plaint::storage::contract;

TEST_CASE("a store told to fail fails that often, and the message goes through when it is sent again") {
    const auto store = MemoryStore::create(MemoryStore::Answering::at_once);
    store->fail_next(2, Fault::unavailable);
    Talk talk{"a"};
    CHECK(commit(*store, talk, "m1") == Outcome::unavailable);
    CHECK(commit(*store, talk, "m1") == Outcome::unavailable);
    CHECK(commit(*store, talk, "m1") == Outcome::committed);
}

TEST_CASE("when only the answer was lost, the repeat is a duplicate") {
    const auto store = MemoryStore::create(MemoryStore::Answering::at_once);
    store->fail_next(1, Fault::unavailable, MemoryStore::Failing::after_durable);
    Talk talk{"a"};
    CHECK(commit(*store, talk, "m1") == Outcome::unavailable);
    CHECK(commit(*store, talk, "m1") == Outcome::duplicate);
}

TEST_CASE("a pumped store does nothing by itself, and works off its calls in order") {
    const auto store = MemoryStore::create(MemoryStore::Answering::pumped);
    Talk talk{"a"};
    std::vector<Outcome> outcomes;
    bool found = false;
    const auto note = [&](std::expected<CommitOutcome, Error> result) {
        outcomes.push_back(outcome_of(result));
    };
    store->commit(talk.next("m1"), note);
    store->commit(talk.next("m1"), note);
    store->session(talk.session, [&](auto result) { found = result->has_value(); });
    CHECK(outcomes.empty());
    CHECK(store->pump(1) == 1);
    CHECK(outcomes == std::vector{Outcome::committed});
    CHECK(store->pump() == 2);
    CHECK(outcomes == std::vector{Outcome::committed, Outcome::duplicate});
    CHECK(found);
    CHECK(store->pump() == 0);
}

TEST_CASE("calls made from within an answer are pumped too") {
    const auto store = MemoryStore::create(MemoryStore::Answering::pumped);
    int answered = 0;
    store->probe([&](auto) {
        ++answered;
        store->probe([&](auto) { ++answered; });
    });
    CHECK(store->pump() == 2);
    CHECK(answered == 2);
}

TEST_CASE("what waited when the process died was neither done nor answered") {
    const auto store = MemoryStore::create(MemoryStore::Answering::pumped);
    Talk talk{"a"};
    bool answered = false;
    store->commit(talk.next("m1"), [&](auto) { answered = true; });
    store->forget_waiting();
    CHECK(store->pump() == 0);
    CHECK_FALSE(answered);
    Outcome outcome{};
    store->commit(talk.next("m1"), [&](auto result) { outcome = outcome_of(result); });
    store->pump();
    CHECK(outcome == Outcome::committed);
}

TEST_CASE("answers come later when they are told to, and never before the effect") {
    const auto store = MemoryStore::create(MemoryStore::Answering::own_thread);
    store->delay_answers(30);
    Talk talk{"a"};
    const auto begun = std::chrono::steady_clock::now();
    CHECK(commit(*store, talk, "m1") == Outcome::committed);
    CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds{30});
    store->delay_answers(0);
    CHECK(commit(*store, talk, "m1") == Outcome::duplicate);
}
