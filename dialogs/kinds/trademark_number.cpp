#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "dialogs/kinds/spoken.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t answer_length_max = 200;
constexpr int nice_class_max = 45;

// The registration, and the class if one was named; views into the words.
struct Parts {
    std::string_view number;
    std::string_view nice_class;
};

// Digits that end right before `end`, at most three.
std::string_view digits_before(std::string_view words, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && end - begin < 3 && is_digit(static_cast<unsigned char>(words[begin - 1]))) --begin;
    return words.substr(begin, end - begin);
}

// Splits "12345678 第25类", "第25类12345678号", "12345678/25".
Parts parts_of(std::string_view words) {
    if (const std::size_t mark = words.find("类"); mark != std::string_view::npos) {
        const std::string_view digits = digits_before(words, mark);
        const auto begin = static_cast<std::size_t>(digits.data() - words.data());
        const std::string_view before = words.substr(0, begin);
        const std::string_view after = words.substr(mark + std::string_view("类").size());
        const auto has_digit = [](std::string_view part) {
            return part.find_first_of("0123456789") != std::string_view::npos;
        };
        return {has_digit(before) ? before : after, digits};
    }
    if (const std::size_t slash = words.find('/'); slash != std::string_view::npos)
        return {words.substr(0, slash), words.substr(slash + 1)};
    return {words, {}};
}

// The number without the words around it.
std::string_view bare(std::string_view words) {
    const auto inner = [](char c) { return is_alnum(static_cast<unsigned char>(c)); };
    while (!words.empty() && !inner(words.front())) words.remove_prefix(1);
    while (!words.empty() && !inner(words.back())) words.remove_suffix(1);
    return words;
}

// An optional G (international), four to eight digits, and a letter for a later division.
bool is_registration(std::string_view number) {
    take_prefix(number, "G");
    if (!number.empty() && is_upper(static_cast<unsigned char>(number.back()))) number.remove_suffix(1);
    return number.size() >= 4 && number.size() <= 8 && all_digits(number);
}

} // namespace

Verdict validate_trademark_number(Text text) {
    if (text.folded.size() > answer_length_max) return Verdict::refuse("format");
    std::string words = upper_ascii(spoken_digits(text.folded));
    std::erase_if(words, [](char c) { return c == ' ' || c == '-'; });
    const Parts parts = parts_of(words);
    const std::string number(bare(parts.number));
    if (!is_registration(number)) {
        // The forms are from memory, not from the rule's text; a human may know better.
        const std::string_view said = trimmed(text.folded);
        return said.empty() ? Verdict::refuse("format") : Verdict::keep(upper_ascii(said), "format");
    }
    const std::string_view nice_class = bare(parts.nice_class);
    if (nice_class.empty()) return Verdict::accept(number);
    if (!all_digits(nice_class) || nice_class.size() > 2) return Verdict::refuse("nice_class");
    const long long value = number_of(nice_class);
    if (value < 1 || value > nice_class_max) return Verdict::refuse("nice_class");
    return Verdict::accept(number + '/' + std::to_string(value));
}

} // namespace plaint::kinds
