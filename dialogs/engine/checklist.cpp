#include "dialogs/engine/checklist.hpp"

#include "dialogs/engine/walk.hpp"

#include <algorithm>
#include <array>

namespace plaint::dialogs {
namespace {

Decided negated(Decided decided) {
    if (decided == Decided::yes) return Decided::no;
    if (decided == Decided::no) return Decided::yes;
    return decided;
}

Decided both(Decided left, Decided right) {
    for (const Decided strongest : {Decided::no, Decided::open, Decided::undecided})
        if (left == strongest || right == strongest) return strongest;
    return Decided::yes;
}

bool reads_one_field(const Condition& condition) {
    switch (condition.test) {
    case Test::truth:
    case Test::equals:
    case Test::in:
    case Test::less:
    case Test::less_equal:
    case Test::greater:
    case Test::greater_equal: return !condition.of_count;
    default: return false;
    }
}

const GroupState& group_of(const Condition& condition, const View& view) {
    return view.scopes[condition.field.depth]->groups[condition.field.index];
}

// Whether what `of_item` makes of the child holds in all items; undecided while the group has not ended.
Decided decide_items(const Condition& condition, const View& view, Decided (*of_item)(Decided)) {
    const GroupState& group = group_of(condition, view);
    if (!group.passed) return Decided::undecided;
    Decided whole = Decided::yes;
    View inner = view;
    for (const Item& item : group.items) {
        inner.scopes[condition.field.depth + 1U] = &item.scope;
        whole = both(whole, of_item(decide(condition.children.front(), inner)));
    }
    return whole;
}

// The items of a group at a place, each with the scopes around it.
void for_each_item(const Tree& tree, Session& session, std::uint32_t group,
                   const std::function<void(const View&, const std::vector<std::uint32_t>&)>& visit) {
    std::vector<const Group*> chain{&tree.groups[group]};
    while (chain.front()->parent != 0)
        chain.insert(chain.begin(), &*std::ranges::find(tree.groups, chain.front()->parent, &Group::scope));
    View view;
    view.scopes[0] = &session.root;
    std::vector<std::uint32_t> positions;
    const std::function<void(std::size_t)> enter = [&](std::size_t depth) {
        if (depth == chain.size()) return visit(view, positions);
        const GroupState& state = view.scopes[depth]->groups[chain[depth]->index];
        if (!state.passed) return;
        const auto& items = state.items;
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            view.scopes[depth + 1] = &items[i].scope;
            positions.push_back(i);
            enter(depth + 1);
            positions.pop_back();
        }
    };
    enter(0);
}

LineState worse(LineState left, LineState right) {
    constexpr std::array order{LineState::present, LineState::unverified, LineState::declared_absent,
                               LineState::later, LineState::missing};
    const auto rank = [&](LineState state) { return std::ranges::find(order, state) - order.begin(); };
    return rank(left) < rank(right) ? right : left;
}

LineState state_of_field(const Answer* answer, May allow) {
    if (answer == nullptr) return LineState::missing;
    if (answer->has_value()) return LineState::present;
    if (!allows(allow, answer->state)) return LineState::missing;
    if (answer->state == State::later) return LineState::later;
    return answer->state == State::unverified ? LineState::unverified : LineState::declared_absent;
}

LineState state_of_need(const Need& need, May allow, const Tree& tree, const View& view,
                        std::vector<std::string>& lacking) {
    if (need.field) {
        const LineState state = state_of_field(view.answer(*need.field), allow);
        if (state != LineState::present) lacking.push_back(tree.fields[need.field_index].path);
        return state;
    }
    // Of several ways the best one counts, of several parts the worst.
    std::optional<LineState> whole;
    std::vector<std::string> all_lacking;
    for (const Need& part : need.parts) {
        const LineState state = state_of_need(part, allow, tree, view, all_lacking);
        if (!whole)
            whole = state;
        else if (need.any)
            whole = worse(*whole, state) == *whole ? state : *whole;
        else
            whole = worse(*whole, state);
    }
    if (whole != LineState::present) lacking.insert(lacking.end(), all_lacking.begin(), all_lacking.end());
    return whole.value_or(LineState::present);
}

} // namespace

std::string_view name_of(LineState state) {
    constexpr std::array<std::string_view, 7> names{"present", "later", "declared_absent", "unverified",
                                                    "missing", "open",  "not_needed"};
    return names[static_cast<std::size_t>(state)];
}

bool is_lacking(const LineResult& result) {
    if (!result.line->required) return false;
    switch (result.state) {
    case LineState::later:
    case LineState::missing: return true;
    case LineState::declared_absent: return result.line->absent_lacks;
    default: return false;
    }
}

