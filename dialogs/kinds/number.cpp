#include <cstdlib>
#include <optional>
#include <utility>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "dialogs/kinds/spoken.hpp"

namespace plaint::kinds {
namespace {

constexpr std::int64_t million = 1'000'000;
constexpr std::size_t answer_length_max = 120;

constexpr std::string_view words_before[] = {"大约", "大概", "约", "共", "人民币",
                                             "rmb",  "cny",  "¥",  "￥", "+"};
constexpr std::string_view words_after[] = {"人民币", "rmb",  "cny", "yuan", "元整", "元", "块钱",
                                            "块",     "左右", "个",  "件",   "家",   "条", "次",
                                            "人",     "份",   "页",  "张",   "。",   "."};

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

constexpr Scale english_scales[] = {
    {"thousand", 1'000}, {"k", 1'000}, {"million", 1'000'000}, {"billion", 1'000'000'000}};

// "2.6 million".
std::optional<std::int64_t> english_millionths(std::string_view text) {
    for (const Scale& scale : english_scales) {
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

std::string plain(std::int64_t millionths) {
    const std::int64_t size = std::abs(millionths);
    std::string result = (millionths < 0 ? "-" : "") + std::to_string(size / million);
    if (size % million == 0) return result;
    std::string fraction = std::to_string(size % million);
    fraction.insert(0, 6 - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
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
    std::string_view words = without_words(text.folded);
    const bool negative = take_prefix(words, "-") || take_prefix(words, "−") || take_prefix(words, "负");
    std::string digits(without_words(words));
    std::erase(digits, ' ');
    const bool roughly = take_roughly(digits);
    std::optional<std::int64_t> size = cardinal_millionths(digits);
    if (!size) size = english_millionths(digits);
    if (!size) return Verdict::refuse("format");
    const std::int64_t value = negative ? -*size : *size;
    if (below(value, limits.min)) return Verdict::refuse("too_small");
    if (above(value, limits.max)) return Verdict::refuse("too_large");
    return roughly ? Verdict::ask_back(plain(value)) : Verdict::accept(plain(value));
}

} // namespace plaint::kinds
