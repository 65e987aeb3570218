#include "bot/review/roles.hpp"

#include <algorithm>
#include <array>
#include <bitset>

namespace plaint::review {
namespace {

using enum Right;
using Rights = std::bitset<right_count>;

Rights rights(std::initializer_list<Right> list) {
    Rights set;
    for (const Right right : list) set.set(static_cast<std::size_t>(right));
    return set;
}

constexpr std::array<std::string_view, role_count> role_names{"intake_officer", "reviewer", "supervisor",
                                                              "auditor", "administrator"};
constexpr std::array<std::string_view, right_count> right_names{
    "see_cases", "take",  "request", "type",        "release",     "decide",
    "transfer",  "route", "replay",  "see_journal", "manage_staff"};

} // namespace

// The administrator, who could let anybody in, sees no case; the auditor sees what was done, and not to whom.
bool may(storage::StaffRole role, Right right) {
    static const std::array<Rights, role_count> table{
        rights({see_cases, take, request, type}),
        rights({see_cases, take, request, type, release, decide, transfer, route, replay}),
        rights({see_cases, see_journal}),
        rights({see_journal}),
        rights({manage_staff}),
    };
    return table[static_cast<std::size_t>(role)].test(static_cast<std::size_t>(right));
}

std::string_view name_of(storage::StaffRole role) { return role_names[static_cast<std::size_t>(role)]; }
std::string_view name_of(Right right) { return right_names[static_cast<std::size_t>(right)]; }

std::optional<storage::StaffRole> role_of(std::string_view name) {
    const auto found = std::ranges::find(role_names, name);
    if (found == role_names.end()) return std::nullopt;
    return static_cast<storage::StaffRole>(found - role_names.begin());
}

} // namespace plaint::review
