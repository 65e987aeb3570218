#pragma once

#include <optional>
#include <string_view>

#include "dialogs/kinds/date.hpp"

// Days of the Chinese (lunar) calendar, for the suggestion of a Gregorian one that the person confirms.
namespace plaint::kinds {

struct LunarDate {
    int year = 0; // the Gregorian year in which the lunar one begins
    int month = 1;
    int day = 1;
    bool leap = false; // the second month of that number

    friend bool operator==(const LunarDate&, const LunarDate&) = default;
};

inline constexpr int first_lunar_year = 1985;
inline constexpr int last_lunar_year = 2050;

// Nothing for a day that the lunar year does not have, and outside of the years above. Day 30 of a twelfth month that has
// only 29 is its last: so New Year's Eve is called in every year.
std::optional<Date> gregorian_of(LunarDate date);

// Whether the words, with spoken digits written, name a day as only the lunar calendar does.
bool names_lunar_day(std::string_view words);

// The Gregorian day that such words probably mean ("腊月23", "去年8月15中秋节", "2025年闰6月初3"): without a year the last
// one that is not after today. Nothing where a part is missing. A year is the lunar one, but New Year's Eve and the days
// before it that are called by it ("2026年除夕", "今年大年30", "去年大年29") go by the year that New Year begins.
std::optional<Date> lunar_day_meant(std::string_view words, Date today);

} // namespace plaint::kinds
