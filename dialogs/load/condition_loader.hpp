#pragma once

#include "dialogs/engine/condition.hpp"
#include "dialogs/engine/tree.hpp"
#include "dialogs/load/reader.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace plaint::content {

// Compiles JsonLogic, restricted to what can be analysed, against the names that can be read at this place.
struct ConditionNames {
    // The field or group of that path, or nothing after a complaint at the reader.
    std::function<std::optional<dialogs::FieldRef>(const Reader&, const std::string& path)> field;
    std::function<std::optional<dialogs::FieldRef>(const Reader&, const std::string& path)> group;
    // Whether the field may hold a formal answer, so that an order comparison needs a default.
    std::function<bool(const std::string& path)> may_be_formal;
    // What is known of the field, or null; constants that it can never equal are complained of.
    std::function<const dialogs::Field*(const std::string& path)> about;
    // The names within an item of the group.
    std::function<ConditionNames(const std::string& group)> inside;
};

dialogs::Condition load_condition(const Reader& from, const ConditionNames& names);

} // namespace plaint::content
