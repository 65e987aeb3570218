#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace plaint::staff {

// Markup that stands in the program's text. Nothing that is known only at run time can become one.
class Markup {
  public:
    consteval Markup(const char* literal) : text(literal) {}
    std::string_view text;
};

// A page under construction. What comes from outside enters by text() alone, and can be neither a tag nor the end of a
// quoted attribute.
class Html {
  public:
    Html& tag(Markup markup) {
        out_ += markup.text;
        return *this;
    }
    Html& text(std::string_view text);
    // Another piece of a page.
    Html& part(Html other) {
        out_ += other.take();
        return *this;
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

} // namespace plaint::staff
