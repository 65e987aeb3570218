#pragma once

#include "dialogs/kinds/characters.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How one phrase is found in the middle of a text.
namespace plaint::locales {

// What stands between the gaps ("…") of a phrase, each of which is a few other characters of the same clause.
using Pieces = std::vector<std::u32string>;
Pieces pieces_of(std::string_view phrase);
// Whether every piece has something to be found by.
bool is_complete(const Pieces& pieces);

// The end of the whole phrase that begins here. Latin letters are whole words, unless a "*" says that a word may go on
// ("patentiert*"); what is `taken` belongs to something else.
std::optional<std::size_t> phrase_end(const std::vector<kinds::Character>& text, std::size_t begin,
                                      const Pieces& pieces, const std::vector<bool>& taken);

// Whether a phrase may begin here: not within a word of Latin letters.
bool begins_word(const std::vector<kinds::Character>& text, std::size_t begin);

// An apostrophe is one, whichever way it is written.
char32_t plain(char32_t code);
bool is_cjk(char32_t code);

// How far something is from something else in a text: a Chinese character is as wide as two Latin letters.
std::size_t width_of(const std::vector<kinds::Character>& text, std::size_t begin, std::size_t end);
// Whether a sentence ends within, and whether a sentence or a part of it does.
bool ends_sentence(const std::vector<kinds::Character>& text, std::size_t begin, std::size_t end);
bool breaks_off(const std::vector<kinds::Character>& text, std::size_t begin, std::size_t end);

} // namespace plaint::locales
