#include "storage/sqlite/desk_rows.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <csignal>
#include <fstream>
#include <map>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace plaint::storage;
using namespace plaint::storage::contract;
namespace fs = std::filesystem;

namespace {

std::unique_ptr<Store> open_at(const fs::path& path, const sqlite::Options& options = {}) {
    auto opened = sqlite::open_sqlite(path, options);
    if (!opened) throw std::runtime_error(opened.error().what);
    return std::move(*opened);
}

// What an operator with the sqlite3 shell would do to the file.
void tamper(const fs::path& path, const char* script) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    REQUIRE(sqlite3_exec(handle, script, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(handle);
}

void overwrite(const fs::path& path, std::streamoff at, std::size_t count) {
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(at);
    file << std::string(count, 'x');
}

unsigned mode_of(const fs::path& path) {
    struct stat state{};
    REQUIRE(::stat(path.c_str(), &state) == 0);
    return state.st_mode & 0777;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("the first use makes folder and file for the owner's eyes only") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "var" / "data" / "plaint.db";
    const auto store = open_at(path);
    Talk talk{"a"};
    REQUIRE(commit(*store, talk) == Outcome::committed);
    CHECK(mode_of(path.parent_path()) == 0700);
    CHECK(mode_of(path.parent_path().parent_path()) == 0700);
    for (const auto& entry : fs::directory_iterator{path.parent_path()}) {
        INFO(entry.path());
        CHECK(mode_of(entry.path()) == 0600);
    }
}

TEST_CASE("a store that a newer program has moved on is refused, and left as it is") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "plaint.db";
    open_at(path);
    tamper(path, "INSERT INTO migration VALUES (999)");
    const auto refused = sqlite::open_sqlite(path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::broken);
    CHECK(has(refused.error().what, "newer"));
    CHECK(has(refused.error().what, "999"));
    tamper(path, "DELETE FROM migration WHERE number = 999");
    CHECK(open_at(path));
}

TEST_CASE("what is not a Plaint store is refused with its reason") {
    const TemporaryFolder folder;
    const auto text = folder.path() / "letter.txt";
    std::ofstream{text} << std::string(10'000, 'x');
    const auto no_database = sqlite::open_sqlite(text);
    REQUIRE_FALSE(no_database);
    CHECK(no_database.error().fault == Fault::broken);
    CHECK(has(no_database.error().what, "not a Plaint store"));

    const auto foreign = folder.path() / "foreign.db";
    tamper(foreign, "CREATE TABLE recipes (name TEXT)");
    const auto other_database = sqlite::open_sqlite(foreign);
    REQUIRE_FALSE(other_database);
    CHECK(other_database.error().fault == Fault::broken);
    CHECK(has(other_database.error().what, "not a Plaint store"));
}

TEST_CASE("a path that cannot be made is named in the error") {
    const TemporaryFolder folder;
    std::ofstream{folder.path() / "file"} << "x";
    const auto refused = sqlite::open_sqlite(folder.path() / "file" / "plaint.db");
    REQUIRE_FALSE(refused);
    CHECK(has(refused.error().what, (folder.path() / "file").string()));
}

TEST_CASE("damage inside the file is answered as broken, and a backup puts an end to it") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "plaint.db";
    const auto copy = folder.path() / "copy.db";
    Talk talk{"a"};
    {
        const auto store = open_at(path);
        for (int i = 0; i < 50; ++i) REQUIRE(commit(*store, talk) == Outcome::committed);
        CHECK(ask<bool>([&](auto answer) { store->backup(copy, answer); }));
    }
    // Everything but the header and the schema.
    const auto size = fs::file_size(path);
    overwrite(path, 12'288, size - 12'288);
    if (const auto damaged = sqlite::open_sqlite(path)) {
        CHECK(commit(**damaged, talk.next("m")) == Outcome::broken);
        const auto found = try_ask<std::vector<TurnRecord>>(
            [&](auto answer) { (*damaged)->turns_of_session(talk.session, 0, 100, answer); });
        REQUIRE_FALSE(found);
        CHECK(found.error().fault == Fault::broken);
    } else {
        CHECK(damaged.error().fault == Fault::broken);
    }
    const auto restored = open_at(copy);
    CHECK(commit(*restored, talk) == Outcome::committed);
}

TEST_CASE("a write that must not be harms only itself") {
    const TemporaryFolder folder;
    const auto store = open_at(folder.path() / "plaint.db");
    Talk a{"a"};
    Talk b{"b"};
    REQUIRE(commit(*store, a) == Outcome::committed);
    // The version is right and the turn's number is taken: only a bug can ask for that.
    auto twice = a.next();
    twice.turn.turn = 1;
    std::promise<Outcome> before;
    std::promise<Outcome> bad;
    std::promise<Outcome> after;
    store->commit(b.next("m1"), [&](auto result) { before.set_value(outcome_of(result)); });
    store->commit(twice, [&](auto result) { bad.set_value(outcome_of(result)); });
    auto second = b.next("m1");
    store->commit(second, [&](auto result) { after.set_value(outcome_of(result)); });
    CHECK(before.get_future().get() == Outcome::committed);
    CHECK(bad.get_future().get() == Outcome::broken);
    CHECK(after.get_future().get() == Outcome::duplicate);
    CHECK(commit(*store, a) == Outcome::committed);
}

TEST_CASE("calls beyond the bound of the queue are refused, and the rest is answered") {
    const TemporaryFolder folder;
    const auto store = open_at(folder.path() / "plaint.db", {.queue_max = 10});
    constexpr std::size_t count = 500;
    std::vector<Talk> talks;
    std::vector<std::promise<Outcome>> outcomes(count);
    for (std::size_t i = 0; i < count; ++i) talks.emplace_back("talk" + std::to_string(i));
    for (std::size_t i = 0; i < count; ++i)
        store->commit(talks[i].next(),
                      [&outcomes, i](auto result) { outcomes[i].set_value(outcome_of(result)); });
    std::size_t refused = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto outcome = outcomes[i].get_future().get();
        const auto there =
            ask<std::optional<SessionRecord>>([&](auto answer) { store->session(talks[i].session, answer); });
        CHECK(outcome == (there ? Outcome::committed : Outcome::unavailable));
        refused += !there;
    }
    CHECK(refused > 0);
    Talk talk{"after"};
    CHECK(commit(*store, talk) == Outcome::committed);
}

