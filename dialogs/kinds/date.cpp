#include "dialogs/kinds/date.hpp"

#include <algorithm>
#include <chrono>

#include "dialogs/kinds/characters.hpp"

namespace plaint::kinds {
namespace {

using namespace std::chrono;

year_month_day calendar(Date date) {
    return {year{date.year}, month{static_cast<unsigned>(date.month)}, day{static_cast<unsigned>(date.day)}};
}

Date plain(sys_days days) {
    const year_month_day date{days};
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

void append_filled(std::string& text, int value, std::size_t width) {
    const std::string digits = std::to_string(value);
    text.append(width - std::min(width, digits.size()), '0');
    text += digits;
}

} // namespace

bool exists(Date date) {
    const bool in_range = date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
                          date.day >= 1 && date.day <= 31;
    return in_range && calendar(date).ok();
}

std::int64_t days_of(Date date) { return sys_days{calendar(date)}.time_since_epoch().count(); }

Date date_of(std::int64_t days_since_1970) { return plain(sys_days{days{days_since_1970}}); }

Date plus_days(Date date, std::int64_t count) { return date_of(days_of(date) + count); }

Date plus_months(Date date, int count) {
    const int months_since_0 = date.year * 12 + date.month - 1 + count;
    Date other{months_since_0 / 12, months_since_0 % 12 + 1, date.day};
    while (other.day > 28 && !exists(other)) --other.day;
    return other;
}

int weekday_of(Date date) { return static_cast<int>(weekday{sys_days{calendar(date)}}.iso_encoding()); }

std::string to_iso(Date date) {
    std::string text;
    append_filled(text, date.year, 4);
    text += '-';
    append_filled(text, date.month, 2);
    text += '-';
    append_filled(text, date.day, 2);
    return text;
}

std::optional<Date> date_from_iso(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    for (std::string_view part : {iso.substr(0, 4), iso.substr(5, 2), iso.substr(8, 2)})
        if (!all_digits(part)) return std::nullopt;
    const Date date{static_cast<int>(number_of(iso.substr(0, 4))),
                    static_cast<int>(number_of(iso.substr(5, 2))),
                    static_cast<int>(number_of(iso.substr(8, 2)))};
    if (!exists(date)) return std::nullopt;
    return date;
}

} // namespace plaint::kinds
