#pragma once

#include "bot/support/clock.hpp"

#include <expected>
#include <string>
#include <string_view>

// Signed tokens: whoever holds one may speak on one conversation, for one purpose, until a time. They are not
// stored: the key is (in the store's settings), so they outlive a restart.
namespace plaint::support {

enum class TokenPurpose : char {
    conversation = 'c', // a Direct Line token, sent in a header
    stream = 's',       // a ticket for opening one socket, sent in a URL; short-lived, works once
    form = 'f',         // a form or link of ours that must come back unchanged
};

struct Token {
    std::string conversation;
    Millis expires_at = 0;
    std::string nonce; // 16 hexadecimal digits, another for each token: what "used already" is remembered by
};

enum class TokenFault { malformed, forged, expired };

class TokenKey {
  public:
    // `secret` has at least 32 random bytes.
    explicit TokenKey(std::string secret) : secret_(std::move(secret)) {}
    // "p1." payload "." signature, in the alphabet of URLs.
    std::string issue(TokenPurpose purpose, std::string_view conversation, Millis expires_at) const;
    // A token of another purpose is `forged`.
    std::expected<Token, TokenFault> verify(TokenPurpose purpose, std::string_view token, Millis now) const;

  private:
    std::string secret_;
};

} // namespace plaint::support
