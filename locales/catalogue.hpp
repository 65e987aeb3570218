#pragma once

#include "dialogs/load/load_error.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

// The messages of one language, in ICU MessageFormat, compiled when they are loaded.
namespace plaint::locales {

using Value = std::variant<std::int64_t, std::string>;
using Values = std::vector<std::pair<std::string_view, Value>>;

// One message, ready to be filled. Plain text and simple placeholders are joined directly; plurals and selections go
// through ICU.
class Pattern {
  public:
    // The error says what is wrong with the pattern, with the place in it.
    static std::variant<Pattern, std::string> compile(std::string_view message, const std::string& locale);
    static Pattern plain(std::string_view text);

    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    ~Pattern();

    // A placeholder without a value is left empty.
    std::string format(const Values& values) const;
    const std::vector<std::string>& arguments() const { return arguments_; }

  private:
    struct Compiled;
    struct Piece {
        std::string text;
        int argument = -1; // index into arguments_, or -1 for text
    };
    Pattern();
    std::vector<std::string> arguments_;
    std::vector<Piece> pieces_;
    std::unique_ptr<Compiled> compiled_; // null where the pieces are all there is
};

// One of the words that people say instead of a label.
struct Word {
    std::string text;
    content::Place place;
};

// One language, from all files of its folder.
class Catalogue {
  public:
    using ReadFile = std::function<std::optional<std::string_view>(const std::string& file)>;

    // `files` are names below locales/, e.g. "en/engine.json". A key twice, bad ICU syntax, other plural forms than the
    // language has, a number that a value would run into, words for no message, another locale's name: errors.
    static Catalogue load(const std::string& locale, const std::vector<std::string>& files,
                          const ReadFile& read, content::LoadErrors& errors);

    // Gives a message, and words for it, to a catalogue that has none of this key; `text` is no pattern.
    void add_plain(const std::string& key, std::string_view text, const std::vector<std::string>& words,
                   const content::Place& place);

    const std::string& locale() const { return locale_; }
    const Pattern* find(std::string_view key) const;
    bool has(std::string_view key) const { return find(key) != nullptr; }
    // Whether it stands in the files, and was complained of.
    bool is_broken(std::string_view key) const { return broken_.contains(key); }
    // What people may say for a key, as the files have it: not folded.
    const std::vector<Word>& words(std::string_view key) const;
    // What is listened for in the middle of a text, by what it stands for: see mentions.hpp.
    const std::map<std::string, std::vector<Word>, std::less<>>& heard() const { return heard_; }
    // Of a message that there is.
    const content::Place& place(std::string_view key) const { return messages_.find(key)->second.place; }
    std::vector<std::string> keys() const; // sorted

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
    };
    std::string locale_;
    struct Entry {
        Pattern pattern;
        content::Place place;
    };
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> messages_;
    std::set<std::string, std::less<>> broken_;
    std::map<std::string, std::vector<Word>, std::less<>> words_, heard_;
};

} // namespace plaint::locales
