#include "storage/desk.hpp"
#include "tests/contract/store_contract.hpp"

#include <catch2/catch.hpp>

using namespace plaint::storage;
using namespace plaint::storage::contract;

namespace {

StaffRecord staff_of(const std::string& login, std::uint64_t version = 1) {
    return {StaffId{"staff_" + login}, login, version, StaffRole::reviewer, "330100", false, 5, "sealed"};
}

DeskOutcome outcome_of(Store& store, const DeskChange& change) {
    return ask<DeskOutcome>([&](auto answer) { store.desk().change(change, answer); });
}

std::uint64_t notes_of(Store& store) {
    const auto last = ask<std::optional<AuditRecord>>([&](auto answer) { store.desk().last_note(answer); });
    return last ? last->sequence : 0;
}

// With the journal's next link.
bool act(Store& store, DeskChange doing) {
    doing.note = link_of("journal", notes_of(store) + 1);
    return outcome_of(store, doing) == DeskOutcome::done;
}

bool save(Store& store, const StaffRecord& record, std::uint64_t expected) {
    return act(store, {.saves = DeskChange::Saving{record, expected}});
}

bool note(Store& store, const AuditRecord& link) {
    return outcome_of(store, {.note = link}) == DeskOutcome::done;
}

bool open(Store& store, const StaffSession& session) { return act(store, {.opens = session}); }

bool end(Store& store, const std::string& staff, std::optional<std::string> token_hash,
         const std::string& but = "") {
    return act(store, {.ends = DeskChange::Ending{StaffId{staff}, std::move(token_hash), but}});
}

std::optional<StaffSession> session_in(Store& store, const std::string& hash) {
    return ask<std::optional<StaffSession>>([&](auto answer) { store.desk().session(hash, answer); });
}

std::vector<std::string> numbers_seen(Store& store, const std::string& region, CaseFilter filter = {}) {
    std::vector<std::string> numbers;
    const auto list = ask<std::vector<CaseSummary>>(
        [&](auto answer) { store.desk().cases(Scope::of_region(region), filter, answer); });
    for (const CaseSummary& one : list) numbers.push_back(one.number.text);
    return numbers;
}

// A submitted case in the custody of that centre.
Talk submitted_at(Store& store, const std::string& name, const std::string& number,
                  const std::string& centre) {
    Talk talk{name};
    auto first = talk.next();
    first.session.state = SessionState::submitted;
    first.cases = {case_of(talk, number)};
    first.cases[0].centre = centre;
    first.audit = {link_of(number, 1)};
    if (commit(store, first) != Outcome::committed) throw std::runtime_error("was not committed");
    talk.keep(first);
    return talk;
}

std::optional<CaseFile> file_in(Store& store, const std::string& region, const std::string& number) {
    return ask<std::optional<CaseFile>>([&](auto answer) {
        store.desk().find_case(Scope::of_region(region), CaseNumber{number}, std::nullopt, answer);
    });
}

using Numbers = std::vector<std::string>;

} // namespace

TEST_CASE("a scope holds a region and all under it, and what is no region holds nothing") {
    CHECK(Scope::of_region("330100").holds("330110"));
    CHECK_FALSE(Scope::of_region("330100").holds("330200"));
    CHECK(Scope::of_region("330000").holds("330200"));
    CHECK(Scope::of_region("000000").holds("650000"));
    for (const char* none : {"", "33", "33010x", "3301000"})
        CHECK_FALSE(Scope::of_region(none).holds("330100"));
}

TEST_CASE("an account is saved by whoever read its present version") {
    const auto rig = make_rig();
    auto& store = rig->store();
    REQUIRE(save(store, staff_of("li"), 0));
    CHECK_FALSE(save(store, staff_of("li"), 0));
    CHECK(save(store, staff_of("li", 2), 1));
    CHECK_FALSE(save(store, staff_of("li", 2), 1));
    auto other = staff_of("wang");
    other.login = "li";
    CHECK_FALSE(save(store, other, 0));
    REQUIRE(save(store, staff_of("wang"), 0));
    other.version = 2;
    CHECK_FALSE(save(store, other, 1));
    const auto found =
        ask<std::optional<StaffRecord>>([&](auto answer) { store.desk().staff_by_login("li", answer); });
    REQUIRE(found);
    CHECK(found->version == 2);
    CHECK(found->content == "sealed");
    CHECK(found->created_at == 5);
    const auto logins_in = [&](const std::string& region) {
        std::vector<std::string> logins;
        for (const StaffRecord& one : ask<std::vector<StaffRecord>>(
                 [&](auto answer) { store.desk().all_staff(Scope::of_region(region), answer); }))
            logins.push_back(one.login);
        return logins;
    };
    CHECK(logins_in("000000") == std::vector<std::string>{"li", "wang"});
    CHECK(logins_in("330000") == std::vector<std::string>{"li", "wang"});
    CHECK(logins_in("440000").empty());
}

