#include "bot/review/passwords.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <sodium.h>

namespace plaint::review {
namespace {

constexpr unsigned long long passes = 3;
constexpr std::size_t memory_bytes = 64 * 1024 * 1024;
constexpr std::size_t characters_min = 12, characters_max = 128;

// What people who must think of twelve characters think of first, without regard to case and to what is added in front
// or behind.
constexpr std::array<std::string_view, 24> common{
    "password", "passw0rd", "123456789", "12345678", "qwertyuiop",    "qwerty",  "1q2w3e4r", "1qaz2wsx",
    "abcdefgh", "abc123",   "iloveyou",  "letmein",  "administrator", "welcome", "changeme", "woaini",
    "5201314",  "88888888", "66666666",  "00000000", "11111111",      "plaint",  "12330",    "zhuanli"};

[[noreturn]] void library_failed() {
    std::fputs("plaint: the cryptographic library failed: Argon2id\n", stderr);
    std::abort();
}

// Any number of threads may come first.
void prepare() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) library_failed();
}

// In characters, not bytes: twelve Chinese ones are as many as twelve Latin ones.
std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// Something common with a few more characters around it, or one piece again and again.
bool is_common(const std::string& password, std::string_view login) {
    constexpr std::size_t own_min = 8; // that must be left when what is common is taken away
    const auto leaves_little = [&](std::string_view part) {
        std::size_t left = password.size();
        for (std::size_t at = 0; (at = password.find(part, at)) != std::string::npos; at += part.size())
            left -= part.size();
        return left != password.size() && left < own_min;
    };
    if (login.size() >= 4 && leaves_little(login)) return true;
    if (std::ranges::any_of(common, leaves_little)) return true;
    for (std::size_t period = 1; period <= 4; ++period)
        if (std::equal(password.begin() + static_cast<std::ptrdiff_t>(period), password.end(),
                       password.begin()))
            return true;
    return false;
}

} // namespace

std::string password_hash(std::string_view password) {
    prepare();
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), passes, memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        library_failed();
    return out.data();
}

bool password_fits(std::string_view hash, std::string_view password) {
    prepare();
    // Made once: what is not there must take as long to be wrong as what is.
    static const std::string nobody = password_hash("a password that nobody has ever chosen");
    const bool known = hash.starts_with("$argon2id$") && hash.size() < crypto_pwhash_STRBYTES;
    std::array<char, crypto_pwhash_STRBYTES> form{};
    std::ranges::copy(known ? hash : std::string_view(nobody), form.begin());
    const bool fits = crypto_pwhash_str_verify(form.data(), password.data(), password.size()) == 0;
    return known && fits;
}

std::optional<std::string_view> password_problem(std::string_view password, std::string_view login) {
    const std::size_t length = length_of(password);
    if (length < characters_min) return "too_short";
    if (length > characters_max) return "too_long";
    if (is_common(lower(password), lower(login))) return "common";
    return std::nullopt;
}

} // namespace plaint::review
