#include "bot/support/clock.hpp"

#include <catch2/catch.hpp>

using namespace plaint::support;

namespace {

constexpr Millis minute = 60'000;
constexpr Millis hour = 60 * minute;
constexpr Millis day = 24 * hour;
// 2026-01-05T00:00Z, a Monday.
constexpr Millis monday_utc = 1'767'571'200'000;
constexpr Millis monday_shanghai = monday_utc - 8 * hour;

} // namespace

TEST_CASE("the day in China begins eight hours before the day in Greenwich") {
    CHECK(to_string(today_shanghai(monday_utc)) == "2026-01-05");
    CHECK(to_string(today_shanghai(monday_shanghai)) == "2026-01-05");
    CHECK(to_string(today_shanghai(monday_shanghai - 1)) == "2026-01-04");
    CHECK(today_shanghai(monday_utc + 16 * hour) == Date{2026, 1, 6});
}

TEST_CASE("a leap day is a day") {
    CHECK(to_string(today_shanghai(1'709'164'800'000)) == "2024-02-29");
    CHECK(to_string(today_shanghai(0)) == "1970-01-01");
}

TEST_CASE("times are written with their zone") {
    CHECK(rfc3339_utc(monday_utc + 250) == "2026-01-05T00:00:00.250Z");
    CHECK(rfc3339_shanghai(monday_utc + 14 * hour) == "2026-01-05T22:00:00+08:00");
    CHECK(rfc3339_utc(-1) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("a fake clock moves only when it is told to") {
    FakeClock clock(monday_utc);
    CHECK(clock.now() == monday_utc);
    clock.advance(minute);
    CHECK(clock.now() == monday_utc + minute);
    clock.set(5);
    CHECK(clock.now() == 5);
}

TEST_CASE("the system clock is later than the day this was written") {
    CHECK(SystemClock().now() > monday_utc - 365 * day);
}

TEST_CASE("an office is open from its first minute to before its last") {
    const auto hours = OfficeHours::parse("mon-fri 08:30-17:30");
    REQUIRE(hours);
    const auto at = [&](int days, int h, int m) {
        return hours->open(monday_shanghai + days * day + h * hour + m * minute);
    };
    CHECK_FALSE(at(0, 8, 29));
    CHECK(at(0, 8, 30));
    CHECK(at(0, 17, 29));
    CHECK_FALSE(at(0, 17, 30));
    CHECK(at(4, 12, 0));
    CHECK_FALSE(at(5, 12, 0));
    CHECK_FALSE(at(6, 12, 0));
    CHECK(at(7, 12, 0));
}

TEST_CASE("office hours may differ by day, and may be always or never") {
    const auto hours = OfficeHours::parse("mon-fri 08:30-12:00, mon-fri 13:00-17:30,sat 09:00-24:00");
    REQUIRE(hours);
    CHECK_FALSE(hours->open(monday_shanghai + 12 * hour + 30 * minute));
    CHECK(hours->open(monday_shanghai + 13 * hour));
    CHECK(hours->open(monday_shanghai + 5 * day + 23 * hour + 59 * minute));
    CHECK_FALSE(hours->open(monday_shanghai + 6 * day));
    REQUIRE(hours->spans().size() == 3);
    CHECK(hours->spans()[2].first_day == 5);
    CHECK(hours->spans()[2].to == 24 * 60);
    CHECK(OfficeHours::parse("always")->open(monday_utc));
    CHECK(OfficeHours::parse("always")->spans().empty());
    CHECK_FALSE(OfficeHours::parse("never")->open(monday_utc));
}

TEST_CASE("hours that no office can keep are refused") {
    for (const char* text : {"", "mon", "mon-fri", "mon 8:30-17:30", "fri-mon 08:30-17:30", "mon 17:30-08:30",
                             "mon 08:30-24:01", "mon 08:60-09:00", "mon 08:30-08:30", "Monday 08:30-17:30",
                             "mon 08:30-17:30,", "mon 08:30 17:30"}) {
        INFO(text);
        CHECK_FALSE(OfficeHours::parse(text));
    }
}
