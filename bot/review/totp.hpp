#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// One-time codes by the clock (RFC 6238): six digits from HMAC-SHA-1, another every thirty seconds.
namespace plaint::review {

std::uint64_t totp_step(std::int64_t at_ms);
std::string totp_code(std::string_view secret, std::uint64_t step);

// The step whose code this is: the present one, or one beside it, for clocks differ; never one up to `last_used`, so that
// a code works once. Nothing where there is none.
std::optional<std::uint64_t> totp_match(std::string_view secret, std::string_view code, std::int64_t at_ms,
                                        std::uint64_t last_used);

// RFC 4648, section 6, without padding: how a secret is typed into an authenticator.
std::string base32(std::string_view bytes);
// What an authenticator reads from a picture or a link.
std::string totp_uri(std::string_view login, std::string_view secret);

} // namespace plaint::review
