#pragma once

#include "tests/proof/edited.hpp"

#include <vector>

// Faults put into the shipped trees and their shared parts, one at a time: what an author could get wrong.
namespace plaint::tests {

enum class Mutation : std::uint8_t {
    question_removed,
    condition_negated, // of a branch or an option
    condition_dropped,
    option_dropped,
    answer_allowed,     // formally, that the question does not take
    answer_widened,     // the same, and the dictionary allows it, too
    neighbours_swapped, // of which the second hangs on the first
    menu_lengthened,    // beyond what a caller hears out; with dictionary, checklists and languages
};
std::string_view name_of(Mutation mutation);

struct TreeMutant {
    std::string name; // "trees/shared/prior.json#/do/1 negated": stable as long as the file is
    Mutation mutation = Mutation::question_removed;
    Files patches; // JSON patches (RFC 6902) of the files below dialogs/
    Files language_patches;
    // Nothing but what is told stands in the branch that was changed, or in what was swapped: nobody is asked, and nothing
    // taken, otherwise.
    bool only_tells = false;

    Files dialogs() const; // the files with the fault
    Files languages() const;
};

// Every fault of these kinds, in every tree. Those of menus alone change the languages.
std::vector<TreeMutant> tree_mutants();
std::vector<TreeMutant> menu_mutants();

} // namespace plaint::tests
