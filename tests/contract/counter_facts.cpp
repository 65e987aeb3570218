#include "tests/contract/store_contract.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <thread>

using namespace plaint::storage;
using namespace plaint::storage::contract;

namespace {

std::uint64_t serials(Store& store, const std::string& scope, std::uint32_t count = 1) {
    return ask<std::uint64_t>([&](auto answer) { store.serials(scope, count, answer); });
}

bool spend(Store& store, const std::string& budget, std::uint32_t limit, Millis now) {
    return ask<bool>([&](auto answer) { store.spend(budget, limit, 1000, now, answer); });
}

Bytes setting(Store& store, const std::string& name, const Bytes& fresh) {
    return ask<Bytes>([&](auto answer) { store.setting(name, fresh, answer); });
}

std::vector<SessionId> expire(Store& store, Millis now, std::uint32_t limit = 100) {
    auto removed = ask<std::vector<SessionId>>([&](auto answer) { store.expire(now, limit, answer); });
    std::sort(removed.begin(), removed.end());
    return removed;
}

bool known(Store& store, const SessionId& id) {
    return ask<std::optional<SessionRecord>>([&](auto answer) { store.session(id, answer); }).has_value();
}

std::size_t turns_on(Store& store, const ConversationId& id) {
    return ask<std::vector<TurnRecord>>([&](auto answer) { store.turns(id, 0, 100, answer); }).size();
}

} // namespace

TEST_CASE("serials count from 1 within each scope") {
    const auto rig = make_rig();
    auto& store = rig->store();
    CHECK(serials(store, "2026-330100") == 1);
    CHECK(serials(store, "2026-330100", 3) == 2);
    CHECK(serials(store, "2026-330100") == 5);
    CHECK(serials(store, "2027-330100") == 1);
    if (rig->reopen()) CHECK(serials(rig->store(), "2026-330100") == 6);
}

TEST_CASE("serials taken by many at once are never the same") {
    const auto rig = make_rig();
    std::mutex mutex;
    std::set<std::uint64_t> given;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                const auto first = serials(rig->store(), "scope", 2);
                const std::lock_guard lock(mutex);
                given.insert({first, first + 1});
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(given.size() == 400);
    CHECK(*given.begin() == 1);
    CHECK(*given.rbegin() == 400);
}

TEST_CASE("a budget is spent within its window and fills again after it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    CHECK(spend(store, "address", 3, 10'000));
    CHECK(spend(store, "address", 3, 10'400));
    CHECK(spend(store, "address", 3, 10'400));
    CHECK_FALSE(spend(store, "address", 3, 10'999));
    CHECK(spend(store, "other", 3, 10'999));
    CHECK(spend(store, "address", 3, 11'000)); // the first use has left the window
    CHECK_FALSE(spend(store, "address", 3, 11'001));
    if (rig->reopen()) CHECK_FALSE(spend(rig->store(), "address", 3, 11'100));
    CHECK(spend(rig->store(), "address", 3, 11'400));
    CHECK(spend(rig->store(), "address", 3, 11'400));
    CHECK_FALSE(spend(rig->store(), "address", 3, 11'400));
    CHECK_FALSE(spend(rig->store(), "closed", 0, 11'400));
}

TEST_CASE("a setting is what was stored first") {
    const auto rig = make_rig();
    const Bytes key("k\0y", 3);
    CHECK(setting(rig->store(), "receipt key", key) == key);
    CHECK(setting(rig->store(), "receipt key", "another") == key);
    CHECK(setting(rig->store(), "other", "another") == "another");
    if (rig->reopen()) CHECK(setting(rig->store(), "receipt key", "a third") == key);
}

TEST_CASE("a store in order answers the probe") {
    const auto rig = make_rig();
    CHECK(ask<bool>([&](auto answer) { rig->store().probe(answer); }));
}

TEST_CASE("expired drafts go with all that hangs on them, others stay") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk old{"a"};
    Talk young{"b"};
    auto first = old.next("m1");
    first.files = {file_of(old, 'a')};
    REQUIRE(commit(store, first) == Outcome::committed); // expires at 1,000,000
    auto later = young.next("m1");
    later.session.expires_at = 5'000'000;
    REQUIRE(commit(store, later) == Outcome::committed);
    const auto kept = submitted(store, "c", "IP-1");

    CHECK(expire(store, 1'000'000).empty());
    CHECK(expire(store, 1'000'001) == std::vector{old.session});
    CHECK_FALSE(known(store, old.session));
    CHECK(known(store, young.session));
    CHECK(known(store, kept.session));
    CHECK(turns_on(store, old.conversation) == 0);
    CHECK(turns_on(store, young.conversation) == 1);
    CHECK_FALSE(ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation(old.conversation, answer); }));
    CHECK_FALSE(ask<std::optional<SessionRecord>>(
        [&](auto answer) { store.session_by_receipt(first.session.receipt_hash, answer); }));
    CHECK(ask<std::vector<FileRecord>>([&](auto answer) { store.files(old.session, answer); }).empty());

    CHECK(expire(store, 100'000'000) == std::vector{young.session});
    CHECK(expire(store, 100'000'000).empty());
    CHECK(known(store, kept.session));
    CHECK(commit(store, old, "m1") == Outcome::committed); // the name is free again
}

TEST_CASE("a turn puts the expiry of its draft off") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    REQUIRE(commit(store, talk) == Outcome::committed);
    for (const Millis expires_at : {1'500'000, 9'000'000, 200'000'000}) {
        auto next = talk.next();
        next.session.expires_at = expires_at;
        REQUIRE(commit(store, next) == Outcome::committed);
        talk.keep(next);
        CHECK(expire(store, expires_at).empty());
    }
    CHECK(expire(store, 200'000'001).size() == 1);
}

TEST_CASE("drafts expire a few at a time") {
    const auto rig = make_rig();
    for (int i = 0; i < 7; ++i) {
        Talk talk{"talk" + std::to_string(i)};
        REQUIRE(commit(rig->store(), talk) == Outcome::committed);
    }
    CHECK(expire(rig->store(), 2'000'000, 3).size() == 3);
    CHECK(expire(rig->store(), 2'000'000, 3).size() == 3);
    CHECK(expire(rig->store(), 2'000'000, 3).size() == 1);
}

TEST_CASE("a conversation that had come from another session goes back to it when its own expires") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto home = submitted(store, "a", "IP-1");
    Talk draft{"b"};
    REQUIRE(commit(store, draft) == Outcome::committed);
    auto visit = draft;
    visit.conversation = home.conversation;
    visit.activities = home.activities;
    visit.known = false;
    REQUIRE(commit(store, visit) == Outcome::committed);

    CHECK(expire(store, 2'000'000) == std::vector{draft.session});
    const auto conversation = ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation(home.conversation, answer); });
    REQUIRE(conversation);
    CHECK(conversation->session == home.session);
    CHECK(turns_on(store, home.conversation) == 1);
    CHECK(commit(store, home) == Outcome::committed);
}
