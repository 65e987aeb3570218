#include <algorithm>
#include <optional>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "dialogs/kinds/spoken.hpp"

// Numbers of registers that begin with letters and have no check digit. Their forms are from memory, not from a rule's
// text, so whatever else is said can stand unverified.
namespace plaint::kinds {
namespace {

// Upper case, spoken digits written, gaps as " " and dashes as "-".
std::string as_written(std::string_view folded) {
    std::string result;
    for (const Character& character : characters(spoken_digits(folded))) {
        // 杠 is what a dash is called when it is spoken.
        if (is_dash(character.code) || character.code == U'杠')
            result += '-';
        else
            append_utf8(result, character.code);
    }
    return upper_ascii(result);
}

bool is_alnum_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_alnum(static_cast<unsigned char>(text[at]));
}

bool is_digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_digit(static_cast<unsigned char>(text[at]));
}

// A run of digits with gaps and dashes between them, and where it ends.
struct Run {
    std::string digits;
    std::size_t end = 0;
};

Run run_from(std::string_view text, std::size_t at) {
    Run run{{}, at};
    for (; at < text.size(); ++at) {
        if (is_digit_at(text, at)) {
            run.digits += text[at];
            run.end = at + 1;
        } else if (text[at] != ' ' && text[at] != '-') {
            break;
        }
    }
    return run;
}

// What follows the mark, where it stands as a word of its own.
std::optional<Run> run_behind(std::string_view text, std::string_view mark) {
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
        if (at > 0 && is_alnum_at(text, at - 1)) continue;
        Run run = run_from(text, at + mark.size());
        if (!run.digits.empty() && !is_alnum_at(text, run.end)) return run;
    }
    return std::nullopt;
}

// The digits alone, as they are keyed in on a telephone.
std::string bare_digits(std::string_view text) {
    const Run run = run_from(text, 0);
    return run.end == text.size() ? run.digits : std::string{};
}

Verdict kept_as_said(Text text) {
    const std::string_view said = trimmed(text.folded);
    return said.empty() ? Verdict::refuse("format") : Verdict::keep(upper_ascii(said), "format");
}

// "AGI2019-03-02581": year, batch, serial.
std::string gi_number(std::string_view digits) {
    if (digits.size() != 11) return {};
    return "AGI" + std::string(digits.substr(0, 4)) + '-' + std::string(digits.substr(4, 2)) + '-' +
           std::string(digits.substr(6));
}

// "CNA20161234.5": year, serial, and a check digit in most.
std::string plant_number(std::string_view digits) {
    if (digits.size() != 8 && digits.size() != 9) return {};
    std::string value = "CNA" + std::string(digits.substr(0, 8));
    if (digits.size() == 9) value += std::string(".") + digits[8];
    return value;
}

// Takes the ".5" behind eight digits into the run.
void take_check_digit(Run& run, std::string_view text) {
    if (run.digits.size() != 8 || run.end >= text.size() || text[run.end] != '.') return;
    if (!is_digit_at(text, run.end + 1) || is_alnum_at(text, run.end + 2)) return;
    run.digits += text[run.end + 1];
    run.end += 2;
}

// A point and more digits behind it: the run is a part of something longer.
bool goes_on(const Run& run, std::string_view text) {
    return run.end < text.size() && text[run.end] == '.' && is_digit_at(text, run.end + 1);
}

} // namespace

Verdict validate_gi_number(Text text) {
    if (text.folded.size() > unverified_length_max) return Verdict::refuse("format");
    const std::string words = as_written(text.folded);
    if (const auto run = run_behind(words, "AGI"))
        if (std::string value = gi_number(run->digits); !value.empty())
            return Verdict::accept(std::move(value));
    if (std::string value = gi_number(bare_digits(words)); !value.empty())
        return Verdict::ask_back(std::move(value));
    return kept_as_said(text);
}

Verdict validate_plant_variety_number(Text text) {
    if (text.folded.size() > unverified_length_max) return Verdict::refuse("format");
    const std::string words = as_written(text.folded);
    if (auto run = run_behind(words, "CNA")) {
        take_check_digit(*run, words);
        std::string value = goes_on(*run, words) ? std::string{} : plant_number(run->digits);
        if (!value.empty()) return Verdict::accept(std::move(value));
    }
    Run run = run_from(words, 0);
    take_check_digit(run, words);
    if (run.end == words.size())
        if (std::string value = plant_number(run.digits); !value.empty())
            return Verdict::ask_back(std::move(value));
    return kept_as_said(text);
}

Verdict validate_customs_record(Text text) {
    if (text.folded.size() > unverified_length_max) return Verdict::refuse("format");
    const std::string words = as_written(text.folded);
    for (const std::string_view right : {"T", "P", "C"}) {
        const auto run = run_behind(words, right);
        if (!run || run->digits.size() < 9 || run->digits.size() > 10) continue;
        return Verdict::accept(std::string(right) + run->digits.substr(0, 4) + '-' + run->digits.substr(4));
    }
    return kept_as_said(text);
}

} // namespace plaint::kinds
