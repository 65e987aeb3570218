#include "bot/review/sign_in.hpp"

#include "bot/review/totp.hpp"
#include "storage/memory/memory_store.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::review;

namespace {

// Everything at once and on one thread.
struct Rig {
    support::FakeClock clock{1'790'000'000'000};
    std::unique_ptr<storage::MemoryStore> store =
        storage::MemoryStore::create(storage::MemoryStore::Answering::at_once);
    casework::Casework::Post here = [](std::move_only_function<void()> task) { task(); };
    Journal journal{{*store, clock, support::silent_log(), here}};
    SignIn sign_in{{*store, journal, clock, support::silent_log(), std::string(32, 'k'), here, here}};
    std::string secret;
    std::vector<std::string> recovery;
    const std::string password = "correct horse battery";

    Rig() {
        std::optional<storage::StaffId> made;
        sign_in.add({.actor = "system"}, {"li.lei", "Li Lei", storage::StaffRole::reviewer, "330100"},
                    [&](const auto& record) {
                        if (record) made = record->id;
                    });
        REQUIRE(made);
        enrol(sign_in.enrolment_token(*made, 0));
        REQUIRE(recovery.size() == recovery_count);
    }

    void enrol(const std::string& token) {
        sign_in.look_at_link(token, [&](auto link) {
            if (link) secret = link->secret;
        });
        sign_in.enrol(token, password, code(),
                      [&](auto codes) { recovery = codes ? *codes : std::vector<std::string>{}; });
    }
    std::string code() const { return totp_code(secret, totp_step(clock.now())); }
    std::expected<SignIn::SignedIn, SignInFault> enter(const std::string& login, const std::string& word,
                                                       const std::string& shown) {
        std::optional<std::expected<SignIn::SignedIn, SignInFault>> result;
        sign_in.sign_in({login, word, shown, "192.0.2.1"}, [&](auto answer) { result = std::move(answer); });
        REQUIRE(result.has_value());
        return std::move(*result);
    }
    std::optional<Officer> who(const std::string& token) {
        std::optional<Officer> officer;
        sign_in.who(token, [&](auto found) { officer = found; });
        return officer;
    }
};

} // namespace

