#pragma once

#include "dialogs/kinds/characters.hpp"
#include "locales/catalogue.hpp"
#include "locales/frames.hpp"
#include "locales/guesses.hpp"
#include "locales/phrases.hpp"
#include "locales/spellings.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

// What is mentioned in the middle of a text, in any of the languages: options by the phrases that tell of them, fields by
// their names, and the few words that say that something was wrong. A lexicon matches whole texts; this finds parts.
//
// The phrases stand in "heard" of the catalogues, by what they stand for:
//
//   option.PATH.VALUE   tells of the option wherever it is said, so the question PATH is recognised in free texts.
//                       "~PHRASE" only suggests it: it counts where nothing else is said about that field.
//                       "@ID" is a link to that platform of the directory.
//   label.PATH          names the field, besides its label: the value follows. "…PHRASE": it stands before.
//   cue.correction      says that something was wrong ("写错了", "sorry")
//   cue.denial          what comes right after is said not to be so ("不是", "not")
//   cue.value           comes before the words that are right instead ("应该是", "should be")
//   cue.own_side        the person who writes ("my", "我司"), and
//   cue.other_side      the one complained of ("the seller", "对方"): whose a number in the same sentence is
//   cue.asking          says that it is a question ("怎么", "how")
//   cue.nothing         phrases that only look like others ("京东方" is no 京东)
//   cue.spelling        words as people misspell them, and what they mean ("专力|专历=专利")
//   cue.own_place       around a platform that is not where the other side sells ("我在…开店", "we sell on … ourselves")
//   cue.name            around a name in quotation marks, whose words tell of nothing ("店铺…")
//   cue.question        whole questions about a term, with "…" for it ("什么是…"), for the lexicon
//   cue.choice          whole texts that choose from a list, with "…" for the number ("第…个"), for the lexicon
//   cue.mistake, cue.last, cue.assent, cue.beside   whole texts that answer nothing, for the lexicon
//   cue.class.NAME, cue.points.PATH.VALUE   single words, and what they make likely: see guesses.hpp
//   cue.ordinal         the numbers in words, in order ("first", "second"), each in its forms ("erste|ersten|erster")
//
// Within a phrase "…" stands for a few other characters of the same clause. Phrases of Latin letters are whole words, but
// one that ends in "*" is found however its word goes on ("patentiert*").
// "A|B&C|D" tells of the option where A or B, and C or D, stand anywhere in the text; "#KIND" for one of them is a fact of
// that kind.
namespace plaint::locales {

struct Mention {
    enum class Of : std::uint8_t {
        option,
        word,
        field,
        correction,
        denial,
        value,
        joint,
        own_side,
        other_side,
        nothing,
        asking
    };
    Of of = Of::option;
    std::string path;               // of the field
    std::string value;              // of the option
    std::size_t begin = 0, end = 0; // characters
    bool weak = false;              // only suggests it
    bool behind = false;            // of a field: its value stands before the phrase
    bool denied = false;
};

class Mentions {
  public:
    // Phrases that cannot be matched are complained of.
    void add(const Catalogue& catalogue, content::LoadErrors& errors);

    // In the order of the text. `taken` are characters that belong to something else, as an address. Of two phrases
    // about one field the longer hides the one inside it.
    // `facts` are the kinds of what was found there.
    std::vector<Mention> find(const std::vector<kinds::Character>& text, const std::vector<bool>& taken,
                              const std::set<std::string>& facts = {}) const;

    // The text with its misspelt words put right; phrases are looked for in that.
    std::vector<kinds::Character> spelt(std::vector<kinds::Character> text) const {
        return spellings_.mended(std::move(text));
    }

    // What stands around an option or a name.
    const Frames& own_places() const { return own_places_; }
    const Frames& names() const { return names_; }
    const Guesses& guesses() const { return guesses_; }

    // The options that a link to a platform tells of.
    std::vector<Mention> of_platform(const std::string& id) const;

  private:
    static constexpr std::uint32_t alone = UINT32_MAX;
    struct Phrase {
        Mention meant;
        Pieces pieces;
        std::uint32_t together = alone; // index of what it is one part of
        std::uint32_t part = 0;
    };
    struct Together {
        Mention meant;
        std::uint32_t parts = 0;
        std::vector<std::pair<std::uint32_t, std::string>> kinds; // that will do for a part
    };
    struct Hit {
        const Phrase* phrase = nullptr;
        std::size_t begin = 0, end = 0;
    };
    void add(const Word& word, Mention meant, content::LoadErrors& errors);
    // Whether the key is one of phrases that are matched in a way of their own.
    bool add_apart(const std::string& key, const std::vector<Word>& phrases, content::LoadErrors& errors);
    void add_phrase(std::string_view text, const Word& word, Phrase phrase, content::LoadErrors& errors);
    std::vector<Hit> hits(const std::vector<kinds::Character>& text, const std::vector<bool>& taken) const;
    std::vector<Mention> complete(const std::vector<Hit>& parts, const std::set<std::string>& facts) const;

    Spellings spellings_;
    Frames own_places_, names_;
    Guesses guesses_;
    std::vector<Phrase> phrases_;
    std::vector<Together> togethers_;
    std::unordered_map<char32_t, std::vector<std::uint32_t>> by_first_;
    std::unordered_map<std::string, std::vector<Mention>> by_platform_;
};

} // namespace plaint::locales
