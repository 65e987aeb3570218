#include "bot/pictures/wrap.hpp"

#include "dialogs/kinds/characters.hpp"

#include <algorithm>

namespace plaint::pictures {
namespace {

using kinds::Character;

constexpr std::int64_t em = 1000;

bool is_wide(char32_t code) { return code >= 0x2e80; }

// Marks that Chinese fonts draw as wide as a character, and others do not.
bool is_shared_mark(char32_t code) {
    return (code >= 0x2014 && code <= 0x201d) || code == 0x2026 || code == 0xb7;
}

// As in DejaVu Sans, which is wider than most.
std::int64_t width_of(char32_t code, bool among_wide) {
    if (is_wide(code) || (is_shared_mark(code) && among_wide)) return em;
    constexpr std::u32string_view narrow = U"ijlI|'!.,:;() ", slim = U"ftr-/[]{}\u00b7\u2018\u2019";
    if (code == U'm' || code == U'w' || code == U'M' || code == U'W' || code == 0x2026 || code == 0x2014)
        return 990;
    if (narrow.find(code) != std::u32string_view::npos) return 335;
    if (slim.find(code) != std::u32string_view::npos) return 400;
    if (kinds::is_upper(code)) return 700;
    return 620;
}

bool any_wide(const std::vector<Character>& text) {
    return std::ranges::any_of(text, [](const Character& one) { return is_wide(one.code); });
}

bool may_break(char32_t before, char32_t after) {
    constexpr std::u32string_view closing =
        U",.;:!?)]}%\u2019\u201d\u2026\u3001\u3002\u300b\u300d\u300f\u3011\uff01\uff05"
        U"\uff09\uff0c\uff1a\uff1b\uff1f";
    constexpr std::u32string_view opening = U"([{\u2018\u201c\u300a\u300c\u300e\u3010\uff08";
    if (after == U'/') return false; // it goes with what stands before it
    if (kinds::is_white_space(before)) return true;
    return (is_wide(before) || is_wide(after)) && closing.find(after) == std::u32string_view::npos &&
           opening.find(before) == std::u32string_view::npos;
}

// The whole again from `from` on, cut where an ellipsis still fits.
std::string shortened(const std::vector<Character>& text, std::size_t from, std::string_view bytes,
                      std::int64_t width, bool wide) {
    std::int64_t left = width - width_of(U'\u2026', wide);
    std::size_t at = from;
    while (at < text.size() && text[at].code != U'\n' && width_of(text[at].code, wide) <= left)
        left -= width_of(text[at++].code, wide);
    const std::size_t begin = text[from].begin, end = at < text.size() ? text[at].begin : bytes.size();
    return std::string(kinds::trimmed(bytes.substr(begin, end - begin))) + "…";
}

} // namespace

bool has_wide(std::string_view text) { return any_wide(kinds::characters(text)); }

std::int64_t width_of(std::string_view text) {
    const auto characters = kinds::characters(text);
    const bool wide = any_wide(characters);
    std::int64_t width = 0;
    for (const Character& one : characters) width += width_of(one.code, wide);
    return width;
}

std::vector<std::string> wrapped(std::string_view bytes, std::int64_t width, std::size_t lines_max) {
    const auto text = kinds::characters(bytes);
    const bool wide = any_wide(text);
    std::vector<std::string> lines;
    std::vector<std::size_t> begins;       // of each line, into the characters
    std::size_t begin = 0, last_break = 0; // a break at the line's beginning is none
    std::int64_t used = 0;
    const auto end_line = [&](std::size_t end) {
        const std::size_t from = begin < text.size() ? text[begin].begin : bytes.size();
        const std::size_t to = end < text.size() ? text[end].begin : bytes.size();
        lines.emplace_back(kinds::trimmed(bytes.substr(from, to - from)));
        begins.push_back(begin);
        begin = last_break = end;
        used = 0;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char32_t code = text[at].code;
        if (code == U'\n') {
            end_line(at);
            begin = last_break = at + 1;
            continue;
        }
        if (at > begin && may_break(text[at - 1].code, code)) last_break = at;
        const std::int64_t own = width_of(code, wide);
        if (used + own > width && at > begin && !kinds::is_white_space(code)) {
            end_line(last_break > begin ? last_break : at);
            for (std::size_t carried = begin; carried < at; ++carried)
                used += width_of(text[carried].code, wide);
        }
        used += own;
    }
    if (begin < text.size()) end_line(text.size());
    if (lines.size() > lines_max && lines_max > 0) {
        lines.resize(lines_max);
        lines.back() = shortened(text, begins[lines_max - 1], bytes, width, wide);
    }
    return lines;
}

} // namespace plaint::pictures
