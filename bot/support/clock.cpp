#include "bot/support/clock.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace plaint::support {

namespace {

constexpr Millis hour_ms = 3'600'000;
constexpr Millis shanghai_ahead_ms = 8 * hour_ms;

struct Moment {
    Date date;
    unsigned weekday; // 0 is Monday
    unsigned hour, minute, second, millisecond;
};

Moment moment_of(Millis wall_time) {
    using namespace std::chrono;
    const sys_time<milliseconds> at{milliseconds{wall_time}};
    const auto midnight = floor<days>(at);
    const year_month_day day{midnight};
    const hh_mm_ss time{at - midnight};
    return {.date = {static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day())},
            .weekday = weekday{midnight}.iso_encoding() - 1,
            .hour = static_cast<unsigned>(time.hours().count()),
            .minute = static_cast<unsigned>(time.minutes().count()),
            .second = static_cast<unsigned>(time.seconds().count()),
            .millisecond = static_cast<unsigned>(time.subseconds().count())};
}

Moment moment_in_shanghai(Millis at) { return moment_of(at + shanghai_ahead_ms); }

std::string padded(unsigned value, std::size_t width) {
    std::string digits = std::to_string(value);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

std::string time_of_day(const Moment& m) {
    return padded(m.hour, 2) + ":" + padded(m.minute, 2) + ":" + padded(m.second, 2);
}

constexpr std::string_view hours_allowed =
    "must be days and times such as \"mon-fri 08:30-17:30, sat 09:00-12:00\", \"always\" or \"never\"";

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::optional<unsigned> day_number(std::string_view name) {
    constexpr std::string_view names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (unsigned day = 0; day < 7; ++day)
        if (name == names[day]) return day;
    return std::nullopt;
}

// "08:30" in minutes; 24:00 is the end of the day.
std::optional<unsigned> minute_of_day(std::string_view time) {
    if (time.size() != 5 || time[2] != ':') return std::nullopt;
    for (const std::size_t at : {0, 1, 3, 4})
        if (time[at] < '0' || time[at] > '9') return std::nullopt;
    const auto two = [&](std::size_t at) {
        return static_cast<unsigned>((time[at] - '0') * 10 + (time[at + 1] - '0'));
    };
    const unsigned minutes = two(0) * 60 + two(3);
    if (two(3) > 59 || minutes > 24 * 60) return std::nullopt;
    return minutes;
}

std::optional<OfficeHours::Span> span_of(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const std::string_view days = text.substr(0, space);
    const std::string_view times = trimmed(text.substr(space));
    const std::size_t day_dash = days.find('-');
    const auto first = day_number(days.substr(0, day_dash));
    const auto last = day_dash == std::string_view::npos ? first : day_number(days.substr(day_dash + 1));
    const std::size_t time_dash = times.find('-');
    if (!first || !last || *last < *first || time_dash == std::string_view::npos) return std::nullopt;
    const auto from = minute_of_day(times.substr(0, time_dash));
    const auto to = minute_of_day(times.substr(time_dash + 1));
    if (!from || !to || *from >= *to) return std::nullopt;
    return OfficeHours::Span{*first, *last, *from, *to};
}

} // namespace

Millis SystemClock::now() const {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Date today_shanghai(Millis now) { return moment_in_shanghai(now).date; }

std::string to_string(Date date) {
    return padded(static_cast<unsigned>(date.year), 4) + "-" + padded(date.month, 2) + "-" +
           padded(date.day, 2);
}

std::string rfc3339_utc(Millis at) {
    const Moment m = moment_of(at);
    return to_string(m.date) + "T" + time_of_day(m) + "." + padded(m.millisecond, 3) + "Z";
}

std::string rfc3339_shanghai(Millis at) {
    const Moment m = moment_in_shanghai(at);
    return to_string(m.date) + "T" + time_of_day(m) + "+08:00";
}

std::expected<OfficeHours, std::string> OfficeHours::parse(std::string_view text) {
    OfficeHours hours;
    hours.text_ = text;
    if (text == "never") return hours;
    if (text == "always") {
        hours.open_.set();
        return hours;
    }
    for (std::string_view rest = text;;) {
        const std::size_t comma = rest.find(',');
        const auto span = span_of(trimmed(rest.substr(0, comma)));
        if (!span) return std::unexpected(std::string(hours_allowed));
        for (unsigned day = span->first_day; day <= span->last_day; ++day)
            for (unsigned minute = span->from; minute < span->to; ++minute)
                hours.open_.set(day * 24 * 60 + minute);
        hours.spans_.push_back(*span);
        if (comma == std::string_view::npos) return hours;
        rest.remove_prefix(comma + 1);
    }
}

bool OfficeHours::open(Millis now) const {
    const Moment m = moment_in_shanghai(now);
    return open_.test(m.weekday * 24 * 60 + m.hour * 60 + m.minute);
}

} // namespace plaint::support
