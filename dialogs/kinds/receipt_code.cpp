#include "dialogs/kinds/receipt_code.hpp"

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"

namespace plaint::kinds {
namespace {

// Damm's quasigroup of order 10, as in his dissertation (2004); it catches every single wrong digit and every exchange
// of neighbours.
constexpr char damm_table[10][11] = {"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
                                     "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"};

} // namespace

Verdict validate_receipt_code(Text text) {
    const std::string code = identifier(text.folded);
    if (!all_digits(code)) return Verdict::refuse("format");
    if (code.size() != receipt_code_length) return Verdict::refuse("length");
    if (damm_digit(code) != '0') return Verdict::refuse("checksum");
    return Verdict::accept(code);
}

std::optional<char> damm_digit(std::string_view digits) {
    if (!all_digits(digits)) return std::nullopt;
    char interim = '0';
    for (char digit : digits) interim = damm_table[interim - '0'][digit - '0'];
    return interim;
}

std::string grouped_receipt_code(std::string_view value) {
    std::string result;
    for (std::size_t index = 0; index < value.size(); ++index) {
        if (index > 0 && index % 4 == 0) result += ' ';
        result += value[index];
    }
    return result;
}

} // namespace plaint::kinds
