#include "tests/contract/store_contract.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace plaint::storage;
using namespace plaint::storage::contract;

TEST_CASE("without room nothing is answered as committed, and with room again all goes on") {
    const auto rig = make_rig();
    Talk before{"before"};
    REQUIRE(commit(rig->store(), before, "m1") == Outcome::committed);

    rig->fill_up();
    constexpr std::size_t count = 20;
    std::vector<Talk> talks;
    std::vector<std::promise<Outcome>> outcomes(count);
    for (std::size_t i = 0; i < count; ++i) {
        talks.emplace_back("talk" + std::to_string(i));
        auto next = talks[i].next("m1");
        next.session.content.assign(50'000, 'x');
        rig->store().commit(next, [&outcomes, i](auto result) { outcomes[i].set_value(outcome_of(result)); });
    }
    for (auto& outcome : outcomes) CHECK(outcome.get_future().get() == Outcome::full);
    for (const auto& talk : talks)
        CHECK_FALSE(ask<std::optional<SessionRecord>>(
            [&](auto answer) { rig->store().session(talk.session, answer); }));

    rig->relieve();
    for (auto& talk : talks) CHECK(commit(rig->store(), talk, "m1") == Outcome::committed);
    CHECK(commit(rig->store(), before, "m2") == Outcome::committed);
    CHECK(ask<bool>([&](auto answer) { rig->store().probe(answer); }));
}

TEST_CASE("one commit that cannot be does not harm its neighbours") {
    const auto rig = make_rig();
    Talk a{"a"};
    Talk b{"b"};
    REQUIRE(commit(rig->store(), a) == Outcome::committed);
    std::promise<Outcome> bad;
    std::promise<Outcome> good;
    auto backwards = a.next();
    backwards.turn.session = b.session;
    rig->store().commit(backwards, [&](auto result) { bad.set_value(outcome_of(result)); });
    rig->store().commit(b.next(), [&](auto result) { good.set_value(outcome_of(result)); });
    CHECK(bad.get_future().get() == Outcome::broken);
    CHECK(good.get_future().get() == Outcome::committed);
    CHECK(commit(rig->store(), a) == Outcome::committed);
}

TEST_CASE("everything that was asked before the store went is answered") {
    auto rig = make_rig();
    constexpr std::size_t count = 200;
    auto answered = std::make_shared<std::atomic<std::size_t>>(0);
    for (std::size_t i = 0; i < count; ++i) {
        Talk talk{"talk" + std::to_string(i)};
        rig->store().commit(talk.next(), [answered](auto) { ++*answered; });
        rig->store().session(talk.session, [answered](auto) { ++*answered; });
        rig->store().lease(0, 1, 1, [answered](auto) { ++*answered; });
    }
    rig.reset();
    CHECK(*answered == 3 * count);
}

TEST_CASE("what was committed is there when the store is opened again") {
    const auto rig = make_rig();
    auto talk = submitted(rig->store(), "a", "IP-1");
    REQUIRE(commit(rig->store(), talk, "m2") == Outcome::committed);
    if (!rig->reopen()) return;
    CHECK(commit(rig->store(), talk, "m2") == Outcome::duplicate);
    CHECK(commit(rig->store(), talk, "m3") == Outcome::committed);
    const auto found = ask<std::optional<CaseRecord>>(
        [&](auto answer) { rig->store().find_case(CaseNumber{"IP-1"}, std::nullopt, answer); });
    REQUIRE(found);
    CHECK(found->session == talk.session);
}

TEST_CASE("a backup taken while turns go on is a whole store of one moment") {
    const auto rig = make_rig();
    auto& store = rig->store();
    const auto path = rig->backup_path();
    if (path.empty()) {
        CHECK_FALSE(try_ask<bool>([&](auto answer) { store.backup("nowhere", answer); }));
        return;
    }
    constexpr std::size_t count = 300;
    std::vector<Talk> talks;
    std::vector<std::promise<Outcome>> outcomes(count);
    std::promise<std::expected<bool, Error>> backed_up;
    for (std::size_t i = 0; i < count; ++i) {
        talks.emplace_back("talk" + std::to_string(i));
        store.commit(talks[i].next(),
                     [&outcomes, i](auto result) { outcomes[i].set_value(outcome_of(result)); });
        if (i == 50) outcomes[i].get_future().wait();
        if (i == 100) store.backup(path, [&](auto result) { backed_up.set_value(std::move(result)); });
    }
    const auto result = backed_up.get_future().get();
    REQUIRE(result);
    CHECK(*result);
    for (std::size_t i = 51; i < count; ++i) CHECK(outcomes[i].get_future().get() == Outcome::committed);
    CHECK_FALSE(ask<bool>([&](auto answer) { store.backup(path, answer); }));

    const auto copy = rig->open_backup(path);
    bool gap = false;
    for (std::size_t i = 0; i < count; ++i) {
        const auto there =
            ask<std::optional<SessionRecord>>([&](auto a) { copy->session(talks[i].session, a); });
        const auto turn =
            ask<std::vector<TurnRecord>>([&](auto a) { copy->turns(talks[i].conversation, 0, 10, a); });
        CHECK(turn.size() == (there ? 1 : 0));
        if (i <= 50) CHECK(there);
        if (!there) gap = true;
        // Turns were committed in order, so nothing may follow the first that is missing.
        if (gap) CHECK_FALSE(there);
    }
    // The copy is a store like any other.
    Talk fresh{"fresh"};
    CHECK(commit(*copy, fresh) == Outcome::committed);
}