TEST_CASE("a staff session is found by its token's digest until it is closed") {
    const auto rig = make_rig();
    auto& store = rig->store();
    REQUIRE(open(store, {"aa", StaffId{"s"}, 1, 1, 100}));
    REQUIRE(open(store, {"bb", StaffId{"s"}, 2, 2, 100}));
    REQUIRE(open(store, {"cc", StaffId{"s"}, 3, 3, 100}));
    REQUIRE(open(store, {"dd", StaffId{"t"}, 3, 3, 100}));
    CHECK_FALSE(open(store, {"aa", StaffId{"t"}, 1, 1, 100}));
    CHECK(ask<bool>([&](auto answer) { store.desk().touch_session("aa", 50, answer); }));
    REQUIRE(session_in(store, "aa"));
    CHECK(session_in(store, "aa")->seen_at == 50);
    CHECK(session_in(store, "aa")->staff == StaffId{"s"});
    CHECK_FALSE(end(store, "t", "aa"));
    CHECK_FALSE(end(store, "s", ""));
    CHECK(end(store, "s", "aa"));
    CHECK_FALSE(end(store, "s", "aa"));
    CHECK_FALSE(session_in(store, "aa"));
    CHECK(end(store, "s", std::nullopt, "cc"));
    CHECK_FALSE(session_in(store, "bb"));
    CHECK(session_in(store, "cc"));
    CHECK(end(store, "s", std::nullopt));
    CHECK_FALSE(session_in(store, "cc"));
    CHECK(session_in(store, "dd"));
}

TEST_CASE("what is done at the desk and the note that says so are there together, or neither is") {
    const auto rig = make_rig();
    auto& store = rig->store();
    REQUIRE(save(store, staff_of("li"), 0));
    DeskChange doing{.saves = DeskChange::Saving{staff_of("li", 2), 1},
                     .opens = StaffSession{"aa", StaffId{"staff_li"}, 1, 1, 100}};
    const auto version = [&] {
        return ask<std::optional<StaffRecord>>(
                   [&](auto answer) { store.desk().staff_by_login("li", answer); })
            ->version;
    };
    // A note that is not the next, though what it is about could be done.
    doing.note = link_of("journal", 3);
    CHECK(outcome_of(store, doing) == DeskOutcome::behind);
    CHECK(version() == 1);
    CHECK_FALSE(session_in(store, "aa"));
    // A part that cannot be, though the others and the note could.
    REQUIRE(open(store, {"aa", StaffId{"t"}, 1, 1, 100}));
    doing.note = link_of("journal", 3);
    CHECK(outcome_of(store, doing) == DeskOutcome::refused);
    CHECK(version() == 1);
    CHECK(notes_of(store) == 2);
    CHECK(session_in(store, "aa")->staff == StaffId{"t"});
    doing.opens->token_hash = "bb";
    doing.ends = DeskChange::Ending{StaffId{"t"}, std::nullopt, ""};
    CHECK(outcome_of(store, doing) == DeskOutcome::done);
    CHECK(version() == 2);
    CHECK(notes_of(store) == 3);
    CHECK(session_in(store, "bb"));
    CHECK_FALSE(session_in(store, "aa"));
}

TEST_CASE("whoever asks for cases gets those of their scope and no others") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted_at(store, "a", "IP-1", "330100");
    submitted_at(store, "b", "IP-2", "330110");
    submitted_at(store, "c", "IP-3", "440300");
    CHECK(numbers_seen(store, "330100") == Numbers{"IP-2", "IP-1"});
    CHECK(numbers_seen(store, "330110") == Numbers{"IP-2"});
    CHECK(numbers_seen(store, "440000") == Numbers{"IP-3"});
    CHECK(numbers_seen(store, "000000") == Numbers{"IP-3", "IP-2", "IP-1"});
    CHECK(numbers_seen(store, "no code").empty());
    CHECK(file_in(store, "330100", "IP-1"));
    CHECK_FALSE(file_in(store, "330200", "IP-1"));
    CHECK(numbers_seen(store, "000000", {.before = CaseNumber{"IP-3"}, .limit = 1}) == Numbers{"IP-2"});
    CHECK(numbers_seen(store, "000000", {.number = CaseNumber{"IP-2"}}) == Numbers{"IP-2"});
    CHECK(numbers_seen(store, "000000", {.state = CaseState::accepted}).empty());
    CHECK(numbers_seen(store, "000000", {.state = CaseState::submitted}).size() == 3);
}

