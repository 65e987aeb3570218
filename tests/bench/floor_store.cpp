#include "tests/bench/floor_store.hpp"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

namespace plaint::bench {

namespace {

void must(int result, int expected, sqlite3* database) {
    if (result == expected) return;
    std::fprintf(stderr, "floor: %s\n", sqlite3_errmsg(database));
    std::exit(1);
}

class Statement {
  public:
    Statement(sqlite3* database, const char* sql) : database_(database) {
        must(sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr), SQLITE_OK, database);
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    void bind(int at, const std::string& text) {
        sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void bind(int at, int number) { sqlite3_bind_int(statement_, at, number); }
    void run() {
        must(sqlite3_step(statement_), SQLITE_DONE, database_);
        sqlite3_reset(statement_);
    }

  private:
    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

} // namespace

struct FloorStore::Statements {
    Statement append;
    Statement upsert;

    explicit Statements(sqlite3* database)
        : append(database, "INSERT INTO turn (id, step, text) VALUES (?1, ?2, ?3)"),
          upsert(
              database,
              "INSERT INTO session VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET state = excluded.state") {}
};

FloorStore::FloorStore(const std::string& path, Committed committed) : committed_(std::move(committed)) {
    must(sqlite3_open(path.c_str(), &database_), SQLITE_OK, database_);
    execute("PRAGMA journal_mode=WAL");
    execute("PRAGMA synchronous=FULL");
    execute("CREATE TABLE IF NOT EXISTS turn (number INTEGER PRIMARY KEY, id TEXT, step INTEGER, text TEXT)");
    execute("CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID");
    statements_ = std::make_unique<Statements>(database_);
    thread_ = std::thread([this] { run(); });
}

FloorStore::~FloorStore() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
    statements_.reset();
    sqlite3_close(database_);
}

void FloorStore::put(StoredTurn turn) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(turn));
    }
    changed_.notify_one();
}

void FloorStore::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        std::vector<StoredTurn> turns = std::move(waiting_);
        waiting_.clear();
        lock.unlock();
        write(turns);
        committed_(std::move(turns));
        lock.lock();
    }
}

void FloorStore::write(const std::vector<StoredTurn>& turns) {
    auto& [append, upsert] = *statements_;
    execute("BEGIN IMMEDIATE");
    for (const StoredTurn& turn : turns) {
        append.bind(1, turn.id);
        append.bind(2, turn.step);
        append.bind(3, turn.text);
        append.run();
        upsert.bind(1, turn.id);
        upsert.bind(2, turn.state);
        upsert.run();
    }
    execute("COMMIT");
}

void FloorStore::execute(const char* sql) {
    must(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), SQLITE_OK, database_);
}

} // namespace plaint::bench
