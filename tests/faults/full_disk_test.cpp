#include "storage/files/disk_files.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/faults/fragile_vfs.hpp"

#include <catch2/catch.hpp>

using namespace plaint::storage;
using namespace plaint::storage::contract;
using plaint::tests::FragileDisk;
using plaint::tests::FragileVfs;

namespace {

auto open_on(FragileDisk& disk, const FragileVfs& vfs) {
    return sqlite::open_sqlite("/data/plaint.db", {.disk = disk, .vfs = vfs.name()});
}

std::expected<StoredFile, Error> put(Files& files, const SessionId& session, std::string_view bytes) {
    auto writer = files.create(session);
    if (!writer) return std::unexpected(writer.error());
    if (auto written = (*writer)->write(bytes); !written) return std::unexpected(written.error());
    return (*writer)->finish();
}

} // namespace

TEST_CASE("on a full disk turns and uploads are refused, all can still be read, and space brings all back") {
    FragileDisk disk;
    const FragileVfs vfs{disk};
    const auto store = open_on(disk, vfs).value();
    const auto files = open_disk_files("/data/files", {.floor_bytes = 0, .disk = disk}).value();
    Talk talk{"a"};
    for (int i = 0; i < 5; ++i) REQUIRE(commit(*store, talk) == Outcome::committed);
    const auto proof = put(*files, talk.session, "proof");
    REQUIRE(proof);

    disk.limit_room(disk.used_bytes());
    CHECK(commit(*store, talk.next("m1")) == Outcome::full);
    CHECK(commit(*store, Talk{"b"}.next("m1")) == Outcome::full);
    const auto probe = try_ask<bool>([&](auto answer) { store->probe(answer); });
    REQUIRE_FALSE(probe);
    CHECK(probe.error().fault == Fault::full);
    const auto refused = put(*files, talk.session, "second proof");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::full);
    CHECK(files->room_bytes() == 0u);

    CHECK(ask<std::vector<TurnRecord>>([&](auto answer) {
              store->turns_of_session(talk.session, 0, 100, answer);
          }).size() == 5);
    CHECK(files->open(talk.session, proof->sha256));

    disk.lift_limit();
    CHECK(commit(*store, talk, "m1") == Outcome::committed);
    CHECK(put(*files, talk.session, "second proof"));
    CHECK(ask<bool>([&](auto answer) { store->probe(answer); }));
}

TEST_CASE("a store without room for the index of its log says that the disk is full") {
    FragileDisk disk;
    const FragileVfs vfs{disk};
    { REQUIRE(open_on(disk, vfs)); }
    disk.limit_room(disk.used_bytes() + 10'000);
    const auto refused = open_on(disk, vfs);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::full);
    disk.lift_limit();
    const auto store = open_on(disk, vfs);
    REQUIRE(store);
    Talk talk{"a"};
    CHECK(commit(**store, talk) == Outcome::committed);
}
