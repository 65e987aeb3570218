#include <catch2/catch.hpp>

#include "dialogs/kinds/lunar.hpp"
#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

TEST_CASE("days are read as people write and say them") {
    const Case cases[] = {
        {"二〇二六年元月五日", "2026-01-05"},
        {"2026年元月5号", "2026-01-05"},
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
        {"２０２６年１１月２１号", "2026-11-21"},
        {"二零二六年十一月二十一日", "2026-11-21"},
        {"二〇二六年十一月二十一号", "2026-11-21"},
        {"贰零贰陆年壹月贰日", "2026-01-02"},
        {"2026年双十一", "2026-11-11"},
        {"21/11/2026", "2026-11-21"},
        {"11/21/2026", "2026-11-21"},
        {"10.10.2026", "2026-10-10"},
        {"on 20 November 2026", "2026-11-20"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::date, row.words) == row.outcome);
    }
}

TEST_CASE("days are read as people write them in other languages") {
    const Case cases[] = {
        // With points the day comes first; with slashes or dashes nobody knows, so it is read back.
        {"05.03.2026", "2026-03-05"},
        {"5.3.2026", "2026-03-05"},
        {"5. 3. 2026", "2026-03-05"},
        {"11.21.2026", "2026-11-21 ?"},
        {"05/03/2026", "2026-03-05 ?"},
        {"05-03-2026", "2026-03-05 ?"},
        {"５／３／２０２６", "2026-03-05 ?"},
        // One of the two is still to come.
        {"11/12/2026", "2026-11-12 ?"},
        {"12/11/2026", "2026-11-12 ?"},
        {"5/5/2026", "2026-05-05"},
        {"30/02/2026", "!impossible"},
        {"30.02.2026", "!impossible"},
        {"March 5, 2026", "2026-03-05"},
        {"5 March 2026", "2026-03-05"},
        {"5-Mar-2026", "2026-03-05"},
        {"2026 March 5", "2026-03-05"},
        {"Thursday, March 5, 2026", "2026-03-05"},
        {"Friday, March 5, 2026", "2026-03-05 ?"},
        {"5. März 2026", "2026-03-05"},
        {"5.März 2026", "2026-03-05"},
        {"am 5. MÄRZ 2026", "2026-03-05"},
        {"1. Mai 2026", "2026-05-01"},
        {"31. Dez. 2025", "2025-12-31"},
        {"Donnerstag, den 5. März 2026", "2026-03-05"},
        {"5. Maerz", "!no_year 2026-03-05"},
        {"März 2026", "!no_day 2026-03-01"},
        {"30. Februar 2026", "!impossible"},
        {"21.11", "!no_year 2026-11-21"},
        {"5 mars 2026", "2026-03-05"},
        {"le 1er mars 2026", "2026-03-01"},
        {"le 14 août 2026", "2026-08-14"},
        {"14 aout 2026", "2026-08-14"},
        {"jeudi 5 mars 2026", "2026-03-05"},
        {"3 févr. 2026", "2026-02-03"},
        {"2026年3月5日（木）", "2026-03-05"},
        {"２０２６年３月５日です", "2026-03-05"},
        {"令和8年3月5日", "2026-03-05 ?"},
        {"民國115年3月5日", "2026-03-05 ?"},
        {"民國九十九年三月五號", "2010-03-05 ?"},
        {"2026년 3월 5일", "2026-03-05"},
        {"2026년3월5일", "2026-03-05"},
        {"2026. 3. 5.", "2026-03-05"},
        {"3월 5일", "!no_year 2026-03-05"},
        {"2026년 3월", "!no_day 2026-03-01"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::date, row.words) == row.outcome);
    }
}

