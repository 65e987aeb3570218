#include "dialogs/load/tree_figures.hpp"

#include <algorithm>

namespace plaint::content {

using namespace dialogs;

namespace {

constexpr std::uint32_t never_settled = ~0U;

// Per field of the whole, by its index there: the last node that asks for it or derives it.
std::vector<std::uint32_t> known_after(const Tree& tree) {
    std::vector<std::uint32_t> known(tree.shapes.front().fields, 0);
    for (std::uint32_t at = 0; at < tree.nodes.size(); ++at) {
        const Node& node = tree.nodes[at];
        if (node.op == Op::ask && tree.leaves[node.index].scope == 0)
            known[tree.leaves[node.index].field.index] = at;
        if (node.op == Op::let && tree.lets[node.index].field.depth == 0)
            known[tree.lets[node.index].field.index] = at;
    }
    return known;
}

// What is said of items is known only when their group has ended, and nobody waits for that here.
std::uint32_t settled_after(const Condition& condition, const std::vector<std::uint32_t>& known) {
    switch (condition.test) {
    case Test::always:
    case Test::never: return 0;
    case Test::some_item:
    case Test::every_item:
    case Test::no_item: return never_settled;
    default: break;
    }
    std::uint32_t last = 0;
    const auto note = [&](FieldRef field) {
        last = std::max(last, field.depth == 0 ? known[field.index] : never_settled);
    };
    if (condition.of_count) return never_settled;
    for (const Condition& child : condition.children) last = std::max(last, settled_after(child, known));
    for (const FieldRef field : condition.fields) note(field);
    const bool compares = condition.children.empty() && condition.fields.empty();
    if (compares) note(condition.field);
    return last;
}

} // namespace

void work_out_figures(Tree& tree) {
    tree.leaves_of_scope.resize(tree.shapes.size());
    tree.groups_of_scope.resize(tree.shapes.size());
    for (std::uint32_t i = 0; i < tree.leaves.size(); ++i)
        tree.leaves_of_scope[tree.leaves[i].scope].push_back(i);
    for (std::uint32_t i = 0; i < tree.groups.size(); ++i)
        tree.groups_of_scope[tree.groups[i].parent].push_back(i);
    // Options and quantifiers have conditions too; only those of branches are asked for by place.
    const std::vector<std::uint32_t> known = known_after(tree);
    for (const Condition& condition : tree.conditions)
        tree.settled_after.push_back(settled_after(condition, known));
}

} // namespace plaint::content
