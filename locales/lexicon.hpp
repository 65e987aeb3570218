#pragma once

#include "dialogs/engine/step.hpp"
#include "locales/catalogue.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// What words mean in one language, whatever is being asked: commands, formal answers, options, names of fields, questions
// about terms.
// Words are matched whole and folded, never as parts of a text, so that a long answer is never taken for a command.
// In "heard" of the catalogues stand, besides cue.question, cue.choice and cue.ordinal:
//
//   cue.mistake   says that something was wrong, without saying what ("说错了", "that was a mistake")
//   cue.last      names the answer before ("上一个", "my last answer")
//   cue.assent    consents, or is courteous, and tells nothing ("好的", "OK", "thank you")
//   cue.beside    may stand around these and changes nothing ("等等", "sorry", "wait")
namespace plaint::locales {

class Lexicon {
  public:
    Lexicon(const Catalogue& catalogue, const std::vector<std::pair<std::string, std::string>>& languages);

    // All that the folded words may mean. "修改链接2" and "change link 2" are commands with a target and a number.
    std::vector<dialogs::Candidate> understand(std::string_view folded) const;

    // What a text means that is made of nothing but courtesy, or of having been wrong: "wait, sorry, that was a mistake".
    void add_bare(std::string_view folded, std::vector<dialogs::Candidate>& found) const;

    // Whether it is a question about what something is, whatever that is: "什么是…", "what is a …?"
    bool asks_for_meaning(std::string_view folded) const;
    // The number in a text that chooses from a list, from 1: "第二个", "option 3", "the first one".
    std::optional<std::uint32_t> number_chosen(std::string_view folded) const;

  private:
    // A whole text with a gap in it.
    struct Form {
        std::string before, after;
    };
    struct Prefix {
        std::string words;
        std::string command;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template<class T>
    using Table = std::unordered_map<std::string, std::vector<T>, Hash, std::equal_to<>>;

    void add(std::string_view words, dialogs::Meaning meaning, std::string what);
    void add_key(const Catalogue& catalogue, const std::string& key, dialogs::Meaning meaning,
                 const std::string& what);
    static void add_target(Table<std::string>& targets, std::string_view words, const std::string& path);
    // Nothing but such words, in any order: "wait, sorry, that was a mistake".
    struct Bare {
        std::vector<std::string> mistake, last, assent, beside;
    };
    bool add_targeted(std::string_view folded, std::vector<dialogs::Candidate>& found) const;
    bool add_targeted(std::string_view named, const std::string& command,
                      std::vector<dialogs::Candidate>& found) const;
    static std::vector<std::string> phrases_of(const Catalogue& catalogue, std::string_view cue);
    void add_target_alone(std::string_view folded, std::vector<dialogs::Candidate>& found) const;
    void add_term(std::string_view folded, std::vector<dialogs::Candidate>& found) const;
    static std::vector<Form> forms_of(const Catalogue& catalogue, std::string_view cue);
    static std::vector<std::string_view> gaps_of(const std::vector<Form>& forms, std::string_view folded);

    Table<dialogs::Candidate> meanings_;
    Table<std::string> targets_;
    Table<std::string> names_;     // what fields are called besides, where something is ordered of them
    std::vector<Prefix> prefixes_; // longest first
    Bare bare_;
    Table<std::string> terms_; // of the glossary, by their names
    std::vector<Form> questions_, choices_;
    std::vector<std::vector<std::string>> ordinals_; // of each number, from 1, all its forms
};

} // namespace plaint::locales
