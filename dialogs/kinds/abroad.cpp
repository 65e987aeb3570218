#include "dialogs/kinds/abroad.hpp"

#include "dialogs/kinds/characters.hpp"

#include <algorithm>
#include <utility>

namespace plaint::kinds {
namespace {

constexpr char32_t first_east_asian =
    0x3040; // kana, ideographs and Hangul follow; no letters of an alphabet do

// "タイ" is Thailand, and "タイペイ" is not.
bool begins_with(std::string_view words, std::string_view name) {
    const auto is_katakana = [](char32_t code) { return code >= 0x30A1 && code <= 0x30FC; };
    if (!words.starts_with(name)) return false;
    return words.size() == name.size() || !is_katakana(character_at(name, 0).code) ||
           !is_katakana(character_at(words, name.size()).code);
}

bool is_among(std::string_view words, const std::vector<std::string>& sorted) {
    return std::ranges::binary_search(sorted, words);
}

std::string_view bare(std::string_view words, const std::vector<std::string>& known) {
    constexpr std::string_view before[] = {"位于",  "就在", "在",  "是",  "in ",  "im ", "aus ",
                                           "der ",  "den ", "en ", "au ", "aux ", "à ",  "à l'",
                                           "de l'", "l'",   "la ", "le ", "les ", "die "};
    constexpr std::string_view after[] = {"那边", "这边",       "。",     ".",      "!",
                                          "です", "にあります", "입니다", "이에요", "예요"};
    for (bool again = true; again;) {
        again = false;
        words = trimmed(words);
        for (const std::string_view word : before) again |= take_prefix(words, word);
        // "u.s." ends with a full stop of its own.
        if (is_among(words, known)) break;
        for (const std::string_view word : after) again |= take_suffix(words, word);
    }
    return words;
}

} // namespace

Abroad::Abroad(std::vector<std::string> anywhere, std::vector<std::string> countries)
    : whole_(std::move(anywhere)) {
    for (std::string& name : countries) {
        // Nothing separates words there, so an address goes on behind the name.
        const bool in_characters = !name.empty() && character_at(name, 0).code >= first_east_asian;
        (in_characters ? beginnings_ : whole_).push_back(std::move(name));
    }
    std::ranges::sort(whole_);
}

bool Abroad::names(std::string_view folded) const {
    std::string text(folded);
    constexpr std::string_view curved = "’";
    for (std::size_t at = text.find(curved); at != std::string::npos; at = text.find(curved))
        text.replace(at, curved.size(), "'");
    const std::string_view words = bare(text, whole_);
    return is_among(words, whole_) || std::ranges::any_of(beginnings_, [&](const std::string& name) {
               return begins_with(words, name);
           });
}

} // namespace plaint::kinds
