#pragma once

#include <expected>
#include <string>
#include <string_view>

// Signatures by Ed25519 (RFC 8032), for what others check with a public key: whoever can read the store cannot sign.
namespace plaint::support {

class SigningKey {
  public:
    // The key kept in this file, which is made for the owner's eyes only when it is not there. The error is a sentence.
    static std::expected<SigningKey, std::string> keep(const std::string& path);
    // From 32 bytes.
    explicit SigningKey(std::string seed);

    std::string sign(std::string_view message) const;             // 64 bytes
    const std::string& public_key() const { return public_key_; } // 32 bytes

  private:
    std::string seed_;
    std::string public_key_;
};

bool signature_holds(std::string_view public_key, std::string_view message, std::string_view signature);

} // namespace plaint::support
