#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/date.hpp"
#include "dialogs/kinds/kind.hpp"
#include "dialogs/kinds/lunar.hpp"
#include "dialogs/kinds/spoken.hpp"

// How people write and say days.
namespace plaint::kinds {
namespace {

constexpr std::size_t answer_length_max = 200;
constexpr int first_year = 1900;
constexpr int last_year = 2200;

// What was understood: a day; a day that was counted from today or goes by a name, so that it is read back; or a day of
// which the year (then it is the last such day) or the day is missing.
struct Reading {
    Date date;
    enum class Gap : std::uint8_t { none, counted, year, day } gap = Gap::none;
};

struct Fixed {
    std::string_view word;
    int number;
};

constexpr Fixed days_from_today[] = {{"大前天", -3},
                                     {"大前日", -3},
                                     {"前天", -2},
                                     {"前日", -2},
                                     {"昨天", -1},
                                     {"昨日", -1},
                                     {"昨晚", -1},
                                     {"昨儿", -1},
                                     {"yesterday", -1},
                                     {"今天", 0},
                                     {"今日", 0},
                                     {"今早", 0},
                                     {"last night", -1},
                                     {"this morning", 0},
                                     {"the day before yesterday", -2},
                                     {"day before yesterday", -2},
                                     {"今晚", 0},
                                     {"当天", 0},
                                     {"today", 0},
                                     {"刚才", 0},
                                     {"刚刚", 0},
                                     {"明天", 1},
                                     {"tomorrow", 1},
                                     {"后天", 2},
                                     {"大后天", 3}};

constexpr Fixed english_numbers[] = {{"a", 1},    {"an", 1},   {"one", 1},     {"two", 2},    {"three", 3},
                                     {"four", 4}, {"five", 5}, {"six", 6},     {"seven", 7},  {"eight", 8},
                                     {"nine", 9}, {"ten", 10}, {"eleven", 11}, {"twelve", 12}};

constexpr Fixed english_weekdays[] = {
    {"monday", 1}, {"tuesday", 2}, {"wednesday", 3}, {"thursday", 4}, {"friday", 5}, {"saturday", 6},
    {"sunday", 7}, {"mon", 1},     {"tue", 2},       {"tues", 2},     {"wed", 3},    {"thu", 4},
    {"thur", 4},   {"thurs", 4},   {"fri", 5},       {"sat", 6},      {"sun", 7}};

constexpr Fixed years_from_this[] = {{"大前年", -3}, {"前年", -2}, {"去年", -1}, {"上年", -1},
                                     {"今年", 0},    {"本年", 0},  {"明年", 1}};

constexpr Fixed months_from_this[] = {{"上上个月", -2}, {"上上月", -2}, {"上个月", -1},
                                      {"上月", -1},     {"这个月", 0},  {"本月", 0},
                                      {"当月", 0},      {"下个月", 1},  {"下月", 1}};

constexpr Fixed weeks_from_this[] = {{"上上个", -2}, {"上上", -2}, {"上个", -1}, {"上", -1}, {"这个", 0},
                                     {"这", 0},      {"本", 0},    {"下个", 1},  {"下", 1}};

struct Feast {
    std::string_view word;
    int month;
    int day;
};

// Days that trade calls by name. Feasts of the lunar calendar are not among them.
constexpr Feast feasts[] = {
    {"双11", 11, 11},         {"双11购物节", 11, 11}, {"双12", 12, 12},          {"618", 6, 18},
    {"618购物节", 6, 18},     {"元旦", 1, 1},         {"国庆节", 10, 1},         {"国庆", 10, 1},
    {"劳动节", 5, 1},         {"51劳动节", 5, 1},     {"圣诞节", 12, 25},        {"圣诞", 12, 25},
    {"315", 3, 15},           {"double 11", 11, 11},  {"double eleven", 11, 11}, {"singles day", 11, 11},
    {"singles' day", 11, 11}, {"double 12", 12, 12},  {"double twelve", 12, 12}, {"national day", 10, 1},
    {"christmas", 12, 25}};

constexpr std::array<std::string_view, 12> english_months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                             "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 12> english_endings = {
    "uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"};

// Removes a time of day at the end: "10:30", "10:30:05", "8点", "8点半".
bool take_time(std::string_view& words) {
    if (take_suffix(words, "点") || take_suffix(words, "点半") || take_suffix(words, "点钟")) {
        while (!words.empty() && is_digit(static_cast<unsigned char>(words.back()))) words.remove_suffix(1);
        return true;
    }
    const std::size_t colon = words.find(':');
    if (colon == std::string_view::npos || colon < 2 ||
        words.find_first_not_of("0123456789:", colon) != words.npos)
        return false;
    const std::size_t gap = words.find_last_of(" t", colon);
    if (gap == std::string_view::npos || gap + 3 < colon) return false;
    words = words.substr(0, gap);
    return true;
}

std::string_view without_words(std::string_view words) {
    constexpr std::string_view before[] = {"大概是", "大约是", "应该是", "大概", "大约",   "应该",    "就是",
                                           "是",     "在",     "于",     "约",   "about ", "around ", "on "};
    constexpr std::string_view after[] = {"左右", "前后", "那天", "当天", "当日", "的时候", "早上",
                                          "上午", "中午", "下午", "傍晚", "晚上", "半夜",   "凌晨",
                                          "吧",   "时",   "。",   ".",    ",",    "!"};
    if (words == "当天") return words;
    for (bool again = true; again;) {
        words = trimmed(words);
        again = take_time(words);
        for (std::string_view word : before) again |= take_prefix(words, word);
        for (std::string_view word : after) again |= take_suffix(words, word);
    }
    return words;
}

// Takes one to four digits from the front.
std::optional<int> take_number(std::string_view& words, std::size_t digits_max = 4) {
    std::size_t size = 0;
    while (size < words.size() && size <= digits_max && is_digit(static_cast<unsigned char>(words[size])))
        ++size;
    if (size == 0 || size > digits_max) return std::nullopt;
    const int value = static_cast<int>(number_of(words.substr(0, size)));
    words.remove_prefix(size);
    return value;
}

template<std::size_t N>
std::optional<int> take_word(std::string_view& words, const Fixed (&table)[N]) {
    for (const Fixed& row : table)
        if (take_prefix(words, row.word)) return row.number;
    return std::nullopt;
}

// The last such day that is not after today, in this year or the one before; leap days go back further.
Date last_one(int month, int day, Date today) {
    for (int year = today.year; year > today.year - 8; --year) {
        const Date date{year, month, day};
        if (exists(date) && date <= today) return date;
    }
    return {today.year, month, day};
}

std::optional<Feast> feast_of(std::string_view words) {
    for (const Feast& feast : feasts)
        if (words == feast.word) return feast;
    return std::nullopt;
}

// "11月21日", "11月21号", "11月21", "11-21", "11/21", "11.21", whole.
std::optional<std::pair<int, int>> month_and_day(std::string_view words) {
    const auto month = take_number(words, 2);
    if (!month) return std::nullopt;
    const bool named = take_prefix(words, "月份") || take_prefix(words, "月");
    if (!named && !take_prefix(words, "-") && !take_prefix(words, "/") && !take_prefix(words, "."))
        return std::nullopt;
    words = trimmed(words);
    const auto day = take_number(words, 2);
    if (!day) return std::nullopt;
    if (named && !take_prefix(words, "日")) take_prefix(words, "号");
    if (!words.empty()) return std::nullopt;
    return std::pair{*month, *day};
}

// A month alone: "11月", "11月份".
std::optional<int> month_alone(std::string_view words) {
    const auto month = take_number(words, 2);
    if (!month || (words != "月" && words != "月份")) return std::nullopt;
    return month;
}

// A day of a month alone: "15号", "15日".
std::optional<int> day_alone(std::string_view words) {
    const auto day = take_number(words, 2);
    if (!day || (words != "号" && words != "日")) return std::nullopt;
    return day;
}

// The rest of a date whose year is known.
std::optional<Reading> in_year(int year, std::string_view words) {
    words = trimmed(words);
    take_prefix(words, "的");
    if (const auto feast = feast_of(words)) return Reading{{year, feast->month, feast->day}};
    if (const auto date = month_and_day(words)) return Reading{{year, date->first, date->second}};
    if (const auto month = month_alone(words)) return Reading{{year, *month, 1}, Reading::Gap::day};
    return std::nullopt;
}

// "2026-11-21", "2026/11/21", "2026.11.21", "2026 11 21", "20261121", "2026年11月21日", "2026年双十一", "2026-11".
std::optional<Reading> with_year(std::string_view words) {
    if (words.size() == 8 && all_digits(words))
        return Reading{{static_cast<int>(number_of(words.substr(0, 4))),
                        static_cast<int>(number_of(words.substr(4, 2))),
                        static_cast<int>(number_of(words.substr(6, 2)))}};
    const std::string_view whole = words;
    const auto year = take_number(words);
    if (!year || whole.size() - words.size() != 4) return std::nullopt;
    words = trimmed(words);
    if (take_prefix(words, "年")) return in_year(*year, words);
    if (whole.size() == 4) return std::nullopt;
    const char separator = whole[4];
    if (separator != '-' && separator != '/' && separator != '.' && separator != ' ') return std::nullopt;
    if (separator != ' ') words.remove_prefix(1);
    words = trimmed(words);
    const auto month = take_number(words, 2);
    if (!month) return std::nullopt;
    words = trimmed(words);
    if (words.empty()) return Reading{{*year, *month, 1}, Reading::Gap::day};
    if (separator != ' ' && !take_prefix(words, std::string_view(&separator, 1))) return std::nullopt;
    words = trimmed(words);
    const auto day = take_number(words, 2);
    if (!day || !words.empty()) return std::nullopt;
    return Reading{{*year, *month, *day}};
}

// "98年3月2日": which century was meant is asked.
std::optional<Reading> with_short_year(std::string_view words, Date today) {
    const std::string_view whole = words;
    const auto year = take_number(words, 2);
    if (!year || whole.size() - words.size() != 2 || !take_prefix(words, "年")) return std::nullopt;
    std::optional<Reading> reading = in_year(*year > today.year % 100 ? 1900 + *year : 2000 + *year, words);
    if (reading) reading->gap = Reading::Gap::year;
    return reading;
}

std::optional<Reading> counted(std::optional<Reading> reading) {
    if (reading && reading->gap == Reading::Gap::none) reading->gap = Reading::Gap::counted;
    return reading;
}

// "去年双11", "今年3月15日", "去年".
std::optional<Reading> in_named_year(std::string_view words, Date today) {
    const auto years = take_word(words, years_from_this);
    if (!years) return std::nullopt;
    return counted(in_year(today.year + *years, words));
}

// "上个月", "上个月15号".
std::optional<Reading> in_named_month(std::string_view words, Date today) {
    const auto months = take_word(words, months_from_this);
    if (!months) return std::nullopt;
    Date date = plus_months({today.year, today.month, 1}, *months);
    take_prefix(words, "的");
    if (trimmed(words).empty()) return Reading{date, Reading::Gap::day};
    const auto day = day_alone(words);
    if (!day) return std::nullopt;
    date.day = *day;
    return Reading{date, Reading::Gap::counted};
}

std::optional<int> weekday_word(std::string_view words) {
    if (words == "日" || words == "天") return 7;
    if (words.size() == 1 && words[0] >= '1' && words[0] <= '6') return words[0] - '0';
    return std::nullopt;
}

// "上周3", "上个星期日", "本周5"; without a week, "周3" is the last one, today included.
std::optional<Reading> in_week(std::string_view words, Date today) {
    const auto weeks = take_word(words, weeks_from_this);
    if (!take_prefix(words, "周") && !take_prefix(words, "星期") && !take_prefix(words, "礼拜"))
        return std::nullopt;
    const auto weekday = weekday_word(words);
    if (!weekday) return std::nullopt;
    const int difference = *weekday - weekday_of(today);
    const int days = weeks ? *weeks * 7 + difference : difference > 0 ? difference - 7 : difference;
    return Reading{plus_days(today, days), Reading::Gap::counted};
}

// "3", or in English also "three" or "a".
std::optional<int> take_count(std::string_view& words) {
    if (const auto count = take_number(words, 3)) return count;
    for (const Fixed& row : english_numbers)
        if (std::string_view rest = words; take_prefix(rest, row.word) && rest.starts_with(' ')) {
            words = rest;
            return row.number;
        }
    return std::nullopt;
}

// "3天前", "2周前", "1个月前", "3 days ago", "a week ago".
std::optional<Reading> some_time_ago(std::string_view words, Date today) {
    const auto count = take_count(words);
    if (!count) return std::nullopt;
    words = trimmed(words);
    if (!take_suffix(words, "之前") && !take_suffix(words, "以前") && !take_suffix(words, "前") &&
        !take_suffix(words, " ago"))
        return std::nullopt;
    if (words == "天" || words == "日" || words == "day" || words == "days")
        return Reading{plus_days(today, -*count), Reading::Gap::counted};
    if (words == "周" || words == "星期" || words == "个星期" || words == "week" || words == "weeks")
        return Reading{plus_days(today, -*count * 7), Reading::Gap::counted};
    if (words == "个月" || words == "月" || words == "month" || words == "months")
        return Reading{plus_months(today, -*count), Reading::Gap::day};
    return std::nullopt;
}

// What carries neither year nor any other anchor: "11月21日", "15号", "双11".
std::optional<Reading> without_year(std::string_view words, Date today) {
    if (const auto feast = feast_of(words))
        return Reading{last_one(feast->month, feast->day, today), Reading::Gap::counted};
    if (const auto date = month_and_day(words))
        return Reading{last_one(date->first, date->second, today), Reading::Gap::year};
    // Of a month alone the last one is meant: "11月" in December is this year's.
    if (const auto month = month_alone(words)) return Reading{last_one(*month, 1, today), Reading::Gap::day};
    if (const auto day = day_alone(words)) {
        Date date{today.year, today.month, *day};
        if (date > today) date = plus_months({today.year, today.month, 1}, -1);
        date.day = *day;
        return Reading{date, Reading::Gap::year};
    }
    return std::nullopt;
}

int english_month(std::string_view word) {
    if (word.ends_with('.')) word.remove_suffix(1);
    for (std::size_t index = 0; index < english_months.size(); ++index) {
        if (!word.starts_with(english_months[index])) continue;
        const std::string_view rest = word.substr(3);
        if (rest.empty() || rest == english_endings[index] || (rest == "t" && index == 8))
            return static_cast<int>(index) + 1;
    }
    return 0;
}

// "21/11/2026" and "11/21/2026", where only one of the two can be the month.
std::optional<Reading> with_year_last(std::string_view words) {
    const auto first = take_number(words, 2);
    if (!first || words.empty()) return std::nullopt;
    const std::string separator(words.substr(0, 1));
    if (separator != "/" && separator != "." && separator != "-") return std::nullopt;
    take_prefix(words, separator);
    const auto second = take_number(words, 2);
    if (!second || !take_prefix(words, separator) || words.size() != 4 || !all_digits(words))
        return std::nullopt;
    const bool months_both = *first <= 12 && *second <= 12;
    if (months_both && *first != *second) return std::nullopt;
    const auto year = static_cast<int>(number_of(words));
    return *first > 12 ? Reading{{year, *second, *first}} : Reading{{year, *first, *second}};
}

// The day of the month, as "21" or "21st".
std::optional<int> english_day(std::string_view word) {
    const auto day = take_number(word, 2);
    const bool ordinal = word.empty() || word == "st" || word == "nd" || word == "rd" || word == "th";
    return ordinal ? day : std::nullopt;
}

std::vector<std::string_view> english_words(std::string_view words) {
    std::vector<std::string_view> parts;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find_first_of(" ,"), words.size());
        const std::string_view part = words.substr(0, end);
        if (!part.empty() && part != "of" && part != "the" && part != "in") parts.push_back(part);
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return parts;
}

