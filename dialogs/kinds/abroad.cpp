#include "dialogs/kinds/abroad.hpp"

#include "dialogs/kinds/characters.hpp"

#include <algorithm>
#include <utility>

namespace plaint::kinds {
namespace {

bool is_among(std::string_view words, const std::vector<std::string>& sorted) {
    return std::ranges::binary_search(sorted, words);
}

std::string_view bare(std::string_view words, const std::vector<std::string>& known) {
    constexpr std::string_view before[] = {"位于", "就在", "在", "是", "in "};
    constexpr std::string_view after[] = {"那边", "这边", "。", ".", "!"};
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
        const bool chinese = !name.empty() && static_cast<unsigned char>(name.front()) >= 0x80;
        (chinese ? beginnings_ : whole_).push_back(std::move(name));
    }
    std::ranges::sort(whole_);
}

bool Abroad::names(std::string_view folded) const {
    const std::string_view words = bare(folded, whole_);
    return is_among(words, whole_) ||
           std::ranges::any_of(beginnings_, [&](const std::string& name) { return words.starts_with(name); });
}

} // namespace plaint::kinds
