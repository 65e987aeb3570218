#include "tests/faults/fragile_disk.hpp"

#include <catch2/catch.hpp>

// The disk that the other tests trust: each fact here is a way in which a promise would break that was kept by luck.

using namespace plaint::storage;
using plaint::tests::Chance;
using plaint::tests::FragileDisk;

namespace {

// Cuts the power many times over the same moment, and counts what `is_there` of the disk that is found.
template<class Question>
int found_of_200(const FragileDisk& disk, Question is_there) {
    int found = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Chance chance{seed};
        found += is_there(*disk.after_power_cut(chance)) ? 1 : 0;
    }
    return found;
}

std::string content_of(FragileDisk& disk, const char* path) {
    auto file = disk.open(path);
    return file ? (*file)->read(100'000).value() : std::string{};
}

std::unique_ptr<DiskFile> new_file(FragileDisk& disk, std::string_view bytes) {
    Disk::Path path = "/arriving-XXXXXX";
    REQUIRE(disk.make_folder("/folder"));
    REQUIRE(disk.sync_folder("/"));
    auto file = disk.create_unique(path);
    REQUIRE(file);
    REQUIRE((*file)->write(bytes));
    REQUIRE(disk.rename(path, "/folder/file"));
    return std::move(*file);
}

const std::string text(5000, 'x');

} // namespace

TEST_CASE("what is written and not synced may be lost, whole, or torn") {
    FragileDisk disk;
    const auto file = new_file(disk, text);
    REQUIRE(disk.sync_folder("/folder"));
    const auto whole =
        found_of_200(disk, [](auto& found) { return content_of(found, "/folder/file") == text; });
    const auto empty =
        found_of_200(disk, [](auto& found) { return content_of(found, "/folder/file").empty(); });
    CHECK(whole > 20);
    CHECK(empty > 20);
    CHECK(whole + empty < 190);
}

TEST_CASE("what is synced is there, and what came after it may not be") {
    FragileDisk disk;
    const auto file = new_file(disk, text);
    REQUIRE(file->sync());
    REQUIRE(disk.sync_folder("/folder"));
    REQUIRE(file->write("more"));
    CHECK(found_of_200(
              disk, [](auto& found) { return content_of(found, "/folder/file").starts_with(text); }) == 200);
    const auto more =
        found_of_200(disk, [](auto& found) { return content_of(found, "/folder/file").ends_with("more"); });
    CHECK(more > 20);
    CHECK(more < 180);
}

TEST_CASE("a name whose folder was not synced may be lost with all that it named") {
    FragileDisk disk;
    const auto file = new_file(disk, text);
    REQUIRE(file->sync());
    const auto named = found_of_200(disk, [](auto& found) { return found.exists("/folder/file"); });
    CHECK(named > 20);
    CHECK(named < 180);
}

TEST_CASE("a name that goes comes back until its folder is synced") {
    FragileDisk disk;
    const auto file = new_file(disk, text);
    REQUIRE(disk.sync_folder("/folder"));
    REQUIRE(disk.remove("/folder/file"));
    const auto back = found_of_200(disk, [](auto& found) { return found.exists("/folder/file"); });
    CHECK(back > 20);
    CHECK(back < 180);
    REQUIRE(disk.sync_folder("/folder"));
    CHECK(found_of_200(disk, [](auto& found) { return found.exists("/folder/file"); }) == 0);
}

TEST_CASE("a kill loses nothing, and makes nothing safer") {
    FragileDisk disk;
    const auto file = new_file(disk, text);
    REQUIRE(disk.sync_folder("/folder"));
    const auto next = disk.after_kill();
    CHECK(content_of(*next, "/folder/file") == text);
    CHECK(found_of_200(*next, [](auto& found) { return content_of(found, "/folder/file") == text; }) < 190);
}

TEST_CASE("without power nothing is done any more") {
    FragileDisk disk;
    const auto file = new_file(disk, text);
    disk.cut_power_after(1);
    CHECK(file->sync());
    CHECK_FALSE(disk.sync_folder("/folder"));
    CHECK(disk.is_off());
    CHECK_FALSE(file->write("more"));
    CHECK_FALSE(disk.open("/folder/file"));
}
