#include <algorithm>
#include <utility>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "dialogs/kinds/spoken.hpp"

namespace plaint::kinds {
namespace {

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

// Words of two letters and more say what the number is; of "class 25" the meaning stays. A single letter is a part of it.
std::string without_words(std::string_view words) {
    std::string result;
    bool class_follows = false;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find_first_of(" ,:;()#"), words.size());
        const std::string_view word = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
        const bool letters = std::ranges::all_of(
            word, [](char c) { return is_letter(static_cast<unsigned char>(c)) || c == '.'; });
        if (class_follows && all_digits(word)) {
            result += " " + std::string(word) + "类";
            class_follows = false;
        } else if (letters && word.size() > 1) {
            class_follows = word == "CLASS" || word == "CL.";
        } else {
            // "12345678 25类": the class is no part of the number.
            if (word.ends_with("类")) result += ' ';
            result += word;
        }
    }
    std::erase_if(result, [](char c) { return c == '-'; });
    return result;
}

// An optional G (international), four to eight digits, and a letter for a later division.
bool is_registration(std::string_view number) {
    take_prefix(number, "G");
    if (!number.empty() && is_upper(static_cast<unsigned char>(number.back()))) number.remove_suffix(1);
    return number.size() >= 4 && number.size() <= 8 && all_digits(number);
}

// The forms are from memory, not from the rule's text; a human may know better.
Verdict kept_as_said(Text text, std::string problem) {
    const std::string_view said = trimmed(text.folded);
    return said.empty() ? Verdict::refuse("format") : Verdict::keep(upper_ascii(said), std::move(problem));
}

} // namespace

Verdict validate_trademark_number(Text text) {
    if (text.folded.size() > unverified_length_max) return Verdict::refuse("format");
    const std::string words = without_words(upper_ascii(spoken_digits(text.folded)));
    const Parts parts = parts_of(words);
    std::string_view said = bare(parts.number);
    for (const std::string_view word : {"TM", "NO.", "NO"}) take_prefix(said, word);
    const std::string number(said);
    if (!is_registration(number)) return kept_as_said(text, "format");
    const std::string_view nice_class = bare(parts.nice_class);
    if (nice_class.empty()) return Verdict::accept(number);
    if (!all_digits(nice_class) || nice_class.size() > 2) return kept_as_said(text, "nice_class");
    const long long value = number_of(nice_class);
    if (value < 1 || value > nice_class_max) return kept_as_said(text, "nice_class");
    return Verdict::accept(number + '/' + std::to_string(value));
}

} // namespace plaint::kinds
