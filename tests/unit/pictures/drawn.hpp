#pragma once

#include "bot/library/library.hpp"
#include "bot/pictures/subject.hpp"
#include "tests/unit/content/small_content.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace plaint::tests {

// The small content with the words of pictures, which only shipped languages have.
SmallContent small_pictures();

// What such a content's first tree is drawn of. Stops the test when it does not load.
class Drawn {
  public:
    explicit Drawn(const SmallContent& content);
    const library::Library& library() const { return *library_; }
    pictures::Subject subject() const { return subject_of(*library_, "en"); }

    static pictures::Subject subject_of(const library::Library& library, std::string_view locale);

  private:
    std::unique_ptr<const library::Library> library_;
};

std::size_t times(std::string_view what, std::string_view in);

// What is wrong with the text as XML, or nothing: tags that do not close, attributes without quotes, bare & and <.
std::string not_well_formed(std::string_view text);

} // namespace plaint::tests
