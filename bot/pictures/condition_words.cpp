#include "bot/pictures/condition_words.hpp"

#include "dialogs/engine/outline.hpp"

namespace plaint::pictures {

using namespace dialogs;

std::string ConditionWords::words(const Condition& condition, std::uint16_t scope, bool holds) const {
    switch (condition.test) {
    case Test::always: return wording_.text(holds ? "picture.always" : "picture.never");
    case Test::never: return wording_.text(holds ? "picture.never" : "picture.always");
    case Test::truth:
    case Test::equals:
    case Test::in: return comparison(condition, scope, holds);
    case Test::less:
    case Test::less_equal:
    case Test::greater:
    case Test::greater_equal: return measure(condition, scope, holds);
    case Test::missing: return lacking(condition, scope, holds);
    case Test::negate: return words(condition.children.front(), scope, !holds);
    case Test::all_of:
    case Test::any_of: return several(condition, scope, holds);
    case Test::some_item:
    case Test::every_item:
    case Test::no_item: return of_items(condition, scope, holds);
    }
    return {};
}

std::string ConditionWords::all(const Premises& premises) const {
    std::vector<std::string> said;
    for (const auto& [condition, scope, holds] : premises)
        said.push_back(premises.size() == 1 ? words(*condition, scope, holds)
                                            : bracketed(*condition, scope, holds));
    return wording_.joined(said, "picture.and");
}

std::string ConditionWords::quoted(const std::string& text) const {
    return wording_.text("picture.quoted", {{"text", text}});
}

std::string ConditionWords::subject(const Condition& condition, std::uint16_t scope) const {
    if (condition.of_count)
        return wording_.text("picture.count",
                             {{"group", wording_.group(group_at(tree_, scope, condition.field))}});
    return quoted(wording_.field(field_at(tree_, scope, condition.field)));
}

std::string ConditionWords::given(const std::string& subject, bool holds) const {
    return wording_.text(holds ? "picture.given" : "picture.not_given", {{"subject", subject}});
}

std::string ConditionWords::comparison(const Condition& condition, std::uint16_t scope, bool holds) const {
    const std::string about = subject(condition, scope);
    std::vector<Constant> constants = condition.constants;
    const std::uint32_t field = condition.of_count ? Tree::none : field_at(tree_, scope, condition.field);
    if (condition.test == Test::truth) {
        if (condition.of_count)
            return given(quoted(wording_.group(group_at(tree_, scope, condition.field))), holds);
        const kinds::Kind kind = tree_.fields[field].kind;
        if (kind != kinds::Kind::yes_no && kind != kinds::Kind::number) return given(about, holds);
        // A number is true unless it is 0.
        if (kind == kinds::Kind::number)
            return wording_.text(holds ? "picture.not_zero" : "picture.zero", {{"subject", about}});
        constants = {true};
    }
    std::vector<std::string> values;
    for (const Constant& constant : constants) {
        const auto* text = std::get_if<std::string>(&constant);
        if (condition.of_state && text != nullptr)
            values.push_back(*text == "value" ? wording_.text("picture.some_value")
                                              : quoted(wording_.text("formal." + *text)));
        else if (field == Tree::none)
            values.push_back(std::to_string(std::get<std::int64_t>(constant)));
        else
            values.push_back(quoted(wording_.value(field, constant)));
    }
    const auto* only = constants.size() == 1 ? std::get_if<std::string>(&constants.front()) : nullptr;
    if (condition.of_state && only != nullptr && *only == "value") return given(about, holds);
    return wording_.text(holds ? "picture.is" : "picture.is_not",
                         {{"subject", about}, {"values", wording_.joined(values, "picture.or_values")}});
}

std::string ConditionWords::measure(const Condition& condition, std::uint16_t scope, bool holds) const {
    const auto key = [&] {
        switch (condition.test) {
        case Test::less: return holds ? "picture.less" : "picture.at_least";
        case Test::less_equal: return holds ? "picture.at_most" : "picture.more_than";
        case Test::greater: return holds ? "picture.more_than" : "picture.at_most";
        default: return holds ? "picture.at_least" : "picture.less";
        }
    }();
    std::string said = wording_.text(key, {{"subject", subject(condition, scope)},
                                           {"number", std::get<std::int64_t>(condition.constants.front())}});
    if (!condition.of_count) said += wording_.text("picture.absent_as", {{"number", condition.fallback}});
    return said;
}

std::string ConditionWords::bracketed(const Condition& condition, std::uint16_t scope, bool holds) const {
    const Condition* inner = &condition;
    bool said = holds;
    while (inner->test == Test::negate) {
        inner = &inner->children.front();
        said = !said;
    }
    std::string words = this->words(*inner, scope, said);
    const bool compound =
        (inner->test == Test::all_of || inner->test == Test::any_of) && inner->children.size() > 1;
    return compound ? wording_.text("picture.bracket", {{"condition", std::move(words)}}) : words;
}

// Not all of them hold: one of them does not; and the other way round.
std::string ConditionWords::several(const Condition& condition, std::uint16_t scope, bool holds) const {
    if (condition.children.size() == 1) return words(condition.children.front(), scope, holds);
    std::vector<std::string> said;
    for (const Condition& child : condition.children) said.push_back(bracketed(child, scope, holds));
    return wording_.joined(said, (condition.test == Test::all_of) == holds ? "picture.and" : "picture.or");
}

std::string ConditionWords::lacking(const Condition& condition, std::uint16_t scope, bool holds) const {
    std::vector<std::string> fields;
    for (const FieldRef ref : condition.fields)
        fields.push_back(quoted(wording_.field(field_at(tree_, scope, ref))));
    if (fields.size() == 1) return given(fields.front(), !holds);
    return wording_.text(holds ? "picture.one_lacking" : "picture.all_given",
                         {{"fields", wording_.joined(fields, "picture.list")}});
}

std::string ConditionWords::of_items(const Condition& condition, std::uint16_t scope, bool holds) const {
    const std::uint32_t group = group_at(tree_, scope, condition.field);
    const auto key = [&] {
        switch (condition.test) {
        case Test::some_item: return holds ? "picture.some_item" : "picture.no_item";
        case Test::no_item: return holds ? "picture.no_item" : "picture.some_item";
        default: return holds ? "picture.every_item" : "picture.not_every_item";
        }
    }();
    return wording_.text(key, {{"group", wording_.group(group)},
                               {"condition", words(condition.children.front(), tree_.groups[group].scope)}});
}

} // namespace plaint::pictures
