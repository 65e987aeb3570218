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
namespace plaint::locales {

class Lexicon {
  public:
    Lexicon(const Catalogue& catalogue, const std::vector<std::pair<std::string, std::string>>& languages);

    // All that the folded words may mean. "修改链接2" and "change link 2" are commands with a target and a number.
    std::vector<dialogs::Candidate> understand(std::string_view folded) const;

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
    void add_target(std::string_view words, const std::string& path);
    bool add_targeted(std::string_view folded, std::vector<dialogs::Candidate>& found) const;
    void add_target_alone(std::string_view folded, std::vector<dialogs::Candidate>& found) const;
    void add_term(std::string_view folded, std::vector<dialogs::Candidate>& found) const;
    static std::vector<Form> forms_of(const Catalogue& catalogue, std::string_view cue);
    static std::vector<std::string_view> gaps_of(const std::vector<Form>& forms, std::string_view folded);

    Table<dialogs::Candidate> meanings_;
    Table<std::string> targets_;
    std::vector<Prefix> prefixes_; // longest first
    Table<std::string> terms_;     // of the glossary, by their names
    std::vector<Form> questions_, choices_;
    std::vector<std::vector<std::string>> ordinals_; // of each number, from 1, all its forms
};

} // namespace plaint::locales
