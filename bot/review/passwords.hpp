#pragma once

#include <optional>
#include <string>
#include <string_view>

// Argon2id (RFC 9106) with 64 MiB and three passes. Each call takes a tenth of a second and that much memory, so it
// belongs on a worker's thread, of which there are few.
namespace plaint::review {

// With its salt and costs, as text that begins with "$argon2id$".
std::string password_hash(std::string_view password);
// False also for a hash that is none; the same work is done then.
bool password_fits(std::string_view hash, std::string_view password);

// Why it cannot be a password, as the end of a message key: "too_short", "too_long", "common"; nothing where it can.
std::optional<std::string_view> password_problem(std::string_view password, std::string_view login);

} // namespace plaint::review
