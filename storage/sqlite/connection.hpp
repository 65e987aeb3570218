#pragma once

#include "storage/store.hpp"

#include <concepts>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace plaint::storage::sqlite {

struct Blob {
    std::string_view bytes;
};
// Text that is stored as NULL when it is empty, so that unique indexes pass over it.
struct NullIfEmpty {
    std::string_view text;
};

class Connection;

// One run of a prepared statement; the statement goes back to its connection when this goes out of scope.
// Bound text is not copied: it must outlive the query.
class Query {
  public:
    Query(Connection& connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    template<class... Values>
    Query& with(const Values&... values) {
        int position = 0;
        (bind(++position, values), ...);
        return *this;
    }
    bool next();    // steps to the next row; false after the last one, and after an error
    void execute(); // steps to the end

    std::int64_t integer(int column) const;
    template<class Integer>
    Integer as(int column) const {
        return static_cast<Integer>(integer(column));
    }
    std::string text(int column) const; // of text and blobs; empty for NULL

  private:
    void bind(int position, std::int64_t value);
    void bind(int position, std::string_view text);
    void bind(int position, Blob blob);
    void bind(int position, NullIfEmpty value);
    template<class Value>
        requires((std::integral<Value> && !std::same_as<Value, std::int64_t>) || std::is_enum_v<Value>)
    void bind(int position, Value value) {
        bind(position, static_cast<std::int64_t>(value));
    }
    void bind(int position, const std::string& text) { bind(position, std::string_view{text}); }

    Connection& connection_;
    sqlite3_stmt* statement_;
};

enum class Access { reading, writing };

// One connection to a database, used by one thread at a time. An error sticks: after the first one every
// query finds no row and changes nothing until take_error(), so that a transaction reads as its story, with
// one question at its end instead of one after each statement.
class Connection {
  public:
    struct Options {
        Access access = Access::reading;
        std::uint32_t cache_kib = 2048;
        std::uint32_t busy_ms_max = 5000;  // how long another process may keep us from the lock
        std::uint64_t wal_limit_bytes = 0; // what the log file is cut down to when it starts afresh
        std::uint64_t pages_max = 0;       // 0: SQLite's own limit
        std::string vfs;                   // SQLite's way to the disk; empty: its own
    };

    static std::expected<std::unique_ptr<Connection>, Error> open(const std::string& path,
                                                                  const Options& options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // `sql` must be one literal with static storage: the statement is prepared once and kept under its
    // address.
    Query query(const char* sql);
    // A script without parameters and without results.
    void run(const char* script);
    int changed() const;           // rows changed by the last statement
    std::int64_t last_key() const; // of the last row inserted
    void abandon();                // rolls back whatever is open

    bool ok() const { return !error_; }
    std::optional<Error> take_error();
    void note(int result); // remembers the first result that is an error
    sqlite3* handle() const { return handle_; }

  private:
    explicit Connection(sqlite3* handle) : handle_(handle) {}

    sqlite3* handle_;
    std::unordered_map<const char*, sqlite3_stmt*> statements_;
    std::optional<Error> error_;
};

// Which of the port's faults a result of SQLite is.
Fault fault_of(int result);
// The same error, with the file that it is about.
Error about_file(const std::string& path, Error error);

} // namespace plaint::storage::sqlite