std::optional<int> english_weekday(std::string_view word) {
    for (const Fixed& row : english_weekdays)
        if (word == row.word) return row.number;
    return std::nullopt;
}

// "wednesday", "last wednesday", "this wednesday", "wednesday last week". "Last Wednesday" is the one before today.
std::optional<Reading> on_english_weekday(const std::vector<std::string_view>& words, Date today) {
    const bool of_week = words.size() == 3 && words[2] == "week";
    const bool led = words.size() == 2 && (words[0] == "last" || words[0] == "this");
    if (!of_week && !led && words.size() != 1) return std::nullopt;
    const auto weekday = english_weekday(led ? words[1] : words[0]);
    if (!weekday) return std::nullopt;
    int days = *weekday - weekday_of(today);
    if (of_week) {
        if (words[1] != "last" && words[1] != "this") return std::nullopt;
        if (words[1] == "last") days -= 7;
    } else if (!led || words[0] == "last") {
        const bool before_today = led;
        if (days > 0 || (before_today && days == 0)) days -= 7;
    }
    return Reading{plus_days(today, days), Reading::Gap::counted};
}

// "last month", "this month", "last week": a day of it is still missing.
std::optional<Reading> in_english_span(const std::vector<std::string_view>& words, Date today) {
    if (words.size() != 2 || (words[0] != "last" && words[0] != "this")) return std::nullopt;
    const int back = words[0] == "last" ? 1 : 0;
    if (words[1] == "month")
        return Reading{plus_months({today.year, today.month, 1}, -back), Reading::Gap::day};
    if (words[1] == "week")
        return Reading{plus_days(today, 1 - weekday_of(today) - 7 * back), Reading::Gap::day};
    return std::nullopt;
}

