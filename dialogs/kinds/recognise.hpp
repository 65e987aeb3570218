#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/kind.hpp"

// Facts found in a free message, so that nobody is asked for what they have already said.
namespace plaint::kinds {

struct Found {
    Kind kind;
    std::string value;
    std::size_t begin = 0; // bytes of the raw text, [begin, end)
    std::size_t end = 0;
    bool doubtful = false; // what was written does not verify; `value` is the suggestion, to be confirmed
    // What the words around it add, where a lexicon knows them.
    bool denied = false;            // it is said not to be so, or to be somebody's whom no field is about
    std::vector<std::string> paths; // of the fields that are named beside it; an option has the field's alone
};

// The longest message that is searched, in bytes; what follows is not.
inline constexpr std::size_t recognised_length_max = 8000;

// Links to products, patent numbers, telephone numbers, e-mail addresses, credit codes, resident ids, receipt
// codes, full dates, full region names, and numbers of registers that begin with letters of their own (2020SR…, 国作登字…,
// AGI…, CNA…; a customs record only where customs are named, and an international trademark, G…, where trademarks are), in
// the order of the text and without overlap. Only what validates is found; a patent number said to be one whose check digit
// is missing or wrong is found doubtful.
std::vector<Found> recognise(Text text, const Tables& tables, Date today);

// The characters of the raw text as they compare: in lower case and half-width, and simplified where folding keeps their
// number. At most `recognised_length_max` bytes are read.
std::vector<Character> comparable(Text text);

// Where a region is named beside, its short name will do: the longest that starts at the character, or that ends right
// before it.
std::optional<Found> region_from(const std::vector<Character>& text, std::size_t begin,
                                 const Regions& regions);
std::optional<Found> region_until(const std::vector<Character>& text, std::size_t end,
                                  const Regions& regions);

} // namespace plaint::kinds
