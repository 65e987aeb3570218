#include "locales/phrases.hpp"

#include "locales/fold.hpp"

#include <algorithm>

namespace plaint::locales {
namespace {

using kinds::Character;
using Text = std::vector<Character>;

constexpr char32_t cjk_begin = 0x2E80;
constexpr std::size_t gap_width_max = 24; // of "…" within a phrase
constexpr char32_t any_ending = U'*';     // of a word, at the end of a piece

std::u32string codes_of(std::string_view text) {
    std::u32string codes;
    for (const Character& character : kinds::characters(text)) codes += plain(character.code);
    return codes;
}

// Where the piece ends that begins here. Chinese may be written with spaces in it.
std::optional<std::size_t> match(const Text& text, std::size_t at, std::u32string_view piece) {
    for (std::size_t i = 0; i < piece.size(); ++i, ++at) {
        if (i > 0 && is_cjk(piece[i]) && at < text.size() && text[at].code == U' ') ++at;
        if (at >= text.size() || plain(text[at].code) != piece[i]) return std::nullopt;
    }
    return at;
}

// "patentiert*" is found in "patentiertes" as well: languages that decline have too many forms to list them.
std::size_t end_of_word(const Text& text, std::size_t at) {
    const auto goes_on = [](char32_t code) {
        return kinds::is_alnum(code) || (code >= 0xC0 && code < 0x250);
    };
    while (at < text.size() && goes_on(text[at].code)) ++at;
    return at;
}

// "knockoff" is found in "knockoffs", but in no longer word.
bool ends_word(const Text& text, std::size_t end, char32_t last) {
    const auto goes_on = [&](std::size_t at) { return at < text.size() && kinds::is_alnum(text[at].code); };
    if (!kinds::is_alnum(last) || !goes_on(end)) return true;
    return text[end].code == U's' && kinds::is_letter(last) && !goes_on(end + 1);
}

bool is_free(const std::vector<bool>& taken, std::size_t begin, std::size_t end) {
    return std::find(taken.begin() + static_cast<std::ptrdiff_t>(begin),
                     taken.begin() + static_cast<std::ptrdiff_t>(end),
                     true) == taken.begin() + static_cast<std::ptrdiff_t>(end);
}

bool has_mark(const Text& text, std::size_t begin, std::size_t end, std::u32string_view marks) {
    for (std::size_t at = begin; at < std::min(end, text.size()); ++at) {
        if (marks.find(text[at].code) != std::u32string_view::npos) return true;
        // The point in a number ends nothing.
        if (text[at].code == U'.' && (at + 1 == text.size() || text[at + 1].code == U' ')) return true;
    }
    return false;
}

} // namespace

bool is_cjk(char32_t code) { return code >= cjk_begin; }

char32_t plain(char32_t code) {
    return code == U'\u2019' || code == U'\u2018' || code == U'`' ? U'\'' : code;
}

bool begins_word(const Text& text, std::size_t begin) {
    return begin == 0 || !kinds::is_alnum(text[begin].code) || !kinds::is_alnum(text[begin - 1].code);
}

std::size_t width_of(const Text& text, std::size_t begin, std::size_t end) {
    std::size_t width = 0;
    for (std::size_t at = begin; at < std::min(end, text.size()); ++at)
        width += is_cjk(text[at].code) ? 2 : 1;
    return width;
}

bool ends_sentence(const Text& text, std::size_t begin, std::size_t end) {
    return has_mark(text, begin, end, U"。！？；!?;\n");
}

bool breaks_off(const Text& text, std::size_t begin, std::size_t end) {
    return has_mark(text, begin, end, U"，。！？；、,!?;\n");
}

// A gap may reach over what is taken, a piece not into it.
std::optional<std::size_t> phrase_end(const Text& text, std::size_t begin, const Pieces& pieces,
                                      const std::vector<bool>& taken) {
    // Of the many phrases that begin with one letter most go on otherwise.
    const std::u32string& first = pieces.front();
    if (first.size() > 1 && !is_cjk(first[1]) && first[1] != any_ending &&
        (begin + 1 >= text.size() || plain(text[begin + 1].code) != first[1]))
        return std::nullopt;
    const auto whole_word = [&](std::size_t at, const std::u32string& piece) -> std::optional<std::size_t> {
        if (!begins_word(text, at)) return std::nullopt;
        const bool stem = piece.back() == any_ending;
        auto end = match(text, at, std::u32string_view(piece).substr(0, piece.size() - (stem ? 1 : 0)));
        if (end && stem) end = end_of_word(text, *end);
        const bool whole = end && (stem || ends_word(text, *end, piece.back()));
        return whole && is_free(taken, at, *end) ? end : std::nullopt;
    };
    auto end = whole_word(begin, pieces.front());
    if (!end) return std::nullopt;
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        std::optional<std::size_t> next;
        for (std::size_t at = *end; !next && at < text.size(); ++at) {
            if (width_of(text, *end, at) > gap_width_max || breaks_off(text, *end, at)) break;
            next = whole_word(at, pieces[i]);
        }
        if (!next) return std::nullopt;
        end = next;
    }
    return end;
}

bool is_complete(const Pieces& pieces) {
    return std::ranges::none_of(
        pieces, [](const std::u32string& piece) { return piece.empty() || piece.front() == any_ending; });
}

Pieces pieces_of(std::string_view phrase) {
    constexpr std::string_view gap = "…";
    Pieces pieces;
    for (std::size_t at = 0; at <= phrase.size();) {
        const std::size_t end = std::min(phrase.find(gap, at), phrase.size());
        pieces.push_back(codes_of(fold(phrase.substr(at, end - at))));
        at = end + gap.size();
    }
    return pieces;
}

} // namespace plaint::locales
