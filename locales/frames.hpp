#pragma once

#include "dialogs/kinds/characters.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::locales {

// Words that stand right around something, and tell by that what it is: "我在…开店" around a platform that is not where the
// other side sells, "店铺…" before the name of a shop.
class Frames {
  public:
    // "BEFORE…AFTER", of which one may be empty. False for any other phrase.
    bool add(std::string_view phrase);

    // Whether there are such words right before and right behind [begin, end).
    bool around(const std::vector<kinds::Character>& text, std::size_t begin, std::size_t end) const;

  private:
    struct Frame {
        std::u32string before, after;
    };
    std::vector<Frame> frames_;
};

} // namespace plaint::locales
