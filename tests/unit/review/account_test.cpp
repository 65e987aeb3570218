#include "bot/review/account.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace plaint::review;

TEST_CASE("an account is what it was when it is opened again") {
    plaint::storage::StaffRecord record{.id = new_staff_id()};
    const Account account{.name = "李雷",
                          .password_hash = "$argon2id$…",
                          .totp_secret = std::string(20, '\xff'),
                          .last_step = 59,
                          .recovery = {"aa", "bb"},
                          .enrolments = 2,
                          .failures = 3,
                          .locked_until_ms = 1000};
    record.content = seal_account(record.id, account);
    const auto read = open_account(record);
    REQUIRE(read);
    CHECK(read->name == account.name);
    CHECK(read->totp_secret == account.totp_secret);
    CHECK(read->last_step == 59);
    CHECK(read->recovery == account.recovery);
    CHECK(read->enrolments == 2);
    CHECK(read->locked_until_ms == 1000);
    record.content.pop_back();
    CHECK_FALSE(open_account(record));
}

TEST_CASE("a lock grows with each failure and never lasts for good") {
    CHECK(lock_ms(4) == 0);
    CHECK(lock_ms(5) == 1000);
    CHECK(lock_ms(7) == 4000);
    CHECK(lock_ms(1'000'000) == 15 * 60 * 1000);
}

TEST_CASE("recovery codes differ, and are known again however they are typed") {
    const auto codes = new_recovery_codes();
    CHECK(std::set<std::string>(codes.begin(), codes.end()).size() == recovery_count);
    std::string typed;
    for (const char c : codes[0])
        if (c != '-') typed += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    CHECK(recovery_hash(typed) == recovery_hash(codes[0]));
}

TEST_CASE("a login is a short plain word") {
    for (const char* good : {"li", "Li.Lei", "", "9to5", "a b", "wang_xm"}) CHECK_FALSE(is_login(good));
    for (const char* good : {"lil", "li.lei", "wang-xm2"}) CHECK(is_login(good));
}
