#pragma once

#include "storage/disk.hpp"

#include <expected>
#include <memory>
#include <string>

namespace plaint::storage::sqlite {

// The embedded store. Every answered write is synced to the device. The file may be read and written by other
// processes at the same time (the command line beside a running server).
struct Options {
    // Of the writer's pages; the reader takes half of it. SQLite goes through all of them in every commit that splits
    // a page, and what is not among them is a moment away in the cache of the system: more is slower.
    std::uint32_t cache_kib = 8 * 1024;
    std::size_t queue_max = 8192; // waiting calls beyond these are refused as unavailable
    std::uint64_t log_bytes_max =
        64ull * 1024 * 1024;     // what the write-ahead log is kept below, outside of backups
    std::uint64_t pages_max = 0; // of 4 KiB in the database; 0: no limit but the device's
    // Where the folders and the names of files are made, and the name under which SQLite knows that disk (its VFS; empty:
    // the operating system's).
    Disk& disk = system_disk();
    std::string vfs;
};

// Opens the store, makes folder (mode 0700) and file (0600) on first use, and brings the schema up to date.
std::expected<std::unique_ptr<Store>, Error> open_sqlite(const std::string& path,
                                                         const Options& options = {});

} // namespace plaint::storage::sqlite