TEST_CASE("whoever has password and code is signed in, and is known by the token") {
    Rig rig;
    rig.clock.advance(60'000);
    const auto entered = rig.enter("li.lei", rig.password, rig.code());
    REQUIRE(entered);
    const auto officer = rig.who(entered->token);
    REQUIRE(officer);
    CHECK(officer->name == "Li Lei");
    CHECK(officer->form_token == entered->officer.form_token);
    CHECK(officer->may(Right::decide));
    const char other = entered->token[0] == 'x' ? 'y' : 'x';
    CHECK_FALSE(rig.who(other + entered->token.substr(1)));

    SECTION("a code works once") {
        CHECK(rig.enter("li.lei", rig.password, rig.code()).error() == SignInFault::refused);
    }
    SECTION("a session ends when it was idle for half an hour") {
        rig.clock.advance(idle_ms - 1);
        CHECK(rig.who(entered->token));
        rig.clock.advance(idle_ms);
        CHECK_FALSE(rig.who(entered->token));
    }
    SECTION("a session ends after twelve hours, however busy") {
        for (int i = 0; i < 12 * 4; ++i) {
            rig.clock.advance(15 * 60'000 - 1);
            CHECK(rig.who(entered->token));
        }
        rig.clock.advance(15 * 60'000);
        CHECK_FALSE(rig.who(entered->token));
    }
    SECTION("signing out ends it at once") {
        rig.sign_in.sign_out(*officer, [](bool done) { CHECK(done); });
        CHECK_FALSE(rig.who(entered->token));
    }
    SECTION("a disabled account is out at once, and does not come in again") {
        const SignIn::Manager elsewhere{.actor = "a", .scope = storage::Scope::of_region("440000")};
        const SignIn::Manager here{.actor = "b", .scope = storage::Scope::of_region("330000")};
        rig.sign_in.change(elsewhere, officer->id, SignIn::Change::disable, [](const auto& changed) {
            CHECK(changed.error() == SignIn::AccountFault::stale);
        });
        CHECK(rig.who(entered->token));
        rig.sign_in.change(here, officer->id, SignIn::Change::disable,
                           [](const auto& changed) { CHECK(changed); });
        CHECK_FALSE(rig.who(entered->token));
        rig.clock.advance(60'000);
        CHECK(rig.enter("li.lei", rig.password, rig.code()).error() == SignInFault::refused);
    }
}

TEST_CASE("what is done stands in the journal, and what cannot be noted is not done") {
    Rig rig;
    const auto entered = rig.enter("li.lei", rig.password, rig.recovery[0]);
    REQUIRE(entered);
    const auto actions = [&] {
        std::vector<std::string> list;
        rig.store->desk().journal(0, 100, [&](auto notes) {
            for (const storage::AuditRecord& one : *notes) list.push_back(one.action);
        });
        return list;
    };
    CHECK(actions() == std::vector<std::string>{"account_added", "enrolled", "signed_in"});

    // A journal that cannot keep up: as many as may wait do.
    std::vector<std::move_only_function<void()>> held;
    Journal slow{{*rig.store, rig.clock, support::silent_log(),
                  [&](std::move_only_function<void()> task) { held.push_back(std::move(task)); }}};
    SignIn sign_in{
        {*rig.store, slow, rig.clock, support::silent_log(), std::string(32, 'k'), rig.here, rig.here}};
    for (int i = 0; i < 1'000; ++i) slow.note("somebody", "listed", {}, [](bool) {});
    std::optional<SignIn::AccountFault> fault;
    sign_in.change({.actor = "admin"}, entered->officer.id, SignIn::Change::disable,
                   [&](const auto& changed) { fault = changed.error(); });
    CHECK(fault == SignIn::AccountFault::unavailable);
    CHECK(rig.who(entered->token));
    bool ended = true;
    sign_in.sign_out(entered->officer, [&](bool done) { ended = done; });
    CHECK_FALSE(ended);
    CHECK(rig.who(entered->token));
    CHECK(actions().size() == 3);
}

TEST_CASE("every failure has the same answer, and each after the fifth waits longer") {
    Rig rig;
    rig.clock.advance(60'000);
    CHECK(rig.enter("nobody", rig.password, rig.code()).error() == SignInFault::refused);
    CHECK(rig.enter("li.lei", "wrong horse battery", rig.code()).error() == SignInFault::refused);
    for (int i = 0; i < 4; ++i)
        CHECK(rig.enter("li.lei", rig.password, "000000").error() == SignInFault::refused);
    // Locked: even what is right is refused, and the code is not spent by it.
    CHECK(rig.enter("li.lei", rig.password, rig.code()).error() == SignInFault::refused);
    rig.clock.advance(1'000);
    CHECK(rig.enter("li.lei", rig.password, rig.code()));
}

TEST_CASE("a recovery code stands in for the app, once") {
    Rig rig;
    CHECK(rig.enter("li.lei", rig.password, rig.recovery[3]));
    CHECK_FALSE(rig.enter("li.lei", rig.password, rig.recovery[3]));
    CHECK(rig.enter("li.lei", rig.password, rig.recovery[4]));
}

TEST_CASE("a password is changed by whoever knows the present one, and the account's other sessions end") {
    Rig rig;
    const auto here = rig.enter("li.lei", rig.password, rig.recovery[0]);
    const auto there = rig.enter("li.lei", rig.password, rig.recovery[1]);
    REQUIRE(here);
    REQUIRE(there);
    const auto change = [&](const std::string& present, const std::string& next) {
        std::optional<std::optional<EnrolFault>> result;
        rig.sign_in.change_password(here->officer, present, next, [&](auto fault) { result = fault; });
        REQUIRE(result.has_value());
        return *result;
    };
    const std::string next = "five walnut boats at dawn";
    CHECK(change("wrong horse battery", next) == EnrolFault::password_wrong);
    CHECK(change(std::string(2'000, 'x'), next) == EnrolFault::password_wrong);
    CHECK(change(rig.password, "short") == EnrolFault::too_short);
    CHECK(change(rig.password, "li.lei li.lei!") == EnrolFault::common);
    CHECK(rig.who(there->token));
    CHECK(change(rig.password, next) == std::nullopt);
    CHECK(rig.who(here->token));
    CHECK_FALSE(rig.who(there->token));
    CHECK(rig.enter("li.lei", rig.password, rig.recovery[2]).error() == SignInFault::refused);
    CHECK(rig.enter("li.lei", next, rig.recovery[2]));
    // Whoever sits before an open session cannot try passwords for long.
    for (int i = 0; i < 5; ++i) CHECK(change("wrong horse battery", next) == EnrolFault::password_wrong);
    CHECK(change(next, "seven willow trees in rain") == EnrolFault::password_wrong);
    rig.clock.advance(1'000);
    CHECK(change(next, "seven willow trees in rain") == std::nullopt);
}

TEST_CASE("an enrolment link is good once and for three days") {
    Rig rig;
    const storage::StaffId id = [&] {
        storage::StaffId found;
        rig.store->desk().staff_by_login("li.lei", [&](auto record) { found = (*record)->id; });
        return found;
    }();
    const auto opens = [&](const std::string& token) {
        bool opened = false;
        rig.sign_in.look_at_link(token, [&](auto link) { opened = link.has_value(); });
        return opened;
    };
    CHECK_FALSE(opens(rig.sign_in.enrolment_token(id, 0)));
    const std::string token = rig.sign_in.enrolment_token(id, 1);
    CHECK(opens(token));
    CHECK_FALSE(opens(token + "x"));
    rig.clock.advance(3 * 24 * 3'600'000LL + 1);
    CHECK_FALSE(opens(token));
}

TEST_CASE("a form of somebody who is not signed in needs a token of ours") {
    Rig rig;
    const std::string token = rig.sign_in.guest_token();
    CHECK(rig.sign_in.guest_token_holds(token));
    CHECK_FALSE(rig.sign_in.guest_token_holds(""));
    rig.clock.advance(3'600'001);
    CHECK_FALSE(rig.sign_in.guest_token_holds(token));
}
