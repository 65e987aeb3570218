#include "bot/support/webhook_signature.hpp"

#include "bot/support/crypto.hpp"

namespace plaint::support {

namespace {

constexpr std::string_view prefix = "whsec_";
// The range that the specification gives for a symmetric key.
constexpr std::size_t key_bytes_min = 24;
constexpr std::size_t key_bytes_max = 64;

std::optional<std::string> key_of(std::string_view secret) {
    if (!secret.starts_with(prefix)) return std::nullopt;
    auto key = unbase64(secret.substr(prefix.size()));
    if (!key || key->size() < key_bytes_min || key->size() > key_bytes_max) return std::nullopt;
    return key;
}

} // namespace

std::optional<std::string> standard_webhooks_signature(std::string_view secret, std::string_view id,
                                                       std::int64_t timestamp, std::string_view body) {
    const auto key = key_of(secret);
    if (!key) return std::nullopt;
    std::string message(id);
    message += '.';
    message += std::to_string(timestamp);
    message += '.';
    message += body;
    return "v1," + base64(hmac_sha256(*key, message));
}

bool is_webhook_secret(std::string_view secret) { return key_of(secret).has_value(); }

} // namespace plaint::support
