#pragma once

#include "storage/store.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The disk as the stores see it: every call that they make on files and folders goes through here (SQLite's own go through
// its VFS), so that a test can put a disk in its place that loses power or has no room. What was written is durable
// once the file is synced; a name, new or gone, is durable once its folder is synced.
namespace plaint::storage {

// An open file; closed with this object.
class DiskFile {
  public:
    virtual ~DiskFile() = default;
    virtual std::expected<void, Error> write(std::string_view bytes) = 0; // after what is there
    virtual std::expected<std::string, Error> read(std::size_t most) = 0; // the next bytes; empty at the end
    virtual std::expected<std::uint64_t, Error> size_bytes() = 0;
    // Only a hint that these bytes will be synced: the device may begin with them.
    virtual void expect_sync(std::uint64_t from, std::uint64_t count) = 0;
    virtual std::expected<void, Error> sync() = 0;
};

// Files get mode 0600, folders 0700.
class Disk {
  public:
    using Path = std::filesystem::path;
    virtual ~Disk() = default;

    // Writes to a new file; the XXXXXX at the end of `path` become a name that is not taken.
    virtual std::expected<std::unique_ptr<DiskFile>, Error> create_unique(Path& path) = 0;
    virtual std::expected<std::unique_ptr<DiskFile>, Error> open(const Path& path) = 0; // for reading
    // These make one name, in a folder that is there. What is there already is as good.
    virtual std::expected<void, Error> make_file(const Path& path) = 0;
    virtual std::expected<void, Error> make_folder(const Path& path) = 0;
    virtual std::expected<void, Error> sync_folder(const Path& folder) = 0;

    virtual bool exists(const Path& path) = 0;
    // Nothing where there is no such file.
    virtual std::expected<std::optional<Millis>, Error> written_at(const Path& path) = 0;
    // The names in a folder; none where there is no such folder.
    virtual std::expected<std::vector<std::string>, Error> list(const Path& folder) = 0;
    virtual std::expected<void, Error> rename(const Path& from,
                                              const Path& to) = 0; // what was there is replaced
    virtual std::expected<void, Error> remove(const Path& path) = 0;
    virtual std::expected<bool, Error>
    remove_folder(const Path& folder) = 0; // false: not empty, or not there
    virtual std::expected<std::uint64_t, Error> free_bytes(const Path& folder) = 0;
};

// The operating system's.
Disk& system_disk();

// The folder in which the name stands.
Disk::Path folder_of(const Disk::Path& path);
// Make a folder, or an empty file, and the folders above it, durably; what is there stays as it is.
std::expected<void, Error> make_folders(Disk& disk, const Disk::Path& folder);
std::expected<void, Error> prepare_file(Disk& disk, const Disk::Path& path);
std::expected<void, Error> sync_file(Disk& disk, const Disk::Path& path);

} // namespace plaint::storage
