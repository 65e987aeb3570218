#include "storage/sqlite/backup.hpp"

#include "storage/sqlite/folder.hpp"

#include <sqlite3.h>

#include <filesystem>

namespace plaint::storage::sqlite {

namespace {

// About 4 MB at a time, so that a stopping store does not wait for the whole copy.
constexpr int pages_at_a_time = 1000;

std::optional<Error> copy_pages(sqlite3* source, const std::string& path, const std::atomic<bool>& stopping) {
    sqlite3* copy = nullptr;
    int result = sqlite3_open_v2(path.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
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

std::expected<bool, Error> back_up(Connection& source, const std::string& path,
                                   const std::atomic<bool>& stopping) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (fs::exists(path, ignored)) return false;
    const std::string part = path + ".part";
    fs::remove(part, ignored);
    if (auto made = prepare_file(part); !made) return std::unexpected(std::move(made).error());

    // A first reading fixes the moment that is copied; without it, every turn would make the copy begin
    // again.
    {
        auto row = source.query("SELECT count FROM probe");
        row.next();
    }
    auto error = copy_pages(source.handle(), part, stopping);
    if (!error)
        if (auto synced = sync_file(part); !synced) error = std::move(synced).error();
    if (error) {
        fs::remove(part, ignored);
        return std::unexpected(std::move(*error));
    }
    std::error_code renamed;
    fs::rename(part, path, renamed);
    if (renamed) return std::unexpected(system_error(renamed.value(), path));
    const auto folder = fs::path{path}.parent_path();
    if (auto synced = sync_folder(folder.empty() ? "." : folder); !synced)
        return std::unexpected(std::move(synced).error());
    return true;
}

} // namespace plaint::storage::sqlite
