#include "locales/lexicon.hpp"

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "locales/fold.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace plaint::locales {
namespace {

constexpr std::size_t words_length_max = 256; // of what is looked up

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

// "店铺的名称" is the same name as "店铺名称".
std::string as_named(std::string_view text) {
    constexpr std::string_view of = "的";
    std::string out(text);
    for (std::size_t at = out.find(of); at != std::string::npos; at = out.find(of, at))
        out.erase(at, of.size());
    return out;
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

// What stands between words and belongs to none of them.
bool parts_words(char32_t code) {
    constexpr std::u32string_view marks = U" ,.!?;:~-\"()、。！？，；：…–—～“”";
    return marks.find(code) != std::u32string_view::npos;
}

// Whether a word of letters goes on over this place; Chinese, Japanese and Korean have no such words.
bool cuts_word(std::string_view text, std::size_t at) {
    const auto is_of_word = [](char32_t code) {
        return kinds::is_alnum(code) || (code >= 0xC0 && code < 0x2000);
    };
    if (at == 0 || at >= text.size() || !is_of_word(kinds::character_at(text, at).code)) return false;
    std::size_t before = at - 1;
    while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0U) == 0x80U) --before;
    return is_of_word(kinds::character_at(text, before).code);
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
            add_target(targets_, pattern->format({}), path);
            for (const Word& word : catalogue.words(key)) add_target(targets_, word.text, path);
        }
    }
    // Whole names alone; what is listened for before or behind a value is none.
    for (const auto& [key, phrases] : catalogue.heard())
        if (key.starts_with("label."))
            for (const Word& phrase : phrases)
                if (!phrase.text.starts_with("…"))
                    add_target(names_, phrase.text, std::string(after_first_dot(key)));
    bare_ = {.mistake = phrases_of(catalogue, "cue.mistake"),
             .last = phrases_of(catalogue, "cue.last"),
             .assent = phrases_of(catalogue, "cue.assent"),
             .beside = phrases_of(catalogue, "cue.beside")};
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

void Lexicon::add_target(Table<std::string>& targets, std::string_view words, const std::string& path) {
    const std::string folded = as_named(trimmed(as_looked_up(fold(words))));
    if (folded.empty()) return;
    auto& known = targets[folded];
    if (std::ranges::find(known, path) == known.end()) known.push_back(path);
}

std::vector<Candidate> Lexicon::understand(std::string_view words) const {
    std::vector<Candidate> found;
    if (words.size() > words_length_max) return found;
    const std::string folded = as_looked_up(words);
    const auto look_up = [&](std::string_view whole) {
        const auto meanings = meanings_.find(whole);
        if (meanings == meanings_.end()) return false;
        found.insert(found.end(), meanings->second.begin(), meanings->second.end());
        return true;
    };
    const bool known = look_up(folded) || look_up(trimmed(folded));
    if (known || !add_targeted(trimmed(folded), found)) add_target_alone(trimmed(folded), found);
    if (found.empty()) add_term(words, found);
    return found;
}

std::vector<std::string> Lexicon::phrases_of(const Catalogue& catalogue, std::string_view cue) {
    std::vector<std::string> phrases;
    if (const auto known = catalogue.heard().find(cue); known != catalogue.heard().end())
        for (const Word& word : known->second) phrases.push_back(as_looked_up(fold(word.text)));
    std::erase(phrases, "");
    return phrases;
}

// Which phrases the text has, where it can be taken apart into nothing else: each place that can be come to, with the kinds
// of phrases that were passed on the way there.
void Lexicon::add_bare(std::string_view words, std::vector<Candidate>& found) const {
    if (words.size() > words_length_max) return;
    const std::string folded = as_looked_up(words);
    const std::string_view text = folded;
    enum : unsigned { mistake = 1, last = 2, assent = 4, sets = 8 };
    const std::pair<const std::vector<std::string>*, unsigned> lists[] = {
        {&bare_.mistake, mistake}, {&bare_.last, last}, {&bare_.assent, assent}, {&bare_.beside, 0}};
    std::vector<unsigned> reached(text.size() + 1); // a bit for each set of kinds
    reached[0] = 1;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (reached[at] == 0) continue;
        const kinds::Character character = kinds::character_at(text, at);
        if (parts_words(character.code)) reached[character.end] |= reached[at];
        for (const auto& [phrases, kind] : lists)
            for (const std::string& phrase : *phrases) {
                if (!text.substr(at).starts_with(phrase) || cuts_word(text, at + phrase.size())) continue;
                for (unsigned passed = 0; passed < sets; ++passed)
                    if ((reached[at] >> passed & 1U) != 0)
                        reached[at + phrase.size()] |= 1U << (passed | kind);
            }
    }
    const auto is_made_of = [&](unsigned set) { return (reached.back() >> set & 1U) != 0; };
    if (is_made_of(mistake | last) || is_made_of(mistake | last | assent))
        found.push_back({.meaning = Meaning::mistake, .what = "last"});
    else if (is_made_of(mistake) || is_made_of(mistake | assent))
        found.push_back({.meaning = Meaning::mistake});
    else if (is_made_of(assent))
        found.push_back({.meaning = Meaning::assent});
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
    const auto targets = targets_.find(as_named(folded));
    if (targets != targets_.end())
        found.push_back({.meaning = Meaning::target, .targets = targets->second, .number = number});
}

// "Change the shop's name"; and "把店铺名称改一下", where the verb stands behind.
bool Lexicon::add_targeted(std::string_view folded, std::vector<Candidate>& found) const {
    for (const Prefix& order : prefixes_) {
        std::string_view named = folded;
        if (drop_prefix(named, order.words) && add_targeted(named, order.command, found)) return true;
    }
    for (const Prefix& order : prefixes_) {
        std::string_view named = folded;
        if (order.command != "change" || !kinds::take_suffix(named, order.words)) continue;
        named = trimmed(named);
        for (const std::string_view ending : {"を", "을", "를", "要", "想"})
            kinds::take_suffix(named, ending);
        if (add_targeted(named, order.command, found)) return true;
    }
    return false;
}

bool Lexicon::add_targeted(std::string_view named, const std::string& command,
                           std::vector<Candidate>& found) const {
    const auto look_up = [&](std::string_view rest) {
        const auto number = take_number(rest);
        const std::string name = as_named(rest);
        for (const auto* targets : {&targets_, &names_}) {
            const auto known = targets->find(name);
            if (known == targets->end()) continue;
            found.push_back(
                {.meaning = Meaning::command, .what = command, .targets = known->second, .number = number});
            return true;
        }
        return false;
    };
    named = trimmed(named);
    if (look_up(named)) return true;
    for (const std::string_view filler :
         {"请",   "請",   "我想", "我要",   "帮我",    "幫我",        "把",        "将",
          "將",   "一下", "我的", "我们的", "我們的",  "ich möchte ", "ich will ", "bitte ",
          "den ", "die ", "das ", "meine ", "meinen ", "le ",         "la ",       "les ",
          "mon ", "ma ",  "the ", "my ",    "our ",    "another ",    "one more "})
        drop_prefix(named, filler);
    return look_up(named);
}

} // namespace plaint::locales
