#include "locales/lexicon.hpp"

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "locales/fold.hpp"

#include <algorithm>
#include <charconv>

namespace plaint::locales {
namespace {

using dialogs::Candidate;
using dialogs::Meaning;

// Ends of a sentence that change nothing in what a word means.
std::string_view trimmed(std::string_view folded) {
    constexpr std::string_view ends[] = {" ",  ".",  ",",  "!",  "?",      "。", "！", "？",   "、",
                                         "吧", "了", "呢", "啊", "please", "~",  "…",  "です", " bitte"};
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view end : ends)
            if (folded.size() > end.size() && folded.ends_with(end)) {
                folded.remove_suffix(end.size());
                again = true;
            }
    }
    while (folded.starts_with(' ')) folded.remove_prefix(1);
    return folded;
}

// "don't" is found as "dont", whichever way the apostrophe is written.
std::string without_apostrophes(std::string_view folded) {
    std::string out(folded);
    for (const std::string_view mark : {"'", "’", "‘", "`"})
        for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at))
            out.erase(at, mark.size());
    return out;
}

bool is_east_asian(char32_t code) { return code >= 0x3040 && code < 0xE000; }

// As words are looked up: without apostrophes, and without the spaces that some write between characters and others do not,
// "모르 겠습니다".
std::string as_looked_up(std::string_view folded) {
    const std::string text = without_apostrophes(folded);
    std::string out;
    char32_t before = 0;
    for (std::size_t at = 0; at < text.size();) {
        const kinds::Character character = kinds::character_at(text, at);
        const bool last = character.end >= text.size();
        const char32_t behind = last ? U'\0' : kinds::character_at(text, character.end).code;
        const bool means_nothing = character.code == U' ' && (is_east_asian(before) || is_east_asian(behind));
        if (!means_nothing) out.append(text, at, character.end - at);
        before = character.code;
        at = character.end;
    }
    return out;
}

bool drop_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool is_letter_byte(char c) { return kinds::is_letter(static_cast<unsigned char>(c)); }

// The blank at the end of what is taken may be missing, but not within a word: "no.3" begins with "no. ", "defined" does
// not begin with "define ".
bool take_beginning(std::string_view& text, std::string_view beginning) {
    if (drop_prefix(text, beginning)) return true;
    if (!beginning.ends_with(' ')) return false;
    beginning.remove_suffix(1);
    if (text.size() <= beginning.size() || is_letter_byte(text[beginning.size()])) return false;
    return drop_prefix(text, beginning);
}

// Likewise the blank before an ending.
bool take_ending(std::string_view& text, std::string_view ending) {
    if (kinds::take_suffix(text, ending)) return true;
    if (!ending.starts_with(' ')) return false;
    ending.remove_prefix(1);
    if (text.size() <= ending.size() || is_letter_byte(text[text.size() - ending.size() - 1])) return false;
    return kinds::take_suffix(text, ending);
}

// Takes a number off the beginning or the end of "第2个链接", "链接2", "link 2".
std::optional<std::uint32_t> take_number(std::string_view& text) {
    std::uint32_t number = 0;
    std::string_view rest = text;
    drop_prefix(rest, "第");
    if (const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        error == std::errc{}) {
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        for (const std::string_view counter : {"个", "条", "家", "件", "名"}) drop_prefix(rest, counter);
        text = trimmed(rest);
        return number;
    }
    std::size_t digits = 0;
    while (digits < text.size() && text[text.size() - digits - 1] >= '0' &&
           text[text.size() - digits - 1] <= '9')
        ++digits;
    if (digits == 0 || digits > 4) return std::nullopt;
    std::from_chars(text.data() + text.size() - digits, text.data() + text.size(), number);
    text.remove_suffix(digits);
    if (text.ends_with("第")) text.remove_suffix(std::string_view("第").size());
    text = trimmed(text);
    return number;
}

// "erste|ersten|erster": one word in all its forms.
std::vector<std::string> forms_of_word(std::string_view text) {
    std::vector<std::string> forms;
    while (true) {
        const std::size_t end = text.find('|');
        forms.push_back(without_apostrophes(fold(text.substr(0, end))));
        if (end == std::string_view::npos) return forms;
        text.remove_prefix(end + 1);
    }
}

// "option.PATH.VALUE" without its first part.
std::string_view after_first_dot(std::string_view key) { return key.substr(key.find('.') + 1); }

} // namespace

