#pragma once

#include "dialogs/engine/outline.hpp"

#include <cstdint>
#include <vector>

namespace plaint::pictures {

// The tree in its order with its questions numbered, so that the picture and the page speak of the same ones.
struct Plan {
    std::vector<dialogs::Step> steps;
    std::vector<std::uint32_t> leaf_numbers;  // by leaf, from 1
    std::vector<std::uint32_t> group_numbers; // by group: of the question whether there is another item
    std::uint32_t questions = 0;
};
Plan plan(const dialogs::Tree& tree);

// A condition with where it stands, and whether it holds there.
struct Premise {
    const dialogs::Condition* condition = nullptr;
    std::uint16_t scope = 0;
    bool holds = true;
};
// All that holds wherever a step is come to: the branches around it, the outermost first.
using Premises = std::vector<Premise>;

Premises within(Premises around, const dialogs::Tree& tree, const dialogs::Step& branch, bool holds);

} // namespace plaint::pictures
