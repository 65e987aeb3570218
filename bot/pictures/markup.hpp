#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace plaint::pictures {

// Markup that stands in the program's text. Nothing that is known only at run time can become one.
class Literal {
  public:
    consteval Literal(const char* literal) : text(literal) {}
    std::string_view text;
};

// XML under construction, SVG as well as HTML that is XML besides. Whatever comes from content enters by text() alone, and
// can be neither a tag nor the end of a quoted attribute.
class Markup {
  public:
    Markup& tag(Literal literal) {
        out_ += literal.text;
        return *this;
    }
    Markup& text(std::string_view text);
    Markup& number(std::int64_t number) {
        out_ += std::to_string(number);
        return *this;
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

} // namespace plaint::pictures
