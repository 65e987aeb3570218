#include "bot/support/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <cstdio>
#include <cstdlib>
#include <limits>

namespace plaint::support {

namespace {

[[noreturn]] void library_failed(const char* what) {
    std::fprintf(stderr, "plaint: the cryptographic library failed: %s\n", what);
    std::abort();
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string hmac(const EVP_MD* digest, std::string_view key, std::string_view message) {
    if (key.size() > std::numeric_limits<int>::max()) library_failed("a key of this length");
    std::string out(static_cast<std::size_t>(EVP_MD_get_size(digest)), '\0');
    unsigned length = 0;
    // An empty key is passed as a pointer all the same: a null key means "the key of before".
    if (!HMAC(digest, bytes_of(key.empty() ? std::string_view("") : key), static_cast<int>(key.size()),
              bytes_of(message), message.size(), bytes_of(out), &length) ||
        length != out.size())
        library_failed("HMAC");
    return out;
}

constexpr std::string_view plain_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum class Padding { none, equals };

std::string encode(std::string_view bytes, std::string_view alphabet, Padding padding) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        buffer = buffer << 8 | static_cast<unsigned char>(byte);
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            out.push_back(alphabet[buffer >> bits & 63]);
        }
    }
    if (bits > 0) out.push_back(alphabet[buffer << (6 - bits) & 63]);
    if (padding == Padding::equals) out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

std::optional<std::string> decode(std::string_view text, std::string_view alphabet, Padding padding) {
    if (padding == Padding::equals) {
        if (text.size() % 4 != 0) return std::nullopt;
        for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    }
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        buffer = buffer << 6 | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<char>(buffer >> bits & 255));
        }
    }
    // Left-over bits that are not zero would let two texts mean the same bytes.
    if ((buffer & ((1U << bits) - 1)) != 0) return std::nullopt;
    return out;
}

int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() {
        if (!context || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) library_failed("SHA-256");
    }
    ~State() { EVP_MD_CTX_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
    if (EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) != 1) library_failed("SHA-256");
}

std::string Sha256::finish_hex() {
    std::string out(32, '\0');
    if (EVP_DigestFinal_ex(state_->context, bytes_of(out), nullptr) != 1) library_failed("SHA-256");
    return hex(out);
}

std::string sha256(std::string_view bytes) {
    std::string out(32, '\0');
    if (EVP_Digest(bytes.data(), bytes.size(), bytes_of(out), nullptr, EVP_sha256(), nullptr) != 1)
        library_failed("SHA-256");
    return out;
}

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

std::string hmac_sha256(std::string_view key, std::string_view message) {
    return hmac(EVP_sha256(), key, message);
}

std::string hmac_sha1(std::string_view key, std::string_view message) {
    return hmac(EVP_sha1(), key, message);
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        out.push_back(digits[value >> 4]);
        out.push_back(digits[value & 15]);
    }
    return out;
}

std::optional<std::string> unhex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = nibble(text[i]);
        const int low = nibble(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<char>(high << 4 | low));
    }
    return out;
}

std::string base64(std::string_view bytes) { return encode(bytes, plain_alphabet, Padding::equals); }
std::optional<std::string> unbase64(std::string_view text) {
    return decode(text, plain_alphabet, Padding::equals);
}
std::string base64url(std::string_view bytes) { return encode(bytes, url_alphabet, Padding::none); }
std::optional<std::string> unbase64url(std::string_view text) {
    return decode(text, url_alphabet, Padding::none);
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    if (count > std::numeric_limits<int>::max() || RAND_bytes(bytes_of(out), static_cast<int>(count)) != 1)
        library_failed("randomness");
    return out;
}

std::string random_hex(std::size_t bytes) { return hex(random_bytes(bytes)); }

} // namespace plaint::support
