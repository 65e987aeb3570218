#include "bot/review/totp.hpp"

#include "bot/support/crypto.hpp"

namespace plaint::review {
namespace {

constexpr std::int64_t step_ms = 30'000;
constexpr std::size_t digits = 6;

} // namespace

std::uint64_t totp_step(std::int64_t at_ms) { return static_cast<std::uint64_t>(at_ms / step_ms); }

std::string totp_code(std::string_view secret, std::uint64_t step) {
    std::string counter(8, '\0');
    for (int i = 7; i >= 0; --i, step >>= 8)
        counter[static_cast<std::size_t>(i)] = static_cast<char>(step & 255);
    const std::string mac = support::hmac_sha1(secret, counter);
    // Dynamic truncation, RFC 4226, 5.3.
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(mac[at]); };
    const std::size_t offset = byte(mac.size() - 1) & 15U;
    const std::uint32_t number = (byte(offset) & 127U) << 24U |
                                 static_cast<std::uint32_t>(byte(offset + 1)) << 16U |
                                 static_cast<std::uint32_t>(byte(offset + 2)) << 8U | byte(offset + 3);
    std::string code = std::to_string(number % 1'000'000);
    code.insert(0, digits - code.size(), '0');
    return code;
}

std::optional<std::uint64_t> totp_match(std::string_view secret, std::string_view code, std::int64_t at_ms,
                                        std::uint64_t last_used) {
    std::string typed;
    for (const char c : code)
        if (c != ' ') typed += c;
    const std::uint64_t now = totp_step(at_ms);
    std::optional<std::uint64_t> found;
    for (const std::uint64_t step : {now, now - 1, now + 1})
        if (support::same_secret(totp_code(secret, step), typed) && step > last_used) found = step;
    return found;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        buffer = buffer << 8U | static_cast<unsigned char>(byte);
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out += alphabet[buffer >> bits & 31U];
        }
    }
    if (bits > 0) out += alphabet[buffer << (5 - bits) & 31U];
    return out;
}

std::string totp_uri(std::string_view login, std::string_view secret) {
    // Logins are letters, digits, points and dashes, so nothing has to be escaped.
    return "otpauth://totp/Plaint:" + std::string(login) + "?secret=" + base32(secret) + "&issuer=Plaint";
}

} // namespace plaint::review
