#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "dialogs/kinds/spoken.hpp"

namespace plaint::kinds {
namespace {

// The nation and the provinces whose copyright authorities register works, one character each.
constexpr std::u32string_view registers = U"国京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔滇藏陕甘青宁新";

std::string without_gaps(std::string_view folded) {
    std::string result;
    for (const Character& character : characters(spoken_digits(folded)))
        if (character.code != U'杠' && !is_white_space(character.code) && !is_dash(character.code))
            append_utf8(result, character.code);
    return upper_ascii(result);
}

bool is_digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_digit(static_cast<unsigned char>(text[at]));
}

// A single letter at the end belongs to the number, and no number ends so; a word is another matter.
bool is_letter_alone(std::string_view text, std::size_t at) {
    const auto letter = [&](std::size_t place) {
        return place < text.size() && is_letter(static_cast<unsigned char>(text[place]));
    };
    return letter(at) && !letter(at + 1);
}

// The run of digits that starts at `at`.
std::string_view digits_from(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (is_digit_at(text, end)) ++end;
    return at <= text.size() ? text.substr(at, end - at) : std::string_view{};
}

// "2020SR1234567": year, SR, six or seven digits.
std::string software(std::string_view text) {
    const std::size_t mark = text.find("SR");
    if (mark == std::string_view::npos || mark < 4 || !all_digits(text.substr(mark - 4, 4))) return {};
    const std::string_view serial = digits_from(text, mark + 2);
    if (mark > 4 && is_digit_at(text, mark - 5)) return {};
    if (serial.size() < 6 || serial.size() > 7 || is_letter_alone(text, mark + 2 + serial.size())) return {};
    return std::string(text.substr(mark - 4, 6)) + std::string(serial);
}

// "软著登字第1234567号", the number of the certificate.
std::string software_certificate(std::string_view text) {
    constexpr std::string_view mark = "软著登字第";
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return {};
    const std::string_view serial = digits_from(text, at + mark.size());
    const bool closed = text.substr(at + mark.size() + serial.size()).starts_with("号");
    if (!closed || serial.size() < 6 || serial.size() > 8) return {};
    return std::string(mark) + std::string(serial) + "号";
}

// "浙作登字-2021-A-00123456": register, year, kind of work, serial; the hyphens are gone by now.
std::string work(std::string_view text) {
    constexpr std::string_view mark = "作登字";
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos || at < 3) return {};
    const std::string_view place = text.substr(at - 3, 3);
    const Character character = character_at(place, 0);
    if (character.end != 3 || registers.find(character.code) == std::u32string_view::npos) return {};
    const std::string_view rest = text.substr(at + mark.size());
    if (rest.size() < 13 || !all_digits(rest.substr(0, 4)) || rest[4] < 'A' || rest[4] > 'L') return {};
    const std::string_view serial = digits_from(rest, 5);
    if (serial.size() != 8) return {};
    return std::string(place) + std::string(mark) + '-' + std::string(rest.substr(0, 4)) + '-' + rest[4] +
           '-' + std::string(serial);
}

} // namespace

Verdict validate_copyright_number(Text text) {
    if (text.folded.size() > unverified_length_max) return Verdict::refuse("format");
    const std::string number = without_gaps(text.folded);
    for (const auto& read : {software, software_certificate, work})
        if (std::string value = read(number); !value.empty()) return Verdict::accept(std::move(value));
    // Registration is voluntary and its forms are from memory; what was said can stand unverified.
    const std::string_view said = trimmed(text.folded);
    return said.empty() ? Verdict::refuse("format") : Verdict::keep(upper_ascii(said), "format");
}

} // namespace plaint::kinds