TEST_CASE("days are counted from today in other languages, and read back") {
    const Case cases[] = {
        {"gestern", "2026-11-20 ?"},
        {"Gestern Abend", "2026-11-20 ?"},
        {"vorgestern", "2026-11-19 ?"},
        {"heute", "2026-11-21 ?"},
        {"letzten Mittwoch", "2026-11-18 ?"},
        {"am Mittwoch", "2026-11-18 ?"},
        {"Mittwoch letzter Woche", "2026-11-11 ?"},
        {"vor drei Tagen", "2026-11-18 ?"},
        {"vor einer Woche", "2026-11-14 ?"},
        {"letzte Woche", "!no_day 2026-11-09"},
        {"letzten Monat", "!no_day 2026-10-01"},
        {"vor zwei Monaten", "!no_day 2026-09-21"},
        {"morgen", "!future"},
        {"hier", "2026-11-20 ?"},
        {"avant-hier", "2026-11-19 ?"},
        {"aujourd’hui", "2026-11-21 ?"},
        {"aujourd'hui", "2026-11-21 ?"},
        {"hier soir", "2026-11-20 ?"},
        {"ce matin", "2026-11-21 ?"},
        {"mercredi dernier", "2026-11-18 ?"},
        {"mercredi de la semaine dernière", "2026-11-11 ?"},
        {"il y a trois jours", "2026-11-18 ?"},
        {"il y a une semaine", "2026-11-14 ?"},
        {"le mois dernier", "!no_day 2026-10-01"},
        {"昨日です", "2026-11-20 ?"},
        {"一昨日", "2026-11-19 ?"},
        {"きのう", "2026-11-20 ?"},
        {"今日", "2026-11-21 ?"},
        {"先週の水曜日", "2026-11-11 ?"},
        {"先週", "!no_day 2026-11-09"},
        {"先月", "!no_day 2026-10-01"},
        {"先月の15日", "2026-10-15 ?"},
        {"昨年3月15日", "2025-03-15 ?"},
        {"三日前", "2026-11-18 ?"},
        {"２週間前", "2026-11-07 ?"},
        {"어제", "2026-11-20 ?"},
        {"그저께", "2026-11-19 ?"},
        {"오늘입니다", "2026-11-21 ?"},
        {"지난주 수요일", "2026-11-11 ?"},
        {"지난달 15일", "2026-10-15 ?"},
        {"작년 3월 15일", "2025-03-15 ?"},
        {"3일 전", "2026-11-18 ?"},
        {"2주 전", "2026-11-07 ?"},
        {"일주일 전", "2026-11-14 ?"},
        {"昨天", "2026-11-20 ?"},
        {"前天晚上", "2026-11-19 ?"},
        {"上週三", "2026-11-11 ?"},
        {"去年雙十一", "2025-11-11 ?"},
        {"so", "!format"},
        {"letzten", "!format"},
        {"vor Tagen", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::date, row.words) == row.outcome);
    }
}

