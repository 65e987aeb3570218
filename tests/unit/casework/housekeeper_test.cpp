#include "bot/casework/housekeeper.hpp"
#include "bot/casework/waiting.hpp"
#include "storage/files/disk_files.hpp"
#include "storage/memory/memory_store.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using casework::Housekeeper;
using casework::wait_for;
using storage::SessionId;
using support::Count;

namespace {

constexpr support::Millis hour = 60 * 60 * 1'000;
constexpr support::Millis day = 24 * hour;

const SessionId first{"0123456789abcdef0123456789abcdef"};
const SessionId second{"fedcba9876543210fedcba9876543210"};

// The clock starts at the present time, because files have the disk's date.
struct Rig {
    const storage::contract::TemporaryFolder folder;
    std::unique_ptr<storage::MemoryStore> store =
        storage::MemoryStore::create(storage::MemoryStore::Answering::own_thread);
    std::unique_ptr<storage::Files> files = *storage::open_disk_files(folder.path(), {.floor_bytes = 0});
    support::FakeClock clock{support::SystemClock().now()};
    support::Metrics metrics;

    Housekeeper housekeeper(Housekeeper::Bounds bounds = {}) {
        return Housekeeper(*store, *files, clock, support::silent_log(), metrics, bounds);
    }

    std::string upload(const SessionId& session, std::string_view bytes) {
        auto writer = files->create(session);
        REQUIRE(writer);
        REQUIRE((*writer)->write(bytes));
        const auto stored = (*writer)->finish();
        REQUIRE(stored);
        return stored->sha256;
    }

    // A first turn that names one file.
    void begin(const SessionId& session, storage::SessionState state, const std::string& sha256) {
        storage::Commit commit;
        commit.session = {session, 1, state, "receipt of " + session.text, clock.now() + 30 * day, "answers"};
        commit.turn.session = session;
        commit.turn.turn = 1;
        commit.turn.conversation = storage::ConversationId("conversation of " + session.text);
        commit.new_conversation = storage::ConversationRecord{commit.turn.conversation, session, "", 0};
        commit.files = {{session, sha256, 5, "image/png", clock.now(), ""}};
        const auto outcome =
            wait_for<storage::CommitOutcome>([&](auto answer) { store->commit(commit, std::move(answer)); });
        REQUIRE(outcome);
        REQUIRE(std::holds_alternative<storage::Committed>(*outcome));
    }

    bool has(const SessionId& session, const std::string& sha256) {
        return files->open(session, sha256).has_value();
    }
};

} // namespace

TEST_CASE("a draft that nobody came back for leaves with its files") {
    Rig rig;
    Housekeeper housekeeper = rig.housekeeper();
    const std::string certificate = rig.upload(first, "certificate");
    rig.begin(first, storage::SessionState::draft, certificate);
    rig.clock.advance(29 * day);
    housekeeper.round();
    CHECK(rig.has(first, certificate));
    rig.clock.advance(2 * day);
    housekeeper.round();
    CHECK_FALSE(rig.has(first, certificate));
    CHECK(rig.files->sessions()->empty());
    CHECK(rig.metrics.value(Count::sessions_expired) == 1);
    CHECK(rig.metrics.value(Count::files_collected) == 0);
}

TEST_CASE("files of a draft that a crash kept beyond its expiry are erased after the restart") {
    Rig rig;
    const std::string certificate = rig.upload(first, "certificate");
    const std::string marking = rig.upload(second, "marking");
    rig.begin(first, storage::SessionState::draft, certificate);
    rig.begin(second, storage::SessionState::submitted, marking);
    rig.clock.advance(31 * day);
    // The expiry is durable, and the program dies before it erases.
    const auto gone = wait_for<std::vector<SessionId>>(
        [&](auto answer) { rig.store->expire(rig.clock.now(), 10, std::move(answer)); });
    REQUIRE(gone == std::vector{first});
    REQUIRE(rig.has(first, certificate));

    rig.housekeeper().round();
    CHECK_FALSE(rig.has(first, certificate));
    CHECK(rig.files->sessions() == std::vector{second});
    CHECK(rig.has(second, marking));
    CHECK(rig.metrics.value(Count::files_collected) == 1);
}

TEST_CASE("an upload whose turn was refused is collected after a day, and what a turn names stays") {
    Rig rig;
    Housekeeper housekeeper = rig.housekeeper();
    const std::string named = rig.upload(first, "certificate");
    const std::string orphan = rig.upload(first, "of a refused turn");
    rig.begin(first, storage::SessionState::submitted, named);
    // Its turn may still be under way.
    rig.clock.advance(23 * hour);
    housekeeper.round();
    CHECK(rig.has(first, orphan));
    rig.clock.advance(2 * hour);
    housekeeper.round();
    CHECK_FALSE(rig.has(first, orphan));
    CHECK(rig.has(first, named));
    CHECK(rig.metrics.value(Count::files_collected) == 1);
}

TEST_CASE("a round looks at so many folders, and the next goes on where it ended") {
    Rig rig;
    Housekeeper housekeeper = rig.housekeeper({.folders = 2});
    for (char digit = '0'; digit < '5'; ++digit) rig.upload(SessionId(std::string(32, digit)), "orphan");
    rig.clock.advance(2 * day);
    for (const std::size_t left : {3, 1, 0}) {
        housekeeper.round();
        CHECK(rig.files->sessions()->size() == left);
    }
}
