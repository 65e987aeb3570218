#include "tests/contract/store_contract.hpp"

#include <catch2/catch.hpp>

using namespace plaint::storage;
using namespace plaint::storage::contract;

namespace {

std::optional<CaseRecord> case_in(Store& store, const std::string& number,
                                  std::optional<std::uint32_t> version = std::nullopt) {
    return ask<std::optional<CaseRecord>>(
        [&](auto answer) { store.find_case(CaseNumber{number}, version, answer); });
}

std::size_t links_in(Store& store, const std::string& number) {
    return ask<std::vector<AuditRecord>>([&](auto answer) { store.audit(CaseNumber{number}, answer); })
        .size();
}

std::size_t events_in(Store& store) {
    return ask<std::vector<EventStatus>>([&](auto answer) { store.events(std::nullopt, 100, answer); })
        .size();
}

} // namespace

TEST_CASE("a submitting turn brings its cases, audit links and events with it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    REQUIRE(commit(store, talk) == Outcome::committed);
    auto submit = talk.next();
    submit.session.state = SessionState::submitted;
    submit.cases = {case_of(talk, "IP-1"), case_of(talk, "IP-2")};
    submit.audit = {link_of("IP-1", 1), link_of("IP-2", 1)};
    submit.events = {event_of("evt_1", "IP-1")};
    REQUIRE(commit(store, submit) == Outcome::committed);

    const auto found = case_in(store, "IP-1");
    REQUIRE(found);
    CHECK(found->number == CaseNumber{"IP-1"});
    CHECK(found->session == talk.session);
    CHECK(found->kind == "patent_infringement");
    CHECK(found->version == 1);
    CHECK(found->state == CaseState::submitted);
    CHECK(found->centre == "330100");
    CHECK(found->lead == "office:330100");
    CHECK(found->submitted_at == 1001);
    CHECK(found->dossier == "dossier 1");
    CHECK(ask<std::vector<CaseRecord>>([&](auto answer) { store.cases(talk.session, answer); }).size() == 2);

    const auto links =
        ask<std::vector<AuditRecord>>([&](auto answer) { store.audit(CaseNumber{"IP-1"}, answer); });
    REQUIRE(links.size() == 1);
    CHECK(links[0].number == CaseNumber{"IP-1"});
    CHECK(links[0].sequence == 1);
    CHECK(links[0].at == 2000);
    CHECK(links[0].actor == "complainant");
    CHECK(links[0].action == "submitted");
    CHECK(links[0].previous_hash == std::string(64, '0'));
    CHECK(links[0].hash == "hash 1");
    CHECK(links[0].content == "content 1");
    CHECK(events_in(store) == 1);
}

TEST_CASE("every version of a dossier is kept, and the newest is the case") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto talk = submitted(store, "a", "IP-1");
    auto supplement = talk.next();
    supplement.cases = {case_of(talk, "IP-1", 2)};
    supplement.cases[0].state = CaseState::in_review;
    REQUIRE(commit(store, supplement) == Outcome::committed);

    CHECK(case_in(store, "IP-1")->version == 2);
    CHECK(case_in(store, "IP-1")->dossier == "dossier 2");
    CHECK(case_in(store, "IP-1", 1)->dossier == "dossier 1");
    CHECK(case_in(store, "IP-1", 1)->submitted_at == 1001);
    // The state is the case's, not the version's.
    CHECK(case_in(store, "IP-1", 1)->state == CaseState::in_review);
    CHECK_FALSE(case_in(store, "IP-1", 3));
    CHECK_FALSE(case_in(store, "IP-9"));
    const auto cases = ask<std::vector<CaseRecord>>([&](auto answer) { store.cases(talk.session, answer); });
    REQUIRE(cases.size() == 1);
    CHECK(cases[0].version == 2);
}

TEST_CASE("a case version that is not the next one is a conflict, and the whole turn with it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto talk = submitted(store, "a", "IP-1");
    for (const std::uint32_t version : {1u, 3u}) {
        auto next = talk.next("m" + std::to_string(version));
        next.files = {file_of(talk, 'a')};
        next.cases = {case_of(talk, "IP-2"), case_of(talk, "IP-1", version)};
        CHECK(commit(store, next) == Outcome::conflict);
        CHECK_FALSE(case_in(store, "IP-2"));
        CHECK_FALSE(ask<std::optional<TurnRecord>>(
            [&](auto answer) { store.turn(talk.conversation, next.turn.external_id, answer); }));
        CHECK(ask<std::vector<FileRecord>>([&](auto answer) { store.files(talk.session, answer); }).empty());
    }
    CHECK(commit(store, talk) == Outcome::committed);
}

