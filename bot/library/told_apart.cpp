#include "bot/library/told_apart.hpp"

#include "dialogs/engine/turn.hpp"
#include "locales/fold.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace plaint::library {
namespace {

using dialogs::Candidate;
using dialogs::Meaning;
using dialogs::State;

constexpr std::array formal_states{State::later, State::none, State::unknown, State::skip, State::unverified};

// One of the answers between which a question lets people choose.
struct Choice {
    std::string name; // as the author knows it: "owner", "yes", "later"
    Candidate meant;
    std::vector<std::string> keys; // of the messages with its words
};

struct Question {
    std::string path;
    std::vector<Choice> choices; // exclude one another; each can be said by its number, too
    std::vector<Choice> formals;
};

Choice yes_or_no(const std::string& path, bool yes, bool own) {
    const std::string name = yes ? "yes" : "no";
    Choice choice{name, {.meaning = yes ? Meaning::yes : Meaning::no}, {name}};
    if (own) choice.keys.push_back("option." + path + "." + name);
    return choice;
}

std::vector<Choice> formals_of(dialogs::May may) {
    std::vector<Choice> formals;
    for (const State state : formal_states) {
        const std::string name(name_of(state));
        if (allows(may, state))
            formals.push_back({name, {.meaning = Meaning::formal, .what = name}, {"formal." + name}});
    }
    return formals;
}

// Asked by the engine on a telephone where nobody is there.
Question question_of_absence() {
    Question question{.path = "person"};
    for (const std::string name : {"message", "callback", "continue"})
        question.choices.push_back(
            {name, {.meaning = Meaning::option, .what = "person." + name}, {"option.person." + name}});
    return question;
}

std::vector<Question> questions_of(const dialogs::Tree& tree) {
    std::vector<Question> questions{question_of_absence()};
    for (const dialogs::Leaf& leaf : tree.leaves) {
        Question question{.path = leaf.path, .formals = formals_of(leaf.may)};
        if (leaf.kind == kinds::Kind::yes_no)
            for (const bool yes : {true, false})
                question.choices.push_back(yes_or_no(leaf.path, yes, !leaf.options.empty()));
        else
            for (const dialogs::Option& option : leaf.options)
                question.choices.push_back(
                    {option.value,
                     {.meaning = Meaning::option, .what = leaf.path + "." + option.value},
                     {option.label_key}});
        questions.push_back(std::move(question));
    }
    for (const dialogs::Group& group : tree.groups) {
        Question question{.path = group.path + ".more", .formals = formals_of(group.may)};
        for (const bool yes : {true, false}) question.choices.push_back(yes_or_no(group.path, yes, false));
        questions.push_back(std::move(question));
    }
    return questions;
}

bool is(const Candidate& candidate, const Question& question, const Choice& choice) {
    if (candidate.meaning == choice.meant.meaning && candidate.what == choice.meant.what) return true;
    // The words of a yes-or-no question that has labels of its own are options of its field; and to choose a language is
    // the same as to ask for it.
    return (candidate.meaning == Meaning::option && candidate.what == question.path + "." + choice.name) ||
           (candidate.meaning == Meaning::locale && candidate.what == choice.name);
}

class Words {
  public:
    Words(const locales::Languages& languages, const locales::Language& language, content::LoadErrors& errors)
        : languages_(languages), language_(language), errors_(errors) {}

    void check(const Question& question) {
        for (const Choice& choice : question.choices) {
            check(question, choice, question.choices);
            check_heard(question, choice);
        }
        // An option goes before a formal answer, so a formal answer in an option's words could not be given.
        std::vector<Choice> others = question.formals;
        others.insert(others.end(), question.choices.begin(), question.choices.end());
        for (const Choice& formal : question.formals) check(question, formal, others);
    }

  private:
    void check(const Question& question, const Choice& choice, const std::vector<Choice>& others) {
        for (const std::string& key : choice.keys) {
            const locales::Pattern* label = language_.catalogue.find(key);
            if (label == nullptr) continue;
            check(question, choice, others, label->format({}), language_.catalogue.place(key));
            for (const locales::Word& word : language_.catalogue.words(key))
                check(question, choice, others, word.text, word.place);
        }
    }

    // What callers are read they also say.
    void check_heard(const Question& question, const Choice& choice) {
        for (const std::string& key : choice.keys) {
            const std::string spoken = key + ".voice";
            const locales::Pattern* label = language_.catalogue.find(spoken);
            if (label == nullptr) continue;
            const std::string words = label->format({});
            const auto means = [&](const Candidate& one) { return is(one, question, choice); };
            if (std::ranges::none_of(languages_.understand(language_.id, locales::fold(words)), means))
                complain(language_.catalogue.place(spoken), "\"" + words + "\" is read to callers for " +
                                                                choice.name + " at " + question.path +
                                                                ", and does not mean it when they say it");
        }
    }

    void check(const Question& question, const Choice& choice, const std::vector<Choice>& others,
               const std::string& word, const content::Place& place) {
        const std::string folded = locales::fold(word);
        const std::vector<Candidate> candidates = languages_.understand(language_.id, folded);
        const auto also = [&](const std::string& what) {
            complain(place,
                     "\"" + word + "\" means " + choice.name + " at " + question.path + ", and also " + what);
        };
        const bool is_list = choice.meant.meaning == Meaning::option;
        for (const Choice& other : others) {
            if (other.name == choice.name && other.meant.meaning == choice.meant.meaning) continue;
            const bool means = std::ranges::any_of(
                candidates, [&](const Candidate& one) { return is(one, question, other); });
            if (means || (is_list && folded == other.name)) also(other.name);
        }
        // The engine itself says what is a number of the list.
        const auto position = dialogs::position_meant(folded, question.choices.size());
        if (position && question.choices[*position].name != choice.name)
            also("the number of " + question.choices[*position].name);
        for (const Candidate& one : candidates) {
            const bool same = is(one, question, choice);
            if (one.meaning == Meaning::command) also("the command " + one.what);
            if (one.meaning == Meaning::locale && !same) also("the language " + one.what);
        }
    }

    void complain(const content::Place& place, std::string what) {
        if (told_.emplace(place.file, place.pointer, what).second)
            errors_.push_back({place.file, place.pointer, std::move(what)});
    }

    const locales::Languages& languages_;
    const locales::Language& language_;
    content::LoadErrors& errors_;
    std::set<std::tuple<std::string, std::string, std::string>> told_;
};

// A phrase that tells of two options of one question would tell of neither.
void check_heard(const locales::Language& language, content::LoadErrors& errors) {
    std::map<std::pair<std::string, std::string>, std::string> known; // option by question and phrase
    for (const auto& [key, phrases] : language.catalogue.heard()) {
        if (!key.starts_with("option.")) continue;
        const std::string path = key.substr(0, key.rfind('.'));
        for (const locales::Word& phrase : phrases) {
            const std::string text = phrase.text.substr(phrase.text.starts_with('~') ? 1 : 0);
            const auto [other, is_new] = known.try_emplace({path, locales::fold(text)}, key);
            if (!is_new && other->second != key)
                errors.push_back(
                    {phrase.place.file, phrase.place.pointer,
                     "\"" + phrase.text + "\" tells of " + key + ", and also of " + other->second});
        }
    }
}

} // namespace

void check_told_apart(const content::Content& content, const locales::Languages& languages,
                      content::LoadErrors& errors) {
    for (const locales::Language& language : languages.all()) {
        check_heard(language, errors);
        Words words(languages, language, errors);
        for (const auto& [name, tree] : content.trees)
            for (const Question& question : questions_of(tree)) words.check(question);
    }
}

} // namespace plaint::library
