#include "dialogs/kinds/resident_id.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/regions.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t number_length = 18;
constexpr std::size_t region_length = 6;
constexpr std::size_t first_generation_length = 15;
constexpr int first_year = 1900;

// The province-level codes, 83 being the one on permits for people from Taiwan.
constexpr std::string_view provinces =
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
    "61 62 63 64 65 71 81 82 83 ";

bool known_province(std::string_view number) {
    const std::size_t at = provinces.find(number.substr(0, 2));
    return at != std::string_view::npos && at % 3 == 0;
}

bool born_on_a_day(std::string_view number, Date today) {
    const Date birth{static_cast<int>(number_of(number.substr(6, 4))),
                     static_cast<int>(number_of(number.substr(10, 2))),
                     static_cast<int>(number_of(number.substr(12, 2)))};
    return exists(birth) && birth.year >= first_year && birth <= today;
}

bool well_formed(std::string_view number) {
    return number.size() == number_length && all_digits(number.substr(0, 17)) &&
           (is_digit(static_cast<unsigned char>(number[17])) || number[17] == 'X');
}

bool verifies(std::string_view number, Date today) {
    return well_formed(number) && known_province(number) && born_on_a_day(number, today) &&
           resident_id_check(number.substr(0, 17)) == number[17];
}

// The number with its check character, if all before it holds.
std::string completed(std::string first_17, Date today) {
    if (const std::optional<char> check = resident_id_check(first_17)) first_17 += *check;
    return verifies(first_17, today) ? first_17 : std::string{};
}

// The one number that two exchanged neighbours would explain; if none would, the last character is taken for wrong.
// An exchange that makes another region must make one that there is.
std::string likely_number(const std::string& number, const Regions& regions, Date today) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at + 1 < number_length; ++at) {
        std::string other = number;
        std::swap(other[at], other[at + 1]);
        if (other == number || !verifies(other, today)) continue;
        if (at < region_length && regions.name_of(other.substr(0, region_length)).empty()) continue;
        found.push_back(std::move(other));
    }
    if (found.size() > 1) return {};
    return found.empty() ? completed(number.substr(0, 17), today) : found.front();
}

// A passport or a residence card of the older make: letters and digits without a check digit of ours.
bool is_other_document(std::string_view number) {
    const auto digit = [](char c) { return is_digit(static_cast<unsigned char>(c)); };
    const auto upper = [](char c) { return is_upper(static_cast<unsigned char>(c)); };
    return number.size() >= 5 && number.size() <= 15 && std::ranges::any_of(number, digit) &&
           std::ranges::any_of(number, upper) &&
           std::ranges::all_of(number, [&](char c) { return digit(c) || upper(c); });
}

Verdict malformed(const std::string& number, Date today) {
    // First-generation cards left out the century and the check digit; they are no longer valid.
    if (number.size() == first_generation_length && all_digits(number))
        return Verdict::refuse("format", completed(number.substr(0, 6) + "19" + number.substr(6), today));
    if (number.size() == 17) return Verdict::refuse("format", completed(number, today));
    if (is_other_document(number)) return Verdict::keep(number, "format");
    return Verdict::refuse("format");
}

} // namespace

Verdict validate_resident_id(Text text, const Regions& regions, Date today) {
    const std::string number = identifier(text.folded);
    if (!well_formed(number)) return malformed(number, today);
    const bool check_holds = resident_id_check(std::string_view(number).substr(0, 17)) == number[17];
    if (!known_province(number)) {
        // The new residence cards for foreigners begin with 9 and are otherwise built alike.
        if (number[0] == '9' && check_holds && born_on_a_day(number, today))
            return Verdict::keep(number, "region");
        return Verdict::refuse("region");
    }
    if (!born_on_a_day(number, today)) return Verdict::refuse("birth");
    if (!check_holds) return Verdict::refuse("checksum", likely_number(number, regions, today));
    return Verdict::accept(number);
}

std::optional<char> resident_id_check(std::string_view first_17) {
    if (first_17.size() != 17 || !all_digits(first_17)) return std::nullopt;
    constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t index = 0; index < first_17.size(); ++index)
        sum += (first_17[index] - '0') * weights[index];
    return "10X98765432"[sum % 11];
}

std::string mask_resident_id(std::string_view value) {
    if (!well_formed(value)) return std::string(characters(value).size(), '*');
    return std::string(value.substr(0, 6)) + "********" + std::string(value.substr(14));
}

} // namespace plaint::kinds
