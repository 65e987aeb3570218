#include "storage/disk.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace plaint::storage {

namespace {

namespace fs = std::filesystem;

// What the last system call said about `path`.
std::unexpected<Error> failure(const fs::path& path, int number = errno) {
    const auto fault = number == ENOSPC || number == EDQUOT ? Fault::full
                       : number == ENOENT                   ? Fault::broken
                                                            : Fault::unavailable;
    return std::unexpected(Error{fault, path.string() + ": " + std::strerror(number)});
}

bool is_absent(const std::error_code& error) {
    return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
}

class SystemFile final : public DiskFile {
  public:
    SystemFile(int number, fs::path path) : number_(number), path_(std::move(path)) {}
    ~SystemFile() override { ::close(number_); }
    SystemFile(const SystemFile&) = delete;
    SystemFile& operator=(const SystemFile&) = delete;

    std::expected<void, Error> write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto written = ::write(number_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return failure(path_);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }
    std::expected<std::string, Error> read(std::size_t most) override {
        std::string bytes(most, '\0');
        ssize_t got;
        do got = ::read(number_, bytes.data(), most);
        while (got < 0 && errno == EINTR);
        if (got < 0) return failure(path_);
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }
    std::expected<std::uint64_t, Error> size_bytes() override {
        struct stat state{};
        if (::fstat(number_, &state) != 0) return failure(path_);
        return static_cast<std::uint64_t>(state.st_size);
    }
    void expect_sync(std::uint64_t from, std::uint64_t count) override {
        ::sync_file_range(number_, static_cast<off_t>(from), static_cast<off_t>(count),
                          SYNC_FILE_RANGE_WRITE);
    }
    std::expected<void, Error> sync() override {
        if (::fdatasync(number_) != 0) return failure(path_);
        return {};
    }

  private:
    int number_;
    fs::path path_;
};

class SystemDisk final : public Disk {
  public:
    std::expected<std::unique_ptr<DiskFile>, Error> create_unique(Path& path) override {
        auto name = path.string();
        const int number = ::mkostemp(name.data(), O_CLOEXEC);
        if (number < 0) return failure(path);
        path = name;
        return std::make_unique<SystemFile>(number, path);
    }
    std::expected<std::unique_ptr<DiskFile>, Error> open(const Path& path) override {
        const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (number < 0) return failure(path);
        return std::make_unique<SystemFile>(number, path);
    }
    std::expected<void, Error> make_file(const Path& path) override {
        const int number = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (number >= 0) ::close(number);
        if (number < 0 && errno != EEXIST) return failure(path);
        return {};
    }
    std::expected<void, Error> make_folder(const Path& path) override {
        if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failure(path);
        return {};
    }
    std::expected<void, Error> sync_folder(const Path& folder) override {
        const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (number < 0) return failure(folder);
        const int result = ::fsync(number);
        const int reason = errno;
        ::close(number);
        if (result != 0) return failure(folder, reason);
        return {};
    }

    bool exists(const Path& path) override { return ::access(path.c_str(), F_OK) == 0; }
    std::expected<std::optional<Millis>, Error> written_at(const Path& path) override {
        struct stat state{};
        if (::stat(path.c_str(), &state) != 0) {
            if (errno == ENOENT) return std::nullopt;
            return failure(path);
        }
        return static_cast<Millis>(state.st_mtim.tv_sec) * 1000 + state.st_mtim.tv_nsec / 1'000'000;
    }
    std::expected<std::vector<std::string>, Error> list(const Path& folder) override {
        std::vector<std::string> names;
        std::error_code error;
        for (fs::directory_iterator at{folder, error}; !error && at != fs::directory_iterator{};
             at.increment(error))
            names.push_back(at->path().filename().string());
        if (error && !is_absent(error)) return failure(folder, error.value());
        return names;
    }
    std::expected<void, Error> rename(const Path& from, const Path& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) return failure(from);
        return {};
    }
    std::expected<void, Error> remove(const Path& path) override {
        if (::unlink(path.c_str()) != 0) return failure(path);
        return {};
    }
    std::expected<bool, Error> remove_folder(const Path& folder) override {
        if (::rmdir(folder.c_str()) == 0) return true;
        if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT) return false;
        return failure(folder);
    }
    std::expected<std::uint64_t, Error> free_bytes(const Path& folder) override {
        struct statvfs state{};
        if (::statvfs(folder.c_str(), &state) != 0) return failure(folder);
        return static_cast<std::uint64_t>(state.f_bavail) * state.f_frsize;
    }
};

} // namespace

Disk& system_disk() {
    static SystemDisk disk;
    return disk;
}

Disk::Path folder_of(const Disk::Path& path) {
    return path.has_parent_path() ? path.parent_path() : Disk::Path{"."};
}

std::expected<void, Error> make_folders(Disk& disk, const Disk::Path& folder) {
    const auto parent = folder_of(folder);
    if (disk.exists(folder)) {
        // A program that was killed may have made it and not come to sync its name. Where the folder above is not ours
        // to read, it was not us who made this one.
        [[maybe_unused]] const auto synced = disk.sync_folder(parent);
        return {};
    }
    if (parent != folder)
        if (auto made = make_folders(disk, parent); !made) return made;
    if (auto made = disk.make_folder(folder); !made) return made;
    return disk.sync_folder(parent);
}

std::expected<void, Error> prepare_file(Disk& disk, const Disk::Path& path) {
    if (auto made = make_folders(disk, folder_of(path)); !made) return made;
    if (auto made = disk.make_file(path); !made) return made;
    return disk.sync_folder(folder_of(path));
}

std::expected<void, Error> sync_file(Disk& disk, const Disk::Path& path) {
    const auto file = disk.open(path);
    if (!file) return std::unexpected(file.error());
    return (*file)->sync();
}

} // namespace plaint::storage
