#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/simple_kinds.hpp"

namespace plaint::kinds {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// A number as dialled: its digits, whether it began with "+" or "00", and an extension.
struct Dialled {
    std::string digits;
    std::string extension;
    bool international = false;
};

// Takes a short last group after a hyphen for an extension ("0571-85022088-123"), where enough stands before it.
void split_extension(std::string& run, std::string& extension) {
    const std::size_t dash = run.rfind('-');
    if (dash == std::string::npos || run.find('-') == dash) return;
    const std::string_view tail = trimmed(std::string_view(run).substr(dash + 1));
    std::size_t before = 0;
    for (char c : run.substr(0, dash)) before += is_digit(static_cast<unsigned char>(c)) ? 1 : 0;
    if (before < 10 || tail.size() > 6 || !all_digits(tail)) return;
    extension = tail;
    run.erase(dash);
}

std::optional<Dialled> dialled(std::string_view folded) {
    std::string words(folded);
    // Each way of announcing an extension becomes the double hyphen that marks it, whatever else has hyphens.
    for (std::string_view mark : {"转分机", "分机号", "分机", "转接", "转", "ext.", "ext"})
        replace_all(words, mark, "--");
    std::string run = identifier_run(words);
    Dialled number;
    split_extension(run, number.extension);
    for (char c : run) {
        if (c == ' ' || c == '-' || c == '(' || c == ')' || c == '.') continue;
        if (c == '+' && number.digits.empty() && !number.international)
            number.international = true;
        else if (is_digit(static_cast<unsigned char>(c)))
            number.digits += c;
        else
            return std::nullopt;
    }
    if (!number.international && number.digits.starts_with("00")) {
        number.international = true;
        number.digits.erase(0, 2);
    }
    return number;
}

bool is_mobile(std::string_view digits) {
    return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

// The length of the area code with its 0: three digits for Beijing and the 02 cities, else four; 0 if there is none.
std::size_t area_length(std::string_view digits) {
    if (digits.size() < 4 || digits[0] != '0') return 0;
    if (digits[1] == '1') return digits[2] == '0' ? 3 : 0;
    if (digits[1] == '2') return digits[2] == '6' ? 0 : 3;
    return digits[1] >= '3' ? 4 : 0;
}

bool is_local(std::string_view digits) {
    return (digits.size() == 7 || digits.size() == 8) && digits[0] >= '2' && digits[0] <= '9';
}

// Service numbers that are dialled with an area code from elsewhere: 010-12330, 021-12345, 010-10010, 010-95188.
bool is_service(std::string_view digits) {
    return digits.size() == 5 &&
           (digits.starts_with("123") || digits.starts_with("100") || digits.starts_with("95"));
}

Verdict landline(const Dialled& number) {
    const std::size_t area = area_length(number.digits);
    const std::string local = area > 0 ? number.digits.substr(area) : std::string{};
    if (!is_local(local) && !is_service(local)) return Verdict::refuse("format");
    std::string value = number.digits.substr(0, area) + '-' + local;
    if (!number.extension.empty()) value += '-' + number.extension;
    return Verdict::accept(std::move(value));
}

Verdict within_china(Dialled number) {
    std::string& digits = number.digits;
    if (digits.starts_with("01") && is_mobile(std::string_view(digits).substr(1))) digits.erase(0, 1);
    if (digits.starts_with('0')) return landline(number);
    if (!number.extension.empty()) return Verdict::refuse("format");
    if (is_mobile(digits)) return Verdict::accept(digits);
    if (digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800")))
        return Verdict::accept(digits);
    if (is_local(digits)) return Verdict::refuse("area_code");
    if (digits.size() >= 3 && digits.size() <= 6) return Verdict::refuse("short_code");
    return Verdict::refuse("format");
}

Verdict abroad(const Dialled& number) {
    const std::size_t length = number.digits.size();
    if (length < 8 || length > 15 || number.digits[0] == '0' || !number.extension.empty())
        return Verdict::refuse("format");
    return Verdict::accept('+' + number.digits);
}

} // namespace

Verdict validate_phone(Text text) {
    std::optional<Dialled> number = dialled(text.folded);
    if (!number || number->digits.empty()) return Verdict::refuse("format");
    std::string& digits = number->digits;
    if (number->international && !digits.starts_with("86")) return abroad(*number);
    if (number->international ||
        (digits.size() == 13 && is_mobile(std::string_view(digits).substr(2)) && digits.starts_with("86"))) {
        digits.erase(0, 2);
        // After the country's code the area code loses its 0.
        const bool service_line = digits.starts_with("400") || digits.starts_with("800");
        if (!is_mobile(digits) && !digits.starts_with('0') && !(service_line && digits.size() == 10))
            digits.insert(0, "0");
    }
    return within_china(std::move(*number));
}

} // namespace plaint::kinds
