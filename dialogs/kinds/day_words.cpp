#include "dialogs/kinds/day_words.hpp"

#include <algorithm>

namespace plaint::kinds {
namespace {

constexpr DayWord days_from_today_table[] = {{"大前天", -3},
                                             {"大前日", -3},
                                             {"前天", -2},
                                             {"前日", -2},
                                             {"昨天", -1},
                                             {"昨日", -1},
                                             {"昨晚", -1},
                                             {"昨儿", -1},
                                             {"今天", 0},
                                             {"今日", 0},
                                             {"今早", 0},
                                             {"今晚", 0},
                                             {"当天", 0},
                                             {"刚才", 0},
                                             {"刚刚", 0},
                                             {"明天", 1},
                                             {"后天", 2},
                                             {"大后天", 3},
                                             {"the day before yesterday", -2},
                                             {"day before yesterday", -2},
                                             {"yesterday", -1},
                                             {"last night", -1},
                                             {"this morning", 0},
                                             {"today", 0},
                                             {"tomorrow", 1},
                                             {"vorvorgestern", -3},
                                             {"vorgestern", -2},
                                             {"gestern", -1},
                                             {"heute", 0},
                                             {"morgen", 1},
                                             {"übermorgen", 2},
                                             {"uebermorgen", 2},
                                             {"avant-hier", -2},
                                             {"avant hier", -2},
                                             {"hier", -1},
                                             {"aujourd'hui", 0},
                                             {"aujourdhui", 0},
                                             {"ce matin", 0},
                                             {"ce soir", 0},
                                             {"demain", 1},
                                             {"après-demain", 2},
                                             {"apres-demain", 2},
                                             {"1昨日", -2},
                                             {"1昨昨日", -3},
                                             {"おととい", -2},
                                             {"一昨日", -2},
                                             {"さきおととい", -3},
                                             {"きのう", -1},
                                             {"昨夜", -1},
                                             {"きょう", 0},
                                             {"本日", 0},
                                             {"今朝", 0},
                                             {"明日", 1},
                                             {"あした", 1},
                                             {"明后日", 2},
                                             {"あさって", 2},
                                             {"그끄저께", -3},
                                             {"그저께", -2},
                                             {"그제", -2},
                                             {"엊그제", -2},
                                             {"어제", -1},
                                             {"어젯밤", -1},
                                             {"오늘", 0},
                                             {"내일", 1},
                                             {"모레", 2},
                                             {"하루 전", -1},
                                             {"이틀 전", -2},
                                             {"사흘 전", -3},
                                             {"나흘 전", -4},
                                             {"일주일 전", -7}};

constexpr DayWord years_table[] = {{"大前年", -3}, {"前年", -2},     {"去年", -1}, {"上年", -1},
                                   {"今年", 0},    {"本年", 0},      {"明年", 1},  {"1昨年", -2},
                                   {"一昨年", -2}, {"おととし", -2}, {"昨年", -1}, {"재작년", -2},
                                   {"작년", -1},   {"지난해", -1},   {"올해", 0},  {"금년", 0}};

constexpr DayWord months_from_this_table[] = {
    {"上上个月", -2}, {"上上月", -2},  {"上个月", -1}, {"上月", -1},     {"这个月", 0},
    {"本月", 0},      {"当月", 0},     {"下个月", 1},  {"下月", 1},      {"先先月", -2},
    {"先々月", -2},   {"先月", -1},    {"今月", 0},    {"지지난달", -2}, {"지난달", -1},
    {"지난 달", -1},  {"저번 달", -1}, {"저번달", -1}, {"이번 달", 0},   {"이번달", 0}};

constexpr DayWord weeks_table[] = {{"上上个", -2}, {"上上", -2}, {"上个", -1}, {"上", -1}, {"这个", 0},
                                   {"这", 0},      {"本", 0},    {"下个", 1},  {"下", 1}};

constexpr DayWord weeks_with_word_table[] = {
    {"先先周", -2},  {"先々周", -2},  {"先周", -1},   {"今周", 0},    {"지지난주", -2}, {"지난주", -1},
    {"지난 주", -1}, {"저번 주", -1}, {"저번주", -1}, {"이번 주", 0}, {"이번주", 0}};

// Reiwa, Heisei, Showa; the years that are counted in Taiwan.
constexpr DayWord eras_table[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"民国", 1911}};

constexpr DayWord months_table[] = {
    {"january", 1},   {"jan", 1},       {"januar", 1},    {"jänner", 1},    {"janvier", 1},   {"janv", 1},
    {"jän", 1},       {"february", 2},  {"feb", 2},       {"februar", 2},   {"février", 2},   {"fevrier", 2},
    {"févr", 2},      {"fevr", 2},      {"fév", 2},       {"march", 3},     {"mar", 3},       {"märz", 3},
    {"maerz", 3},     {"mrz", 3},       {"mars", 3},      {"april", 4},     {"apr", 4},       {"avril", 4},
    {"avr", 4},       {"may", 5},       {"mai", 5},       {"june", 6},      {"jun", 6},       {"juni", 6},
    {"juin", 6},      {"july", 7},      {"jul", 7},       {"juli", 7},      {"juillet", 7},   {"juil", 7},
    {"august", 8},    {"aug", 8},       {"août", 8},      {"aout", 8},      {"september", 9}, {"sep", 9},
    {"sept", 9},      {"septembre", 9}, {"october", 10},  {"oct", 10},      {"oktober", 10},  {"okt", 10},
    {"octobre", 10},  {"november", 11}, {"nov", 11},      {"novembre", 11}, {"december", 12}, {"dec", 12},
    {"dezember", 12}, {"dez", 12},      {"décembre", 12}, {"decembre", 12}, {"déc", 12}};

constexpr DayWord weekdays_table[] = {
    {"monday", 1},   {"mon", 1},      {"montag", 1},     {"lundi", 1},     {"月曜日", 1},   {"月曜", 1},
    {"월요일", 1},   {"tuesday", 2},  {"tue", 2},        {"tues", 2},      {"dienstag", 2}, {"mardi", 2},
    {"火曜日", 2},   {"火曜", 2},     {"화요일", 2},     {"wednesday", 3}, {"wed", 3},      {"mittwoch", 3},
    {"mercredi", 3}, {"水曜日", 3},   {"水曜", 3},       {"수요일", 3},    {"thursday", 4}, {"thu", 4},
    {"thur", 4},     {"thurs", 4},    {"donnerstag", 4}, {"jeudi", 4},     {"木曜日", 4},   {"木曜", 4},
    {"목요일", 4},   {"friday", 5},   {"fri", 5},        {"freitag", 5},   {"vendredi", 5}, {"金曜日", 5},
    {"金曜", 5},     {"금요일", 5},   {"saturday", 6},   {"sat", 6},       {"samstag", 6},  {"sonnabend", 6},
    {"samedi", 6},   {"土曜日", 6},   {"土曜", 6},       {"토요일", 6},    {"sunday", 7},   {"sun", 7},
    {"sonntag", 7},  {"dimanche", 7}, {"日曜日", 7},     {"日曜", 7},      {"일요일", 7}};

constexpr DayWord parentheses_table[] = {{"月", 1}, {"火", 2}, {"水", 3}, {"木", 4}, {"金", 5},
                                         {"土", 6}, {"日", 7}, {"월", 1}, {"화", 2}, {"수", 3},
                                         {"목", 4}, {"금", 5}, {"토", 6}, {"일", 7}};

constexpr DayWord last_or_this_table[] = {
    {"last", -1},    {"this", 0},         {"letzten", -1},    {"letzte", -1},      {"letzter", -1},
    {"letztes", -1}, {"vergangenen", -1}, {"vergangene", -1}, {"vergangener", -1}, {"vorigen", -1},
    {"vorige", -1},  {"voriger", -1},     {"dernier", -1},    {"dernière", -1},    {"derniere", -1},
    {"passé", -1},   {"passée", -1},      {"passe", -1},      {"passee", -1},      {"diesen", 0},
    {"diese", 0},    {"dieser", 0},       {"dieses", 0},      {"ce", 0},           {"cet", 0},
    {"cette", 0}};

constexpr DayWord counts_table[] = {
    {"a", 1},     {"an", 1},     {"one", 1},   {"two", 2},    {"three", 3}, {"four", 4},    {"five", 5},
    {"six", 6},   {"seven", 7},  {"eight", 8}, {"nine", 9},   {"ten", 10},  {"eleven", 11}, {"twelve", 12},
    {"einem", 1}, {"einer", 1},  {"eine", 1},  {"une", 1},    {"ein", 1},   {"zwei", 2},    {"drei", 3},
    {"vier", 4},  {"fünf", 5},   {"sechs", 6}, {"sieben", 7}, {"acht", 8},  {"neun", 9},    {"zehn", 10},
    {"elf", 11},  {"zwölf", 12}, {"un", 1},    {"deux", 2},   {"trois", 3}, {"quatre", 4},  {"cinq", 5},
    {"sept", 7},  {"huit", 8},   {"neuf", 9},  {"dix", 10},   {"onze", 11}, {"douze", 12},  {"한", 1},
    {"두", 2},    {"세", 3},     {"네", 4},    {"다섯", 5},   {"여섯", 6},  {"일곱", 7},    {"여덟", 8},
    {"아홉", 9},  {"열", 10}};

constexpr SpanWord spans_table[] = {
    {"天", Span::days},        {"日", Span::days},        {"day", Span::days},      {"days", Span::days},
    {"tag", Span::days},       {"tage", Span::days},      {"tagen", Span::days},    {"jour", Span::days},
    {"jours", Span::days},     {"日间", Span::days},      {"일", Span::days},       {"周", Span::weeks},
    {"星期", Span::weeks},     {"个星期", Span::weeks},   {"周间", Span::weeks},    {"week", Span::weeks},
    {"weeks", Span::weeks},    {"woche", Span::weeks},    {"wochen", Span::weeks},  {"semaine", Span::weeks},
    {"semaines", Span::weeks}, {"주", Span::weeks},       {"주일", Span::weeks},    {"个月", Span::months},
    {"月", Span::months},      {"か月", Span::months},    {"ヶ月", Span::months},   {"カ月", Span::months},
    {"ケ月", Span::months},    {"month", Span::months},   {"months", Span::months}, {"monat", Span::months},
    {"monate", Span::months},  {"monaten", Span::months}, {"monats", Span::months}, {"mois", Span::months},
    {"개월", Span::months},    {"달", Span::months}};

// Days that trade calls by name. Feasts of the lunar calendar are not among them.
constexpr Feast feasts_table[] = {
    {"双11", 11, 11},        {"双11购物节", 11, 11},   {"双12", 12, 12},      {"618", 6, 18},
    {"618购物节", 6, 18},    {"元旦", 1, 1},           {"国庆节", 10, 1},     {"国庆", 10, 1},
    {"劳动节", 5, 1},        {"51劳动节", 5, 1},       {"51", 5, 1},          {"圣诞节", 12, 25},
    {"圣诞", 12, 25},        {"315", 3, 15},           {"double 11", 11, 11}, {"double eleven", 11, 11},
    {"singles day", 11, 11}, {"singles' day", 11, 11}, {"double 12", 12, 12}, {"double twelve", 12, 12},
    {"national day", 10, 1}, {"christmas", 12, 25}};

constexpr std::string_view before_ago_table[] = {"vor ", "il y a ", "voici "};

constexpr std::string_view after_ago_table[] = {"之前", "以前", "前", " ago", " 전", "전"};

constexpr std::string_view before_table[] = {
    "大概是", "大约是", "应该是",  "大概", "大约",  "应该",     "就是", "是",   "在",    "于",
    "约",     "about ", "around ", "on ",  "am ",   "den ",     "dem ", "vom ", "etwa ", "ungefähr ",
    "ca. ",   "circa ", "le ",     "du ",  "vers ", "environ ", "약 ",  "대략 "};

constexpr std::string_view behind_table[] = {
    "左右",       "前后",        "那天",   "当天",   "当日",   "的时候",  "早上",        "上午",
    "中午",       "下午",        "傍晚",   "晚上",   "半夜",   "凌晨",    "吧",          "时",
    "。",         ".",           ",",      "!",      " abend", " morgen", " früh",       " mittag",
    " vormittag", " nachmittag", " nacht", " matin", " soir",  " midi",   " après-midi", "です",
    "でした",     "ごろ",        "顷",     "の朝",   "の夜",   "の晚",    "입니다",      "이에요",
    "예요",       "경",          "쯤",     " 아침",  " 저녁",  " 밤",     " 오전",       " 오후"};

constexpr std::string_view within_table[] = {"of", "the", "in",  "on",  "le",  "la",  "les", "l",
                                             "de", "du",  "des", "den", "dem", "der", "die", "am",
                                             "im", "vom", "au",  "ci",  "en",  "à"};

constexpr std::string_view endings_table[] = {"", "st", "nd", "rd", "th", "er", "ère", "ere"};

} // namespace

