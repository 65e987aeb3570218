#pragma once

#include "storage/waiting.hpp"

// Casework waits for the store in many places, on threads of its own.
namespace plaint::casework {

using storage::wait_for;

} // namespace plaint::casework
