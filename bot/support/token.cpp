#include "bot/support/token.hpp"

#include "bot/support/crypto.hpp"

#include <charconv>
#include <cstddef>

namespace plaint::support {

namespace {

// The version of the format comes first and is signed with the rest, so that a later format can live beside this one.
constexpr std::string_view version = "p1.";
constexpr std::size_t nonce_length = 16;
constexpr std::size_t signature_bytes = 32;

std::string sign(const std::string& secret, std::string_view signed_part) {
    return base64url(hmac_sha256(secret, signed_part));
}

} // namespace

std::string TokenKey::issue(TokenPurpose purpose, std::string_view conversation, Millis expires_at) const {
    // purpose, expiry in decimal, colon, nonce, conversation: the last field needs no end.
    std::string payload(1, static_cast<char>(purpose));
    payload += std::to_string(expires_at);
    payload += ':';
    payload += random_hex(nonce_length / 2);
    payload += conversation;

    std::string token(version);
    token += base64url(payload);
    const std::string signature = sign(secret_, token);
    token += '.';
    token += signature;
    return token;
}

std::expected<Token, TokenFault> TokenKey::verify(TokenPurpose purpose, std::string_view token,
                                                  Millis now) const {
    const std::size_t dot = token.rfind('.');
    if (!token.starts_with(version) || dot == std::string_view::npos || dot < version.size())
        return std::unexpected(TokenFault::malformed);
    const std::string_view signed_part = token.substr(0, dot);
    const auto signature = unbase64url(token.substr(dot + 1));
    if (!signature || signature->size() != signature_bytes) return std::unexpected(TokenFault::malformed);
    // Nothing inside is read before the signature holds.
    if (!same_secret(*signature, hmac_sha256(secret_, signed_part)))
        return std::unexpected(TokenFault::forged);

    const auto payload = unbase64url(signed_part.substr(version.size()));
    if (!payload || payload->empty()) return std::unexpected(TokenFault::malformed);
    if (payload->front() != static_cast<char>(purpose)) return std::unexpected(TokenFault::forged);

    Token out;
    const char* const begin = payload->data() + 1;
    const char* const end = payload->data() + payload->size();
    const auto [rest, fault] = std::from_chars(begin, end, out.expires_at);
    if (fault != std::errc() || rest == end || *rest != ':' ||
        end - rest - 1 < static_cast<std::ptrdiff_t>(nonce_length))
        return std::unexpected(TokenFault::malformed);
    out.nonce.assign(rest + 1, nonce_length);
    out.conversation.assign(rest + 1 + nonce_length, end);
    if (now >= out.expires_at) return std::unexpected(TokenFault::expired);
    return out;
}

} // namespace plaint::support
