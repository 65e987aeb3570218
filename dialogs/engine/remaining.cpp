#include "dialogs/engine/remaining.hpp"

#include <algorithm>
#include <vector>

namespace plaint::dialogs {

std::uint32_t remaining_questions(const Tree& tree, const Session& session) {
    View view;
    view.scopes[0] = &session.root;
    const std::uint32_t here = session.walk.at;
    std::vector<std::uint32_t> left(tree.nodes.size(), 0);
    for (std::size_t at = tree.nodes.size() - 1; at-- > here;) {
        const Node& node = tree.nodes[at];
        const std::uint32_t on = left[at + 1];
        switch (node.op) {
        case Op::ask:
        case Op::next:
        case Op::review: left[at] = on + 1; break;
        case Op::branch:
            if (tree.settled_after[node.index] < here)
                left[at] = tree.conditions[node.index].holds(view) ? on : left[node.target];
            else
                left[at] = std::max(on, left[node.target]);
            break;
        case Op::jump: left[at] = left[node.target]; break;
        case Op::submit:
        case Op::end: break;
        default: left[at] = on;
        }
    }
    return left[here];
}

} // namespace plaint::dialogs
