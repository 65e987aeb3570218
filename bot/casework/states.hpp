#pragma once

#include "storage/store.hpp"

#include <optional>
#include <string_view>

namespace plaint::casework {

// As messages, dossiers and interfaces name it: "in_review".
std::string_view name_of(storage::CaseState state);
std::optional<storage::CaseState> case_state_of(std::string_view name);

// Whether the case still waits for an outcome: what a complainant may withdraw.
bool is_open(storage::CaseState state);

} // namespace plaint::casework
