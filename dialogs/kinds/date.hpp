#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Days of the Gregorian calendar, without time or zone. The field's time zone is always Asia/Shanghai:
// whoever makes a Date from an instant does so there.
namespace plaint::kinds {

struct Text;
struct Verdict;
struct Limits;

struct Date {
    int year = 1970;
    int month = 1;
    int day = 1;

    friend auto operator<=>(const Date&, const Date&) = default;
};

// Whether the day exists, in the years 1 to 9999.
bool exists(Date date);

// Days since 1970-01-01, and back.
std::int64_t days_of(Date date);
Date date_of(std::int64_t days);

Date plus_days(Date date, std::int64_t days);

// The same day of another month, or that month's last day where it has no such day.
Date plus_months(Date date, int months);

// 1 Monday to 7 Sunday.
int weekday_of(Date date);

// "2026-11-21", and back; only that form, and only days that exist.
std::string to_iso(Date date);
std::optional<Date> date_from_iso(std::string_view iso);

// Reads a day as people write or say it in the languages of day_words.hpp or in digits, absolute or relative to today; the
// value is ISO. What may be two days ("05/03/2026"), or was counted, is read back. Problems: format, impossible, future, lunar, no_year and no_day (both with the likeliest day as
// suggestion).
Verdict validate_date(Text text, Date today, const Limits& limits);

} // namespace plaint::kinds
