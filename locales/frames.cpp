#include "locales/frames.hpp"

#include "locales/fold.hpp"

#include <algorithm>

namespace plaint::locales {
namespace {

using kinds::Character;

std::u32string framing(std::string_view words) {
    std::u32string codes;
    for (const Character& character : kinds::characters(fold(words))) codes += character.code;
    return codes;
}

bool is_loose(char32_t code) { return code == U' ' || code == U':' || code == U'：' || code == U'上'; }

bool is_at(const std::vector<Character>& text, std::size_t at, const std::u32string& words) {
    return text.size() - at >= words.size() &&
           std::equal(words.begin(), words.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char32_t code, const Character& character) { return code == character.code; });
}

bool is_word_part(const std::vector<Character>& text, std::size_t at) {
    return at < text.size() && kinds::is_alnum(text[at].code);
}

} // namespace

bool Frames::add(std::string_view phrase) {
    constexpr std::string_view gap = "…";
    const std::size_t at = phrase.find(gap);
    if (at == std::string_view::npos || phrase == gap) return false;
    frames_.push_back({framing(phrase.substr(0, at)), framing(phrase.substr(at + gap.size()))});
    return true;
}

bool Frames::around(const std::vector<Character>& text, std::size_t begin, std::size_t end) const {
    while (begin > 0 && is_loose(text[begin - 1].code)) --begin;
    while (end < text.size() && is_loose(text[end].code)) ++end;
    return std::ranges::any_of(frames_, [&](const Frame& frame) {
        const auto& [before, after] = frame;
        if (before.size() > begin || !is_at(text, begin - before.size(), before) || !is_at(text, end, after))
            return false;
        const bool goes_on =
            !after.empty() && kinds::is_alnum(after.back()) && is_word_part(text, end + after.size());
        const bool began = !before.empty() && kinds::is_alnum(before.front()) && begin > before.size() &&
                           is_word_part(text, begin - before.size() - 1);
        return !goes_on && !began;
    });
}

} // namespace plaint::locales
