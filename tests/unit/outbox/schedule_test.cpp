#include "bot/outbox/schedule.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace plaint::outbox;

TEST_CASE("the waits are those of Standard Webhooks, with at most a tenth more") {
    constexpr Millis seconds[] = {0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400};
    STATIC_REQUIRE(std::size(seconds) == attempts_max);
    for (std::uint32_t failed = 0; failed < attempts_max; ++failed)
        for (const char* id : {"evt_a", "evt_b", "evt_c"}) {
            const auto wait = wait_after(failed, id);
            REQUIRE(wait);
            CHECK(*wait >= seconds[failed] * 1000);
            CHECK(*wait <= seconds[failed] * 1100);
        }
    CHECK_FALSE(wait_after(attempts_max, "evt_a"));
    CHECK_FALSE(wait_after(attempts_max + 1, "evt_a"));
}

TEST_CASE("events that failed together are spread, each the same way every time") {
    std::set<Millis> waits;
    for (int i = 0; i < 100; ++i) {
        const std::string id = "evt_" + std::to_string(i);
        waits.insert(*wait_after(2, id));
        CHECK(wait_after(2, id) == wait_after(2, id));
    }
    CHECK(waits.size() > 80);
}

TEST_CASE("Retry-After is seconds or a date, and bounded") {
    constexpr Millis now = 784'111'777'000; // Sun, 06 Nov 1994 08:49:37 GMT
    constexpr Millis day = 86'400'000;
    CHECK(retry_after("0", now) == 0);
    CHECK(retry_after("120", now) == 120'000);
    CHECK(retry_after("999999999", now) == day);
    CHECK(retry_after("99999999999999999999999999", now) == day);
    CHECK(retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now) == 60'000);
    CHECK(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now) == 0);
    CHECK(retry_after("Tue, 06 Nov 2094 08:00:00 GMT", now) == day);
    for (const char* text :
         {"", "-1", "soon", "12 s", "1.5", "1994-11-06", "Sun, 06 Nov 1994 08:50:37 GMT+8"}) {
        INFO(text);
        CHECK_FALSE(retry_after(text, now));
    }
}