TEST_CASE("a case that is sent on is its new centre's, and its sender still sees it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto talk = submitted_at(store, "a", "IP-1", "330100");
    CaseChange take{.number = CaseNumber{"IP-1"}};
    take.taking = Taking{{}, StaffId{"li"}, 7};
    REQUIRE(change(store, take) == Outcome::committed);
    auto next = talk.next();
    next.cases = {case_of(talk, "IP-1", 2)};
    next.cases[0].centre = "440300";
    next.cases[0].sender = "330100";
    REQUIRE(commit(store, next) == Outcome::committed);
    CHECK(numbers_seen(store, "440300") == Numbers{"IP-1"});
    CHECK(numbers_seen(store, "330100") == Numbers{"IP-1"});
    const auto file = file_in(store, "440300", "IP-1");
    REQUIRE(file);
    CHECK(file->record.sender == "330100");
    CHECK(file->taken_by.empty());
    CaseChange late{.number = CaseNumber{"IP-1"}};
    late.within = Scope::of_region("330100");
    CHECK(change(store, late) == Outcome::conflict);
    // Whoever sees both centres sees the case once, at its place among the others.
    submitted_at(store, "b", "IP-0", "330200");
    submitted_at(store, "c", "IP-2", "440300");
    for (const char* region : {"000000", "440000"}) {
        INFO(region);
        CHECK(numbers_seen(store, region).size() == (region[0] == '0' ? 3 : 2));
        CHECK(numbers_seen(store, region, {.limit = 2}) == Numbers{"IP-2", "IP-1"});
    }
    CHECK(numbers_seen(store, "330000") == Numbers{"IP-1", "IP-0"});
    CHECK(numbers_seen(store, "330000", {.before = CaseNumber{"IP-1"}}) == Numbers{"IP-0"});
}

TEST_CASE("a case is taken by one, and by the next only from the one who had it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    submitted_at(store, "a", "IP-1", "330100");
    const auto take = [&](const std::string& from, const std::string& by) {
        CaseChange taking{.number = CaseNumber{"IP-1"}};
        taking.taking = Taking{StaffId{from}, StaffId{by}, 7};
        return change(store, taking);
    };
    CHECK(take("", "li") == Outcome::committed);
    CHECK(take("", "wang") == Outcome::conflict);
    CHECK(file_in(store, "330100", "IP-1")->taken_by == StaffId{"li"});
    CHECK(take("li", "wang") == Outcome::committed);
    CHECK(numbers_seen(store, "330100", {.taken_by = StaffId{"wang"}}).size() == 1);
    CHECK(numbers_seen(store, "330100", {.taken_by = StaffId{}}).empty());
}

TEST_CASE("the journal takes the next link and no other") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto& desk = store.desk();
    const auto noted = [&](std::uint64_t sequence) { return note(store, link_of("journal", sequence)); };
    CHECK_FALSE(noted(2));
    CHECK(noted(1));
    CHECK_FALSE(noted(1));
    CHECK(noted(2));
    const auto last = ask<std::optional<AuditRecord>>([&](auto answer) { desk.last_note(answer); });
    REQUIRE(last);
    CHECK(last->sequence == 2);
    CHECK(last->number == journal_number);
    CHECK(ask<std::vector<AuditRecord>>([&](auto answer) { desk.journal(1, 10, answer); }).size() == 1);
}

TEST_CASE("of the journal each region sees its own people's notes, and the country everybody's") {
    const auto rig = make_rig();
    auto& store = rig->store();
    REQUIRE(save(store, staff_of("li"), 0));
    auto elsewhere = staff_of("chen");
    elsewhere.region = "440300";
    REQUIRE(save(store, elsewhere, 0));
    const std::uint64_t before = notes_of(store);
    std::uint64_t sequence = before;
    for (const char* actor : {"staff_li", "staff_chen", "system", "staff_li"}) {
        AuditRecord link = link_of("journal", ++sequence);
        link.actor = actor;
        REQUIRE(note(store, link));
    }
    const auto seen = [&](const std::string& region, std::uint64_t until, std::uint32_t limit) {
        std::vector<std::uint64_t> numbers;
        for (const AuditRecord& link : ask<std::vector<AuditRecord>>([&](auto answer) {
                 store.desk().journal_within(Scope::of_region(region), until, limit, answer);
             })) {
            CHECK(link.number == journal_number);
            numbers.push_back(link.sequence - before);
        }
        return numbers;
    };
    using Sequence = std::vector<std::uint64_t>;
    CHECK(seen("330100", 0, 2) == Sequence{4, 1});
    CHECK(seen("330100", before + 4, 1) == Sequence{1});
    CHECK(seen("440000", 0, 10) == Sequence{2});
    CHECK(seen("000000", 0, 4) == Sequence{4, 3, 2, 1});
    CHECK(seen("000000", before + 4, 2) == Sequence{3, 2});
    CHECK(seen("no code", 0, 10).empty());
}