TEST_CASE("two processes work with one store") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "plaint.db";
    const auto server = open_at(path);
    const auto command_line = open_at(path);
    auto talk = submitted(*server, "a", "IP-1");
    REQUIRE(change(*command_line, {CaseNumber{"IP-1"}, {}, {}, {}, {event_of("evt_1", "IP-1")}}) ==
            Outcome::committed);
    for (int i = 0; i < 20; ++i) {
        CHECK(commit(*server, talk) == Outcome::committed);
        CHECK(ask<std::uint64_t>([&](auto answer) { command_line->serials("s", 1, answer); }) ==
              static_cast<std::uint64_t>(2 * i + 1));
        CHECK(ask<std::uint64_t>([&](auto answer) { server->serials("s", 1, answer); }) ==
              static_cast<std::uint64_t>(2 * i + 2));
    }
    CHECK(ask<std::vector<LeasedEvent>>([&](auto answer) { server->lease(0, 1000, 10, answer); }).size() ==
          1);
}

TEST_CASE("the log is carried over while turns go on, and stays below its bound") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "plaint.db";
    constexpr std::uint64_t bound = 8 * 1024 * 1024;
    const auto store = open_at(path, {.log_bytes_max = bound});
    std::vector<std::thread> clients;
    std::atomic<int> committed = 0;
    for (int client = 0; client < 8; ++client)
        clients.emplace_back([&, client] {
            Talk talk{"client" + std::to_string(client)};
            for (int i = 0; i < 120; ++i) {
                auto next = talk.next();
                next.session.content.assign(60'000, 'x');
                if (commit(*store, next) != Outcome::committed) continue;
                talk.keep(next);
                ++committed;
            }
        });
    std::uint64_t largest = 0;
    while (committed < 8 * 120) {
        std::error_code none;
        const auto size = fs::file_size(path.string() + "-wal", none);
        if (!none) largest = std::max<std::uint64_t>(largest, size);
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    for (auto& client : clients) client.join();
    // 60 MB went through it.
    CHECK(largest > 0);
    CHECK(largest <= bound);
}

TEST_CASE("after a kill in the middle of the load every acknowledged turn is there") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "plaint.db";
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        // Eight conversations talk as fast as they can; each acknowledgement is one letter in the pipe.
        const auto store = open_at(path);
        std::vector<std::thread> clients;
        for (int client = 0; client < 8; ++client)
            clients.emplace_back([&, client] {
                Talk talk{std::string(1, static_cast<char>('a' + client))};
                for (;;) {
                    const auto next = talk.next("m" + std::to_string(talk.turns + 1));
                    if (commit(*store, next) != Outcome::committed) ::_exit(1);
                    talk.keep(next);
                    const char letter = static_cast<char>('a' + client);
                    if (::write(ends[1], &letter, 1) != 1) ::_exit(1);
                }
            });
        for (auto& client : clients) client.join();
        ::_exit(0);
    }
    ::close(ends[1]);
    std::map<char, std::uint64_t> acknowledged;
    char letter = 0;
    for (int total = 0; total < 2000 && ::read(ends[0], &letter, 1) == 1; ++total) {
        ++acknowledged[letter];
        if (total == 1500) ::kill(child, SIGKILL);
    }
    while (::read(ends[0], &letter, 1) == 1) ++acknowledged[letter];
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));

    const auto store = open_at(path);
    CHECK(acknowledged.size() == 8);
    for (const auto& [client, turns] : acknowledged) {
        Talk talk{std::string(1, client)};
        const auto found = ask<std::vector<TurnRecord>>(
            [&](auto answer) { store->turns_of_session(talk.session, 0, 100'000, answer); });
        const auto session =
            ask<std::optional<SessionRecord>>([&](auto answer) { store->session(talk.session, answer); });
        INFO(client);
        // A turn may be there whose acknowledgement was not sent any more, but only one.
        CHECK(found.size() >= turns);
        CHECK(found.size() <= turns + 1);
        REQUIRE(session);
        CHECK(session->version == found.size());

        // The sender, who heard nothing, repeats its last message and goes on.
        talk.version = talk.turns = found.size();
        talk.activities = 2 * talk.turns;
        talk.known = true;
        CHECK(commit(*store, talk, "m" + std::to_string(talk.turns)) == Outcome::duplicate);
        CHECK(commit(*store, talk, "next") == Outcome::committed);
    }
}

TEST_CASE(
    "a page of cases comes out of an index, whatever the scope, and nothing is sorted or read through") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "plaint.db";
    open_at(path);
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    for (const char* region : {"000000", "330000", "330100", "330110"}) {
        INFO(region);
        const char* const page = sqlite::page_of_cases(Scope::of_region(region));
        REQUIRE(page != nullptr);
        std::string plan;
        REQUIRE(sqlite3_exec(
                    handle, (std::string("EXPLAIN QUERY PLAN ") + page).c_str(),
                    [](void* told, int columns, char** values, char**) {
                        *static_cast<std::string*>(told) += std::string(values[columns - 1]) + "\n";
                        return 0;
                    },
                    &plan, nullptr) == SQLITE_OK);
        INFO(plan);
        CHECK(has(plan, "SEARCH cases USING INDEX"));
        CHECK_FALSE(has(plan, "SCAN"));
        CHECK_FALSE(has(plan, "TEMP B-TREE"));
    }
    CHECK(sqlite::page_of_cases(Scope::of_region("nowhere")) == nullptr);
    sqlite3_close(handle);
}
