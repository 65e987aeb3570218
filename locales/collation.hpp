#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace plaint::locales {

// The order in which readers of a language look for names in a list: Chinese ones by their sound.
class Collation {
  public:
    explicit Collation(const std::string& locale);
    Collation(Collation&&) noexcept;
    Collation& operator=(Collation&&) noexcept;
    ~Collation();

    // Both are UTF-8. A language that ICU has no order for has the order of characters.
    bool before(std::string_view a, std::string_view b) const;

  private:
    struct Rules;
    std::unique_ptr<const Rules> rules_;
};

} // namespace plaint::locales
