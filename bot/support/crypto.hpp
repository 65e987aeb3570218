#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// The primitives everything else is built on. Byte strings are std::string; nothing here throws, and a failure of
// the library itself (no randomness, no digest) ends the program, because going on would be worse.
namespace plaint::support {

// 32 and 20 raw bytes.
std::string sha256(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view message);
std::string hmac_sha1(std::string_view key, std::string_view message);
// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// For what does not fit into memory.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    void update(std::string_view bytes);
    std::string finish_hex(); // once

  private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string hex(std::string_view bytes);
std::optional<std::string> unhex(std::string_view text);
// RFC 4648: section 4 with padding, and section 5 without; both decoders refuse anything not canonical.
std::string base64(std::string_view bytes);
std::optional<std::string> unbase64(std::string_view text);
std::string base64url(std::string_view bytes);
std::optional<std::string> unbase64url(std::string_view text);

// Takes the same time wherever the first difference is; only the lengths can be learnt from it.
bool same_secret(std::string_view a, std::string_view b);

std::string random_bytes(std::size_t count);
// Twice as many lower-case hexadecimal digits as bytes.
std::string random_hex(std::size_t bytes);

} // namespace plaint::support
