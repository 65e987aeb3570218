#include "tests/contract/store_contract.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace plaint::storage;
using namespace plaint::storage::contract;

namespace {

std::optional<SessionRecord> session_in(Store& store, const SessionId& id) {
    return ask<std::optional<SessionRecord>>([&](auto answer) { store.session(id, answer); });
}

std::vector<std::uint64_t> turns_in(Store& store, const SessionId& id, std::uint64_t after = 0,
                                    std::uint32_t limit = 100) {
    std::vector<std::uint64_t> numbers;
    for (const auto& turn :
         ask<std::vector<TurnRecord>>([&](auto answer) { store.turns_of_session(id, after, limit, answer); }))
        numbers.push_back(turn.turn);
    return numbers;
}

std::vector<std::uint64_t> turns_from(Store& store, const ConversationId& id, std::uint64_t first_activity,
                                      std::uint32_t limit = 100) {
    std::vector<std::uint64_t> numbers;
    for (const auto& turn :
         ask<std::vector<TurnRecord>>([&](auto answer) { store.turns(id, first_activity, limit, answer); }))
        numbers.push_back(turn.turn);
    return numbers;
}

} // namespace

TEST_CASE("what a turn committed is found again under each of its names") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    auto first = talk.next("m1");
    first.session.content = std::string("sealed\0bytes", 12);
    first.files = {file_of(talk, 'a')};
    REQUIRE(commit(store, first) == Outcome::committed);

    const auto session = session_in(store, talk.session);
    REQUIRE(session);
    CHECK(session->id == talk.session);
    CHECK(session->version == 1);
    CHECK(session->state == SessionState::draft);
    CHECK(session->receipt_hash == first.session.receipt_hash);
    CHECK(session->expires_at == 1'000'000);
    CHECK(session->content == first.session.content);

    const auto by_receipt = ask<std::optional<SessionRecord>>(
        [&](auto answer) { store.session_by_receipt(first.session.receipt_hash, answer); });
    REQUIRE(by_receipt);
    CHECK(by_receipt->id == talk.session);

    const auto conversation = ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation(talk.conversation, answer); });
    REQUIRE(conversation);
    CHECK(conversation->session == talk.session);
    CHECK(conversation->begun_at == 7);
    const auto by_resume = ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation_by_resume(conversation->resume_hash, answer); });
    REQUIRE(by_resume);
    CHECK(by_resume->id == talk.conversation);

    const auto turn =
        ask<std::optional<TurnRecord>>([&](auto answer) { store.turn(talk.conversation, "m1", answer); });
    REQUIRE(turn);
    CHECK(turn->session == talk.session);
    CHECK(turn->turn == 1);
    CHECK(turn->conversation == talk.conversation);
    CHECK(turn->external_id == "m1");
    CHECK(turn->at == 100);
    CHECK(turn->first_activity == 0);
    CHECK(turn->activity_count == 2);
    CHECK(turn->content == "said 1");

    const auto files = ask<std::vector<FileRecord>>([&](auto answer) { store.files(talk.session, answer); });
    REQUIRE(files.size() == 1);
    CHECK(files[0].sha256 == std::string(64, 'a'));
    CHECK(files[0].size_bytes == 50);
    CHECK(files[0].media_type == "image/png");
    CHECK(files[0].stored_at == 3000);
    CHECK(files[0].content == "sealed name");
}

TEST_CASE("what was never stored is not found") {
    const auto rig = make_rig();
    auto& store = rig->store();
    CHECK_FALSE(session_in(store, SessionId{"none"}));
    CHECK_FALSE(
        ask<std::optional<SessionRecord>>([&](auto answer) { store.session_by_receipt("none", answer); }));
    CHECK_FALSE(ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation(ConversationId{"none"}, answer); }));
    CHECK_FALSE(ask<std::optional<TurnRecord>>(
        [&](auto answer) { store.turn(ConversationId{"none"}, "m", answer); }));
    CHECK(turns_from(store, ConversationId{"none"}, 0).empty());
    CHECK(turns_in(store, SessionId{"none"}).empty());
}

TEST_CASE("an empty receipt or resume hash finds nobody") {
    const auto rig = make_rig();
    auto& store = rig->store();
    for (const auto* name : {"a", "b"}) {
        Talk talk{name};
        auto first = talk.next();
        first.session.receipt_hash.clear();
        first.new_conversation->resume_hash.clear();
        CHECK(commit(store, first) == Outcome::committed);
    }
    CHECK_FALSE(
        ask<std::optional<SessionRecord>>([&](auto answer) { store.session_by_receipt("", answer); }));
    CHECK_FALSE(ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation_by_resume("", answer); }));
}

