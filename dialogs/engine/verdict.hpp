#pragma once

#include "dialogs/engine/session.hpp"

#include <set>

// What can be said of a condition while some of what it reads is still to be asked.
namespace plaint::dialogs {

enum class Verdict : std::uint8_t { no, perhaps, yes };

// Answers that are not known yet, and groups that may get other items.
struct StillOpen {
    std::set<std::pair<const Scope*, std::uint16_t>> fields;
    std::set<const GroupState*> groups;

    bool has(FieldRef field, const View& view) const {
        return fields.contains({view.scopes[field.depth], field.index});
    }
};

// Yes or no only where it is so whatever will be said; "perhaps" may still turn out to be either for no other answer.
Verdict weigh(const Condition& condition, const View& view, const StillOpen& open);

} // namespace plaint::dialogs
