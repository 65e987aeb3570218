#include "dialogs/proof/judge.hpp"

#include <utility>

namespace plaint::proof {

using namespace dialogs;

Formula Judge::of_field(const Condition& condition, const SymbolicView& view) {
    const SymbolicField& field = view.field(condition.field);
    const auto& classes = abstraction_.classes(atlas_.field(view.scope, condition.field));
    Formula holds =
        probe_.holds(condition, nullptr) ? negation(present(field)) : never; // by its fallback, or as a state
    for (AnswerClass of = 0; of < classes.size(); ++of)
        if (field.is[of] != never && probe_.holds(condition, &classes[of]))
            holds = formulas_.either(holds, field.is[of]);
    return holds;
}

Formula Judge::of_count(const Condition& condition, const SymbolicView& view) {
    const SymbolicGroup& group = view.group(condition.field);
    Formula holds = never;
    for (std::size_t count = 0; count <= group.exists.size(); ++count) {
        if (!probe_.holds_for_count(condition, count)) continue;
        const Formula so_many = count == 0 ? always : at_least(group, count);
        holds = formulas_.either(holds, formulas_.both(so_many, negation(at_least(group, count + 1))));
    }
    return holds;
}

Formula Judge::at_least(const SymbolicGroup& group, std::size_t items) {
    if (items == 0) return group.passed;
    if (items > group.exists.size()) return never;
    return formulas_.both(group.passed, group.exists[items - 1]);
}

SymbolicView Judge::inside(const Condition& condition, const SymbolicView& view, std::size_t item) {
    SymbolicView inner = view;
    const SymbolicScope& scope = view.group(condition.field).items[item];
    inner.scopes[condition.field.depth + 1U] = &scope;
    inner.scope = scope.scope;
    return inner;
}

Formula Judge::some_item(const Condition& condition, const SymbolicView& view, bool wanted) {
    const SymbolicGroup& group = view.group(condition.field);
    Formula some = never;
    for (std::size_t item = 0; item < group.exists.size(); ++item) {
        const Formula held = holds(condition.children.front(), inside(condition, view, item));
        some =
            formulas_.either(some, formulas_.both(at_least(group, item + 1), wanted ? held : negation(held)));
    }
    return some;
}

Formula Judge::holds(const Condition& condition, const SymbolicView& view) {
    switch (condition.test) {
    case Test::always: return always;
    case Test::never: return never;
    case Test::negate: return negation(holds(condition.children.front(), view));
    case Test::all_of: {
        Formula whole = always;
        for (const Condition& child : condition.children) whole = formulas_.both(whole, holds(child, view));
        return whole;
    }
    case Test::any_of: {
        Formula whole = never;
        for (const Condition& child : condition.children) whole = formulas_.either(whole, holds(child, view));
        return whole;
    }
    case Test::missing: {
        Formula lacks = never;
        for (const FieldRef field : condition.fields)
            lacks = formulas_.either(lacks, negation(has_value(view.field(field))));
        return lacks;
    }
    case Test::some_item: return some_item(condition, view, true);
    case Test::no_item: return negation(some_item(condition, view, true));
    case Test::every_item:
        // As in JsonLogic, over nothing it does not hold.
        return formulas_.both(at_least(view.group(condition.field), 1),
                              negation(some_item(condition, view, false)));
    default: return condition.of_count ? of_count(condition, view) : of_field(condition, view);
    }
}

Decision Judge::negation_of(Decision decision) {
    std::swap(decision.yes, decision.no);
    return decision;
}

// The stronger one counts: no, open, undecided, yes.
Decision Judge::both(const Decision& left, const Decision& right) {
    Decision whole;
    whole.yes = formulas_.both(left.yes, right.yes);
    whole.no = formulas_.either(left.no, right.no);
    const Formula open = formulas_.either(left.open, right.open);
    whole.open = formulas_.both(negation(whole.no), open);
    whole.undecided = formulas_.both(negation(formulas_.either(whole.no, open)),
                                     formulas_.either(left.undecided, right.undecided));
    return whole;
}

// Whether the child, or its negation, holds in all items; undecided while the group has not ended.
Decision Judge::decide_items(const Condition& condition, const SymbolicView& view, bool negated) {
    const SymbolicGroup& group = view.group(condition.field);
    Decision whole;
    for (std::size_t item = 0; item < group.exists.size(); ++item) {
        Decision one = decide(condition.children.front(), inside(condition, view, item));
        if (negated) one = negation_of(one);
        const Formula here = group.exists[item];
        one.yes = formulas_.either(negation(here), one.yes);
        for (Formula* other : {&one.no, &one.open, &one.undecided}) *other = formulas_.both(here, *other);
        whole = both(whole, one);
    }
    for (Formula* known : {&whole.yes, &whole.no, &whole.open}) *known = formulas_.both(group.passed, *known);
    whole.undecided = formulas_.either(negation(group.passed), whole.undecided);
    return whole;
}

Decision Judge::decide(const Condition& condition, const SymbolicView& view) {
    const auto settled = [](Formula yes) { return Decision{.yes = yes, .no = negation(yes)}; };
    switch (condition.test) {
    case Test::always:
    case Test::never:
    case Test::missing: return settled(holds(condition, view));
    case Test::negate: return negation_of(decide(condition.children.front(), view));
    case Test::all_of: {
        Decision whole;
        for (const Condition& child : condition.children) whole = both(whole, decide(child, view));
        return whole;
    }
    case Test::any_of: {
        Decision whole;
        for (const Condition& child : condition.children)
            whole = both(whole, negation_of(decide(child, view)));
        return negation_of(whole);
    }
    case Test::some_item: return negation_of(decide_items(condition, view, true));
    case Test::no_item: return decide_items(condition, view, true);
    case Test::every_item: {
        Decision all = decide_items(condition, view, false);
        const SymbolicGroup& group = view.group(condition.field);
        const Formula empty = formulas_.both(group.passed, negation(at_least(group, 1)));
        all.yes = formulas_.both(all.yes, negation(empty));
        all.no = formulas_.either(all.no, empty);
        return all;
    }
    default: break;
    }
    const Formula yes = holds(condition, view);
    if (condition.of_count) {
        const Formula known = view.group(condition.field).passed;
        return {.yes = formulas_.both(known, yes),
                .no = formulas_.both(known, negation(yes)),
                .undecided = negation(known)};
    }
    const SymbolicField& field = view.field(condition.field);
    const Formula known = condition.of_state ? present(field) : has_value(field);
    return {.yes = formulas_.both(known, yes),
            .no = formulas_.both(known, negation(yes)),
            .open = formulas_.both(present(field), negation(known)),
            .undecided = negation(present(field))};
}

} // namespace plaint::proof
