#pragma once

#include "dialogs/kinds/characters.hpp"
#include "locales/catalogue.hpp"
#include "locales/phrases.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plaint::locales {

// What a text is likely to tell where no phrase says it: classes of words count points for options, wherever they stand. Each
// class counts once, so that a long story is not surer than a short one. In "heard" of the catalogues:
//
//   cue.class.NAME          words of the class, each in the form of a phrase; of all languages together. "#KIND" is a fact
//                           of that kind.
//   cue.points.PATH.VALUE   "NAME 3": a word of that class is so many points for the option, below zero against it;
//                           "NAME 3!": and without one nothing counts for the option.
//                           The points stand once, beside the first language's classes, and hold for all.
class Guesses {
  public:
    struct Guess {
        std::string_view path, value;
        int points = 0;
        std::size_t begin = 0, end = 0; // characters of the word that tells most of it
    };

    // Points for a class that has no words are complained of.
    void add(const std::string& key, const std::vector<Word>& rules, content::LoadErrors& errors);

    // All options that some word of the text counts for or against.
    std::vector<Guess> weigh(const std::vector<kinds::Character>& text, const std::vector<bool>& taken,
                             const std::set<std::string>& facts) const;

  private:
    struct Member {
        Pieces pieces;
        std::uint32_t of = 0; // index of its class
    };
    struct Points {
        std::uint32_t of = 0;
        int count = 0;
        bool needed = false;
    };
    struct Option {
        std::string path, value;
        std::vector<Points> points;
    };
    struct Place {
        std::size_t begin = 0, end = 0; // nowhere, if they are equal
    };
    void add_word(const std::string& name, const Word& word, content::LoadErrors& errors);
    bool add_points(Option& option, std::string_view rule) const;
    std::vector<Place> places(const std::vector<kinds::Character>& text, const std::vector<bool>& taken,
                              const std::set<std::string>& facts) const;

    std::map<std::string, std::uint32_t, std::less<>> classes_;
    std::unordered_map<char32_t, std::vector<Member>> by_first_;
    std::vector<std::pair<std::string, std::uint32_t>> kinds_; // of facts that are in a class
    std::vector<Option> options_;
};

} // namespace plaint::locales
