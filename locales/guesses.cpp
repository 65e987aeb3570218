#include "locales/guesses.hpp"

#include <algorithm>
#include <charconv>

namespace plaint::locales {

void Guesses::add(const std::string& key, const std::vector<Word>& rules, content::LoadErrors& errors) {
    constexpr std::string_view of_class = "cue.class.", of_points = "cue.points.";
    if (key.starts_with(of_class)) {
        for (const Word& word : rules) add_word(key.substr(of_class.size()), word, errors);
        return;
    }
    const std::size_t dot = key.rfind('.');
    Option option{.path = key.substr(of_points.size(), dot - of_points.size()),
                  .value = key.substr(dot + 1),
                  .points = {}};
    for (const Word& rule : rules)
        if (!add_points(option, rule.text))
            errors.push_back({rule.place.file, rule.place.pointer,
                              "is not a class of words and its points for an option"});
    options_.push_back(std::move(option));
}

void Guesses::add_word(const std::string& name, const Word& word, content::LoadErrors& errors) {
    const std::uint32_t of =
        classes_.try_emplace(name, static_cast<std::uint32_t>(classes_.size())).first->second;
    if (word.text.starts_with('#')) {
        kinds_.emplace_back(word.text.substr(1), of);
        return;
    }
    Pieces pieces = pieces_of(word.text);
    if (!is_complete(pieces)) {
        errors.push_back({word.place.file, word.place.pointer, "is a phrase with nothing beside its gap"});
        return;
    }
    by_first_[pieces.front().front()].push_back({std::move(pieces), of});
}

bool Guesses::add_points(Option& option, std::string_view rule) const {
    const std::size_t blank = rule.find(' ');
    if (blank == std::string_view::npos) return false;
    const auto known = classes_.find(rule.substr(0, blank));
    std::string_view number = rule.substr(blank + 1);
    const bool needed = number.ends_with('!');
    if (needed) number.remove_suffix(1);
    int count = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
    if (known == classes_.end() || error != std::errc{} || end != number.data() + number.size()) return false;
    option.points.push_back({known->second, count, needed});
    return true;
}

// Where the first word of each class stands.
std::vector<Guesses::Place> Guesses::places(const std::vector<kinds::Character>& text,
                                            const std::vector<bool>& taken,
                                            const std::set<std::string>& facts) const {
    std::vector<Place> places(classes_.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (taken[at] || !begins_word(text, at)) continue;
        const auto known = by_first_.find(plain(text[at].code));
        if (known == by_first_.end()) continue;
        for (const Member& word : known->second) {
            Place& place = places[word.of];
            if (place.begin != place.end) continue;
            if (const auto end = phrase_end(text, at, word.pieces, taken)) place = {at, *end};
        }
    }
    for (const auto& [kind, of] : kinds_)
        if (places[of].begin == places[of].end && facts.contains(kind)) places[of] = {0, 1};
    return places;
}

std::vector<Guesses::Guess> Guesses::weigh(const std::vector<kinds::Character>& text,
                                           const std::vector<bool>& taken,
                                           const std::set<std::string>& facts) const {
    std::vector<Guess> guesses;
    if (text.empty()) return guesses;
    const std::vector<Place> places = this->places(text, taken, facts);
    for (const Option& option : options_) {
        Guess guess{.path = option.path, .value = option.value};
        int most = 0;
        bool lacks = false;
        for (const auto& [of, count, needed] : option.points) {
            const Place& place = places[of];
            lacks = lacks || (needed && place.begin == place.end);
            if (place.begin == place.end) continue;
            guess.points += count;
            if (count > most) {
                most = count;
                guess.begin = place.begin;
                guess.end = place.end;
            }
        }
        if (lacks) guess.points = std::min(guess.points, 0);
        if (guess.points != 0) guesses.push_back(guess);
    }
    return guesses;
}

} // namespace plaint::locales