Lexicon::Lexicon(const Catalogue& catalogue,
                 const std::vector<std::pair<std::string, std::string>>& languages) {
    for (const std::string& key : catalogue.keys()) {
        if (key.starts_with("command."))
            add_key(catalogue, key, Meaning::command, std::string(after_first_dot(key)));
        else if (key.starts_with("formal."))
            add_key(catalogue, key, Meaning::formal, std::string(after_first_dot(key)));
        else if (key.starts_with("option."))
            add_key(catalogue, key, Meaning::option, std::string(after_first_dot(key)));
        else if (key == "yes")
            add_key(catalogue, key, Meaning::yes, "");
        else if (key == "no")
            add_key(catalogue, key, Meaning::no, "");
        else if (key == "offer.keep" || key == "focus.keep")
            add_key(catalogue, key, Meaning::keep, "");
        else if (key == "offer.drop")
            add_key(catalogue, key, Meaning::drop, "");
        else if (key == "review.confirm")
            add_key(catalogue, key, Meaning::confirm, "");
        else if (key.starts_with("term."))
            for (const Word& word : catalogue.words(key))
                terms_[std::string(trimmed(without_apostrophes(fold(word.text))))].emplace_back(
                    after_first_dot(key));
        else if (key.starts_with("label.") || (key.starts_with("group.") && key.ends_with(".item"))) {
            std::string path(after_first_dot(key));
            path.resize(std::min(path.size(), path.find('@'))); // of a variant's own name
            if (key.starts_with("group.")) path.resize(path.size() - std::string_view(".item").size());
            const Pattern* pattern = catalogue.find(key);
            // "Link {n}" names the group as "link".
            add_target(pattern->format({}), path);
            for (const Word& word : catalogue.words(key)) add_target(word.text, path);
        }
    }
    for (const auto& [words, locale] : languages) add(words, Meaning::locale, locale);
    // Controls send these words whatever the language is.
    add("keep", Meaning::keep, "");
    add("drop", Meaning::drop, "");
    add("confirm", Meaning::confirm, "");
    add("yes", Meaning::yes, "");
    add("no", Meaning::no, "");
    for (const std::string_view formal : {"later", "none", "unknown", "skip", "unverified"})
        add(formal, Meaning::formal, std::string(formal));
    for (const std::string_view command : {"change", "remove", "add"})
        for (const auto& [words, candidates] : meanings_)
            if (std::ranges::any_of(candidates, [&](const Candidate& one) {
                    return one.meaning == Meaning::command && one.what == command;
                }))
                prefixes_.push_back({words, std::string(command)});
    questions_ = forms_of(catalogue, "cue.question");
    choices_ = forms_of(catalogue, "cue.choice");
    if (const auto known = catalogue.heard().find("cue.ordinal"); known != catalogue.heard().end())
        for (const Word& word : known->second) ordinals_.push_back(forms_of_word(word.text));
    std::ranges::sort(prefixes_, [](const Prefix& a, const Prefix& b) {
        return a.words.size() != b.words.size() ? a.words.size() > b.words.size() : a.words < b.words;
    });
}

void Lexicon::add(std::string_view words, Meaning meaning, std::string what) {
    const std::string folded(trimmed(as_looked_up(fold(words))));
    if (folded.empty()) return;
    auto& known = meanings_[folded];
    const auto same = [&](const Candidate& one) { return one.meaning == meaning && one.what == what; };
    if (std::ranges::none_of(known, same)) known.push_back({.meaning = meaning, .what = std::move(what)});
}

void Lexicon::add_key(const Catalogue& catalogue, const std::string& key, Meaning meaning,
                      const std::string& what) {
    add(catalogue.find(key)->format({}), meaning, what);
    for (const Word& word : catalogue.words(key)) add(word.text, meaning, what);
}

void Lexicon::add_target(std::string_view words, const std::string& path) {
    const std::string folded(trimmed(as_looked_up(fold(words))));
    if (folded.empty()) return;
    auto& known = targets_[folded];
    if (std::ranges::find(known, path) == known.end()) known.push_back(path);
}

std::vector<Candidate> Lexicon::understand(std::string_view words) const {
    std::vector<Candidate> found;
    constexpr std::size_t words_length_max = 256;
    if (words.size() > words_length_max) return found;
    const std::string folded = as_looked_up(words);
    const auto look_up = [&](std::string_view whole) {
        const auto meanings = meanings_.find(whole);
        if (meanings == meanings_.end()) return false;
        found.insert(found.end(), meanings->second.begin(), meanings->second.end());
        return true;
    };
    if (look_up(folded) || look_up(trimmed(folded)) || add_targeted(trimmed(folded), found)) return found;
    add_target_alone(trimmed(folded), found);
    if (found.empty()) add_term(words, found);
    return found;
}

