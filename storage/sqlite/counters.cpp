#include "storage/sqlite/counters.hpp"

namespace plaint::storage::sqlite {

std::uint64_t take_serials(Connection& connection, std::string_view scope, std::uint32_t count) {
    auto row =
        connection.query("INSERT INTO serial (scope, given) VALUES (?1, ?2)"
                         " ON CONFLICT (scope) DO UPDATE SET given = given + ?2 RETURNING given - ?2 + 1");
    row.with(scope, count);
    return row.next() ? row.as<std::uint64_t>(0) : 0;
}

bool spend(Connection& connection, std::string_view budget, std::uint32_t limit, Millis window, Millis now) {
    // Each use sweeps up two that are over, so that the table stays as large as what it still has to know.
    connection
        .query("DELETE FROM spending WHERE key IN (SELECT key FROM spending WHERE until <= ? ORDER BY until "
               "LIMIT 2)")
        .with(now)
        .execute();
    {
        auto row = connection.query("SELECT count(*) FROM"
                                    " (SELECT 1 FROM spending WHERE budget = ? AND at > ? LIMIT ?)");
        row.with(budget, now - window, limit);
        if (row.next() && row.as<std::uint32_t>(0) >= limit) return false;
    }
    connection.query("INSERT INTO spending (budget, at, until) VALUES (?, ?, ?)")
        .with(budget, now, now + window)
        .execute();
    return true;
}

Bytes keep_setting(Connection& connection, std::string_view name, std::string_view fresh) {
    connection.query("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .with(name, Blob{fresh})
        .execute();
    auto row = connection.query("SELECT value FROM setting WHERE name = ?");
    row.with(name);
    return row.next() ? row.text(0) : Bytes{};
}

void count_probe(Connection& connection) { connection.query("UPDATE probe SET count = count + 1").execute(); }

} // namespace plaint::storage::sqlite
