#include <algorithm>
#include <array>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/simple_kinds.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t postal_length = 6;
constexpr std::size_t foreign_length_max = 10;

// The second digits that follow each first one, as validator.js 13.15 has them for China ("CN"); not held against the
// post's own list.
constexpr std::array<std::string_view, 10> second_digits = {
    "1234567", "012356", "01234567", "0123456", "01234567", "1234567", "1234567", "12345", "1345", "09"};

bool begins_as_codes_do(std::string_view code) {
    return second_digits[static_cast<std::size_t>(code[0] - '0')].find(code[1]) != std::string_view::npos;
}

} // namespace

Verdict validate_postal_code(Text text) {
    const std::string code = identifier(text.folded);
    const bool is_code = code.size() == postal_length && all_digits(code);
    if (is_code && begins_as_codes_do(code)) return Verdict::accept(code);
    if (is_code) return Verdict::keep(code, "prefix");
    // "SW1A 1AA": the codes of other countries are what they are.
    const bool has_digit = code.find_first_of("0123456789") != std::string::npos;
    const bool may_be_foreign = has_digit && code.size() <= foreign_length_max && all_alnum(code);
    return may_be_foreign ? Verdict::keep(code, "format") : Verdict::refuse("format");
}

} // namespace plaint::kinds
