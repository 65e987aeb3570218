#include "storage/files/disk.hpp"

#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace plaint::storage::disk {

Handle::~Handle() {
    if (number_ >= 0) ::close(number_);
}

std::unexpected<Error> failure(const std::filesystem::path& path, int number) {
    const auto fault = number == ENOSPC || number == EDQUOT ? Fault::full
                       : number == ENOENT                   ? Fault::broken
                                                            : Fault::unavailable;
    return std::unexpected(Error{fault, path.string() + ": " + std::strerror(number)});
}

std::expected<Handle, Error> open(const std::filesystem::path& path, int flags, unsigned mode) {
    const int number = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    if (number < 0) return failure(path);
    return Handle{number};
}

std::expected<void, Error> write_all(const Handle& file, std::string_view bytes,
                                     const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const auto written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failure(path);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

std::expected<void, Error> sync_folder(const std::filesystem::path& folder) {
    const auto handle = open(folder, O_RDONLY | O_DIRECTORY);
    if (!handle) return std::unexpected(handle.error());
    if (::fsync(handle->number()) != 0) return failure(folder);
    return {};
}

std::expected<void, Error> make_folder(const std::filesystem::path& folder) {
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failure(folder);
    return {};
}

std::expected<std::uint64_t, Error> free_bytes(const std::filesystem::path& folder) {
    struct statvfs state{};
    if (::statvfs(folder.c_str(), &state) != 0) return failure(folder);
    return static_cast<std::uint64_t>(state.f_bavail) * state.f_frsize;
}

} // namespace plaint::storage::disk
