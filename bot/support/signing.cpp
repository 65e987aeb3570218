#include "bot/support/signing.hpp"

#include "bot/support/crypto.hpp"

#include <openssl/evp.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <unistd.h>

namespace plaint::support {

namespace {

constexpr std::size_t seed_bytes = 32;
constexpr std::size_t signature_bytes = 64;

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

[[noreturn]] void library_failed() {
    std::fputs("plaint: the cryptographic library failed: Ed25519\n", stderr);
    std::abort();
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Key private_key(std::string_view seed) {
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size()));
    if (!key) library_failed();
    return key;
}

std::string system_says(const std::string& path) { return path + ": " + std::strerror(errno); }

bool write_whole(const std::string& path, std::string_view content) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return false;
    const bool written =
        ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
        ::fsync(file) == 0;
    return ::close(file) == 0 && written;
}

bool sync_folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    const int opened = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return false;
    const bool synced = ::fsync(opened) == 0;
    return ::close(opened) == 0 && synced;
}

// Gives the file its name when it is whole, or leaves what another process has made in the meantime.
bool write_new(const std::string& path, std::string_view content) {
    if (::access(path.c_str(), F_OK) == 0) return true;
    const std::string draft = path + "." + std::to_string(::getpid());
    const bool named =
        write_whole(draft, content) && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const int problem = errno;
    ::unlink(draft.c_str());
    errno = problem;
    return named && sync_folder_of(path);
}

} // namespace

SigningKey::SigningKey(std::string seed) : seed_(std::move(seed)), public_key_(seed_bytes, '\0') {
    if (seed_.size() != seed_bytes) library_failed();
    std::size_t length = public_key_.size();
    if (EVP_PKEY_get_raw_public_key(private_key(seed_).get(), bytes_of(public_key_), &length) != 1 ||
        length != public_key_.size())
        library_failed();
}

std::expected<SigningKey, std::string> SigningKey::keep(const std::string& path) {
    if (!write_new(path, hex(random_bytes(seed_bytes)) + "\n")) return std::unexpected(system_says(path));
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::unexpected(system_says(path));
    std::string text(2 * seed_bytes, '\0');
    const ssize_t read = ::read(file, text.data(), text.size());
    ::close(file);
    const auto seed = read == static_cast<ssize_t>(text.size()) ? unhex(text) : std::nullopt;
    if (!seed) return std::unexpected(path + " holds no signing key");
    return SigningKey(*seed);
}

std::string SigningKey::sign(std::string_view message) const {
    const Key key = private_key(seed_);
    const Context context(EVP_MD_CTX_new());
    std::string signature(signature_bytes, '\0');
    std::size_t length = signature.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(message), message.size()) != 1 ||
        length != signature.size())
        library_failed();
    return signature;
}

bool signature_holds(std::string_view public_key, std::string_view message, std::string_view signature) {
    if (public_key.size() != seed_bytes || signature.size() != signature_bytes) return false;
    const Key key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(public_key), public_key.size()));
    const Context context(EVP_MD_CTX_new());
    return key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message),
                            message.size()) == 1;
}

} // namespace plaint::support
