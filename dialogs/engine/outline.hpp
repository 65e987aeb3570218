#pragma once

#include "dialogs/engine/tree.hpp"

#include <cstdint>
#include <vector>

// A compiled tree as people think of it: sections, branches and groups around their steps, in the order of the tree. The
// walk does without it; whoever draws, counts or explains a tree reads this instead of the flat program.
namespace plaint::dialogs {

struct Step {
    Op op = Op::say;             // of all but jump and next, which the nesting stands for
    std::uint32_t node = 0;      // into Tree::nodes
    std::uint32_t index = 0;     // as the node has it
    std::uint16_t scope = 0;     // into Tree::shapes: where this step reads its fields
    std::vector<Step> inner;     // of a section; of an item of a group; of a branch whose condition holds
    std::vector<Step> otherwise; // of a branch whose condition does not hold
};

// Without the end that no conversation comes to, which the loader puts behind the last step.
std::vector<Step> outline(const Tree& tree);

// The field that a condition or a line reads at `ref` where it stands in `scope`; Tree::none where there is none.
std::uint32_t field_at(const Tree& tree, std::uint16_t scope, FieldRef ref);
// The same of a group that is counted or whose items are looked at.
std::uint32_t group_at(const Tree& tree, std::uint16_t scope, FieldRef ref);

} // namespace plaint::dialogs