// "last year's double 11", "double 11 last year".
std::optional<Reading> feast_of_english_year(std::string_view words, Date today) {
    constexpr Fixed years[] = {{"last year", -1}, {"this year", 0}};
    for (const Fixed& row : years) {
        std::string_view rest = words;
        const bool first = take_prefix(rest, row.word);
        if (!first && !take_suffix(rest, row.word)) continue;
        if (first && !take_prefix(rest, "'s")) take_prefix(rest, "’s");
        if (const auto feast = feast_of(trimmed(rest)))
            return Reading{{today.year + row.number, feast->month, feast->day}, Reading::Gap::counted};
    }
    return std::nullopt;
}

// "november 21, 2026", "21st of nov 2026"; without the year "november 21", without the day "november 2026".
std::optional<Reading> with_english_month(const std::vector<std::string_view>& words, Date today) {
    if (words.size() < 2 || words.size() > 3) return std::nullopt;
    const bool month_first = english_month(words[0]) != 0;
    const int month = english_month(words[month_first ? 0 : 1]);
    if (month == 0) return std::nullopt;
    const std::string_view beside = words[month_first ? 1 : 0];
    if (words.size() == 2 && beside.size() == 4 && all_digits(beside))
        return Reading{{static_cast<int>(number_of(beside)), month, 1}, Reading::Gap::day};
    const auto day = english_day(beside);
    if (!day) return std::nullopt;
    if (words.size() == 2) return Reading{last_one(month, *day, today), Reading::Gap::year};
    if (words[2].size() != 4 || !all_digits(words[2])) return std::nullopt;
    return Reading{{static_cast<int>(number_of(words[2])), month, *day}};
}