TEST_CASE("a checkpoint covers the ends that it names until their chains grow") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto& desk = store.desk();
    submitted_at(store, "a", "IP-1", "330100");
    REQUIRE(note(store, link_of("journal", 1)));
    const auto uncovered = [&] {
        return ask<std::vector<ChainEnd>>([&](auto answer) { desk.uncovered(10, answer); });
    };
    const auto add = [&](std::uint64_t sequence) {
        const Checkpoint checkpoint{sequence, 9, "signed", uncovered()};
        return ask<bool>([&](auto answer) { desk.add_checkpoint(checkpoint, answer); });
    };
    REQUIRE(uncovered().size() == 2);
    CHECK(uncovered()[0] == ChainEnd{CaseNumber{"IP-1"}, 1, "hash 1"});
    CHECK_FALSE(add(2));
    CHECK(add(1));
    CHECK(uncovered().empty());
    CaseChange access{.number = CaseNumber{"IP-1"}};
    access.audit = {link_of("IP-1", 2)};
    REQUIRE(change(store, access) == Outcome::committed);
    REQUIRE(uncovered().size() == 1);
    CHECK(uncovered()[0].sequence == 2);
    const auto last = ask<std::optional<Checkpoint>>([&](auto answer) { desk.last_checkpoint(answer); });
    REQUIRE(last);
    CHECK(last->content == "signed");
}

TEST_CASE("a promise to call back stands in its centre's list until somebody keeps it") {
    const auto rig = make_rig();
    auto& store = rig->store();
    auto& desk = store.desk();
    const auto promised = [&](const std::string& name, const std::string& region, Millis at) {
        Talk talk{name};
        auto turn = talk.next();
        turn.session.expires_at = 50;
        turn.callbacks = {{talk.session, turn.turn.turn, region, at, "sealed"}};
        REQUIRE(commit(store, turn) == Outcome::committed);
        return talk.session;
    };
    const SessionId late = promised("a", "330100", 9);
    const SessionId early = promised("b", "330100", 7);
    const SessionId elsewhere = promised("c", "440300", 8);
    const auto waiting = [&](const std::string& region, const CallerPlace& after = {},
                             std::uint32_t limit = 10) {
        std::vector<SessionId> sessions;
        for (const auto& one : ask<std::vector<OwedCall>>(
                 [&](auto answer) { desk.callbacks(Scope::of_region(region), after, limit, answer); }))
            sessions.push_back(one.record.session);
        return sessions;
    };
    const auto find = [&](const std::string& region, const SessionId& session) {
        return ask<std::optional<CallbackRecord>>(
            [&](auto answer) { desk.callback(Scope::of_region(region), session, 1, answer); });
    };
    const auto keep = [&](const std::string& region, const SessionId& session) {
        return act(store,
                   {.keeps = DeskChange::Keeping{Scope::of_region(region), session, 1, StaffId{"li"}, 11}});
    };
    CHECK(waiting("330100") == std::vector{early, late});
    CHECK(waiting("000000", {}, 2) == std::vector{early, elsewhere});
    CHECK(waiting("000000", {8, elsewhere}, 2) == std::vector{late});
    CHECK(waiting("440000") == std::vector{elsewhere});
    REQUIRE(find("330100", early));
    CHECK(find("330100", early)->content == "sealed");
    CHECK(find("330100", early)->at == 7);
    CHECK_FALSE(find("440000", early));
    CHECK_FALSE(keep("440000", early));
    CHECK(keep("330100", early));
    CHECK_FALSE(keep("330100", early));
    CHECK_FALSE(find("330100", early));
    CHECK(waiting("330100") == std::vector{late});
    CHECK(notes_of(store) == 1);
    // What is personal in it goes with the draft that it came from.
    const Millis hour = 3'600'000;
    ask<std::vector<SessionId>>([&](auto answer) { store.expire(2 * hour, 10, answer); });
    CHECK(waiting("000000").empty());
}

