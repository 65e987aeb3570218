#include "storage/sqlite/backup.hpp"

#include <sqlite3.h>

namespace plaint::storage::sqlite {

namespace {

// About 4 MB at a time, so that a stopping store does not wait for the whole copy.
constexpr int pages_at_a_time = 1000;

std::optional<Error> copy_pages(sqlite3* source, const std::string& path, const std::atomic<bool>& stopping) {
    sqlite3* copy = nullptr;
    // On the same disk as its source.
    sqlite3_vfs* vfs = nullptr;
    sqlite3_file_control(source, "main", SQLITE_FCNTL_VFS_POINTER, static_cast<void*>(&vfs));
    int result = sqlite3_open_v2(path.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                                 vfs ? vfs->zName : nullptr);
    if (result == SQLITE_OK) {
        if (auto* backup = sqlite3_backup_init(copy, "main", source, "main")) {
            do result = sqlite3_backup_step(backup, pages_at_a_time);
            while (result == SQLITE_OK && !stopping);
            sqlite3_backup_finish(backup);
        } else {
            result = sqlite3_errcode(copy);
        }
    }
    sqlite3_close(copy);
    if (result == SQLITE_DONE) return std::nullopt;
    if (result == SQLITE_OK) return Error{Fault::unavailable, "the store is stopping"};
    return Error{fault_of(result), "backup: " + std::string{sqlite3_errstr(result)}};
}

} // namespace

std::expected<bool, Error> back_up(Connection& source, Disk& disk, const std::string& path,
                                   const std::atomic<bool>& stopping) {
    if (disk.exists(path)) return false;
    // What an attempt that was cut short has left.
    const std::string part = path + ".part";
    if (disk.exists(part))
        if (auto removed = disk.remove(part); !removed) return std::unexpected(std::move(removed).error());
    if (auto made = prepare_file(disk, part); !made) return std::unexpected(std::move(made).error());

    // A first reading fixes the moment that is copied; without it, every turn would make the copy begin
    // again.
    {
        auto row = source.query("SELECT count FROM probe");
        row.next();
    }
    if (auto error = copy_pages(source.handle(), part, stopping)) {
        [[maybe_unused]] const auto removed = disk.remove(part);
        return std::unexpected(std::move(*error));
    }
    if (auto synced = sync_file(disk, part); !synced) return std::unexpected(std::move(synced).error());
    if (auto renamed = disk.rename(part, path); !renamed) return std::unexpected(std::move(renamed).error());
    if (auto synced = disk.sync_folder(folder_of(path)); !synced)
        return std::unexpected(std::move(synced).error());
    return true;
}

} // namespace plaint::storage::sqlite
