#include "bot/pictures/materials.hpp"

#include <algorithm>
#include <set>

namespace plaint::pictures {

using namespace dialogs;

namespace {

using Constants = std::set<Constant>;

// The values of which the field has one when this atom holds; nothing for atoms that say something else.
std::optional<Constants> values_of(const Tree& tree, const Condition& atom, std::uint16_t scope) {
    if (atom.of_state || atom.of_count) return std::nullopt;
    if (atom.test == Test::equals || atom.test == Test::in)
        return Constants(atom.constants.begin(), atom.constants.end());
    const bool flag = atom.test == Test::truth &&
                      tree.fields[field_at(tree, scope, atom.field)].kind == kinds::Kind::yes_no;
    return flag ? std::optional(Constants{Constant(true)}) : std::nullopt;
}

bool same(const Tree& tree, const Condition& left, std::uint16_t left_scope, const Condition& right,
          std::uint16_t right_scope) {
    const auto read = [&](const Condition& one, std::uint16_t scope) {
        return one.of_count ? group_at(tree, scope, one.field) : field_at(tree, scope, one.field);
    };
    return left.test == right.test && left.of_state == right.of_state && left.of_count == right.of_count &&
           left.constants == right.constants && left.fallback == right.fallback && left.children.empty() &&
           right.children.empty() && left.fields.empty() && right.fields.empty() &&
           read(left, left_scope) == read(right, right_scope);
}

// Premises as single facts: all of a conjunction that holds, and each denied part of a disjunction that does not.
void flatten(const Condition& condition, std::uint16_t scope, bool holds, Premises& facts) {
    if (condition.test == Test::negate) return flatten(condition.children.front(), scope, !holds, facts);
    const bool taken_apart =
        condition.children.size() == 1 || condition.test == (holds ? Test::all_of : Test::any_of);
    if (taken_apart && (condition.test == Test::all_of || condition.test == Test::any_of)) {
        for (const Condition& child : condition.children) flatten(child, scope, holds, facts);
        return;
    }
    facts.push_back({&condition, scope, holds});
}

std::optional<bool> atom_follows(const Tree& tree, const Premises& facts, const Condition& atom,
                                 std::uint16_t scope) {
    const auto wanted = values_of(tree, atom, scope);
    std::optional<Constants> possible; // of the values; every one of them while nothing is known
    Constants denied;
    for (const Premise& fact : facts) {
        if (same(tree, *fact.condition, fact.scope, atom, scope)) return fact.holds;
        const auto values = wanted ? values_of(tree, *fact.condition, fact.scope) : std::nullopt;
        if (!values || field_at(tree, fact.scope, fact.condition->field) != field_at(tree, scope, atom.field))
            continue;
        if (!fact.holds) {
            denied.insert(values->begin(), values->end());
        } else if (!possible) {
            possible = values;
        } else {
            std::erase_if(*possible, [&](const Constant& one) { return !values->contains(one); });
        }
    }
    if (!wanted) return std::nullopt;
    const auto denies = [&](const Constant& one) {
        return denied.contains(one) || (possible && !possible->contains(one));
    };
    if (std::ranges::all_of(*wanted, denies)) return false;
    if (possible && std::ranges::all_of(*possible, [&](const Constant& one) {
            return wanted->contains(one) || denied.contains(one);
        }))
        return true;
    return std::nullopt;
}

std::optional<bool> evaluate(const Tree& tree, const Premises& facts, const Condition& condition,
                             std::uint16_t scope) {
    switch (condition.test) {
    case Test::always: return true;
    case Test::never: return false;
    case Test::negate: {
        const auto inner = evaluate(tree, facts, condition.children.front(), scope);
        return inner ? std::optional(!*inner) : std::nullopt;
    }
    case Test::all_of:
    case Test::any_of: {
        // One part that is `settling` settles the whole.
        const bool settling = condition.test == Test::any_of;
        bool open = false;
        for (const Condition& child : condition.children) {
            const auto one = evaluate(tree, facts, child, scope);
            if (one == settling) return settling;
            open = open || !one;
        }
        return open ? std::nullopt : std::optional(!settling);
    }
    case Test::missing:
    case Test::some_item:
    case Test::every_item:
    case Test::no_item: return std::nullopt;
    default: return atom_follows(tree, facts, condition, scope);
    }
}

void collect(const Need& need, std::vector<std::uint32_t>& fields) {
    if (need.field) fields.push_back(need.field_index);
    for (const Need& part : need.parts) collect(part, fields);
}

void collect(const Tree& tree, const Condition& condition, std::uint16_t scope,
             std::vector<std::uint32_t>& fields) {
    const bool reads_field = condition.children.empty() && !condition.of_count && condition.fields.empty() &&
                             condition.test != Test::always && condition.test != Test::never;
    if (reads_field) fields.push_back(field_at(tree, scope, condition.field));
    for (const FieldRef ref : condition.fields) fields.push_back(field_at(tree, scope, ref));
    const bool of_items = condition.test == Test::some_item || condition.test == Test::every_item ||
                          condition.test == Test::no_item;
    const std::uint16_t inside = of_items ? tree.groups[group_at(tree, scope, condition.field)].scope : scope;
    for (const Condition& child : condition.children) collect(tree, child, inside, fields);
}

} // namespace

std::optional<bool> follows(const Tree& tree, const Premises& premises, const Condition& condition,
                            std::uint16_t scope) {
    Premises facts;
    for (const Premise& one : premises) flatten(*one.condition, one.scope, one.holds, facts);
    return evaluate(tree, facts, condition, scope);
}

Weight weight_of(const std::vector<Served>& served) {
    Weight weight = Weight::none;
    for (const Served& one : served)
        weight = std::max(weight, one.line->required ? Weight::required : Weight::advised);
    return weight;
}

Materials::Materials(const Subject& subject) : tree_(subject.tree) {
    by_leaf_.resize(tree_.leaves.size());
    by_group_.resize(tree_.groups.size());
    for (const Checklist* checklist : subject.checklists)
        for (const Line& line : checklist->lines) {
            std::vector<std::uint32_t> fields;
            if (line.need) collect(*line.need, fields);
            if (line.must) collect(tree_, *line.must, scope_of(line), fields);
            for (const std::uint32_t field : fields) note(line, field);
            if (line.of) by_group_[*line.of].push_back(&line);
        }
}

std::uint16_t Materials::scope_of(const Line& line) const {
    return line.each ? tree_.groups[*line.each].scope : std::uint16_t{0};
}

void Materials::note(const Line& line, std::uint32_t field) {
    if (field == Tree::none) return;
    const Field& known = tree_.fields[field];
    for (const std::uint32_t leaf : known.leaves)
        if (by_leaf_[leaf].empty() || by_leaf_[leaf].back() != &line) by_leaf_[leaf].push_back(&line);
    // A let reads earlier fields only, so this comes to an end.
    if (known.let)
        for (const std::uint32_t source : tree_.lets[*known.let].of_fields) note(line, source);
}

std::vector<Served> Materials::standing(const std::vector<const Line*>& lines,
                                        const Premises& premises) const {
    std::vector<Served> served;
    for (const Line* line : lines) {
        const auto holds =
            line->when ? follows(tree_, premises, *line->when, scope_of(*line)) : std::optional(true);
        if (holds != std::optional(false)) served.push_back({line, holds.has_value()});
    }
    return served;
}

std::vector<Served> Materials::of_leaf(std::uint32_t leaf, const Premises& premises) const {
    return standing(by_leaf_[leaf], premises);
}

std::vector<Served> Materials::of_group(std::uint32_t group, const Premises& premises) const {
    return standing(by_group_[group], premises);
}

std::vector<std::uint32_t> Materials::leaves_of(const Line& line) const {
    std::vector<std::uint32_t> leaves;
    for (std::uint32_t leaf = 0; leaf < by_leaf_.size(); ++leaf)
        if (std::ranges::find(by_leaf_[leaf], &line) != by_leaf_[leaf].end()) leaves.push_back(leaf);
    return leaves;
}

} // namespace plaint::pictures