TEST_CASE("a case belongs to the session that made it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    Talk other{"b"};
    auto next = other.next();
    next.cases = {case_of(other, "IP-1", 2)};
    CHECK(commit(store, next) == Outcome::conflict);
    next.cases = {case_of(other, "IP-1", 1)};
    CHECK(commit(store, next) == Outcome::conflict);
    CHECK(case_in(store, "IP-1")->version == 1);
}

TEST_CASE("an audit link that is not the next of its case is a conflict, and the whole turn with it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto talk = submitted(store, "a", "IP-1");
    for (const std::uint64_t sequence : {1u, 3u}) {
        auto next = talk.next();
        next.cases = {case_of(talk, "IP-1", 2)};
        next.audit = {link_of("IP-1", sequence)};
        CHECK(commit(store, next) == Outcome::conflict);
        CHECK(case_in(store, "IP-1")->version == 1);
    }
    auto next = talk.next();
    next.audit = {link_of("IP-1", 2), link_of("IP-1", 3)};
    CHECK(commit(store, next) == Outcome::committed);
    talk.keep(next);
    CHECK(links_in(store, "IP-1") == 3);

    auto stray = talk.next();
    stray.audit = {link_of("IP-9", 1)};
    CHECK(commit(store, stray) == Outcome::conflict);
}

TEST_CASE("an event id that was used before is a conflict, and the whole turn with it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto talk = submitted(store, "a", "IP-1");
    auto first = talk.next();
    first.events = {event_of("evt_1", "IP-1")};
    REQUIRE(commit(store, first) == Outcome::committed);
    talk.keep(first);
    auto second = talk.next();
    second.audit = {link_of("IP-1", 2)};
    second.events = {event_of("evt_2", "IP-1"), event_of("evt_1", "IP-1")};
    CHECK(commit(store, second) == Outcome::conflict);
    CHECK(links_in(store, "IP-1") == 1);
    CHECK(events_in(store) == 1);
}

TEST_CASE("a decision moves a case, links its audit chain and sends its events together") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted(store, "a", "IP-1");
    const CaseChange decision{CaseNumber{"IP-1"},
                              CaseState::submitted,
                              CaseState::in_review,
                              {link_of("IP-1", 2)},
                              {event_of("evt_1", "IP-1")}};
    REQUIRE(change(store, decision) == Outcome::committed);
    CHECK(case_in(store, "IP-1")->state == CaseState::in_review);
    CHECK(links_in(store, "IP-1") == 2);
    CHECK(events_in(store) == 1);

    SECTION("a decision from a state that the case has left changes nothing") {
        auto late = decision;
        late.audit = {link_of("IP-1", 3)};
        late.events = {event_of("evt_2", "IP-1")};
        CHECK(change(store, late) == Outcome::conflict);
        CHECK(links_in(store, "IP-1") == 2);
        CHECK(events_in(store) == 1);
    }
    SECTION("a decision whose audit link is taken changes nothing") {
        auto late = decision;
        late.from = CaseState::in_review;
        late.to = CaseState::accepted;
        late.events = {event_of("evt_2", "IP-1")};
        CHECK(change(store, late) == Outcome::conflict);
        CHECK(case_in(store, "IP-1")->state == CaseState::in_review);
        CHECK(events_in(store) == 1);
    }
    SECTION("an access is noted without a change of state") {
        CHECK(change(store, {CaseNumber{"IP-1"}, {}, {}, {link_of("IP-1", 3)}, {}}) == Outcome::committed);
        CHECK(case_in(store, "IP-1")->state == CaseState::in_review);
        CHECK(links_in(store, "IP-1") == 3);
    }
    SECTION("a case that nobody knows is a conflict") {
        CHECK(change(store, {CaseNumber{"IP-9"}, {}, {}, {}, {}}) == Outcome::conflict);
    }
    SECTION("half a change of state is refused as broken") {
        CHECK(change(store, {CaseNumber{"IP-1"}, CaseState::in_review, {}, {}, {}}) == Outcome::broken);
    }
}
