#include "dialogs/kinds/credit_code.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/regions.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t code_length = 18;
constexpr std::size_t old_number_length = 15;
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool in_alphabet(char c) { return alphabet.find(c) != std::string_view::npos; }

bool verifies(std::string_view code) {
    return all_digits(code.substr(2, 6)) && credit_code_check(code.substr(0, 17)) == code[17];
}

// What looks alike on a licence or a screen. The left ones include letters that no code has.
constexpr std::array<std::pair<char, char>, 18> look_alikes = {{{'I', '1'},
                                                                {'O', '0'},
                                                                {'Z', '2'},
                                                                {'S', '5'},
                                                                {'V', 'Y'},
                                                                {'V', 'U'},
                                                                {'B', '8'},
                                                                {'8', 'B'},
                                                                {'D', '0'},
                                                                {'0', 'D'},
                                                                {'Q', '0'},
                                                                {'0', 'Q'},
                                                                {'G', '6'},
                                                                {'6', 'G'},
                                                                {'L', '1'},
                                                                {'1', 'L'},
                                                                {'5', '6'},
                                                                {'6', '5'}}};

void remember(std::vector<std::string>& found, const std::string& code) {
    if (verifies(code) && std::ranges::find(found, code) == found.end()) found.push_back(code);
}

// The one code that two neighbours exchanged or, if that explains nothing, one character misread would explain. If
// nothing does, the last character is taken for the wrong one; if several things do, nobody can tell.
std::string likely_code(const std::string& code) {
    std::vector<std::string> exchanged;
    std::vector<std::string> misread;
    for (std::size_t at = 0; at < code.size(); ++at) {
        std::string other = code;
        if (at + 1 < code.size() && code[at] != code[at + 1]) {
            std::swap(other[at], other[at + 1]);
            remember(exchanged, other);
        }
        for (const auto& [seen, meant] : look_alikes) {
            if (code[at] != seen) continue;
            other = code;
            other[at] = meant;
            remember(misread, other);
        }
    }
    const std::vector<std::string>& found = exchanged.empty() ? misread : exchanged;
    if (!found.empty()) return found.size() == 1 ? found.front() : std::string{};
    const std::optional<char> check = credit_code_check(std::string_view(code).substr(0, 17));
    if (!check || !all_digits(std::string_view(code).substr(2, 6))) return {};
    return code.substr(0, 17) + *check;
}

} // namespace

Verdict validate_credit_code(Text text) {
    const std::string code = identifier(text.folded);
    if (code.size() == old_number_length && all_digits(code)) return Verdict::keep(code, "old_number");
    if (code.size() != code_length) {
        const std::optional<char> check = code.size() == 17 ? credit_code_check(code) : std::nullopt;
        const bool lacks_check = check && all_digits(std::string_view(code).substr(2, 6));
        return Verdict::refuse("length", lacks_check ? code + *check : std::string{});
    }
    if (!std::ranges::all_of(code, in_alphabet)) return Verdict::refuse("charset", likely_code(code));
    if (!all_digits(std::string_view(code).substr(2, 6))) return Verdict::refuse("region");
    if (!verifies(code)) return Verdict::refuse("checksum", likely_code(code));
    return Verdict::accept(code);
}

std::optional<char> credit_code_check(std::string_view first_17) {
    if (first_17.size() != 17) return std::nullopt;
    std::size_t sum = 0;
    std::size_t weight = 1; // 3^(i-1) mod 31
    for (char c : first_17) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    // The outer remainder matters: where the sum is a multiple of 31 the character is 0.
    return alphabet[(31 - sum % 31) % 31];
}

std::optional<std::string> registration_region(std::string_view code) {
    if (code.size() != code_length || !all_digits(code.substr(2, 6))) return std::nullopt;
    return std::string(code.substr(2, 6));
}

std::optional<std::string> registration_region(std::string_view code, const Regions& regions) {
    const std::optional<std::string> written = registration_region(code);
    if (!written) return std::nullopt;
    if (auto current = regions.current(*written)) return current;
    if (auto prefecture = regions.current(written->substr(0, 4) + "00")) {
        // A filler row such as 110100 stands for the municipality above it.
        const std::string real = regions.prefecture_of(*prefecture);
        return real.empty() ? prefecture : real;
    }
    return regions.current(written->substr(0, 2) + "0000");
}

} // namespace plaint::kinds