TEST_CASE("of a session one promise stands: the next takes its place, and what was kept stays kept") {
    const auto rig = make_rig();
    auto& store = rig->store();
    Talk talk{"a"};
    const auto promise = [&](Millis at, const std::string& content) {
        auto turn = talk.next();
        turn.callbacks = {{talk.session, turn.turn.turn, "330100", at, content}};
        REQUIRE(commit(store, turn) == Outcome::committed);
        talk.keep(turn);
    };
    const auto promised = [&] {
        return ask<std::optional<CallbackRecord>>(
            [&](auto answer) { store.desk().promised(talk.session, answer); });
    };
    const auto list = [&] {
        return ask<std::vector<OwedCall>>(
            [&](auto answer) { store.desk().callbacks(Scope::of_country(), {}, 10, answer); });
    };
    const auto keep = [&](std::uint64_t turn) {
        return act(store, {.keeps = DeskChange::Keeping{Scope::of_country(), talk.session, turn,
                                                        StaffId{"li"}, 11}});
    };
    CHECK_FALSE(promised());
    promise(5, "first");
    promise(5, "second");
    REQUIRE(promised());
    CHECK(promised()->turn == 2);
    CHECK(promised()->content == "second");
    CHECK(list().size() == 1);
    CHECK_FALSE(keep(1));
    CHECK(keep(2));
    CHECK_FALSE(promised());
    promise(9, "third");
    CHECK(list().size() == 1);
    CHECK(promised()->turn == 3);
    CHECK_FALSE(keep(2));
}

TEST_CASE("a promise is listed with the cases of its session, as far as the scope sees them") {
    const auto rig = make_rig();
    auto& store = rig->store();
    const auto promise = [&](Talk& talk, const std::string& region, Millis at) {
        auto turn = talk.next();
        turn.callbacks = {{talk.session, turn.turn.turn, region, at, "sealed"}};
        REQUIRE(commit(store, turn) == Outcome::committed);
        talk.keep(turn);
    };
    Talk draft{"a"};
    promise(draft, "330100", 1);
    Talk submitted{"b"};
    auto turn = submitted.next();
    turn.session.state = SessionState::submitted;
    turn.cases = {case_of(submitted, "IP-2"), case_of(submitted, "IP-1"), case_of(submitted, "IP-3")};
    for (CaseRecord& one : turn.cases) one.centre = "330100";
    turn.cases[2].centre = "440300";
    turn.audit = {link_of("IP-1", 1), link_of("IP-2", 1), link_of("IP-3", 1)};
    REQUIRE(commit(store, turn) == Outcome::committed);
    submitted.keep(turn);
    promise(submitted, "330100", 2);
    submitted_at(store, "c", "IP-4", "330100");

    const auto cases = [&](const std::string& region) {
        std::vector<Numbers> all;
        for (const OwedCall& one : ask<std::vector<OwedCall>>(
                 [&](auto answer) { store.desk().callbacks(Scope::of_region(region), {}, 10, answer); })) {
            all.emplace_back();
            for (const CaseNumber& number : one.cases) all.back().push_back(number.text);
        }
        return all;
    };
    CHECK(cases("330100") == std::vector<Numbers>{{}, {"IP-1", "IP-2"}});
    CHECK(cases("000000") == std::vector<Numbers>{{}, {"IP-1", "IP-2", "IP-3"}});
}

TEST_CASE("drafts are listed page by page, and what was submitted is none") {
    const auto rig = make_rig();
    auto& store = rig->store();
    const auto drafts = [&](const SessionId& after, std::uint32_t limit) {
        return ask<std::vector<SessionRecord>>(
            [&](auto answer) { store.desk().drafts(after, limit, answer); });
    };
    CHECK(drafts({}, 10).empty());
    Talk first{"a"}, second{"b"}, third{"c"};
    for (Talk* talk : {&third, &first, &second}) REQUIRE(commit(store, *talk) == Outcome::committed);
    submitted(store, "d", "IP-1");

    const auto page = drafts({}, 2);
    REQUIRE(page.size() == 2);
    CHECK(page[0].id == first.session);
    CHECK(page[0].content == "answers 1");
    CHECK(page[1].id == second.session);
    const auto rest = drafts(page[1].id, 2);
    REQUIRE(rest.size() == 1);
    CHECK(rest[0].id == third.session);
    CHECK(drafts(rest[0].id, 2).empty());
}