namespace day_words {

Table days_from_today() { return days_from_today_table; }
Table years_from_this() { return years_table; }
Table months_from_this() { return months_from_this_table; }
Table weeks_from_this() { return weeks_table; }
Table weeks_with_their_word() { return weeks_with_word_table; }
Table eras() { return eras_table; }
Table months() { return months_table; }
Table weekdays() { return weekdays_table; }
Table weekdays_in_parentheses() { return parentheses_table; }
Table last_or_this() { return last_or_this_table; }
Table counts() { return counts_table; }
std::span<const SpanWord> spans() { return spans_table; }
std::span<const Feast> feasts() { return feasts_table; }
std::span<const std::string_view> before_ago() { return before_ago_table; }
std::span<const std::string_view> after_ago() { return after_ago_table; }
std::span<const std::string_view> before_day() { return before_table; }
std::span<const std::string_view> behind_day() { return behind_table; }
std::span<const std::string_view> within_day() { return within_table; }
std::span<const std::string_view> ordinal_endings() { return endings_table; }

} // namespace day_words

std::optional<int> number_in(day_words::Table table, std::string_view word) {
    const auto found = std::ranges::find(table, word, &DayWord::word);
    if (found == table.end()) return std::nullopt;
    return found->number;
}

} // namespace plaint::kinds
