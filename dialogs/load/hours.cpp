#include "dialogs/load/hours.hpp"

#include "dialogs/kinds/characters.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace plaint::content {

namespace {

constexpr int friday = 5, sunday = 7;

// "Mo" to "Su" as 1 to 7; 0 for anything else.
int day_of(std::string_view word) {
    constexpr std::array<std::string_view, 7> names{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
    const auto found = std::ranges::find(names, word);
    return found == names.end() ? 0 : static_cast<int>(found - names.begin()) + 1;
}

// "09:00" as minutes of the day, "24:00" among them; -1 for anything else.
int minute_of(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return -1;
    const std::string_view hours = text.substr(0, 2), minutes = text.substr(3, 2);
    if (!kinds::all_digits(hours) || !kinds::all_digits(minutes)) return -1;
    const auto two = [](std::string_view digits) { return (digits[0] - '0') * 10 + (digits[1] - '0'); };
    const int minute = two(hours) * 60 + two(minutes);
    return two(minutes) < 60 && minute <= 24 * 60 ? minute : -1;
}

std::pair<std::string_view, std::string_view> halves(std::string_view text) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return {text, text};
    return {text.substr(0, dash), text.substr(dash + 1)};
}

} // namespace

std::optional<Hours> Hours::parse(std::string_view text) {
    Hours hours;
    if (text == "24/7") {
        hours.always_ = true;
        return hours;
    }
    if (text.ends_with(',')) return std::nullopt;
    Span span;
    bool any_days = false;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        std::string_view part = kinds::trimmed(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
        if (const std::size_t space = part.find(' '); space != std::string_view::npos) {
            const auto [first, last] = halves(part.substr(0, space));
            span.first_day = day_of(first);
            span.last_day = day_of(last);
            if (span.first_day == 0 || span.last_day < span.first_day) return std::nullopt;
            any_days = true;
            part = kinds::trimmed(part.substr(space));
        }
        const auto [from, to] = halves(part);
        span.from = minute_of(from);
        span.to = minute_of(to);
        if (!any_days || span.from < 0 || span.to <= span.from) return std::nullopt;
        hours.spans_.push_back(span);
    }
    if (hours.spans_.empty()) return std::nullopt;
    return hours;
}

bool Hours::is_open(kinds::Date day, int minute, const WorkingDays& calendar) const {
    if (always_) return true;
    int weekday = kinds::weekday_of(day);
    if (calendar.holiday_on(day) != nullptr) weekday = sunday;
    if (calendar.worked().contains(day)) weekday = friday;
    return std::ranges::any_of(spans_, [&](const Span& span) {
        return weekday >= span.first_day && weekday <= span.last_day && minute >= span.from &&
               minute < span.to;
    });
}

} // namespace plaint::content
