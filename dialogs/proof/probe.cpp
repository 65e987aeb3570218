#include "dialogs/proof/probe.hpp"

#include "dialogs/engine/functions.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

namespace {

Shape widest_of(const Tree& tree) {
    Shape widest;
    for (const Shape& shape : tree.shapes) {
        widest.fields = std::max(widest.fields, shape.fields);
        widest.groups = std::max(widest.groups, shape.groups);
    }
    return widest;
}

} // namespace

Probe::Probe(const Tree& tree) : tree_(tree), widest_(widest_of(tree)) {
    for (std::size_t depth = 0; depth < depth_max; ++depth) scopes_.emplace_back(widest_);
    for (std::size_t depth = 0; depth < depth_max; ++depth) view_.scopes[depth] = &scopes_[depth];
}

bool Probe::holds(const Condition& condition, const Answer* answer) {
    const Answer*& live = scopes_[condition.field.depth].live[condition.field.index];
    live = answer;
    const bool holds = condition.holds(view_);
    live = nullptr;
    return holds;
}

bool Probe::holds_for_count(const Condition& condition, std::size_t items) {
    GroupState& group = scopes_[condition.field.depth].groups[condition.field.index];
    group.passed = true;
    while (group.items.size() < items) group.items.push_back({0, nullptr, Scope(widest_)});
    const bool holds = condition.holds(view_);
    group = GroupState();
    return holds;
}

Answer Probe::derive(const Let& let, const Answer& answer) {
    const FieldRef of = let.of.front();
    const Answer*& live = scopes_[of.depth].live[of.index];
    live = &answer;
    Answer made = evaluate(let, view_, *tree_.regions, *tree_.platforms);
    live = nullptr;
    return made;
}

} // namespace plaint::proof
