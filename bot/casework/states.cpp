#include "bot/casework/states.hpp"

#include <algorithm>
#include <array>

namespace plaint::casework {
namespace {

constexpr std::array<std::string_view, 9> names{"submitted", "in_review",    "awaiting_materials",
                                                "accepted",  "not_accepted", "transferred",
                                                "duplicate", "concluded",    "withdrawn"};

} // namespace

std::string_view name_of(storage::CaseState state) { return names[static_cast<std::size_t>(state)]; }

std::optional<storage::CaseState> case_state_of(std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<storage::CaseState>(found - names.begin());
}

bool is_open(storage::CaseState state) {
    using enum storage::CaseState;
    return state == submitted || state == in_review || state == awaiting_materials || state == accepted ||
           state == transferred; // and not yet taken by the other centre
}

} // namespace plaint::casework
