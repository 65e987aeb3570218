#include "bot/casework/projection.hpp"

#include <algorithm>

namespace plaint::casework {
namespace {

using dialogs::Node;
using dialogs::Op;

class Projector {
  public:
    Projector(const dialogs::Tree& tree, const dialogs::Session& session) : tree_(tree) {
        view_.scopes[0] = &session.root;
        range(0, session.walk.at);
        const Node& end = tree.nodes[session.walk.at];
        if (end.op == Op::submit) out_.submits = end.index;
    }

    Projection take() { return std::move(out_); }

  private:
    const dialogs::Scope& scope() const { return *view_.scopes[positions_.size()]; }

    void range(std::uint32_t from, std::uint32_t to) {
        for (std::uint32_t at = from; at < to;) {
            const Node& node = tree_.nodes[at];
            switch (node.op) {
            case Op::ask: ask(tree_.leaves[node.index]); break;
            case Op::let: derived(node.index); break;
            case Op::with: out_.with.push_back(node.index); break;
            case Op::each:
                group(at, tree_.groups[node.index]);
                at = node.target;
                continue;
            case Op::branch:
                if (!tree_.conditions[node.index].holds(view_)) {
                    at = node.target;
                    continue;
                }
                break;
            case Op::jump: at = node.target; continue;
            default: break;
            }
            ++at;
        }
    }

    void ask(const dialogs::Leaf& leaf) {
        const dialogs::Answer* answer = scope().live[leaf.field.index];
        if (answer == nullptr) return;
        out_.facts.push_back({positioned(leaf.path, positions_), &leaf, &scope().slots[leaf.slot], answer});
    }

    void derived(std::uint32_t let) {
        const dialogs::Answer* answer = scope().live[tree_.lets[let].field.index];
        if (answer == nullptr) return;
        const auto field = std::ranges::find(tree_.fields, let, &dialogs::Field::let);
        out_.facts.push_back({positioned(field->path, positions_), nullptr, nullptr, answer});
    }

    void group(std::uint32_t at, const dialogs::Group& group) {
        const dialogs::GroupState& state = scope().groups[group.index];
        out_.groups.push_back({positioned(group.path, positions_), state.items.size(), state.closed.get()});
        for (std::uint32_t i = 0; i < state.items.size(); ++i) {
            positions_.push_back(i);
            view_.scopes[positions_.size()] = &state.items[i].scope;
            range(at + 1, tree_.nodes[at].target - 1);
            view_.scopes[positions_.size()] = nullptr;
            positions_.pop_back();
        }
    }

    const dialogs::Tree& tree_;
    dialogs::View view_;
    std::vector<std::uint32_t> positions_;
    Projection out_;
};

} // namespace

Projection project(const dialogs::Tree& tree, const dialogs::Session& session) {
    return Projector(tree, session).take();
}

std::string positioned(std::string_view pattern, const std::vector<std::uint32_t>& positions) {
    std::string path;
    for (const std::uint32_t position : positions) {
        const std::size_t bracket = pattern.find("[]");
        if (bracket == std::string_view::npos) break;
        path.append(pattern.substr(0, bracket + 1)).append(std::to_string(position)).append("]");
        pattern.remove_prefix(bracket + 2);
    }
    return path.append(pattern);
}

PatternPath pattern_of(std::string_view path) {
    PatternPath out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        out.pattern += path[i];
        if (path[i] != '[') continue;
        std::uint32_t position = 0;
        for (++i; i < path.size() && path[i] != ']'; ++i)
            position = position * 10 + static_cast<std::uint32_t>(path[i] - '0');
        out.pattern += ']';
        out.positions.push_back(position);
    }
    return out;
}

std::vector<std::uint32_t> order_of(const dialogs::Tree& tree, std::string_view path) {
    constexpr std::uint32_t last = ~0U;
    const auto node_of = [&](Op op, std::uint32_t index) {
        const auto found = std::ranges::find_if(
            tree.nodes, [&](const Node& node) { return node.op == op && node.index == index; });
        return static_cast<std::uint32_t>(found - tree.nodes.begin());
    };
    const auto [pattern, positions] = pattern_of(path);
    std::vector<std::uint32_t> order;
    std::size_t from = 0;
    for (const std::uint32_t position : positions) {
        const std::size_t bracket = pattern.find("[]", from);
        const auto group = tree.group_by_path.find(pattern.substr(0, bracket));
        if (group == tree.group_by_path.end()) return {last};
        order.push_back(node_of(Op::each, group->second));
        order.push_back(position);
        from = bracket + 2;
    }
    if (const auto* field = tree.field(pattern)) {
        order.push_back(!field->leaves.empty() ? node_of(Op::ask, field->leaves.front())
                        : field->let           ? node_of(Op::let, *field->let)
                                               : 0);
        return order;
    }
    const auto group = tree.group_by_path.find(pattern);
    order.push_back(group != tree.group_by_path.end() ? node_of(Op::each, group->second) : last);
    order.push_back(last);
    return order;
}

std::vector<dialogs::Message> label_of(const dialogs::Tree& tree, std::string_view path) {
    const auto [pattern, positions] = pattern_of(path);
    std::vector<dialogs::Message> label;
    // Each "[]" ends the path of a group around.
    std::size_t from = 0;
    for (const std::uint32_t position : positions) {
        const std::size_t bracket = pattern.find("[]", from);
        const auto group = tree.group_by_path.find(pattern.substr(0, bracket));
        if (group == tree.group_by_path.end()) return {};
        label.push_back(
            {tree.groups[group->second].item_key, {{"n", static_cast<std::int64_t>(position) + 1}}});
        from = bracket + 2;
    }
    if (const auto* field = tree.field(pattern)) {
        label.push_back({field->label_key, {}});
        return label;
    }
    const auto group = tree.group_by_path.find(pattern);
    if (group == tree.group_by_path.end()) return {};
    label.push_back({tree.groups[group->second].label_key, {}});
    return label;
}

} // namespace plaint::casework
