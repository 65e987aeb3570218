#include "dialogs/kinds/identifier.hpp"

#include <algorithm>
#include <vector>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/spoken.hpp"

namespace plaint::kinds {
namespace {

// Two runs of this many letters and digits leave open which one is meant.
constexpr std::size_t long_run = 8;

bool is_ignorable(char32_t code) {
    return (code >= 0x200B && code <= 0x200F) || code == 0xFEFF || code == 0xAD;
}

// Besides these, 杠 joins, as a dash is called when it is spoken.
bool joins(char32_t code) {
    return is_alnum(code) || is_numeral(code) || code == U'点' || code == U'叉' || code == U'.' ||
           code == U'/' || code == U'+' || code == U'(' || code == U')' || is_white_space(code) ||
           is_dash(code);
}

std::size_t weight(std::string_view run) {
    return static_cast<std::size_t>(
        std::ranges::count_if(run, [](char c) { return is_alnum(static_cast<unsigned char>(c)); }));
}

// Says of a word of letters before a number whether it is a part of it.
using Belongs = bool (*)(std::string_view word);

bool is_prefix(std::string_view word) {
    return word == "ZL" || word == "CN" || word == "PCT" || word == "WO" || word == "G";
}

// The letters of passports and permits are at most three.
bool may_begin_paper(std::string_view word) {
    constexpr std::string_view words[] = {"NO", "NO.", "NR", "NR.", "IS", "MY", "ID", "THE", "ITS"};
    return word.size() <= 3 && std::ranges::find(words, word) == std::end(words);
}

// Drops words such as "no" or "number is" before the first word that has a digit, save those that belong to it.
std::string_view without_words(std::string_view run, Belongs belongs) {
    for (;;) {
        const std::size_t space = run.find(' ');
        if (space == std::string_view::npos) return run;
        const std::string_view word = run.substr(0, space);
        const bool letters = std::ranges::all_of(
            word, [](char c) { return is_letter(static_cast<unsigned char>(c)) || c == '.'; });
        if (!letters || belongs(word)) return run;
        run.remove_prefix(space + 1);
    }
}

std::string_view without_edges(std::string_view run) {
    const auto inner = [](char c) { return is_alnum(static_cast<unsigned char>(c)); };
    while (!run.empty() && !inner(run.front()) && run.front() != '+' && run.front() != '(')
        run.remove_prefix(1);
    while (!run.empty() && !inner(run.back())) run.remove_suffix(1);
    return run;
}

std::string run_of(std::string_view folded, Belongs belongs) {
    if (folded.size() > identifier_answer_length_max) return {};
    std::vector<std::string> runs(1);
    for (const Character& character : characters(folded)) {
        if (is_ignorable(character.code)) continue;
        const bool spoken_dash = character.code == U'杠' && !runs.back().empty();
        if (!joins(character.code) && !spoken_dash) {
            if (!runs.back().empty()) runs.emplace_back();
        } else if (is_white_space(character.code)) {
            runs.back() += ' ';
        } else if (is_dash(character.code) || spoken_dash) {
            runs.back() += '-';
        } else {
            append_utf8(runs.back(), character.code);
        }
    }
    std::string best;
    std::size_t best_weight = 0;
    std::size_t long_runs = 0;
    for (const std::string& raw : runs) {
        const std::string spoken = upper_ascii(spoken_digits(raw));
        const std::string_view run = without_edges(without_words(without_edges(spoken), belongs));
        const std::size_t run_weight = weight(run);
        if (run_weight >= long_run) ++long_runs;
        if (run_weight > best_weight) {
            best_weight = run_weight;
            best = run;
        }
    }
    return long_runs > 1 ? std::string{} : best;
}

} // namespace

std::string identifier_run(std::string_view folded) { return run_of(folded, is_prefix); }

std::string paper_run(std::string_view folded) { return run_of(folded, may_begin_paper); }

std::string without_pauses(std::string_view folded) {
    const std::vector<Character> all = characters(folded);
    const auto is_pause = [](char32_t code) {
        return code == U',' || code == U'，' || code == U'、' || code == U'。' || code == U'·';
    };
    const auto is_inner = [](char32_t code) { return is_digit(code) || is_numeral(code) || code == U'点'; };
    std::string result;
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (is_pause(all[at].code) && at > 0 && is_inner(all[at - 1].code)) {
            std::size_t next = at + 1;
            while (next < all.size() && is_white_space(all[next].code)) ++next;
            if (next < all.size() && is_inner(all[next].code)) continue;
        }
        append_utf8(result, all[at].code);
    }
    return result;
}

std::string identifier(std::string_view folded) {
    std::string run = identifier_run(folded);
    std::erase_if(run, [](char c) { return c == ' ' || c == '-'; });
    return run;
}

} // namespace plaint::kinds
