#pragma once

#include "dialogs/engine/answer.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

// JsonLogic over the live answers, compiled to indices when the tree is loaded.
namespace plaint::dialogs {

struct Scope;

// A field as seen from where it is read: `depth` scopes below the whole, there the `index`-th field.
struct FieldRef {
    std::uint16_t depth = 0;
    std::uint16_t index = 0;
    bool operator==(const FieldRef&) const = default;
};

inline constexpr std::size_t depth_max = 4;

// The scopes around a place in the tree, outermost first.
struct View {
    std::array<const Scope*, depth_max> scopes{};
    const Answer* answer(FieldRef field) const; // null where absent
};

using Constant = std::variant<bool, std::int64_t, std::string>;

enum class Test : std::uint8_t {
    always,
    never,
    truth, // of a field
    equals,
    in, // a field's value, or with `of_state` its state, among the constants
    less,
    less_equal,
    greater,
    greater_equal, // number or count `left` of the constant; absent reads as `fallback`
    missing,       // one of the fields has no value
    negate,
    all_of,
    any_of, // over the children
    some_item,
    every_item,
    no_item // over the group's items; the child sees the item
};

// Two-valued: a comparison with a formal or absent field is false, and its negation true.
struct Condition {
    Test test = Test::always;
    bool of_state = false; // F.@state: absent reads as the empty text
    bool of_count = false; // G.@count
    FieldRef field;        // of the group where one is counted or quantified: index into its scope's groups
    std::vector<FieldRef> fields; // of `missing`
    std::vector<Constant> constants;
    std::int64_t fallback = 0;
    std::vector<Condition> children;

    bool holds(const View& view) const;
};

} // namespace plaint::dialogs
