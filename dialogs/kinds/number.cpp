#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "dialogs/kinds/spoken.hpp"

namespace plaint::kinds {
namespace {

constexpr std::int64_t million = 1'000'000;
constexpr std::size_t answer_length_max = 120;

// What people write around a number, in all languages; chosen by hand [design]. Other currencies than the one that is asked for
// are not among them: 100 € are no 100 yuan.
constexpr std::string_view words_before[] = {
    "大约",    "大概",     "约",    "共",   "人民币",   "rmb", "cny",   "¥",        "￥",     "+",  "about ",
    "around ", "roughly ", "etwa ", "rund", "ungefähr", "ca.", "circa", "environ ", "およそ", "약", "대략"};
constexpr std::string_view words_after[] = {
    "人民币", "rmb",  "cny",  "yuan",  "renminbi", "元整",   "元",     "块钱", "块",    "左右",
    "个",     "件",   "家",   "条",    "次",       "人",     "份",     "页",   "张",    "。",
    ".",      "위안", "枚",   "つ",    "です",     "ほど",   "개",     "건",   "명",    "입니다",
    "이에요", "예요", "정도", "stück", "stueck",   "pièces", "pieces", "pcs",  "units", "items"};

std::string_view without_words(std::string_view text) {
    for (bool again = true; again;) {
        again = false;
        text = trimmed(text);
        for (std::string_view word : words_before) again |= take_prefix(text, word);
        for (std::string_view word : words_after) again |= take_suffix(text, word);
    }
    return text;
}

struct Scale {
    std::string_view word;
    std::int64_t factor;
};

// A French or German "billion" is a thousand times the English one, but nobody has lost that much.
constexpr Scale scales[] = {{"thousand", 1'000},
                            {"k", 1'000},
                            {"million", 1'000'000},
                            {"billion", 1'000'000'000},
                            {"tausend", 1'000},
                            {"tsd", 1'000},
                            {"millionen", 1'000'000},
                            {"mio", 1'000'000},
                            {"milliarde", 1'000'000'000},
                            {"milliarden", 1'000'000'000},
                            {"mrd", 1'000'000'000},
                            {"mille", 1'000},
                            {"millions", 1'000'000},
                            {"milliard", 1'000'000'000},
                            {"milliards", 1'000'000'000},
                            // How 万 is typed in a hurry.
                            {"w", 10'000}};

// Korean writes the same units of numbers in its own letters.
constexpr std::pair<std::string_view, std::string_view> korean_units[] = {
    {"십", "十"}, {"백", "百"}, {"천", "千"}, {"만", "万"}, {"억", "亿"}};

// "2.6 million", "2,5 mio".
std::optional<std::int64_t> scaled_millionths(std::string_view text) {
    for (const Scale& scale : scales) {
        std::string_view rest = text;
        if (!take_suffix(rest, scale.word)) continue;
        const std::optional<std::int64_t> number = cardinal_millionths(rest);
        if (!number || *number >= cardinal_bound / scale.factor * million) return std::nullopt;
        return *number * scale.factor;
    }
    return std::nullopt;
}

// Takes out what says that the number is a little larger than said: 二十多万, 三千余元, 26万多.
bool take_roughly(std::string& text) {
    bool taken = false;
    for (const std::string_view word : {"多", "余"})
        if (const std::size_t at = text.find(word); at != std::string::npos && at > 0) {
            text.erase(at, word.size());
            taken = true;
        }
    return taken;
}

// The digits of a number with what stands between them, from the first to the last.
struct Marked {
    std::vector<std::string> groups;
    std::string marks; // one between two groups: ' ', '\'', '.' or ','
};

bool is_mark(char c) { return c == ' ' || c == '\'' || c == '.' || c == ','; }
bool is_digit_byte(char c) { return is_digit(static_cast<unsigned char>(c)); }

Marked marked(std::string_view run) {
    Marked found;
    found.groups.emplace_back();
    for (const char c : run) {
        if (is_mark(c)) {
            found.marks += c;
            found.groups.emplace_back();
        } else {
            found.groups.back() += c;
        }
    }
    return found;
}

// How the marks of a number are to be understood. "1.000" is a thousand to some and one to others, so it is asked.
struct Understood {
    std::string digits; // with a point before the fraction
    bool doubtful = false;
};

// Whether the groups up to `end` are those of thousands: one to three digits, then always three. Chinese also groups by four,
// with commas.
bool are_thousands(const Marked& number, std::size_t end) {
    const std::string& first = number.groups.front();
    const std::size_t size = number.groups[1].size();
    if (size != 3 && (size != 4 || number.marks.front() != ',')) return false;
    if (first.empty() || first.size() > size || first.front() == '0') return false;
    for (std::size_t at = 1; at < end; ++at)
        if (number.groups[at].size() != size || number.marks[at - 1] != number.marks.front()) return false;
    return true;
}

std::string joined(const Marked& number, std::size_t end) {
    std::string digits;
    for (std::size_t at = 0; at < end; ++at) digits += number.groups[at];
    return digits;
}

std::optional<Understood> understood(const Marked& number, bool scaled) {
    const std::size_t count = number.groups.size();
    const char last = number.marks.back();
    const bool decimal = last == '.' || last == ',';
    if (count == 2 && decimal) {
        const bool thousands = are_thousands(number, count);
        if (last == ',' && thousands) return Understood{joined(number, count)};
        if (last == ',' && number.groups[1].size() > 2 && number.groups[0] != "0") return std::nullopt;
        // "1.234万" has a fraction, and "1.000" hardly.
        if (thousands && !scaled) return Understood{joined(number, count), true};
        return Understood{number.groups[0] + "." + number.groups[1], thousands};
    }
    if (are_thousands(number, count)) return Understood{joined(number, count)};
    const bool fraction =
        decimal && count > 2 && last != number.marks.front() && are_thousands(number, count - 1);
    if (!fraction) return std::nullopt;
    return Understood{joined(number, count - 1) + "." + number.groups.back()};
}

// The text with its number written plainly: no thousand marks, a point before the fraction. Nothing if the marks make no
// sense; text whose digits carry none is left as it is.
std::optional<Understood> without_marks(std::string text) {
    constexpr std::string_view apostrophe = "’";
    for (std::size_t at = text.find(apostrophe); at != std::string::npos; at = text.find(apostrophe))
        text.replace(at, apostrophe.size(), "'");
    const auto begin = std::ranges::find_if(text, is_digit_byte);
    auto end = begin;
    for (auto at = begin; at != text.end() && (is_digit_byte(*at) || is_mark(*at)); ++at)
        if (is_digit_byte(*at)) end = at + 1;
    const Marked number = marked({begin, end});
    if (number.marks.empty()) return Understood{std::move(text)};
    auto read = understood(number, end != text.end());
    if (!read) return std::nullopt;
    read->digits.insert(0, std::string(text.begin(), begin)).append(end, text.end());
    return read;
}

std::string in_chinese_units(std::string text) {
    for (const auto& [korean, chinese] : korean_units)
        for (std::size_t at = text.find(korean); at != std::string::npos; at = text.find(korean))
            text.replace(at, korean.size(), chinese);
    return text;
}

std::string plain(std::int64_t millionths) {
    const std::int64_t size = std::abs(millionths);
    std::string result = (millionths < 0 ? "-" : "") + std::to_string(size / million);
    if (size % million == 0) return result;
    std::string fraction = std::to_string(size % million);
    fraction.insert(0, 6 - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    // "1.234" would be read as more than a thousand.
    if (fraction.size() == 3 && size >= million && size < 1000 * million) fraction += '0';
    return result + '.' + fraction;
}

// Limits beyond every number that can be read hold by themselves.
bool below(std::int64_t millionths, std::int64_t min) {
    if (min >= cardinal_bound) return true;
    return min > -cardinal_bound && millionths < min * million;
}

bool above(std::int64_t millionths, std::int64_t max) {
    if (max <= -cardinal_bound) return true;
    return max < cardinal_bound && millionths > max * million;
}

} // namespace

Verdict validate_number(Text text, const Limits& limits) {
    if (text.folded.size() > answer_length_max) return Verdict::refuse("format");
    std::string said(text.folded);
    const bool spread = take_spread(said);
    std::string_view words = without_words(said);
    const bool negative = take_prefix(words, "-") || take_prefix(words, "−") || take_prefix(words, "负");
    std::optional<Understood> read = without_marks(in_chinese_units(std::string(without_words(words))));
    if (!read) return Verdict::refuse("format");
    std::string& digits = read->digits;
    std::erase(digits, ' ');
    const bool roughly = take_roughly(digits);
    std::optional<std::int64_t> size = cardinal_millionths(digits);
    if (!size) size = scaled_millionths(digits);
    if (!size || (limits.whole && *size % million != 0)) return Verdict::refuse("format");
    const std::int64_t value = negative ? -*size : *size;
    if (below(value, limits.min)) return Verdict::refuse("too_small");
    if (above(value, limits.max)) return Verdict::refuse("too_large");
    return spread || roughly || read->doubtful ? Verdict::ask_back(plain(value))
                                               : Verdict::accept(plain(value));
}

} // namespace plaint::kinds
