#include "dialogs/kinds/identity_paper.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/regions.hpp"
#include "dialogs/kinds/resident_id.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t card_length = 18;
constexpr std::size_t old_card_length = 15;
constexpr std::size_t length_min = 5;
constexpr std::size_t shown_tail = 4;
constexpr std::size_t masked_length_min = 8;

bool is_digit_char(char c) { return is_digit(static_cast<unsigned char>(c)); }

bool is_card(std::string_view number) {
    return number.size() == card_length && all_digits(number.substr(0, card_length - 1)) &&
           (is_digit_char(number.back()) || number.back() == 'X');
}

// Any word might be a number without digits.
bool is_paper(std::string_view number) {
    return number.size() >= length_min && number.size() <= old_card_length &&
           std::ranges::any_of(number, is_digit_char) && std::ranges::all_of(number, [](char c) {
               return is_digit_char(c) || is_upper(static_cast<unsigned char>(c));
           });
}

Verdict kept(std::string value, std::string problem, std::string suggestion) {
    Verdict verdict = Verdict::keep(std::move(value), std::move(problem));
    verdict.suggestion = std::move(suggestion);
    return verdict;
}

// Resident cards, the permits of residents of Hong Kong, Macao and Taiwan, and the new residence cards for foreigners,
// which begin with 9, are built alike.
Verdict judge_card(const std::string& number, const Regions& regions, Date today) {
    Verdict verdict = validate_resident_id({number, number}, regions, today);
    if (verdict.ok || (number[0] == '9' && verdict.unverified)) return Verdict::accept(number);
    return kept(number, "checksum", std::move(verdict.suggestion));
}

} // namespace

Verdict validate_identity_paper(Text text, const Regions& regions, Date today) {
    if (text.folded.size() > unverified_length_max) return Verdict::refuse("format");
    std::string number = paper_run(text.folded);
    std::erase_if(number, [](char c) { return c == ' ' || c == '-'; });
    if (is_card(number)) return judge_card(number, regions, today);
    if (number.size() == old_card_length && all_digits(number)) {
        // Fifteen digits may be another paper's; an old card tells a province and a day of birth.
        Verdict old = validate_resident_id({number, number}, regions, today);
        if (!old.suggestion.empty()) return kept(number, "old_card", std::move(old.suggestion));
    }
    if (is_paper(number)) return Verdict::accept(std::move(number));
    const std::string_view said = trimmed(text.folded);
    return said.empty() ? Verdict::refuse("format") : Verdict::keep(upper_ascii(said), "format");
}

std::string mask_identity_paper(std::string_view value) {
    if (is_card(value)) return mask_resident_id(value);
    if (value.size() < masked_length_min || !all_alnum(value))
        return std::string(characters(value).size(), '*');
    return std::string(value.size() - shown_tail, '*') + std::string(value.substr(value.size() - shown_tail));
}

} // namespace plaint::kinds
