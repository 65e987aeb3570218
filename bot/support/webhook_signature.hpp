#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Standard Webhooks (standardwebhooks.com): the signature that goes with every event we send.
namespace plaint::support {

// The value of the header webhook-signature, "v1,…". `secret` is "whsec_" and base64 of the key; nothing when it is
// not. `timestamp` is in seconds, of the attempt, and equals the header webhook-timestamp.
std::optional<std::string> standard_webhooks_signature(std::string_view secret, std::string_view id,
                                                       std::int64_t timestamp, std::string_view body);
// Whether a secret has the right form: "whsec_" and base64 of 24 to 64 bytes.
bool is_webhook_secret(std::string_view secret);

} // namespace plaint::support
