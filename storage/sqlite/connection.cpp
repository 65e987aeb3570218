#include "storage/sqlite/connection.hpp"

#include <sqlite3.h>

namespace plaint::storage::sqlite {

Fault fault_of(int result) {
    // The index of the log, which is shared memory, finds no room.
    if (result == SQLITE_IOERR_SHMSIZE) return Fault::full;
    switch (result & 0xff) {
    case SQLITE_FULL: return Fault::full;
    // What may pass by itself, or when the operator helps: another process holds the lock, the device does
    // not answer.
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
    case SQLITE_READONLY:
    case SQLITE_PERM: return Fault::unavailable;
    default: return Fault::broken;
    }
}

Error about_file(const std::string& path, Error error) {
    error.what.insert(0,
                      path + (error.fault == Fault::broken ? " is damaged, or not a Plaint store: " : ": "));
    return error;
}

Query::~Query() {
    if (statement_) sqlite3_reset(statement_);
}

void Query::bind(int position, std::int64_t value) {
    if (statement_) connection_.note(sqlite3_bind_int64(statement_, position, value));
}

void Query::bind(int position, std::string_view text) {
    // An empty view may have no address, and SQLite would take that for NULL.
    const char* bytes = text.data() ? text.data() : "";
    if (statement_)
        connection_.note(
            sqlite3_bind_text64(statement_, position, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::bind(int position, Blob blob) {
    const char* bytes = blob.bytes.data() ? blob.bytes.data() : "";
    if (statement_)
        connection_.note(sqlite3_bind_blob64(statement_, position, bytes, blob.bytes.size(), SQLITE_STATIC));
}

void Query::bind(int position, NullIfEmpty value) {
    if (!value.text.empty()) return bind(position, value.text);
    if (statement_) connection_.note(sqlite3_bind_null(statement_, position));
}

bool Query::next() {
    if (!statement_ || !connection_.ok()) return false;
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) connection_.note(result);
    return false;
}

void Query::execute() {
    while (next()) {}
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Query::text(int column) const {
    // The bytes first: asking for their number may not move them then.
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes ? std::string{bytes, size} : std::string{};
}

std::expected<std::unique_ptr<Connection>, Error> Connection::open(const std::string& path,
                                                                   const Options& options) {
    // Counting allocations takes a lock that all threads share. Where SQLite is in use already, it goes on
    // counting.
    static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)uncounted;
    sqlite3* handle = nullptr;
    // Each connection stays on one thread, so SQLite's own mutexes would only cost.
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
    const int result = sqlite3_open_v2(path.c_str(), &handle, flags, vfs);
    std::unique_ptr<Connection> connection{new Connection{handle}};
    connection->note(result);
    if (handle) sqlite3_busy_timeout(handle, static_cast<int>(options.busy_ms_max));

    const auto set = [&](const char* name, std::int64_t value) {
        connection->run(("PRAGMA " + std::string{name} + "=" + std::to_string(value)).c_str());
    };
    connection->run("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
                    "PRAGMA recursive_triggers=OFF; PRAGMA wal_autocheckpoint=0;"
                    // Deleted content is overwritten wherever that needs no further write.
                    "PRAGMA secure_delete=FAST;");
    set("cache_size", -static_cast<std::int64_t>(options.cache_kib));
    if (options.wal_limit_bytes)
        set("journal_size_limit", static_cast<std::int64_t>(options.wal_limit_bytes));
    if (options.pages_max) set("max_page_count", static_cast<std::int64_t>(options.pages_max));
    if (options.access == Access::reading) set("query_only", 1);
    if (auto error = connection->take_error()) return std::unexpected(about_file(path, std::move(*error)));
    return connection;
}

Connection::~Connection() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close_v2(handle_);
}

Query Connection::query(const char* sql) {
    if (!ok()) return {*this, nullptr};
    auto& statement = statements_[sql];
    if (!statement)
        note(sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return {*this, statement};
}

void Connection::run(const char* script) {
    if (ok()) note(sqlite3_exec(handle_, script, nullptr, nullptr, nullptr));
}

int Connection::changed() const { return sqlite3_changes(handle_); }
std::int64_t Connection::last_key() const { return sqlite3_last_insert_rowid(handle_); }

void Connection::abandon() {
    // Some errors (disk full among them) have rolled back already.
    if (handle_ && !sqlite3_get_autocommit(handle_))
        sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::optional<Error> Connection::take_error() { return std::exchange(error_, std::nullopt); }

void Connection::note(int result) {
    if (result == SQLITE_OK || error_) return;
    std::string what = "SQLite: ";
    what += handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(result);
    what += " (" + std::to_string(result) + ")";
    error_ = Error{fault_of(result), std::move(what)};
}

} // namespace plaint::storage::sqlite
