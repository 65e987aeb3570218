#include "dialogs/kinds/spoken.hpp"

#include <vector>

#include "dialogs/kinds/characters.hpp"

namespace plaint::kinds {
namespace {

constexpr std::int64_t million = 1'000'000;

// The digit a character stands for, or -1.
int digit_of(char32_t code) {
    switch (code) {
    case U'零':
    case U'〇':
    case U'洞': return 0;
    case U'一':
    case U'幺':
    case U'壹': return 1;
    case U'二':
    case U'两':
    case U'贰': return 2;
    case U'三':
    case U'叁': return 3;
    case U'四':
    case U'肆': return 4;
    case U'五':
    case U'伍': return 5;
    case U'六':
    case U'陆': return 6;
    case U'七':
    case U'拐':
    case U'柒': return 7;
    case U'八':
    case U'捌': return 8;
    case U'九':
    case U'勾':
    case U'玖': return 9;
    default: return -1;
    }
}

// The unit a character stands for, or 0.
std::int64_t unit_of(char32_t code) {
    switch (code) {
    case U'十':
    case U'拾': return 10;
    case U'百':
    case U'佰': return 100;
    case U'千':
    case U'仟': return 1000;
    case U'万': return 10'000;
    case U'亿': return 100'000'000;
    default: return 0;
    }
}

bool is_zero_word(char32_t code) { return code == U'零' || code == U'〇'; }

// Reads a cardinal from left to right. Each part is a number below 10,000 times 万 or 亿, in falling order; within a
// part, digits times 千, 百 and 十 fall too. A last digit straight after a unit counts in tenths of it (两百五 is 250).
class Cardinal {
  public:
    // A digit word, or a number in digits (in millionths) that the next unit multiplies.
    bool number(std::int64_t millionths) {
        if (pending_) return false;
        pending_ = millionths;
        return true;
    }

    bool zero() {
        after_zero_ = true;
        return !pending_;
    }