TEST_CASE("a repeated message is a duplicate and answers with the turn that it made") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    REQUIRE(commit(store, talk, "m1") == Outcome::committed);
    REQUIRE(commit(store, talk, "m2") == Outcome::committed);

    // The sender repeats m1 after m2: the session has moved on, and still it is a repeat and not a conflict.
    auto repeat = talk.next("m1");
    repeat.turn.content = "something else";
    const auto outcome = ask<CommitOutcome>([&](auto answer) { store.commit(repeat, answer); });
    REQUIRE(std::holds_alternative<Duplicate>(outcome));
    const auto& recorded = std::get<Duplicate>(outcome).recorded;
    CHECK(recorded.turn == 1);
    CHECK(recorded.content == "said 1");
    CHECK(recorded.session == talk.session);
    CHECK(session_in(store, talk.session)->version == 2);
    CHECK(turns_in(store, talk.session) == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("the same external id on another conversation is another message") {
    const auto rig = make_rig();
    Talk a{"a"};
    Talk b{"b"};
    CHECK(commit(rig->store(), a, "m1") == Outcome::committed);
    CHECK(commit(rig->store(), b, "m1") == Outcome::committed);
}

TEST_CASE("messages without an external id are never duplicates") {
    const auto rig = make_rig();
    Talk talk{"a"};
    for (int i = 0; i < 3; ++i) CHECK(commit(rig->store(), talk, "") == Outcome::committed);
}

TEST_CASE("a commit made from an old version is a conflict and leaves nothing behind") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    REQUIRE(commit(store, talk) == Outcome::committed);
    auto late = talk.next("late");
    REQUIRE(commit(store, talk) == Outcome::committed);

    late.files = {file_of(talk, 'b')};
    late.cases = {case_of(talk, "IP-1")};
    late.audit = {link_of("IP-1", 1)};
    late.events = {event_of("evt_1", "IP-1")};
    CHECK(commit(store, late) == Outcome::conflict);
    CHECK(session_in(store, talk.session)->content == "answers 2");
    CHECK(turns_in(store, talk.session) == std::vector<std::uint64_t>{1, 2});
    CHECK(ask<std::vector<FileRecord>>([&](auto answer) { store.files(talk.session, answer); }).empty());
    CHECK(ask<std::vector<CaseRecord>>([&](auto answer) { store.cases(talk.session, answer); }).empty());
    CHECK(
        ask<std::vector<EventStatus>>([&](auto answer) { store.events(std::nullopt, 10, answer); }).empty());

    // Loaded and stepped again, the same message goes through.
    CHECK(commit(store, talk, "late") == Outcome::committed);
}

TEST_CASE("a new session that is there already, and an old one that is not, are conflicts") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    Talk same{"a"};
    REQUIRE(commit(store, talk) == Outcome::committed);
    CHECK(commit(store, same) == Outcome::conflict);

    Talk unknown{"b"};
    unknown.version = 4;
    CHECK(commit(store, unknown) == Outcome::conflict);
}

TEST_CASE("a receipt hash belongs to one session") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk a{"a"};
    Talk b{"b"};
    REQUIRE(commit(store, a) == Outcome::committed);
    auto thief = b.next();
    thief.session.receipt_hash = "receipt of " + a.session.text;
    CHECK(commit(store, thief) == Outcome::conflict);
    CHECK(commit(store, b) == Outcome::committed);
}

TEST_CASE("a receipt may come, change and go with a later turn") {
    const auto rig = make_rig();
    auto& store = rig->store();
    const auto find = [&](const char* hash) {
        return ask<std::optional<SessionRecord>>([&](auto answer) { store.session_by_receipt(hash, answer); })
            .has_value();
    };
    Talk talk{"a"};
    for (const auto* hash : {"", "one", "two", ""}) {
        auto next = talk.next();
        next.session.receipt_hash = hash;
        REQUIRE(commit(store, next) == Outcome::committed);
        talk.keep(next);
        CHECK(find("one") == (std::string{"one"} == hash));
        CHECK(find("two") == (std::string{"two"} == hash));
    }
}

TEST_CASE("of two first messages on one conversation the second is a conflict") {
    const auto rig = make_rig();
    Talk a{"a"};
    Talk b{"b"};
    b.conversation = a.conversation;
    REQUIRE(commit(rig->store(), a) == Outcome::committed);
    CHECK(commit(rig->store(), b) == Outcome::conflict);
    CHECK_FALSE(session_in(rig->store(), b.session));
}

