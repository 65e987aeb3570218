#pragma once

#include "dialogs/kinds/characters.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plaint::locales {

// Words as they are often mistaken, by the sound or by the finger, for what was meant: "专力|专历=专利". A text is read with
// the right words in their place, so that every phrase is found that has one of them in it.
class Spellings {
  public:
    // False where there is no word on either side of the sign.
    bool add(std::string_view rule);

    // What stands for a wrong word comes from the same bytes of the text.
    std::vector<kinds::Character> mended(std::vector<kinds::Character> text) const;

  private:
    struct Rule {
        std::u32string wrong, right;
    };
    const Rule* rule_at(const std::vector<kinds::Character>& text, std::size_t at) const;

    std::unordered_map<char32_t, std::vector<Rule>> by_first_;
};

} // namespace plaint::locales
