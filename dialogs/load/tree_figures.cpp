#include "dialogs/load/tree_figures.hpp"

#include <algorithm>

namespace plaint::content {

using namespace dialogs;

void work_out_figures(Tree& tree) {
    tree.leaves_of_scope.resize(tree.shapes.size());
    tree.groups_of_scope.resize(tree.shapes.size());
    for (std::uint32_t i = 0; i < tree.leaves.size(); ++i)
        tree.leaves_of_scope[tree.leaves[i].scope].push_back(i);
    for (std::uint32_t i = 0; i < tree.groups.size(); ++i)
        tree.groups_of_scope[tree.groups[i].parent].push_back(i);
    auto& remaining = tree.remaining;
    remaining.assign(tree.nodes.size(), 0);
    for (std::size_t at = tree.nodes.size() - 1; at-- > 0;) {
        const Node& node = tree.nodes[at];
        const std::uint32_t on = remaining[at + 1];
        switch (node.op) {
        case Op::ask:
        case Op::next:
        case Op::review: remaining[at] = on + 1; break;
        case Op::branch: remaining[at] = std::max(on, remaining[node.target]); break;
        case Op::jump: remaining[at] = remaining[node.target]; break;
        case Op::submit:
        case Op::end: break;
        default: remaining[at] = on;
        }
    }
}

} // namespace plaint::content
