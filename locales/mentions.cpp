#include "locales/mentions.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>

namespace plaint::locales {
namespace {

using kinds::Character;
using Text = std::vector<Character>;

constexpr std::size_t denial_width_max = 10; // between "not" and what is denied
// Shorter words stand in too many texts to answer a question unless they are the whole answer.
constexpr std::size_t word_characters_min = 2;
constexpr std::size_t word_letters_min = 4;
constexpr std::size_t hits_max = 1000; // in one text, so that its time is bounded

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

Mention::Of cue_of(std::string_view key, bool& known) {
    known = true;
    if (key == "cue.correction") return Mention::Of::correction;
    if (key == "cue.denial") return Mention::Of::denial;
    if (key == "cue.value") return Mention::Of::value;
    if (key == "cue.joint") return Mention::Of::joint;
    if (key == "cue.own_side") return Mention::Of::own_side;
    if (key == "cue.other_side") return Mention::Of::other_side;
    if (key == "cue.nothing") return Mention::Of::nothing;
    if (key == "cue.asking") return Mention::Of::asking;
    known = false;
    return Mention::Of::nothing;
}

// "option.PATH.VALUE" without its first part, and that in two.
Mention option_of(std::string_view key, Mention::Of of) {
    const std::string_view rest = key.substr(key.find('.') + 1);
    const std::size_t dot = rest.rfind('.');
    return {.of = of, .path = std::string(rest.substr(0, dot)), .value = std::string(rest.substr(dot + 1))};
}

bool is_long_enough(std::string_view word) {
    const std::vector<Character> characters = kinds::characters(word);
    const bool chinese = std::ranges::any_of(characters, is_cjk, &Character::code);
    return characters.size() >= (chinese ? word_characters_min : word_letters_min);
}

bool about_one_thing(const Mention& a, const Mention& b) {
    const auto is_option = [](const Mention& one) {
        return one.of == Mention::Of::option || one.of == Mention::Of::word;
    };
    // What is said for an option where it is asked for does not hide that it is told of.
    if (a.of == Mention::Of::word && b.of == Mention::Of::option && a.value == b.value) return false;
    return a.of == Mention::Of::nothing || (is_option(a) && is_option(b) && a.path == b.path) ||
           (a.of == Mention::Of::field && b.of == Mention::Of::field);
}

} // namespace

void Mentions::add(const Catalogue& catalogue, content::LoadErrors& errors) {
    for (const auto& [key, phrases] : catalogue.heard()) {
        if (add_apart(key, phrases, errors)) continue;
        bool known = true;
        Mention meant;
        if (key.starts_with("option."))
            meant = option_of(key, Mention::Of::option);
        else if (key.starts_with("label."))
            meant = {.of = Mention::Of::field, .path = key.substr(key.find('.') + 1)};
        else
            meant.of = cue_of(key, known);
        for (const Word& word : phrases)
            if (known) add(word, meant, errors);
    }
    // What is said for an option where it is asked for, and what a field is called, are phrases too.
    for (const std::string& key : catalogue.keys()) {
        const bool label = key.starts_with("label.");
        if (!label && !key.starts_with("option.")) continue;
        if (key.ends_with(".voice") || key.ends_with(".unrecorded") || key == "label.separator") continue;
        const auto name = key.substr(key.find('.') + 1); // a variant of a question may have one of its own
        const Mention meant = label
                                  ? Mention{.of = Mention::Of::field, .path = name.substr(0, name.find('@'))}
                                  : option_of(key, Mention::Of::word);
        std::vector<Word> words = catalogue.words(key);
        words.push_back({catalogue.find(key)->format({}), catalogue.place(key)});
        for (const Word& word : words)
            if (is_long_enough(word.text)) add_phrase(word.text, word, {.meant = meant}, errors);
    }
}

bool Mentions::add_apart(const std::string& key, const std::vector<Word>& phrases,
                         content::LoadErrors& errors) {
    if (key.starts_with("cue.class.") || key.starts_with("cue.points.")) {
        guesses_.add(key, phrases, errors);
        return true;
    }
    const bool spelling = key == "cue.spelling";
    if (!spelling && key != "cue.own_place" && key != "cue.name") return false;
    Frames& frames = key == "cue.name" ? names_ : own_places_;
    for (const Word& phrase : phrases)
        if (!(spelling ? spellings_.add(phrase.text) : frames.add(phrase.text)))
            errors.push_back(
                {phrase.place.file, phrase.place.pointer,
                 spelling ? "is not wrong words, \"=\" and the right one" : "has no words around a \"…\""});
    return true;
}

void Mentions::add(const Word& word, Mention meant, content::LoadErrors& errors) {
    std::string_view phrase = word.text;
    if (phrase.starts_with('@')) {
        by_platform_[std::string(phrase.substr(1))].push_back(std::move(meant));
        return;
    }
    if (phrase.starts_with('~')) {
        meant.weak = true;
        phrase.remove_prefix(1);
    }
    constexpr std::string_view gap = "…";
    if (meant.of == Mention::Of::field && phrase.starts_with(gap)) {
        meant.behind = true;
        phrase.remove_prefix(gap.size());
    }
    const std::vector<std::string_view> parts = split(phrase, '&');
    if (parts.size() == 1) return add_phrase(phrase, word, {.meant = std::move(meant)}, errors);
    const auto index = static_cast<std::uint32_t>(togethers_.size());
    Together together{.meant = meant, .parts = static_cast<std::uint32_t>(parts.size()), .kinds = {}};
    for (std::uint32_t part = 0; part < parts.size(); ++part)
        for (const std::string_view one : split(parts[part], '|'))
            if (one.starts_with('#'))
                together.kinds.emplace_back(part, one.substr(1));
            else
                add_phrase(one, word, {.meant = meant, .together = index, .part = part}, errors);
    togethers_.push_back(std::move(together));
}

void Mentions::add_phrase(std::string_view text, const Word& word, Phrase phrase,
                          content::LoadErrors& errors) {
    phrase.pieces = pieces_of(text);
    if (!is_complete(phrase.pieces)) {
        errors.push_back({word.place.file, word.place.pointer, "is a phrase with nothing beside its gap"});
        return;
    }
    by_first_[phrase.pieces.front().front()].push_back(static_cast<std::uint32_t>(phrases_.size()));
    phrases_.push_back(std::move(phrase));
}

std::vector<Mention> Mentions::of_platform(const std::string& id) const {
    const auto found = by_platform_.find(id);
    return found != by_platform_.end() ? found->second : std::vector<Mention>{};
}

std::vector<Mentions::Hit> Mentions::hits(const Text& text, const std::vector<bool>& taken) const {
    std::vector<Hit> all;
    for (std::size_t at = 0; at < text.size() && all.size() < hits_max; ++at) {
        if (taken[at] || !begins_word(text, at)) continue;
        const auto known = by_first_.find(plain(text[at].code));
        if (known == by_first_.end()) continue;
        for (const std::uint32_t index : known->second) {
            const Phrase& phrase = phrases_[index];
            if (const auto end = phrase_end(text, at, phrase.pieces, taken))
                all.push_back({&phrase, at, *end});
        }
    }
    return all;
}

// Phrases of which every part stands somewhere: mentioned where the first of them stands.
std::vector<Mention> Mentions::complete(const std::vector<Hit>& parts,
                                        const std::set<std::string>& facts) const {
    std::map<std::uint32_t, std::vector<const Hit*>> found;
    for (const Hit& hit : parts) {
        auto& of_phrase = found[hit.phrase->together];
        of_phrase.resize(togethers_[hit.phrase->together].parts);
        const Hit*& part = of_phrase[hit.phrase->part];
        if (part == nullptr) part = &hit;
    }
    std::vector<Mention> mentions;
    for (auto& [together, of_phrase] : found) {
        const auto known = std::ranges::find_if(of_phrase, [](const Hit* part) { return part != nullptr; });
        const Hit* said = *known;
        for (const auto& [part, kind] : togethers_[together].kinds)
            if (of_phrase[part] == nullptr && facts.contains(kind)) of_phrase[part] = said;
        if (std::ranges::any_of(of_phrase, [](const Hit* part) { return part == nullptr; })) continue;
        const Hit* first =
            *std::ranges::min_element(of_phrase, {}, [](const Hit* part) { return part->begin; });
        Mention mention = togethers_[together].meant;
        mention.begin = first->begin;
        mention.end = first->end;
        mentions.push_back(std::move(mention));
    }
    return mentions;
}

std::vector<Mention> Mentions::find(const Text& text, const std::vector<bool>& taken,
                                    const std::set<std::string>& facts) const {
    const std::vector<Hit> all = hits(text, taken);
    const auto is_hidden = [&](const Hit& one) {
        return std::ranges::any_of(all, [&](const Hit& other) {
            const bool longer = other.end - other.begin > one.end - one.begin;
            return longer && other.begin <= one.begin && one.end <= other.end &&
                   other.phrase->together == alone && about_one_thing(other.phrase->meant, one.phrase->meant);
        });
    };
    std::vector<Hit> denials;
    for (const Hit& hit : all)
        if (hit.phrase->meant.of == Mention::Of::denial && !is_hidden(hit)) denials.push_back(hit);
    const auto is_denied = [&](const Hit& one) {
        return std::ranges::any_of(denials, [&](const Hit& denial) {
            // No character is narrower than one.
            return denial.end <= one.begin && one.begin - denial.end <= denial_width_max &&
                   width_of(text, denial.end, one.begin) <= denial_width_max &&
                   !breaks_off(text, denial.end, one.begin);
        });
    };
    std::vector<Mention> found;
    std::vector<Hit> parts;
    for (const Hit& hit : all) {
        const Phrase& phrase = *hit.phrase;
        if (phrase.meant.of == Mention::Of::nothing || is_hidden(hit)) continue;
        const bool denied = phrase.meant.of != Mention::Of::denial && is_denied(hit);
        if (phrase.together != alone) {
            if (!denied) parts.push_back(hit);
            continue;
        }
        Mention mention = phrase.meant;
        mention.begin = hit.begin;
        mention.end = hit.end;
        mention.denied = denied;
        found.push_back(std::move(mention));
    }
    std::ranges::move(complete(parts, facts), std::back_inserter(found));
    std::ranges::stable_sort(found, {}, &Mention::begin);
    return found;
}

} // namespace plaint::locales
