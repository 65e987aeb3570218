#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/date.hpp"
#include "dialogs/kinds/day_words.hpp"
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

// "2026年3月5日(木)": the day of the week repeats what the date says.
bool take_weekday_behind(std::string_view& words) {
    if (!words.ends_with(')')) return false;
    const std::size_t open = words.rfind('(');
    if (open == std::string_view::npos) return false;
    const std::string_view word = words.substr(open + 1, words.size() - open - 2);
    if (!number_in(day_words::weekdays_in_parentheses(), word) && !number_in(day_words::weekdays(), word))
        return false;
    words = words.substr(0, open);
    return true;
}

std::string_view without_words(std::string_view words) {
    for (bool again = true; again;) {
        words = trimmed(words);
        if (number_in(day_words::days_from_today(), words)) break;
        again = take_time(words);
        again |= take_weekday_behind(words);
        for (std::string_view word : day_words::before_day()) again |= take_prefix(words, word);
        for (std::string_view word : day_words::behind_day()) again |= take_suffix(words, word);
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

std::optional<int> take_word(std::string_view& words, day_words::Table table) {
    for (const DayWord& row : table)
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

// "去年的", "先月の", "지난달 ": what joins a span and a day in it.
void take_linker(std::string_view& words) {
    words = trimmed(words);
    if (!take_prefix(words, "的")) take_prefix(words, "の");
    words = trimmed(words);
}

std::optional<Feast> feast_of(std::string_view words) {
    for (const Feast& feast : day_words::feasts())
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
    // "21.11" can only be a day and its month; of "5.3" the other reading is offered as of all days without a year.
    if (!named && *month > 12 && *day <= 12) return std::pair{*day, *month};
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
    take_linker(words);
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

// "98年3月2日": which century was meant is asked; of "98年3月" the day.
std::optional<Reading> with_short_year(std::string_view words, Date today) {
    const std::string_view whole = words;
    const auto year = take_number(words, 2);
    if (!year || whole.size() - words.size() != 2 || !take_prefix(words, "年")) return std::nullopt;
    std::optional<Reading> reading = in_year(*year > today.year % 100 ? 1900 + *year : 2000 + *year, words);
    if (reading && reading->gap == Reading::Gap::none) reading->gap = Reading::Gap::year;
    return reading;
}

std::optional<Reading> counted(std::optional<Reading> reading) {
    if (reading && reading->gap == Reading::Gap::none) reading->gap = Reading::Gap::counted;
    return reading;
}

// "去年双11", "今年3月15日", "去年".
std::optional<Reading> in_named_year(std::string_view words, Date today) {
    const auto years = take_word(words, day_words::years_from_this());
    if (!years) return std::nullopt;
    return counted(in_year(today.year + *years, words));
}

// "上个月", "上个月15号".
std::optional<Reading> in_named_month(std::string_view words, Date today) {
    const auto months = take_word(words, day_words::months_from_this());
    if (!months) return std::nullopt;
    Date date = plus_months({today.year, today.month, 1}, *months);
    take_linker(words);
    if (words.empty()) return Reading{date, Reading::Gap::day};
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
    const auto weeks = take_word(words, day_words::weeks_from_this());
    if (!take_prefix(words, "周") && !take_prefix(words, "星期") && !take_prefix(words, "礼拜"))
        return std::nullopt;
    const auto weekday = weekday_word(words);
    if (!weekday) return std::nullopt;
    const int difference = *weekday - weekday_of(today);
    const int days = weeks ? *weeks * 7 + difference : difference > 0 ? difference - 7 : difference;
    return Reading{plus_days(today, days), Reading::Gap::counted};
}

// "先週の水曜日", "지난주 수요일"; of the week alone a day is still missing.
std::optional<Reading> in_week_with_its_word(std::string_view words, Date today) {
    const auto weeks = take_word(words, day_words::weeks_with_their_word());
    if (!weeks) return std::nullopt;
    take_linker(words);
    const Date monday = plus_days(today, 1 - weekday_of(today) + 7 * *weeks);
    if (words.empty()) return Reading{monday, Reading::Gap::day};
    const auto weekday = number_in(day_words::weekdays(), words);
    if (!weekday) return std::nullopt;
    return Reading{plus_days(monday, *weekday - 1), Reading::Gap::counted};
}

// "令和8年3月5日", "民國115年3月5日": counted from another year than ours, so it is read back.
std::optional<Reading> in_era(std::string_view words) {
    const auto begin = take_word(words, day_words::eras());
    if (!begin) return std::nullopt;
    words = trimmed(words);
    const std::optional<int> year = take_prefix(words, "元") ? std::optional(1) : take_number(words, 3);
    if (!year || !take_prefix(words, "年")) return std::nullopt;
    return counted(in_year(*begin + *year, words));
}

// "3", "three", "einem".
std::optional<int> take_count(std::string_view& words) {
    if (const auto count = take_number(words, 3)) return count;
    for (const DayWord& row : day_words::counts())
        if (std::string_view rest = words; take_prefix(rest, row.word) && rest.starts_with(' ')) {
            words = rest;
            return row.number;
        }
    return std::nullopt;
}

bool take_ago(std::string_view& words) {
    const auto before = [&](std::string_view word) { return take_prefix(words, word); };
    const auto behind = [&](std::string_view word) { return take_suffix(words, word); };
    return std::ranges::any_of(day_words::before_ago(), before) ||
           std::ranges::any_of(day_words::after_ago(), behind);
}

// "3天前", "2周前", "1个月前", "3 days ago", "vor einer Woche", "il y a trois jours", "3日 전".
std::optional<Reading> some_time_ago(std::string_view words, Date today) {
    if (!take_ago(words)) return std::nullopt;
    const auto count = take_count(words);
    if (!count) return std::nullopt;
    const auto spans = day_words::spans();
    const auto span = std::ranges::find(spans, trimmed(words), &SpanWord::word);
    if (span == spans.end()) return std::nullopt;
    switch (span->span) {
    case Span::days: return Reading{plus_days(today, -*count), Reading::Gap::counted};
    case Span::weeks: return Reading{plus_days(today, -*count * 7), Reading::Gap::counted};
    case Span::months: return Reading{plus_months(today, -*count), Reading::Gap::day};
    }
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

// "05.03.2026" has the day first wherever it is written with points. With slashes or dashes some write the month first:
// where both may be the month, the likelier day is read back, which is one that has been.
std::optional<Reading> with_year_last(std::string_view words, Date today) {
    const auto first = take_number(words, 2);
    if (!first || words.empty()) return std::nullopt;
    const std::string separator(words.substr(0, 1));
    if (separator != "/" && separator != "." && separator != "-") return std::nullopt;
    take_prefix(words, separator);
    words = trimmed(words);
    const auto second = take_number(words, 2);
    if (!second || !take_prefix(words, separator)) return std::nullopt;
    words = trimmed(words);
    if (words.size() != 4 || !all_digits(words)) return std::nullopt;
    const auto year = static_cast<int>(number_of(words));
    const Date day_first{year, *second, *first}, month_first{year, *first, *second};
    if (*first > 12 || *first == *second) return Reading{day_first};
    // In America points are not written, so what was meant is asked here, too.
    if (*second > 12)
        return Reading{month_first, separator == "." ? Reading::Gap::counted : Reading::Gap::none};
    if (separator == ".") return Reading{day_first};
    return Reading{day_first > today && month_first <= today ? month_first : day_first,
                   Reading::Gap::counted};
}

// The words of a day in a language with an alphabet, without those that add nothing: "5." and "märz" and "2026".
using Words = std::vector<std::string_view>;
Words words_of(std::string_view text) {
    Words parts;
    const auto adds_nothing = [](std::string_view part) {
        const auto within = day_words::within_day();
        return part.empty() || std::ranges::find(within, part) != within.end();
    };
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" ,.-/'"), text.size());
        const std::string_view part = text.substr(0, end);
        if (!adds_nothing(part)) parts.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

// The day of the month, as "21", "21st" or "1er".
std::optional<int> day_of_month(std::string_view word) {
    const auto day = take_number(word, 2);
    const auto endings = day_words::ordinal_endings();
    return std::ranges::find(endings, word) != endings.end() ? day : std::nullopt;
}

std::optional<int> written_year(std::string_view word) {
    if (word.size() != 4 || !all_digits(word)) return std::nullopt;
    return static_cast<int>(number_of(word));
}

// The words of a span, in whatever order: "last Wednesday", "mercredi dernier", "Mittwoch letzter Woche", "le mois dernier".
struct Around {
    std::optional<int> shift, weekday;
    std::optional<Span> span;
};
std::optional<Around> around(const Words& words) {
    Around found;
    const auto spans = day_words::spans();
    for (const std::string_view word : words) {
        const auto shift = number_in(day_words::last_or_this(), word);
        const auto weekday = number_in(day_words::weekdays(), word);
        const auto span = std::ranges::find(spans, word, &SpanWord::word);
        if (shift && !found.shift)
            found.shift = shift;
        else if (weekday && !found.weekday)
            found.weekday = weekday;
        else if (span != spans.end() && !found.span)
            found.span = span->span;
        else
            return std::nullopt;
    }
    return found;
}

// "Last Wednesday" is the one before today, and "Wednesday" alone may be today. Of a month or a week alone a day is still
// missing.
std::optional<Reading> in_words_around(const Words& words, Date today) {
    if (words.empty() || words.size() > 3) return std::nullopt;
    const auto said = around(words);
    if (!said) return std::nullopt;
    const int shift = said->shift.value_or(0);
    if (said->weekday) {
        int days = *said->weekday - weekday_of(today);
        if (said->span) {
            if (!said->shift || *said->span != Span::weeks) return std::nullopt;
            days += 7 * shift;
        } else if (!said->shift || shift < 0) {
            if (days > 0 || (said->shift && days == 0)) days -= 7;
        }
        return Reading{plus_days(today, days), Reading::Gap::counted};
    }
    if (!said->shift || !said->span) return std::nullopt;
    if (*said->span == Span::months)
        return Reading{plus_months({today.year, today.month, 1}, shift), Reading::Gap::day};
    if (*said->span == Span::weeks)
        return Reading{plus_days(today, 1 - weekday_of(today) + 7 * shift), Reading::Gap::day};
    return std::nullopt;
}

// "last year's double 11", "double 11 last year".
std::optional<Reading> feast_of_english_year(std::string_view words, Date today) {
    constexpr DayWord years[] = {{"last year", -1}, {"this year", 0}};
    for (const DayWord& row : years) {
        std::string_view rest = words;
        const bool first = take_prefix(rest, row.word);
        if (!first && !take_suffix(rest, row.word)) continue;
        if (first) take_prefix(rest, "'s");
        if (const auto feast = feast_of(trimmed(rest)))
            return Reading{{today.year + row.number, feast->month, feast->day}, Reading::Gap::counted};
    }
    return std::nullopt;
}

// "november 21, 2026", "5. märz 2026", "le 1er mars 2026", "2026 mar 5"; without the year "november 21", without the day
// "november 2026". A day of the week that is another than the date's is no slip to pass over: the date is read back.
std::optional<Reading> with_month_name(Words words, Date today) {
    std::optional<int> weekday;
    if (words.size() > 2) weekday = number_in(day_words::weekdays(), words.front());
    if (weekday) words.erase(words.begin());
    if (words.size() < 2 || words.size() > 3) return std::nullopt;
    std::optional<int> year = written_year(words.front());
    if (year && words.size() == 3) {
        std::ranges::rotate(words, words.begin() + 1);
        if (!number_in(day_words::months(), words.front())) return std::nullopt;
    }
    const bool month_first = number_in(day_words::months(), words[0]).has_value();
    const auto month = number_in(day_words::months(), words[month_first ? 0 : 1]);
    if (!month) return std::nullopt;
    const std::string_view beside = words[month_first ? 1 : 0];
    year = written_year(words.size() == 2 ? beside : words[2]);
    if (words.size() == 2 && year) return Reading{{*year, *month, 1}, Reading::Gap::day};
    const auto day = day_of_month(beside);
    if (!day) return std::nullopt;
    if (words.size() == 2) return Reading{last_one(*month, *day, today), Reading::Gap::year};
    if (!year) return std::nullopt;
    const Date date{*year, *month, *day};
    const bool differs = weekday && exists(date) && weekday_of(date) != *weekday;
    return Reading{date, differs ? Reading::Gap::counted : Reading::Gap::none};
}

std::optional<Reading> in_letters(std::string_view words, Date today) {
    if (auto reading = feast_of_english_year(words, today)) return reading;
    const Words parts = words_of(words);
    if (auto reading = in_words_around(parts, today)) return reading;
    return with_month_name(parts, today);
}

std::optional<Reading> read(std::string_view words, Date today) {
    if (const auto days = number_in(day_words::days_from_today(), words))
        return Reading{plus_days(today, *days), Reading::Gap::counted};
    if (auto reading = with_year(words)) return reading;
    if (auto reading = with_short_year(words, today)) return reading;
    if (auto reading = in_named_year(words, today)) return reading;
    if (auto reading = in_named_month(words, today)) return reading;
    if (auto reading = in_week(words, today)) return reading;
    if (auto reading = in_week_with_its_word(words, today)) return reading;
    if (auto reading = in_era(words)) return reading;
    if (auto reading = some_time_ago(words, today)) return reading;
    if (auto reading = without_year(words, today)) return reading;
    if (auto reading = with_year_last(words, today)) return reading;
    return in_letters(words, today);
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

// One way of writing for what is written in several: apostrophes, the first month, and the Korean words for year, month and
// day behind a digit, which are the Chinese ones there.
std::string in_one_spelling(std::string text) {
    constexpr std::pair<std::string_view, std::string_view> spellings[] = {
        {"년", "年"}, {"월", "月"}, {"일", "日"}};
    for (std::size_t at = text.find("’"); at != std::string::npos; at = text.find("’", at))
        text.replace(at, std::string_view("’").size(), "'");
    constexpr std::string_view first_month = "元月";
    for (std::size_t at = text.find(first_month); at != std::string::npos; at = text.find(first_month))
        text.replace(at, first_month.size(), "1月");
    for (const auto& [korean, chinese] : spellings)
        for (std::size_t at = text.find(korean); at != std::string::npos;
             at = text.find(korean, at + chinese.size())) {
            const std::size_t before = text.find_last_not_of(' ', at == 0 ? 0 : at - 1);
            if (at > 0 && before != std::string::npos && is_digit(static_cast<unsigned char>(text[before])))
                text.replace(at, korean.size(), chinese);
        }
    return text;
}

} // namespace

Verdict validate_date(Text text, Date today, const Limits& limits) {
    if (text.folded.size() > answer_length_max) return Verdict::refuse("format");
    // Two or three days ago are two, and read back as all days that are counted.
    std::string said(text.folded);
    take_spread(said);
    const std::string spoken = in_one_spelling(spoken_digits(said));
    std::string words(without_words(spoken));
    if (names_lunar_day(spoken)) return judge_lunar(words, today, limits);
    // "2026 年 3 月 2 日": where the parts are named, spaces between them mean nothing.
    if (words.find("月") != std::string::npos) std::erase(words, ' ');
    const std::optional<Reading> reading = read(words, today);
    return reading ? judge(*reading, today, limits) : Verdict::refuse("format");
}

} // namespace plaint::kinds