    bool unit(std::int64_t unit) {
        if (unit >= 10'000) return large_unit(unit);
        // Only ten goes without its one: 十五, and 一百十五 in some mouths.
        if (!pending_ && unit != 10) return false;
        if (unit >= small_bound_) return false;
        section_ += pending_.value_or(million) * unit;
        if (section_ >= 10'000 * million) return false;
        pending_.reset();
        small_bound_ = unit;
        last_unit_ = unit;
        after_zero_ = false;
        return true;
    }

    std::optional<std::int64_t> value() const {
        std::int64_t last = pending_.value_or(0);
        if (pending_ && last_unit_ > 10 && !after_zero_ && last % million == 0 && last < 10 * million)
            last *= last_unit_ / 10;
        else if (pending_ && last_unit_ != 0 && last >= 10 * million)
            return std::nullopt;
        const std::int64_t value = total_ + section_ + last;
        if (value >= cardinal_bound * million) return std::nullopt;
        return value;
    }

  private:
    bool large_unit(std::int64_t unit) {
        const std::int64_t part = section_ + pending_.value_or(0);
        if (part <= 0 || unit >= large_bound_ || part >= cardinal_bound / unit * million) return false;
        total_ += part * unit;
        section_ = 0;
        pending_.reset();
        small_bound_ = 10'000;
        large_bound_ = unit;
        last_unit_ = unit;
        after_zero_ = false;
        return true;
    }

    std::int64_t total_ = 0;
    std::int64_t section_ = 0;
    std::optional<std::int64_t> pending_;
    std::int64_t small_bound_ = 10'000;
    std::int64_t large_bound_ = 1'000'000'000'000;
    std::int64_t last_unit_ = 0;
    bool after_zero_ = false;
};

// A run of characters that are digits in whatever writing, as ASCII digits; thousands separators must stand every
// three or every four digits. Reads from `at`, and leaves it behind the run.
std::optional<std::string> digit_run(const std::vector<Character>& text, std::size_t& at) {
    std::string digits;
    std::vector<std::size_t> groups;
    std::size_t group = 0;
    for (; at < text.size(); ++at) {
        const char32_t code = text[at].code;
        const int spoken = digit_of(code);
        if (is_digit(code) || spoken >= 0) {
            digits += is_digit(code) ? static_cast<char>(code) : static_cast<char>('0' + spoken);
            ++group;
        } else if (code == U',' && !digits.empty()) {
            groups.push_back(group);
            group = 0;
        } else {
            break;
        }
    }
    if (groups.empty()) return digits;
    if (group != 3 && group != 4) return std::nullopt;
    if (groups.front() == 0 || groups.front() > group) return std::nullopt;
    for (std::size_t index = 1; index < groups.size(); ++index)
        if (groups[index] != group) return std::nullopt;
    return digits;
}

// The number in digits with its fraction, in millionths.
std::optional<std::int64_t> decimal(const std::vector<Character>& text, std::size_t& at) {
    std::optional<std::string> whole = digit_run(text, at);
    if (!whole || whole->empty()) return std::nullopt;
    whole->erase(0, whole->find_first_not_of('0'));
    if (whole->size() > 12) return std::nullopt;
    std::int64_t value = number_of(*whole) * million;
    if (at < text.size() && (text[at].code == U'.' || text[at].code == U'点')) {
        ++at;
        const std::optional<std::string> fraction = digit_run(text, at);
        if (!fraction || fraction->empty() || fraction->size() > 6) return std::nullopt;
        std::string filled = *fraction;
        filled.resize(6, '0');
        value += number_of(filled);
    }
    return value;
}

// The end of the run of numerals that starts at `at`, and whether a unit is among them.
std::size_t numeral_run(const std::vector<Character>& text, std::size_t at, bool& has_unit) {
    for (; at < text.size() && is_numeral(text[at].code); ++at) has_unit |= unit_of(text[at].code) != 0;
    return at;
}

// The value of a digit word that may be one of two neighbours; 幺, 洞 and their like are said digit by digit alone.
int spread_digit(char32_t code) {
    constexpr std::u32string_view words = U"一二三四五六七八九两";
    return words.find(code) == std::u32string_view::npos ? 0 : digit_of(code);
}

// What is counted in numbers that people say roughly.
bool is_measure(char32_t code) {
    constexpr std::u32string_view words = U"个家件次人份页张条块元款种批位名台部套箱只天周";
    return words.find(code) != std::u32string_view::npos;
}

} // namespace

bool is_numeral(char32_t code) { return digit_of(code) >= 0 || unit_of(code) != 0; }

std::optional<std::int64_t> cardinal_millionths(std::string_view folded) {
    if (folded.size() > 120) return std::nullopt;
    const std::vector<Character> text = characters(folded);
    if (text.empty()) return std::nullopt;
    Cardinal cardinal;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code = text[at].code;
        bool understood = false;
        if (const std::int64_t unit = unit_of(code)) {
            understood = cardinal.unit(unit);
            ++at;
        } else if (is_zero_word(code) && at > 0 && at + 1 < text.size() && unit_of(text[at - 1].code) != 0) {
            understood = cardinal.zero();
            ++at;
        } else if (const auto number = decimal(text, at)) {
            understood = cardinal.number(*number);
        }
        if (!understood) return std::nullopt;
    }
    return cardinal.value();
}

bool take_spread(std::string& text) {
    const std::vector<Character> all = characters(text);
    const auto code_at = [&](std::size_t at) { return at < all.size() ? all[at].code : U'\0'; };
    for (std::size_t at = 0; at + 1 < all.size(); ++at) {
        const int first = spread_digit(all[at].code);
        const int second = spread_digit(all[at + 1].code);
        if (first == 0 || (second != first + 1 && !(first == 3 && second == 5))) continue;
        const char32_t before = at > 0 ? all[at - 1].code : U'\0';
        if (is_digit(before) || digit_of(before) >= 0 || before == U'.' || before == U'点') continue;
        const char32_t next = code_at(at + 2);
        const bool ends = next == U'\0' && unit_of(before) != 0;
        if (!ends && unit_of(next) == 0 && !is_measure(next)) continue;
        text.erase(all[at + 1].begin, all[at + 1].end - all[at + 1].begin);
        return true;
    }
    return false;
}

std::string spoken_digits(std::string_view folded) {
    const std::vector<Character> text = characters(folded);
    std::string result;
    result.reserve(folded.size());
    const auto after_digit = [&] {
        return !result.empty() && is_digit(static_cast<unsigned char>(result.back()));
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code = text[at].code;
        bool has_unit = false;
        const std::size_t end = numeral_run(text, at, has_unit);
        if (end > at) {
            const std::string_view run = folded.substr(text[at].begin, text[end - 1].end - text[at].begin);
            const auto cardinal = has_unit ? cardinal_millionths(run) : std::nullopt;
            if (cardinal) {
                result += std::to_string(*cardinal / million);
            } else {
                for (; at < end; ++at) {
                    const int digit = digit_of(text[at].code);
                    if (digit >= 0)
                        result += static_cast<char>('0' + digit);
                    else
                        append_utf8(result, text[at].code);
                }
            }
            at = end;
            continue;
        }
        const char32_t next = at + 1 < text.size() ? text[at + 1].code : U'\0';
        const bool before_digit = is_digit(next) || digit_of(next) >= 0 || next == U'叉' || next == U'x';
        if (code == U'点' && after_digit() && before_digit) {
            result += '.';
        } else if (code == U'叉' && !result.empty() && (after_digit() || result.back() == '.')) {
            result += 'X';
        } else {
            result.append(folded, text[at].begin, text[at].end - text[at].begin);
        }
        ++at;
    }
    return result;
}

} // namespace plaint::kinds
