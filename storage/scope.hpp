#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace plaint::storage {

// Which regions somebody may see: one region and all under it. A GB/T 2260 code names its province and prefecture in
// pairs of digits, so whatever is under a region begins with its code without the pairs of zeros at its end.
class Scope {
  public:
    // "330100" holds 330100 and 330110; "000000" holds everything; what is no code holds nothing.
    static Scope of_region(std::string_view code) {
        const auto digit = [](char c) { return c >= '0' && c <= '9'; };
        if (code.size() != 6 || !std::ranges::all_of(code, digit)) return Scope("!");
        while (code.ends_with("00")) code.remove_suffix(2);
        return Scope(std::string(code));
    }
    static Scope of_country() { return of_region("000000"); }

    bool holds(std::string_view region) const { return region.starts_with(beginning_); }
    // All codes that are held, and no other text that begins with a digit, stand from the first to before the second.
    const std::string& from() const { return beginning_; }
    std::string to() const { return beginning_ + ":"; }

  private:
    explicit Scope(std::string beginning) : beginning_(std::move(beginning)) {}
    std::string beginning_;
};

} // namespace plaint::storage
