#pragma once

#include "storage/desk.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

// What each role may do. Whatever is not named here is refused.
namespace plaint::review {

enum class Right : std::uint8_t {
    see_cases, // lists, dossiers, files
    take,
    request,
    type, // what was recorded
    release,
    decide, // accept, not accept
    transfer,
    route, // say what only an officer says, by which the route is found anew
    replay,
    see_journal,
    manage_staff,
};
inline constexpr std::size_t right_count = 11;

bool may(storage::StaffRole role, Right right);

// "intake_officer", "manage_staff".
std::string_view name_of(storage::StaffRole role);
std::string_view name_of(Right right);
std::optional<storage::StaffRole> role_of(std::string_view name);
inline constexpr std::size_t role_count = 5;

} // namespace plaint::review
