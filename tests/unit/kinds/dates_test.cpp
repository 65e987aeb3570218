#include <catch2/catch.hpp>

#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

TEST_CASE("days are read as people write and say them") {
    const Case cases[] = {
        {"2026-11-21", "2026-11-21"},
        {"2026/11/21", "2026-11-21"},
        {"2026.11.21", "2026-11-21"},
        {"2026 11 21", "2026-11-21"},
        {"20261121", "2026-11-21"},
        {"2026年11月21日", "2026-11-21"},
        {"2026年11月21号", "2026-11-21"},
        {"2026 年 3 月 2 日", "2026-03-02"},
        {"二〇二六年十一月二十一日", "2026-11-21"},
        {"二零二六年十月一日", "2026-10-01"},
        {"２０２６－１１－２１", "2026-11-21"},
        {"２０２６年１１月２１日", "2026-11-21"},
        {"大概是2026年11月20日左右", "2026-11-20"},
        {"2026-11-20 10:30", "2026-11-20"},
        {"2026-11-20T10:30:05", "2026-11-20"},
        {"November 20, 2026", "2026-11-20"},
        {"20th of Nov 2026", "2026-11-20"},
        {"2024-02-29", "2024-02-29"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::date, row.words) == row.outcome);
    }
}

TEST_CASE("days are counted from today") {
    const Case cases[] = {
        {"今天", "2026-11-21"},       {"昨天", "2026-11-20"},        {"前天", "2026-11-19"},
        {"大前天", "2026-11-18"},     {"昨天晚上", "2026-11-20"},    {"上周三", "2026-11-11"},
        {"上星期日", "2026-11-15"},   {"上个礼拜天", "2026-11-15"},  {"上上周五", "2026-11-06"},
        {"本周一", "2026-11-16"},     {"周三", "2026-11-18"},        {"周日", "2026-11-15"},
        {"星期六", "2026-11-21"},     {"三天前", "2026-11-18"},      {"两周前", "2026-11-07"},
        {"去年双十一", "2025-11-11"}, {"今年双11", "2026-11-11"},    {"双十一", "2026-11-11"},
        {"双十二", "2025-12-12"},     {"618", "2026-06-18"},         {"六一八", "2026-06-18"},
        {"去年618", "2025-06-18"},    {"去年3月15日", "2025-03-15"}, {"前年十二月三十一号", "2024-12-31"},
        {"今年国庆节", "2026-10-01"}, {"上个月15号", "2026-10-15"},  {"上月三十一日", "2026-10-31"},
        {"yesterday", "2026-11-20"},  {"3 days ago", "2026-11-18"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::date, row.words) == row.outcome);
    }
}

TEST_CASE("days that cannot be, or of which a part is missing, are refused with the reason") {
    const Case cases[] = {
        {"2026-02-30", "!impossible"},
        {"2025-02-29", "!impossible"},
        {"2026年13月1日", "!impossible"},
        {"1026-01-01", "!impossible"},
        {"2026-11-22", "!future"},
        {"明天", "!future"},
        {"今年双十二", "!future"},
        {"十一月廿一", "!lunar"},
        {"农历十月初三", "!lunar"},
        {"正月十五", "!lunar"},
        {"腊月二十三", "!lunar"},
        {"大年初一", "!lunar"},
        {"去年中秋节", "!lunar"},
        {"11月20日", "!no_year 2026-11-20"},
        {"十二月一日", "!no_year 2025-12-01"},
        {"20号", "!no_year 2026-11-20"},
        {"25号", "!no_year 2026-10-25"},
        {"98年3月2日", "!no_year 1998-03-02"},
        {"25年3月2日", "!no_year 2025-03-02"},
        {"上个月", "!no_day 2026-10-01"},
        {"2026年10月", "!no_day 2026-10-01"},
        {"2026-10", "!no_day 2026-10-01"},
        {"去年三月份", "!no_day 2025-03-01"},
        {"不记得了", "!format"},
        {"11/12/2026", "!format"},
        {"138", "!format"},
        {"2026", "!format"},
        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::date, row.words) == row.outcome);
    }
}

TEST_CASE("a day to come is accepted where the question allows it") {
    const Limits limits{.allow_future = true};
    CHECK(outcome(Kind::date, "2026-12-24", limits) == "2026-12-24");
    CHECK(outcome(Kind::date, "后天", limits) == "2026-11-23");
}

TEST_CASE("the calendar counts days, months and weekdays") {
    CHECK(days_of({1970, 1, 1}) == 0);
    CHECK(date_of(days_of({2026, 11, 21})) == Date{2026, 11, 21});
    CHECK(plus_days({2024, 2, 28}, 2) == Date{2024, 3, 1});
    CHECK(plus_months({2026, 1, 31}, 1) == Date{2026, 2, 28});
    CHECK(plus_months({2026, 1, 31}, -2) == Date{2025, 11, 30});
    CHECK(weekday_of({2026, 11, 21}) == 6);
    CHECK(weekday_of({2026, 11, 22}) == 7);
    CHECK(to_iso({989, 3, 2}) == "0989-03-02");
    CHECK(date_from_iso("2026-11-21") == Date{2026, 11, 21});
    for (std::string_view bad : {"2026-02-30", "2026-1-02", "2026/01/02", "", "2026-01-02 "})
        CHECK_FALSE(date_from_iso(bad));
}