TEST_CASE("a conversation moves to a session that is resumed on it, and its old session cannot go on there") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk resumed{"a"};
    REQUIRE(commit(store, resumed) == Outcome::committed);
    Talk window{"b"};
    REQUIRE(commit(store, window, "m1") == Outcome::committed);

    auto here = resumed;
    here.conversation = window.conversation;
    here.activities = window.activities;
    here.known = false;
    REQUIRE(commit(store, here, "code") == Outcome::committed);

    const auto conversation = ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation(window.conversation, answer); });
    REQUIRE(conversation);
    CHECK(conversation->session == resumed.session);
    CHECK(commit(store, window, "m2") == Outcome::conflict);
    CHECK(commit(store, here, "m3") == Outcome::committed);
    CHECK(commit(store, here, "m1") == Outcome::duplicate);
    CHECK(turns_from(store, window.conversation, 0).size() == 3);
    CHECK(turns_in(store, window.session) == std::vector<std::uint64_t>{1});
    CHECK(turns_in(store, resumed.session) == std::vector<std::uint64_t>{1, 2, 3});
}

TEST_CASE("a conversation that moves to another session is found by the secret it had") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk resumed{"a"};
    REQUIRE(commit(store, resumed) == Outcome::committed);
    Talk window{"b"};
    REQUIRE(commit(store, window) == Outcome::committed);
    const auto before = ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation(window.conversation, answer); });
    REQUIRE(before);

    auto here = resumed;
    here.conversation = window.conversation;
    here.activities = window.activities;
    here.known = false;
    Commit move = here.next("code");
    // Whoever joins by code knows nothing of the secret.
    move.new_conversation->resume_hash.clear();
    move.new_conversation->begun_at += 1000;
    REQUIRE(commit(store, move) == Outcome::committed);

    const auto found = ask<std::optional<ConversationRecord>>(
        [&](auto answer) { store.conversation_by_resume(before->resume_hash, answer); });
    REQUIRE(found);
    CHECK(found->id == window.conversation);
    CHECK(found->session == resumed.session);
    CHECK(found->resume_hash == before->resume_hash);
    CHECK(found->begun_at == before->begun_at);
}

TEST_CASE("a turn on a conversation that nobody knows is a conflict") {
    const auto rig = make_rig();
    Talk talk{"a"};
    talk.known = true;
    CHECK(commit(rig->store(), talk) == Outcome::conflict);
}

TEST_CASE("a commit that contradicts itself is refused as broken") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    const Talk other{"b"};
    auto turn = talk.next();
    turn.turn.session = other.session;
    CHECK(commit(store, turn) == Outcome::broken);
    auto version = talk.next();
    version.session.version = 0;
    CHECK(commit(store, version) == Outcome::broken);
    auto conversation = talk.next();
    conversation.new_conversation->id = other.conversation;
    CHECK(commit(store, conversation) == Outcome::broken);
    auto file = talk.next();
    file.files = {file_of(other, 'a')};
    CHECK(commit(store, file) == Outcome::broken);
    CHECK(commit(store, talk) == Outcome::committed);
}

TEST_CASE("in a group each turn succeeds, repeats or conflicts on its own") {
    const auto rig = make_rig();
    auto& store = rig->store();
    constexpr std::size_t count = 60;
    std::vector<Talk> talks;
    for (std::size_t i = 0; i < count; ++i) {
        talks.emplace_back("talk" + std::to_string(i));
        REQUIRE(commit(store, talks[i], "m1") == Outcome::committed);
    }
    // All of them arrive before the first is answered; every third is made from a version that never was,
    // every fifth of the others repeats. Those in conflict carry the whole load, so that there is much to
    // undo.
    std::vector<std::promise<Outcome>> outcomes(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto next = talks[i].next(i % 3 != 0 && i % 5 == 0 ? "m1" : "m2");
        if (i % 3 == 0) {
            next.session.version += 5;
            next.expected_version += 5;
        }
        const auto number = "IP-" + std::to_string(i);
        next.cases = {case_of(talks[i], number)};
        next.audit = {link_of(number, 1), link_of(number, 2)};
        next.events = {event_of("evt_" + std::to_string(i), number)};
        store.commit(next, [&outcomes, i](auto result) { outcomes[i].set_value(outcome_of(result)); });
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto outcome = outcomes[i].get_future().get();
        const bool committed = i % 3 != 0 && i % 5 != 0;
        INFO(i);
        CHECK(outcome == (i % 3 == 0   ? Outcome::conflict
                          : i % 5 == 0 ? Outcome::duplicate
                                       : Outcome::committed));
        CHECK(session_in(store, talks[i].session)->version == (committed ? 2 : 1));
        CHECK(turns_in(store, talks[i].session).size() == (committed ? 2 : 1));
        CHECK(ask<std::vector<CaseRecord>>([&](auto a) { store.cases(talks[i].session, a); }).size() ==
              (committed ? 1 : 0));
    }
}

