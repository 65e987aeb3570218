#include "dialogs/proof/atlas.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

Atlas::Atlas(const Tree& tree)
    : tree_(tree),
      fields_(tree.shapes.size()),
      scope_of_field_(tree.fields.size()),
      scope_of_node_(tree.nodes.size()) {
    for (std::size_t scope = 0; scope < tree.shapes.size(); ++scope)
        fields_[scope].resize(tree.shapes[scope].fields);
    for (std::uint32_t i = 0; i < tree.fields.size(); ++i) {
        const Field& field = tree.fields[i];
        const std::size_t end = field.path.rfind("[]");
        if (end != std::string::npos)
            scope_of_field_[i] = tree.groups[tree.group_by_path.at(field.path.substr(0, end))].scope;
        fields_[scope_of_field_[i]][field.ref.index] = i;
    }
    std::uint16_t scope = 0;
    for (std::size_t at = 0; at < tree.nodes.size(); ++at) {
        const Node& node = tree.nodes[at];
        if (node.op == Op::next) scope = tree.groups[node.index].parent;
        scope_of_node_[at] = scope;
        if (node.op == Op::each) scope = tree.groups[node.index].scope;
    }
}

std::uint16_t Atlas::scope_at(std::uint16_t scope, std::uint16_t depth) const {
    while (tree_.shapes[scope].depth > depth) scope = tree_.shapes[scope].parent;
    return scope;
}

bool Atlas::lies_within(std::uint16_t inner, std::uint16_t outer) const {
    return tree_.shapes[inner].depth >= tree_.shapes[outer].depth &&
           scope_at(inner, tree_.shapes[outer].depth) == outer;
}

std::uint32_t Atlas::field(std::uint16_t scope, FieldRef ref) const {
    return fields_[scope_at(scope, ref.depth)][ref.index];
}

std::uint32_t Atlas::group(std::uint16_t scope, FieldRef ref) const {
    return tree_.groups_of_scope[scope_at(scope, ref.depth)][ref.index];
}

std::vector<std::uint32_t> Atlas::groups_around(std::uint16_t scope) const {
    std::vector<std::uint32_t> around;
    while (scope != 0) {
        const auto group = std::ranges::find(tree_.groups, scope, &Group::scope);
        around.insert(around.begin(), static_cast<std::uint32_t>(group - tree_.groups.begin()));
        scope = group->parent;
    }
    return around;
}

std::string with_positions(std::string_view path, const std::vector<std::uint32_t>& items) {
    std::string made;
    for (const std::uint32_t item : items) {
        const std::size_t bracket = path.find("[]");
        made.append(path.substr(0, bracket)).append("[" + std::to_string(item) + "]");
        path.remove_prefix(bracket + 2);
    }
    return made.append(path);
}

void for_each_part(const Atlas& atlas, const Condition& condition, std::uint16_t scope,
                   const VisitPart& visit) {
    switch (condition.test) {
    case Test::always:
    case Test::never: return;
    case Test::negate:
    case Test::all_of:
    case Test::any_of:
        for (const Condition& child : condition.children) for_each_part(atlas, child, scope, visit);
        return;
    case Test::some_item:
    case Test::every_item:
    case Test::no_item: {
        visit(condition, scope);
        const Group& group = atlas.tree().groups[atlas.group(scope, condition.field)];
        for_each_part(atlas, condition.children.front(), group.scope, visit);
        return;
    }
    default: visit(condition, scope);
    }
}

std::vector<std::uint32_t> fields_read(const Atlas& atlas, const Condition& condition, std::uint16_t scope) {
    std::vector<std::uint32_t> read;
    for_each_part(atlas, condition, scope, [&](const Condition& part, std::uint16_t at) {
        for (const FieldRef field : part.fields) read.push_back(atlas.field(at, field));
        switch (part.test) {
        case Test::missing:
        case Test::some_item:
        case Test::every_item:
        case Test::no_item: return;
        default:
            if (!part.of_count) read.push_back(atlas.field(at, part.field));
        }
    });
    return read;
}

void for_each_condition(const Atlas& atlas, const VisitPart& visit) {
    const Tree& tree = atlas.tree();
    for (std::size_t at = 0; at < tree.nodes.size(); ++at) {
        const Node& node = tree.nodes[at];
        if (node.op == Op::branch) visit(tree.conditions[node.index], atlas.scope_of_node(at));
        if (node.op != Op::ask) continue;
        for (const Option& option : tree.leaves[node.index].options)
            if (option.when) visit(*option.when, atlas.scope_of_node(at));
    }
}

} // namespace plaint::proof
