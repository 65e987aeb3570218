#pragma once

#include <optional>
#include <span>
#include <string_view>

// The words by which people name days, in all languages together: nobody says "gestern" and means anything else.
//
// Sources: the names of months and days of the week, and the words counted from today, are those of CLDR 48 for en, de,
// fr, ja, ko and zh-Hant; beside them stand what people also say, and spellings without accents, chosen by hand [design].
// All stand as folded text does, with digits for numerals.
namespace plaint::kinds {

struct DayWord {
    std::string_view word;
    int number;
};

struct Feast {
    std::string_view word;
    int month;
    int day;
};

// What may be counted back from today.
enum class Span { days, weeks, months };
struct SpanWord {
    std::string_view word;
    Span span;
};

namespace day_words {

using Table = std::span<const DayWord>;

Table days_from_today();
// Of Chinese and its neighbours, that stand before a month or a day.
Table years_from_this();
Table months_from_this();
Table weeks_from_this();       // before 周 or 星期
Table weeks_with_their_word(); // 先周, 지난주
Table eras();                  // with the year before their first
Table months();                // of languages with an alphabet
Table weekdays();              // 1 Monday to 7 Sunday
Table weekdays_in_parentheses();
Table last_or_this(); // "letzten" -1, "diesen" 0
Table counts();       // a to twelve
std::span<const SpanWord> spans();
std::span<const Feast> feasts();

// What stands around a count of days: "vor … Tagen", "… days ago".
std::span<const std::string_view> before_ago();
std::span<const std::string_view> after_ago();
// What adds nothing: before a day, behind it, and among the words of one.
std::span<const std::string_view> before_day();
std::span<const std::string_view> behind_day();
std::span<const std::string_view> within_day();
// What may stand behind the number of a day: "21st", "1er".
std::span<const std::string_view> ordinal_endings();

} // namespace day_words

std::optional<int> number_in(day_words::Table table, std::string_view word);

} // namespace plaint::kinds
