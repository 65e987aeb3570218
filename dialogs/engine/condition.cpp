#include "dialogs/engine/condition.hpp"

#include "dialogs/engine/session.hpp"

#include <algorithm>
#include <span>

namespace plaint::dialogs {
namespace {

bool is(const Value& value, const Constant& constant) {
    if (const auto* flag = std::get_if<bool>(&constant)) {
        const auto* held = std::get_if<bool>(&value);
        return held != nullptr && *held == *flag;
    }
    if (const auto* number = std::get_if<std::int64_t>(&constant)) {
        const auto* held = std::get_if<std::int64_t>(&value);
        return held != nullptr && *held == *number;
    }
    const auto* held = std::get_if<std::string>(&value);
    return held != nullptr && *held == std::get<std::string>(constant);
}

// JsonLogic's truth: false, 0 and empty are not; a formal or absent answer is not either.
bool truthy(const Answer* answer) {
    if (answer == nullptr || !answer->has_value()) return false;
    if (const auto* flag = std::get_if<bool>(&answer->value)) return *flag;
    if (const auto* number = std::get_if<std::int64_t>(&answer->value)) return *number != 0;
    if (const auto* text = std::get_if<std::string>(&answer->value)) return !text->empty();
    const auto* files = std::get_if<std::vector<FileRef>>(&answer->value);
    return files != nullptr && !files->empty();
}

// The items of a group that the walk has passed; one that it passed over has none to see.
std::span<const Item> items(const Condition& condition, const View& view) {
    const GroupState& group = view.scopes[condition.field.depth]->groups[condition.field.index];
    return group.passed ? std::span<const Item>(group.items) : std::span<const Item>();
}

bool compares(const Condition& condition, const View& view) {
    if (condition.of_count)
        return std::ranges::any_of(condition.constants, [&](const Constant& constant) {
            return std::get<std::int64_t>(constant) ==
                   static_cast<std::int64_t>(items(condition, view).size());
        });
    const Answer* answer = view.answer(condition.field);
    if (condition.of_state) {
        const std::string_view state = answer != nullptr ? name_of(answer->state) : std::string_view{};
        return std::ranges::any_of(condition.constants, [&](const Constant& constant) {
            const auto* text = std::get_if<std::string>(&constant);
            return text != nullptr && *text == state;
        });
    }
    if (answer == nullptr || !answer->has_value()) return false;
    return std::ranges::any_of(condition.constants,
                               [&](const Constant& constant) { return is(answer->value, constant); });
}

std::int64_t measured(const Condition& condition, const View& view) {
    if (condition.of_count) return static_cast<std::int64_t>(items(condition, view).size());
    const Answer* answer = view.answer(condition.field);
    const auto* number =
        answer != nullptr && answer->has_value() ? std::get_if<std::int64_t>(&answer->value) : nullptr;
    return number != nullptr ? *number : condition.fallback;
}

std::ptrdiff_t items_that_hold(const Condition& condition, const View& view) {
    View inner = view;
    return std::ranges::count_if(items(condition, view), [&](const Item& item) {
        inner.scopes[condition.field.depth + 1U] = &item.scope;
        return condition.children.front().holds(inner);
    });
}

} // namespace

const Answer* View::answer(FieldRef field) const { return scopes[field.depth]->live[field.index]; }

bool Condition::holds(const View& view) const {
    const auto child_holds = [&](const Condition& child) { return child.holds(view); };
    const auto bound = [&] { return std::get<std::int64_t>(constants.front()); };
    switch (test) {
    case Test::always: return true;
    case Test::never: return false;
    case Test::truth: return of_count ? !items(*this, view).empty() : truthy(view.answer(field));
    case Test::equals:
    case Test::in: return compares(*this, view);
    case Test::less: return measured(*this, view) < bound();
    case Test::less_equal: return measured(*this, view) <= bound();
    case Test::greater: return measured(*this, view) > bound();
    case Test::greater_equal: return measured(*this, view) >= bound();
    case Test::missing:
        return std::ranges::any_of(fields, [&](FieldRef one) {
            const Answer* answer = view.answer(one);
            return answer == nullptr || !answer->has_value();
        });
    case Test::negate: return !children.front().holds(view);
    case Test::all_of: return std::ranges::all_of(children, child_holds);
    case Test::any_of: return std::ranges::any_of(children, child_holds);
    case Test::some_item: return items_that_hold(*this, view) > 0;
    case Test::every_item: {
        // As in JsonLogic, over nothing it does not hold.
        const auto all = static_cast<std::ptrdiff_t>(items(*this, view).size());
        return all > 0 && items_that_hold(*this, view) == all;
    }
    case Test::no_item: return items_that_hold(*this, view) == 0;
    }
    return false;
}

} // namespace plaint::dialogs