Decided decide(const Condition& condition, const View& view) {
    if (reads_one_field(condition)) {
        const Answer* answer = view.answer(condition.field);
        if (answer == nullptr) return Decided::undecided;
        if (!answer->has_value() && !condition.of_state) return Decided::open;
        return condition.holds(view) ? Decided::yes : Decided::no;
    }
    switch (condition.test) {
    case Test::negate: return negated(decide(condition.children.front(), view));
    case Test::all_of: {
        Decided whole = Decided::yes;
        for (const Condition& child : condition.children) whole = both(whole, decide(child, view));
        return whole;
    }
    case Test::any_of: {
        Decided whole = Decided::yes;
        for (const Condition& child : condition.children) whole = both(whole, negated(decide(child, view)));
        return negated(whole);
    }
    case Test::some_item: return negated(decide_items(condition, view, negated));
    case Test::no_item: return decide_items(condition, view, negated);
    case Test::every_item: {
        const GroupState& group = group_of(condition, view);
        // As in JsonLogic, over nothing it does not hold.
        if (group.passed && group.items.empty()) return Decided::no;
        return decide_items(condition, view, [](Decided decided) { return decided; });
    }
    default:
        if (condition.of_count && !group_of(condition, view).passed) return Decided::undecided;
        return condition.holds(view) ? Decided::yes : Decided::no;
    }
}

std::optional<std::uint32_t> case_in_hand(const Tree& tree, const Session& session) {
    if (tree.cases.size() == 1) return 0;
    const Node& end = tree.nodes[session.walk.at];
    if (session.walk.fresh && end.op == Op::submit) return end.index;
    const Field* named = tree.field("case.kind");
    if (named == nullptr || named->ref.depth > 0) return std::nullopt;
    const Answer* answer = session.root.live[named->ref.index];
    const auto* kind = answer != nullptr ? std::get_if<std::string>(&answer->value) : nullptr;
    const auto found = kind != nullptr ? std::ranges::find(tree.cases, *kind) : tree.cases.end();
    if (found == tree.cases.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - tree.cases.begin());
}

std::vector<std::uint32_t> cases_in_hand(const Tree& tree, const Session& session) {
    std::vector<std::uint32_t> cases;
    if (const auto one = case_in_hand(tree, session)) cases.push_back(*one);
    const std::uint32_t end = session.walk.at;
    if (!session.walk.fresh || tree.nodes[end].op != Op::submit) return cases;
    View view;
    view.scopes[0] = &session.root;
    // What goes with a submission stands in no group.
    for (std::uint32_t at = 0; at < end;) {
        const Node& node = tree.nodes[at];
        if (node.op == Op::with) cases.push_back(node.index);
        const bool passes_over = node.op == Op::jump || node.op == Op::each ||
                                 (node.op == Op::branch && !tree.conditions[node.index].holds(view));
        at = passes_over ? node.target : at + 1;
    }
    return cases;
}

std::vector<LineResult> examine(const Checklist& checklist, const Tree& tree, Session& session) {
    std::vector<LineResult> results;
    for (const Line& line : checklist.lines) {
        const auto examine_at = [&](const View& view, const std::vector<std::uint32_t>& positions) {
            LineResult result{.line = &line, .positions = positions};
            const Decided needed = line.when ? decide(*line.when, view) : Decided::yes;
            result.needed = needed;
            if (needed == Decided::no) {
                result.state = LineState::not_needed;
            } else if (needed != Decided::yes) {
                result.state = needed == Decided::open ? LineState::open : LineState::missing;
            } else {
                if (line.need)
                    result.state = state_of_need(*line.need, line.allow, tree, view, result.fields);
                if (line.of) {
                    const Group& group = tree.groups[*line.of];
                    const GroupState& state = view.scopes[positions.size()]->groups[group.index];
                    // What the modality cannot carry at all passes as put off, without a question that says so.
                    const bool silent = !group.answerable[static_cast<std::size_t>(session.walk.modality)];
                    const bool put_off =
                        state.passed &&
                        (silent || (state.closed != nullptr && state.closed->state == State::later));
                    if (!state.passed || state.items.size() < line.at_least)
                        result.state = put_off && allows(line.allow, State::later) ? LineState::later
                                                                                   : LineState::missing;
                }
                if (line.must && decide(*line.must, view) != Decided::yes) result.state = LineState::missing;
                if (line.reviewed && session.reviewed != session.walk.digest)
                    result.state = LineState::missing;
            }
            results.push_back(std::move(result));
        };
        if (line.each) {
            for_each_item(tree, session, *line.each, examine_at);
        } else {
            View whole;
            whole.scopes[0] = &session.root;
            examine_at(whole, {});
        }
    }
    return results;
}

} // namespace plaint::dialogs