TEST_CASE("days are counted from today, and read back") {
    const Case cases[] = {
        {"今天", "2026-11-21 ?"},
        {"昨天", "2026-11-20 ?"},
        {"前天", "2026-11-19 ?"},
        {"大前天", "2026-11-18 ?"},
        {"昨天晚上", "2026-11-20 ?"},
        {"上周三", "2026-11-11 ?"},
        {"上星期日", "2026-11-15 ?"},
        {"上个礼拜天", "2026-11-15 ?"},
        {"上上周五", "2026-11-06 ?"},
        {"本周一", "2026-11-16 ?"},
        {"周三", "2026-11-18 ?"},
        {"周日", "2026-11-15 ?"},
        {"星期六", "2026-11-21 ?"},
        {"三天前", "2026-11-18 ?"},
        {"两周前", "2026-11-07 ?"},
        {"两三天前", "2026-11-19 ?"},
        {"十二三天前", "2026-11-09 ?"},
        {"去年五一", "2025-05-01 ?"},
        {"五一", "2026-05-01 ?"},
        {"去年双十一", "2025-11-11 ?"},
        {"今年双11", "2026-11-11 ?"},
        {"双十一", "2026-11-11 ?"},
        {"双十二", "2025-12-12 ?"},
        {"618", "2026-06-18 ?"},
        {"六一八", "2026-06-18 ?"},
        {"去年618", "2025-06-18 ?"},
        {"去年3月15日", "2025-03-15 ?"},
        {"前年十二月三十一号", "2024-12-31 ?"},
        {"今年国庆节", "2026-10-01 ?"},
        {"上个月15号", "2026-10-15 ?"},
        {"上月三十一日", "2026-10-31 ?"},
        {"yesterday", "2026-11-20 ?"},
        {"3 days ago", "2026-11-18 ?"},
        {"last Wednesday", "2026-11-18 ?"},
        {"last Saturday", "2026-11-14 ?"},
        {"on Saturday", "2026-11-21 ?"},
        {"Sunday", "2026-11-15 ?"},
        {"this Monday", "2026-11-16 ?"},
        {"Wednesday last week", "2026-11-11 ?"},
        {"three days ago", "2026-11-18 ?"},
        {"a week ago", "2026-11-14 ?"},
        {"the day before yesterday", "2026-11-19 ?"},
        {"last year's double 11", "2025-11-11 ?"},
        {"Singles' Day last year", "2025-11-11 ?"},
        {"Double Eleven", "2026-11-11 ?"},
        {"大前天晚上", "2026-11-18 ?"},
        {"昨日", "2026-11-20 ?"},
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
        {"13月", "!impossible"},
        {"2026年13月", "!impossible"},
        {"2026-13-01", "!impossible"},
        {"31/13/2026", "!impossible"},
        {"二月三十日", "!impossible"},
        {"1026-01-01", "!impossible"},
        {"2026-11-22", "!future"},
        {"明天", "!future"},
        {"今年双十二", "!future"},
        // Of lunar days the Gregorian one is suggested: the last that is not after today.
        {"十一月廿一", "!lunar 2026-01-09"},
        {"农历十月初三", "!lunar 2026-11-11"},
        {"正月十五", "!lunar 2026-03-03"},
        {"正月初一", "!lunar 2026-02-17"},
        {"腊月二十三", "!lunar 2026-02-10"},
        {"腊月三十", "!lunar 2026-02-16"},
        {"大年初一", "!lunar 2026-02-17"},
        {"除夕", "!lunar 2026-02-16"},
        // The eve goes by the year that New Year begins.
        {"2026年除夕", "!lunar 2026-02-16"},
        {"2025年除夕夜", "!lunar 2025-01-28"},
        {"去年除夕", "!lunar 2025-01-28"},
        {"今年大年三十", "!lunar 2026-02-16"},
        {"2025年腊月三十", "!lunar 2026-02-16"},
        {"大年二十九", "!lunar 2026-02-16"},
        {"2024年大年二十九", "!lunar 2024-02-08"},
        {"2026年大年初二", "!lunar 2026-02-18"},
        // A feast that says again which day it is.
        {"去年8月15中秋节", "!lunar 2025-10-06"},
        {"去年八月十五中秋节", "!lunar 2025-10-06"},
        {"五月初五日端午", "!lunar 2026-06-19"},
        {"去年八月十四中秋节", "!lunar"},
        {"去年中秋节", "!lunar 2025-10-06"},
        {"2025年农历闰六月初一", "!lunar 2025-07-25"},
        {"二〇二三年闰二月初一", "!lunar 2023-03-22"},
        {"去年闰五月初一", "!lunar"},
        {"2027年正月初一", "!lunar"},
        {"腊月", "!lunar"},
        {"农历三月三十一", "!lunar"},
        {"1980年正月初一", "!lunar"},
        {"11月20日", "!no_year 2026-11-20"},
        {"十二月一日", "!no_year 2025-12-01"},
        {"20号", "!no_year 2026-11-20"},
        {"25号", "!no_year 2026-10-25"},
        {"98年3月2日", "!no_year 1998-03-02"},
        {"98年3月", "!no_day 1998-03-01"},
        {"25年3月2日", "!no_year 2025-03-02"},
        {"November 20", "!no_year 2026-11-20"},
        {"20th of December", "!no_year 2025-12-20"},
        {"November 2026", "!no_day 2026-11-01"},
        {"last month", "!no_day 2026-10-01"},
        {"last week", "!no_day 2026-11-09"},
        {"十月", "!no_day 2026-10-01"},
        {"十二月份", "!no_day 2025-12-01"},
        {"上个月", "!no_day 2026-10-01"},
        {"2026年10月", "!no_day 2026-10-01"},
        {"2026-10", "!no_day 2026-10-01"},
        {"去年三月份", "!no_day 2025-03-01"},
        {"不记得了", "!format"},
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
    CHECK(outcome(Kind::date, "后天", limits) == "2026-11-23 ?");
    CHECK(outcome(Kind::date, "2027年正月初一", limits) == "!lunar 2027-02-06");
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

TEST_CASE("lunar years begin when the almanac says, the ones that others have wrong included") {
    struct Row {
        LunarDate lunar;
        Date gregorian;
    };
    const Row rows[] = {
        {{1985, 1, 1}, {1985, 2, 20}},         {{1987, 6, 1, true}, {1987, 7, 26}},
        {{1995, 8, 15}, {1995, 9, 9}},         {{1996, 6, 1}, {1996, 7, 16}},
        {{2000, 1, 1}, {2000, 2, 5}},          {{2018, 10, 1}, {2018, 11, 8}},
        {{2020, 4, 1, true}, {2020, 5, 23}},   {{2024, 8, 15}, {2024, 9, 17}},
        {{2025, 12, 30}, {2026, 2, 16}},       {{2026, 8, 15}, {2026, 9, 25}},
        {{2027, 1, 1}, {2027, 2, 6}},          {{2030, 1, 1}, {2030, 2, 3}},
        {{2033, 11, 1, true}, {2033, 12, 22}}, {{2034, 1, 1}, {2034, 2, 19}},
        {{2050, 1, 1}, {2050, 1, 23}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.lunar.year, row.lunar.month, row.lunar.day);
        CHECK(gregorian_of(row.lunar) == row.gregorian);
    }
    // New Year's Eve is the day before the next year's first.
    for (int year = first_lunar_year; year < last_lunar_year; ++year) {
        CAPTURE(year);
        const auto eve = gregorian_of({year, 12, 30});
        const auto next = gregorian_of({year + 1, 1, 1});
        REQUIRE((eve && next));
        CHECK(plus_days(*eve, 1) == *next);
    }
    for (const LunarDate& none : {LunarDate{1984, 1, 1}, LunarDate{2051, 1, 1}, LunarDate{2026, 13, 1},
                                  LunarDate{2026, 1, 0}, LunarDate{2026, 1, 31}, LunarDate{2026, 3, 1, true}})
        CHECK_FALSE(gregorian_of(none));
}
