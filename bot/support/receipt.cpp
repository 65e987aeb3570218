#include "bot/support/receipt.hpp"

#include "bot/support/crypto.hpp"
#include "dialogs/kinds/receipt_code.hpp"

#include <cstdint>

namespace plaint::support {

namespace {

// The MAC of a value under a use: the zero byte cannot stand in a use, so no two (use, value) pairs share a message.
std::string keyed_digest(std::string_view server_key, std::string_view use, std::string_view value) {
    std::string message(use);
    message.push_back('\0');
    message.append(value);
    return hmac_sha256(server_key, message);
}

} // namespace

std::string receipt_code(std::string_view server_key, std::string_view session) {
    // All 256 bits are reduced, so that every code is as likely as every other to within 2^-206.
    constexpr std::uint64_t codes = 1'000'000'000'000'000;
    std::uint64_t number = 0;
    for (const char byte : keyed_digest(server_key, "receipt", session))
        number = (number * 256 + static_cast<unsigned char>(byte)) % codes;

    std::string digits = std::to_string(number);
    digits.insert(0, kinds::receipt_code_length - 1 - digits.size(), '0');
    digits.push_back(*kinds::damm_digit(digits));
    return digits;
}

std::string receipt_hash(std::string_view server_key, std::string_view code) {
    return keyed_hash(server_key, "receipt look-up", code);
}

std::string keyed_hash(std::string_view server_key, std::string_view use, std::string_view value) {
    return hex(keyed_digest(server_key, use, value));
}

} // namespace plaint::support