// "第…个" as what stands before the gap and after it, with the blanks beside it, which folding trims.
std::vector<Lexicon::Form> Lexicon::forms_of(const Catalogue& catalogue, std::string_view cue) {
    constexpr std::string_view gap = "…";
    std::vector<Form> forms;
    const auto known = catalogue.heard().find(cue);
    if (known == catalogue.heard().end()) return forms;
    for (const Word& word : known->second) {
        const std::size_t at = word.text.find(gap);
        if (at == std::string::npos) continue;
        const std::string_view text = word.text;
        const std::string_view before = text.substr(0, at), after = text.substr(at + gap.size());
        forms.push_back({without_apostrophes(fold(before)) + (before.ends_with(' ') ? " " : ""),
                         (after.starts_with(' ') ? " " : "") + without_apostrophes(fold(after))});
    }
    return forms;
}

// What stands in the gap, by each form that the whole text has.
std::vector<std::string_view> Lexicon::gaps_of(const std::vector<Form>& forms, std::string_view folded) {
    std::vector<std::string_view> gaps;
    const std::string_view text = trimmed(folded);
    for (const Form& form : forms) {
        std::string_view gap = text;
        if (!take_beginning(gap, form.before) || !take_ending(gap, form.after)) continue;
        for (const std::string_view filler :
             {" ", "请问", "这个", "这里的", "那个", "the ", "a ", "an ", "\"", "“", "《", "「", "'"})
            drop_prefix(gap, filler);
        for (const std::string_view filler : {"\"", "”", "》", "」", "'"})
            if (gap.ends_with(filler)) gap.remove_suffix(filler.size());
        gap = trimmed(gap);
        if (!gap.empty()) gaps.push_back(gap);
    }
    return gaps;
}

void Lexicon::add_term(std::string_view folded, std::vector<Candidate>& found) const {
    const std::string plain = without_apostrophes(folded);
    for (const std::string_view gap : gaps_of(questions_, plain)) {
        auto term = terms_.find(gap);
        if (term == terms_.end() && gap.ends_with('s')) term = terms_.find(gap.substr(0, gap.size() - 1));
        if (term == terms_.end()) continue;
        found.push_back({.meaning = Meaning::term, .what = term->second.front()});
        return;
    }
}

bool Lexicon::asks_for_meaning(std::string_view folded) const {
    return folded.ends_with('?') && !gaps_of(questions_, without_apostrophes(folded)).empty();
}

std::optional<std::uint32_t> Lexicon::number_chosen(std::string_view folded) const {
    constexpr std::size_t choice_length_max = 60; // bytes
    if (folded.size() > choice_length_max) return std::nullopt;
    for (const std::string_view gap : gaps_of(choices_, folded)) {
        const auto has_form = [&](const std::vector<std::string>& forms) {
            return std::ranges::find(forms, gap) != forms.end();
        };
        if (const auto word = std::ranges::find_if(ordinals_, has_form); word != ordinals_.end())
            return static_cast<std::uint32_t>(word - ordinals_.begin() + 1);
        const kinds::Verdict number = kinds::validate_number({gap, gap}, {.min = 1, .max = 99});
        if (number.ok && number.value.find('.') == std::string::npos)
            return static_cast<std::uint32_t>(std::stoul(number.value));
    }
    return std::nullopt;
}

// "专利号", "link 2": where a list is shown, such words choose from it.
void Lexicon::add_target_alone(std::string_view folded, std::vector<Candidate>& found) const {
    const auto number = take_number(folded);
    const auto targets = targets_.find(folded);
    if (targets != targets_.end())
        found.push_back({.meaning = Meaning::target, .targets = targets->second, .number = number});
}

bool Lexicon::add_targeted(std::string_view folded, std::vector<Candidate>& found) const {
    for (const Prefix& prefix : prefixes_) {
        if (!folded.starts_with(prefix.words)) continue;
        std::string_view rest = trimmed(folded.substr(prefix.words.size()));
        for (const std::string_view filler : {"一下", "the ", "my ", "我的", "another ", "one more "})
            drop_prefix(rest, filler);
        const auto number = take_number(rest);
        const auto targets = targets_.find(rest);
        if (targets == targets_.end()) continue;
        found.push_back({.meaning = Meaning::command,
                         .what = prefix.command,
                         .targets = targets->second,
                         .number = number});
        return true;
    }
    return false;
}

} // namespace plaint::locales
