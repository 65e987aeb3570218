#pragma once

#include "adapters/staff/layout.hpp"

#include <cstdint>
#include <vector>

namespace plaint::staff {

inline constexpr std::uint32_t callers_shown = 10; // before the cases; the others have a page of their own

// Who waits for a call or wanted a person; nothing where nobody does. One more than are shown: there are others.
Html callers_section(const Visit& visit, const Words& words, std::vector<review::Caller> callers);

} // namespace plaint::staff
