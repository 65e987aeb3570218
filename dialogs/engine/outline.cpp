#include "dialogs/engine/outline.hpp"

#include <algorithm>

namespace plaint::dialogs {
namespace {

std::vector<Step> steps_between(const Tree& tree, std::uint32_t at, std::uint32_t end, std::uint16_t scope) {
    std::vector<Step> steps;
    while (at < end) {
        const Node& node = tree.nodes[at];
        Step step{.op = node.op, .node = at, .index = node.index, .scope = scope};
        std::uint32_t next = at + 1;
        switch (node.op) {
        case Op::section:
            next = node.target;
            step.inner = steps_between(tree, at + 1, next, scope);
            break;
        case Op::branch: {
            next = node.target;
            // What holds ends with a jump over what does not; an inner branch's own jump never comes last.
            const Node& last = tree.nodes[next - 1];
            const bool both = next - 1 > at && last.op == Op::jump;
            step.inner = steps_between(tree, at + 1, both ? next - 1 : next, scope);
            if (!both) break;
            step.otherwise = steps_between(tree, next, last.target, scope);
            next = last.target;
            break;
        }
        case Op::each:
            next = node.target;
            step.inner = steps_between(tree, at + 1, next - 1, tree.groups[node.index].scope);
            break;
        default: break;
        }
        steps.push_back(std::move(step));
        at = next;
    }
    return steps;
}

// The scope itself or the one around it that lies `depth` deep.
std::uint16_t scope_around(const Tree& tree, std::uint16_t scope, std::uint16_t depth) {
    while (tree.shapes[scope].depth > depth) scope = tree.shapes[scope].parent;
    return scope;
}

// The scope that holds a field, by its path: "respondents[].links[].url" stands in an item of "respondents[].links".
std::uint16_t scope_of(const Tree& tree, std::string_view path) {
    const std::size_t end = path.rfind("[]");
    if (end == std::string_view::npos) return 0;
    const auto group = tree.group_by_path.find(std::string(path.substr(0, end)));
    return group != tree.group_by_path.end() ? tree.groups[group->second].scope : std::uint16_t{0};
}

} // namespace

std::vector<Step> outline(const Tree& tree) {
    return steps_between(tree, 0, static_cast<std::uint32_t>(tree.nodes.size()) - 1, 0);
}

std::uint32_t field_at(const Tree& tree, std::uint16_t scope, FieldRef ref) {
    const std::uint16_t holder = scope_around(tree, scope, ref.depth);
    const auto found = std::ranges::find_if(tree.fields, [&](const Field& field) {
        return field.ref == ref && scope_of(tree, field.path) == holder;
    });
    return found != tree.fields.end() ? static_cast<std::uint32_t>(found - tree.fields.begin()) : Tree::none;
}

std::uint32_t group_at(const Tree& tree, std::uint16_t scope, FieldRef ref) {
    const auto& groups = tree.groups_of_scope[scope_around(tree, scope, ref.depth)];
    return ref.index < groups.size() ? groups[ref.index] : Tree::none;
}

} // namespace plaint::dialogs
