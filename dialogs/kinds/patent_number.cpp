#include "dialogs/kinds/patent_number.hpp"

#include <algorithm>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"

namespace plaint::kinds {
namespace {

// 2003 is in both forms: the longer one began on 1 October of that year.
constexpr int first_year = 1985;
constexpr int change_year = 2003;

// A number taken apart: 8 or 12 digits, and the check digit if it was written.
struct Parts {
    std::string digits;
    std::optional<char> check;
};

bool is_check(char c) { return (c >= '0' && c <= '9') || c == 'X'; }

std::optional<Parts> parts_of(std::string_view body) {
    const std::size_t dot = body.find('.');
    const std::string_view digits =
        dot == std::string_view::npos ? body.substr(0, body.size() / 4 * 4) : body.substr(0, dot);
    const std::string_view tail =
        dot == std::string_view::npos ? body.substr(digits.size()) : body.substr(dot + 1);
    if ((digits.size() != 8 && digits.size() != 12) || !all_digits(digits)) return std::nullopt;
    if (tail.empty()) return Parts{std::string(digits), std::nullopt};
    if (tail.size() != 1 || !is_check(tail[0])) return std::nullopt;
    return Parts{std::string(digits), tail[0]};
}

int year_of(std::string_view digits) {
    if (digits.size() == 12) return static_cast<int>(number_of(digits.substr(0, 4)));
    const int year = static_cast<int>(number_of(digits.substr(0, 2)));
    return year >= first_year % 100 ? 1900 + year : 2000 + year;
}

bool year_fits(std::string_view digits, Date today) {
    const int year = year_of(digits);
    if (digits.size() == 12) return year >= change_year && year <= today.year;
    return year >= first_year && year <= change_year;
}

// 1 invention, 2 utility model, 3 design, 8 and 9 international applications for the first two.
char type_of(std::string_view digits) { return digits.size() == 12 ? digits[4] : digits[2]; }

bool type_exists(char type) { return std::string_view("12389").find(type) != std::string_view::npos; }

// "CN105833476B": the number of a published document, one or two years younger than the application's.
bool is_publication(std::string_view body) {
    if (body.size() < 8 || body.size() > 11) return false;
    const bool with_edition = is_digit(static_cast<unsigned char>(body.back()));
    if (with_edition) body.remove_suffix(1);
    if (body.empty() || std::string_view("ABCUSY").find(body.back()) == std::string_view::npos) return false;
    body.remove_suffix(1);
    return body.size() >= 7 && body.size() <= 9 && all_digits(body);
}

std::string joined(const Parts& parts) { return parts.digits + '.' + *parts.check; }

Verdict judge(std::string_view body, Date today) {
    const std::optional<Parts> parts = parts_of(body);
    if (!parts) return Verdict::refuse("format");
    const Parts right{parts->digits, patent_check_digit(parts->digits)};
    if (!year_fits(parts->digits, today)) return Verdict::refuse("year");
    if (!type_exists(type_of(parts->digits))) return Verdict::refuse("type");
    if (!parts->check) return Verdict::refuse("missing_check_digit", joined(right));
    if (parts->check != right.check) return Verdict::refuse("checksum", joined(right));
    return Verdict::accept(joined(*parts));
}

// The number with letters read as the digits they look like, and with "10" as the X it stands for.
std::string repaired(std::string_view body) {
    std::string result;
    for (char c : body) result += c == 'O' || c == 'Q' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    const std::size_t dot = result.find('.');
    if (dot != std::string::npos && result.substr(dot + 1) == "10") result.replace(dot + 1, 2, "X");
    return result;
}

} // namespace

Verdict validate_patent_number(Text text, Date today) {
    const std::string number = identifier(text.folded);
    std::string_view body = number;
    if (body.starts_with("PCT") || body.starts_with("WO")) return Verdict::refuse("international_number");
    const bool granted = take_prefix(body, "ZL");
    if (!take_prefix(body, "CN") && !granted) take_prefix(body, "ZL");
    take_prefix(body, ".");
    if (is_publication(body)) return Verdict::refuse("publication_number");

    Verdict verdict = judge(body, today);
    if (verdict.problem == "format") {
        Verdict second = judge(repaired(body), today);
        if (second.ok) verdict.suggestion = std::move(second.value);
    }
    return verdict;
}

std::string_view patent_kind(std::string_view value) {
    const std::optional<Parts> parts = parts_of(value);
    if (!parts || !parts->check) return "";
    switch (type_of(parts->digits)) {
    case '1':
    case '8': return "invention";
    case '2':
    case '9': return "utility_model";
    case '3': return "design";
    default: return "";
    }
}

std::optional<int> patent_year(std::string_view value) {
    const std::optional<Parts> parts = parts_of(value);
    if (!parts) return std::nullopt;
    return year_of(parts->digits);
}

std::optional<char> patent_check_digit(std::string_view digits) {
    if ((digits.size() != 8 && digits.size() != 12) || !all_digits(digits)) return std::nullopt;
    constexpr std::string_view weights = "234567892345";
    int sum = 0;
    for (std::size_t index = 0; index < digits.size(); ++index)
        sum += (digits[index] - '0') * (weights[index] - '0');
    return "0123456789X"[sum % 11];
}

} // namespace plaint::kinds
