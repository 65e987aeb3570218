#include "dialogs/load/hours.hpp"
#include "tests/unit/routing/shipped.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::tests;
using content::Hours;
using content::WorkingDays;

TEST_CASE("working days follow the State Council's schedule") {
    const WorkingDays& days = shipped_directory().working_days();
    struct Day {
        kinds::Date day;
        bool is_working;
    };
    const Day rows[] = {
        {{2026, 1, 5}, true},   {{2026, 1, 2}, false}, // New Year is three days in 2026,
        {{2025, 1, 2}, true},                          // and was one in 2025
        {{2026, 1, 4}, true},   {{2026, 2, 14}, true},   {{2026, 10, 10}, true}, {{2025, 10, 11}, true},
        {{2026, 1, 10}, false}, {{2026, 10, 11}, false}, {{2026, 2, 23}, false}, {{2026, 2, 24}, true},
        {{2025, 1, 26}, true},  {{2025, 2, 4}, false},   {{2025, 2, 5}, true},   {{2026, 9, 25}, false},
        {{2026, 10, 7}, false}, {{2026, 10, 8}, true},
    };
    for (const Day& row : rows) {
        CAPTURE(kinds::to_iso(row.day));
        CHECK(days.is_working(row.day) == row.is_working);
    }
    CHECK(days.worked().size() == 11);
    REQUIRE(days.holiday_on({2026, 10, 3}));
    CHECK(days.holiday_on({2026, 10, 3})->name.at("en") == "National Day");
    CHECK_FALSE(days.holiday_on({2026, 10, 10}));
}

TEST_CASE("a term of working days passes over holidays and counts the weekends that are worked") {
    const WorkingDays& days = shipped_directory().working_days();
    const auto after = [&](kinds::Date day, int count) { return days.after(day, count); };
    CHECK(after({2026, 9, 29}, 5) == WorkingDays::Deadline{{2026, 10, 12}, false});
    CHECK(after({2026, 2, 13}, 1) == WorkingDays::Deadline{{2026, 2, 14}, false});
    CHECK(after({2026, 2, 14}, 1) == WorkingDays::Deadline{{2026, 2, 24}, false});
    CHECK(after({2026, 1, 5}, 5) == WorkingDays::Deadline{{2026, 1, 12}, false});
    CHECK(after({2026, 1, 3}, 0) == WorkingDays::Deadline{{2026, 1, 3}, false});
    // Into the next year that is declared, and out of all that are.
    CHECK(after({2025, 12, 31}, 1) == WorkingDays::Deadline{{2026, 1, 4}, false});
    CHECK(after({2026, 12, 30}, 1) == WorkingDays::Deadline{{2026, 12, 31}, false});
    CHECK(after({2026, 12, 30}, 2) == WorkingDays::Deadline{{2027, 1, 1}, true});
    CHECK(after({2024, 12, 31}, 1) == WorkingDays::Deadline{{2025, 1, 2}, true});
    // 2027-02-08 is in Spring Festival week, which nobody has published yet.
    CHECK(after({2027, 2, 5}, 1) == WorkingDays::Deadline{{2027, 2, 8}, true});
    CHECK(WorkingDays().after({2026, 10, 1}, 1) == WorkingDays::Deadline{{2026, 10, 2}, true});
}

TEST_CASE("hours are read as rows state them, and nothing else is") {
    const auto week = Hours::parse("Mo-Fr 09:00-12:00, 13:30-17:00, Sa 09:00-12:00");
    REQUIRE(week);
    REQUIRE(week->spans().size() == 3);
    CHECK(week->spans()[1].first_day == 1);
    CHECK(week->spans()[1].last_day == 5);
    CHECK(week->spans()[1].from == 13 * 60 + 30);
    CHECK(week->spans()[2].first_day == 6);
    CHECK(Hours::parse("24/7")->is_always());
    CHECK(Hours::parse("Mo-Su 00:00-24:00"));
    for (const char* wrong :
         {"", "09:00-17:00", "Mo-Fr", "Mo-Fr 9:00-17:00", "Fr-Mo 09:00-17:00", "Mo-Fr 17:00-09:00",
          "Mo-Fr 09:60-17:00", "Mo-Fr 09:00-24:01", "mon-fri 09:00-17:00", "Mo-Fr 09:00-17:00,",
          "Mo-Fr 09:00", "Mo-Fr 09:00 - 17:00"}) {
        CAPTURE(wrong);
        CHECK_FALSE(Hours::parse(wrong));
    }
}

TEST_CASE("a body is open by its hours and by the calendar") {
    const WorkingDays& days = shipped_directory().working_days();
    const auto hours = Hours::parse("Mo-Fr 09:00-17:00");
    REQUIRE(hours);
    CHECK(hours->is_open({2026, 1, 5}, 9 * 60, days));
    CHECK_FALSE(hours->is_open({2026, 1, 5}, 17 * 60, days));
    CHECK_FALSE(hours->is_open({2026, 1, 5}, 8 * 60 + 59, days));
    CHECK_FALSE(hours->is_open({2026, 1, 10}, 600, days)); // a Saturday
    CHECK(hours->is_open({2026, 10, 10}, 600, days));      // one that is worked
    CHECK_FALSE(hours->is_open({2026, 10, 6}, 600, days)); // National Day
    CHECK(Hours::parse("24/7")->is_open({2026, 10, 6}, 0, days));
    CHECK(Hours::parse("Su 10:00-12:00")->is_open({2026, 10, 6}, 600, days));
}