std::optional<Reading> in_english(std::string_view words, Date today) {
    if (auto reading = feast_of_english_year(words, today)) return reading;
    const std::vector<std::string_view> parts = english_words(words);
    if (auto reading = on_english_weekday(parts, today)) return reading;
    if (auto reading = in_english_span(parts, today)) return reading;
    return with_english_month(parts, today);
}

std::optional<Reading> read(std::string_view words, Date today) {
    for (const Fixed& row : days_from_today)
        if (words == row.word) return Reading{plus_days(today, row.number), Reading::Gap::counted};
    if (auto reading = with_year(words)) return reading;
    if (auto reading = with_short_year(words, today)) return reading;
    if (auto reading = in_named_year(words, today)) return reading;
    if (auto reading = in_named_month(words, today)) return reading;
    if (auto reading = in_week(words, today)) return reading;
    if (auto reading = some_time_ago(words, today)) return reading;
    if (auto reading = without_year(words, today)) return reading;
    if (auto reading = with_year_last(words)) return reading;
    return in_english(words, today);
}

Verdict judge(const Reading& reading, Date today, const Limits& limits) {
    const Date date = reading.date;
    if (!exists(date) || date.year < first_year || date.year > last_year)
        return Verdict::refuse("impossible");
    const bool fits = limits.allow_future || date <= today;
    if (reading.gap == Reading::Gap::year || reading.gap == Reading::Gap::day)
        return Verdict::refuse(reading.gap == Reading::Gap::year ? "no_year" : "no_day",
                               fits ? to_iso(date) : std::string{});
    if (!fits) return Verdict::refuse("future");
    return reading.gap == Reading::Gap::counted ? Verdict::ask_back(to_iso(date))
                                                : Verdict::accept(to_iso(date));
}

// The Gregorian day is asked for; what was probably meant helps to find it.
Verdict judge_lunar(std::string_view words, Date today, const Limits& limits) {
    const std::optional<Date> date = lunar_day_meant(words, today);
    const bool fits = date && (limits.allow_future || *date <= today);
    return Verdict::refuse("lunar", fits ? to_iso(*date) : std::string{});
}

} // namespace

Verdict validate_date(Text text, Date today, const Limits& limits) {
    if (text.folded.size() > answer_length_max) return Verdict::refuse("format");
    const std::string spoken = spoken_digits(text.folded);
    std::string words(without_words(spoken));
    if (names_lunar_day(spoken)) return judge_lunar(words, today, limits);
    // "2026 年 3 月 2 日": where the parts are named, spaces between them mean nothing.
    if (words.find("月") != std::string::npos) std::erase(words, ' ');
    const std::optional<Reading> reading = read(words, today);
    return reading ? judge(*reading, today, limits) : Verdict::refuse("format");
}

} // namespace plaint::kinds
