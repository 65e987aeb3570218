#include "dialogs/engine/verdict.hpp"

#include <algorithm>

namespace plaint::dialogs {
namespace {

Verdict turned(Verdict verdict) {
    return static_cast<Verdict>(static_cast<int>(Verdict::yes) - static_cast<int>(verdict));
}
Verdict sure(bool holds) { return holds ? Verdict::yes : Verdict::no; }

Verdict weigh_missing(const Condition& condition, const View& view, const StillOpen& open) {
    Verdict lacks = Verdict::no;
    for (const FieldRef field : condition.fields) {
        const Answer* answer = view.answer(field);
        const Verdict one =
            open.has(field, view) ? Verdict::perhaps : sure(answer == nullptr || !answer->has_value());
        lacks = std::max(lacks, one);
    }
    return lacks;
}

// Whether the child, or its negation, holds in some item.
Verdict weigh_some(const Condition& condition, const View& view, const StillOpen& open, bool negated) {
    const GroupState& group = view.scopes[condition.field.depth]->groups[condition.field.index];
    Verdict some = sure(false);
    if (open.groups.contains(&group)) some = Verdict::perhaps;
    if (!group.passed) return some;
    View inner = view;
    for (const Item& item : group.items) {
        inner.scopes[condition.field.depth + 1U] = &item.scope;
        const Verdict one = weigh(condition.children.front(), inner, open);
        some = std::max(some, negated ? turned(one) : one);
    }
    return some;
}

Verdict weigh_every(const Condition& condition, const View& view, const StillOpen& open) {
    const GroupState& group = view.scopes[condition.field.depth]->groups[condition.field.index];
    const Verdict every = turned(weigh_some(condition, view, open, true));
    const bool empty = !group.passed || group.items.empty();
    // As in JsonLogic, over nothing it does not hold.
    if (empty) return open.groups.contains(&group) ? std::min(every, Verdict::perhaps) : Verdict::no;
    return every;
}

} // namespace

Verdict weigh(const Condition& condition, const View& view, const StillOpen& open) {
    switch (condition.test) {
    case Test::always: return Verdict::yes;
    case Test::never: return Verdict::no;
    case Test::negate: return turned(weigh(condition.children.front(), view, open));
    case Test::all_of: {
        Verdict whole = Verdict::yes;
        for (const Condition& child : condition.children) whole = std::min(whole, weigh(child, view, open));
        return whole;
    }
    case Test::any_of: {
        Verdict whole = Verdict::no;
        for (const Condition& child : condition.children) whole = std::max(whole, weigh(child, view, open));
        return whole;
    }
    case Test::missing: return weigh_missing(condition, view, open);
    case Test::some_item: return weigh_some(condition, view, open, false);
    case Test::no_item: return turned(weigh_some(condition, view, open, false));
    case Test::every_item: return weigh_every(condition, view, open);
    default: break;
    }
    const bool unknown =
        condition.of_count
            ? open.groups.contains(&view.scopes[condition.field.depth]->groups[condition.field.index])
            : open.has(condition.field, view);
    return unknown ? Verdict::perhaps : sure(condition.holds(view));
}

} // namespace plaint::dialogs
