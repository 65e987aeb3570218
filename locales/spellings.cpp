#include "locales/spellings.hpp"

#include "locales/fold.hpp"

#include <algorithm>

namespace plaint::locales {
namespace {

using kinds::Character;
using Characters = std::vector<Character>;

std::u32string letters_of(std::string_view word) {
    std::u32string codes;
    for (const Character& character : kinds::characters(fold(word))) codes += character.code;
    return codes;
}

bool is_alnum_at(const Characters& text, std::size_t at) {
    return at < text.size() && kinds::is_alnum(text[at].code);
}

// Of Latin letters only the beginning of a word is mended, since its endings are many ("infringment", "infringments").
bool stands_at(const Characters& text, std::size_t at, const std::u32string& word) {
    if (text.size() - at < word.size()) return false;
    if (kinds::is_alnum(word.front()) && at > 0 && is_alnum_at(text, at - 1)) return false;
    return std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char32_t code, const Character& character) { return code == character.code; });
}

void put_right(Characters& mended, const Characters& text, std::size_t at, std::size_t length,
               const std::u32string& right) {
    for (std::size_t i = 0; i < right.size(); ++i) {
        const Character& from = text[at + std::min(i, length - 1)];
        mended.push_back({right[i], from.begin, from.end});
    }
    mended.back().end = text[at + length - 1].end;
}

} // namespace

bool Spellings::add(std::string_view rule) {
    const std::size_t sign = std::min(rule.find('='), rule.size());
    const std::u32string right = letters_of(rule.substr(std::min(sign + 1, rule.size())));
    std::string_view wrong = rule.substr(0, sign);
    while (!right.empty()) {
        const std::size_t end = std::min(wrong.find('|'), wrong.size());
        const std::u32string word = letters_of(wrong.substr(0, end));
        if (word.empty()) return false;
        by_first_[word.front()].push_back({word, right});
        if (end == wrong.size()) return true;
        wrong.remove_prefix(end + 1);
    }
    return false;
}

const Spellings::Rule* Spellings::rule_at(const Characters& text, std::size_t at) const {
    const auto known = by_first_.find(text[at].code);
    if (known == by_first_.end()) return nullptr;
    const Rule* longest = nullptr;
    for (const Rule& rule : known->second)
        if ((longest == nullptr || rule.wrong.size() > longest->wrong.size()) &&
            stands_at(text, at, rule.wrong))
            longest = &rule;
    return longest;
}

std::vector<Character> Spellings::mended(Characters text) const {
    Characters mended;
    std::size_t copied = 0; // up to here
    for (std::size_t at = 0; at < text.size(); ++at) {
        const Rule* rule = rule_at(text, at);
        if (rule == nullptr) continue;
        mended.insert(mended.end(), text.begin() + static_cast<std::ptrdiff_t>(copied),
                      text.begin() + static_cast<std::ptrdiff_t>(at));
        put_right(mended, text, at, rule->wrong.size(), rule->right);
        at += rule->wrong.size() - 1;
        copied = at + 1;
    }
    if (copied == 0) return text;
    mended.insert(mended.end(), text.begin() + static_cast<std::ptrdiff_t>(copied), text.end());
    return mended;
}

} // namespace plaint::locales