TEST_CASE("two turns of one session in one group: the first is committed, the second conflicts") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    REQUIRE(commit(store, talk) == Outcome::committed);
    std::promise<Outcome> first;
    std::promise<Outcome> second;
    std::promise<Outcome> repeat;
    store.commit(talk.next("m1"), [&](auto result) { first.set_value(outcome_of(result)); });
    store.commit(talk.next("m2"), [&](auto result) { second.set_value(outcome_of(result)); });
    store.commit(talk.next("m1"), [&](auto result) { repeat.set_value(outcome_of(result)); });
    CHECK(first.get_future().get() == Outcome::committed);
    CHECK(second.get_future().get() == Outcome::conflict);
    CHECK(repeat.get_future().get() == Outcome::duplicate);
}

TEST_CASE("of many at once who move one session on, one wins each round") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    REQUIRE(commit(store, talk) == Outcome::committed);
    constexpr int rounds = 20;
    std::vector<std::thread> threads;
    std::atomic<int> committed = 0;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&, thread] {
            for (int round = 0; round < rounds; ++round) {
                // Load, step, save; again from the loading if somebody was quicker.
                for (;;) {
                    auto mine = talk;
                    mine.version = session_in(store, talk.session)->version;
                    mine.turns = mine.version;
                    mine.activities = mine.turns * 2;
                    const auto name = std::to_string(thread) + "/" + std::to_string(round);
                    if (commit(store, mine.next(name)) != Outcome::committed) continue;
                    ++committed;
                    break;
                }
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(committed == 4 * rounds);
    CHECK(session_in(store, talk.session)->version == 4 * rounds + 1);
    CHECK(turns_in(store, talk.session).size() == 4 * rounds + 1);
}

TEST_CASE("turns of a conversation are found from the activity wanted on") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    Talk other{"b"};
    for (int i = 0; i < 4; ++i) { // activities 0-1, 2-3, 4-5, 6-7
        REQUIRE(commit(store, talk) == Outcome::committed);
        REQUIRE(commit(store, other) == Outcome::committed);
    }
    auto silent = talk.next(); // 8, of which there are none
    silent.turn.activity_count = 0;
    REQUIRE(commit(store, silent) == Outcome::committed);
    talk.keep(silent);
    REQUIRE(commit(store, talk) == Outcome::committed); // 8-9

    using Turns = std::vector<std::uint64_t>;
    CHECK(turns_from(store, talk.conversation, 0) == Turns{1, 2, 3, 4, 6});
    CHECK(turns_from(store, talk.conversation, 3) == Turns{2, 3, 4, 6});
    CHECK(turns_from(store, talk.conversation, 4) == Turns{3, 4, 6});
    CHECK(turns_from(store, talk.conversation, 8) == Turns{6});
    CHECK(turns_from(store, talk.conversation, 10).empty());
    CHECK(turns_from(store, talk.conversation, 3, 2) == Turns{2, 3});
    CHECK(turns_in(store, talk.session, 2) == Turns{3, 4, 5, 6});
    CHECK(turns_in(store, talk.session, 2, 3) == Turns{3, 4, 5});
}

TEST_CASE("the same file sent twice to a session is stored once, and to another session again") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk a{"a"};
    Talk b{"b"};
    for (Talk* talk : {&a, &a, &b}) {
        auto next = talk->next();
        next.files = {file_of(*talk, 'a')};
        REQUIRE(commit(store, next) == Outcome::committed);
        talk->keep(next);
    }
    CHECK(ask<std::vector<FileRecord>>([&](auto answer) { store.files(a.session, answer); }).size() == 1);
    CHECK(ask<std::vector<FileRecord>>([&](auto answer) { store.files(b.session, answer); }).size() == 1);
}

TEST_CASE("each committed turn is announced with its conversation, and nothing else is") {
    const auto rig = make_rig();
    auto& store = rig->store();
    std::mutex mutex;
    std::vector<std::string> heard;
    store.on_commit([&](const ConversationId& id) {
        const std::lock_guard lock(mutex);
        heard.push_back(id.text);
    });
    Talk a{"a"};
    Talk b{"b"};
    CHECK(commit(store, a, "m1") == Outcome::committed);
    CHECK(commit(store, a, "m1") == Outcome::duplicate);
    CHECK(commit(store, b) == Outcome::committed);
    ask<bool>([&](auto answer) { store.probe(answer); }); // what was before it has been announced by now
    const std::lock_guard lock(mutex);
    CHECK(heard == std::vector<std::string>{"test:a", "test:b"});
}
