#pragma once

#include "storage/disk.hpp"
#include "storage/files.hpp"

#include <expected>
#include <filesystem>
#include <memory>

namespace plaint::storage {

struct DiskFilesOptions {
    // Uploads stop while the device still has this much, so that turns can be committed to the end.
    std::uint64_t floor_bytes = 512ull * 1024 * 1024;
    Disk& disk = system_disk();
};

// Files on a disk: <root>/<aa>/<session>/<sha256>, where aa are the first two letters of the session's id.
// What is still arriving lies in <root>/arriving, and what a crash left there is removed by the opening. The
// root is made on first use, for the owner's eyes only.
std::expected<std::unique_ptr<Files>, Error> open_disk_files(const std::filesystem::path& root,
                                                             const DiskFilesOptions& options = {});

} // namespace plaint::storage
