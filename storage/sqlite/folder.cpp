#include "storage/sqlite/folder.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace plaint::storage::sqlite {

namespace {

std::expected<void, Error> sync_path(const std::filesystem::path& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return std::unexpected(system_error(errno, path));
    const int result = ::fsync(file);
    const int number = errno;
    ::close(file);
    if (result != 0) return std::unexpected(system_error(number, path));
    return {};
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
}

std::expected<void, Error> make_folder(const std::filesystem::path& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) return sync_folder(folder_of(folder));
    if (errno == EEXIST) return {};
    if (errno != ENOENT || !folder.has_parent_path()) return std::unexpected(system_error(errno, folder));
    if (auto made = make_folder(folder.parent_path()); !made) return made;
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return std::unexpected(system_error(errno, folder));
    return sync_folder(folder_of(folder));
}

} // namespace

Error system_error(int number, const std::filesystem::path& path) {
    const bool no_room = number == ENOSPC || number == EDQUOT;
    return {no_room ? Fault::full : Fault::unavailable, path.string() + ": " + std::strerror(number)};
}

std::expected<void, Error> sync_folder(const std::filesystem::path& folder) {
    return sync_path(folder, O_RDONLY | O_DIRECTORY);
}

std::expected<void, Error> sync_file(const std::filesystem::path& path) { return sync_path(path, O_RDONLY); }

std::expected<void, Error> prepare_file(const std::filesystem::path& path) {
    if (auto made = make_folder(folder_of(path)); !made) return made;
    // SQLite gives its log and its shared memory the mode of the database.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        ::close(file);
        return sync_folder(folder_of(path));
    }
    if (errno != EEXIST) return std::unexpected(system_error(errno, path));
    return {};
}

} // namespace plaint::storage::sqlite
