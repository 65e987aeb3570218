#include "dialogs/kinds/lunar.hpp"

#include "dialogs/kinds/characters.hpp"

#include <algorithm>
#include <iterator>
#include <string>

// How people write and say days of the lunar calendar.
namespace plaint::kinds {
namespace {

// A leap month of one number comes again within so many years.
constexpr int years_looked_back = 40;

constexpr std::string_view lunar_words[] = {"农历", "阴历", "旧历", "正月", "腊月", "冬月", "初1",
                                            "初2",  "初3",  "初4",  "初5",  "初6",  "初7",  "初8",
                                            "初9",  "初10", "廿",   "卅",   "闰",   "除夕", "春节",
                                            "元宵", "端午", "七夕", "中秋", "重阳", "大年"};

struct Feast {
    std::string_view word;
    int month;
    int day;
};

// By their whole names.
constexpr Feast feasts[] = {{"大年夜", 12, 30}, {"大年30", 12, 30}, {"除夕夜", 12, 30}, {"除夕", 12, 30},
                            {"年30", 12, 30},   {"春节", 1, 1},     {"元宵节", 1, 15},  {"元宵", 1, 15},
                            {"端午节", 5, 5},   {"端午", 5, 5},     {"七夕节", 7, 7},   {"七夕", 7, 7},
                            {"中秋节", 8, 15},  {"中秋", 8, 15},    {"重阳节", 9, 9},   {"重阳", 9, 9}};

struct NamedYear {
    std::string_view word;
    int from_this;
};

constexpr NamedYear named_years[] = {{"大前年", -3}, {"前年", -2}, {"去年", -1}, {"上年", -1},
                                     {"今年", 0},    {"本年", 0},  {"明年", 1}};

struct NamedMonth {
    std::string_view word;
    int month;
};

constexpr NamedMonth named_months[] = {{"正月", 1}, {"冬月", 11}, {"腊月", 12}};

std::optional<int> take_digits(std::string_view& words, std::size_t least, std::size_t most) {
    std::size_t size = 0;
    while (size < words.size() && is_digit(static_cast<unsigned char>(words[size]))) ++size;
    if (size < least || size > most) return std::nullopt;
    const auto value = static_cast<int>(number_of(words.substr(0, size)));
    words.remove_prefix(size);
    return value;
}

std::optional<int> take_year(std::string_view& words, Date today) {
    for (const NamedYear& named : named_years)
        if (take_prefix(words, named.word)) return today.year + named.from_this;
    std::string_view rest = words;
    const auto year = take_digits(rest, 4, 4);
    if (!year || !take_prefix(rest, "年")) return std::nullopt;
    words = rest;
    return year;
}

std::optional<int> take_month(std::string_view& words) {
    for (const NamedMonth& named : named_months)
        if (take_prefix(words, named.word)) return named.month;
    const auto month = take_digits(words, 1, 2);
    if (!month || !take_prefix(words, "月")) return std::nullopt;
    return month;
}

// "初3", "15", "廿1", "廿", "卅".
std::optional<int> take_day(std::string_view& words) {
    if (take_prefix(words, "卅")) return 30;
    if (take_prefix(words, "廿")) return 20 + take_digits(words, 1, 1).value_or(0);
    take_prefix(words, "初");
    return take_digits(words, 1, 2);
}

void take_filling(std::string_view& words) {
    for (const std::string_view word : {"的", "农历", "阴历", "旧历", "的"}) take_prefix(words, word);
}

const Feast* lunar_feast(std::string_view words) {
    const auto* const feast = std::ranges::find(feasts, words, &Feast::word);
    return feast != std::end(feasts) ? feast : nullptr;
}

// A month and a day, and whether they are days before New Year that go by the year that New Year begins: "2026年除夕" is
// in February 2026, the end of the lunar year 2025.
struct Meant {
    LunarDate date;
    bool before_new_year = false;
};

// The month and day behind the year, up to the end.
std::optional<Meant> day_of(std::string_view words) {
    if (const Feast* feast = lunar_feast(words))
        return Meant{{.month = feast->month, .day = feast->day}, feast->month == 12};
    LunarDate date;
    // "大年初一" is of the first month, "大年二十九" of the twelfth; everything else names its own.
    const bool around_new_year = take_prefix(words, "大年");
    if (!around_new_year) {
        date.leap = take_prefix(words, "闰");
        const auto month = take_month(words);
        if (!month) return std::nullopt;
        date.month = *month;
    }
    const auto day = take_day(words);
    if (!day) return std::nullopt;
    date.day = *day;
    const bool before_new_year = around_new_year && *day > 20;
    if (before_new_year) date.month = 12;
    for (const std::string_view word : {"日", "号", "的"}) take_prefix(words, word);
    // "8月15中秋节" says the same twice.
    const Feast* feast = lunar_feast(words);
    const bool says_it_again = feast != nullptr && feast->month == date.month && feast->day == date.day;
    return words.empty() || says_it_again ? std::optional(Meant{date, before_new_year}) : std::nullopt;
}

} // namespace

bool names_lunar_day(std::string_view words) {
    return std::ranges::any_of(
        lunar_words, [&](std::string_view word) { return words.find(word) != std::string_view::npos; });
}

std::optional<Date> lunar_day_meant(std::string_view words, Date today) {
    std::string close(words);
    std::erase(close, ' ');
    std::string_view rest = close;
    take_filling(rest);
    const auto year = take_year(rest, today);
    take_filling(rest);
    const auto meant = day_of(rest);
    if (!meant) return std::nullopt;
    LunarDate date = meant->date;
    if (year) {
        date.year = meant->before_new_year ? *year - 1 : *year;
        return gregorian_of(date);
    }
    for (date.year = today.year; date.year > today.year - years_looked_back; --date.year)
        if (const auto day = gregorian_of(date); day && *day <= today) return day;
    return std::nullopt;
}

} // namespace plaint::kinds
