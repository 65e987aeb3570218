#include "bot/review/totp.hpp"

#include <catch2/catch.hpp>

using namespace plaint::review;

TEST_CASE("the codes are those of RFC 6238, appendix B") {
    struct Row {
        std::int64_t seconds;
        const char* code; // the last six of the eight digits there
    };
    for (const Row& row : {Row{59, "287082"}, Row{1111111109, "081804"}, Row{1111111111, "050471"},
                           Row{1234567890, "005924"}, Row{2000000000, "279037"}, Row{20000000000, "353130"}})
        CHECK(totp_code("12345678901234567890", totp_step(row.seconds * 1000)) == row.code);
}

TEST_CASE("a code is good in its step and the ones beside it, and works once") {
    const std::string secret = "12345678901234567890";
    const std::int64_t now = 1'790'000'000'000;
    const std::uint64_t step = totp_step(now);
    for (const std::uint64_t near : {step - 1, step, step + 1})
        CHECK(totp_match(secret, totp_code(secret, near), now, 0) == near);
    CHECK_FALSE(totp_match(secret, totp_code(secret, step - 2), now, 0));
    CHECK_FALSE(totp_match(secret, totp_code(secret, step), now, step));
    CHECK_FALSE(totp_match(secret, "", now, 0));
    CHECK(totp_match(secret, totp_code(secret, step).insert(3, " "), now, 0) == step);
}

TEST_CASE("a secret is typed in the alphabet of RFC 4648, section 6") {
    CHECK(base32("foobar") == "MZXW6YTBOI");
    CHECK(base32("").empty());
}
