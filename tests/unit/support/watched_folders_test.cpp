#include "bot/support/watched_folders.hpp"

#include "tests/contract/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>

using plaint::support::WatchedFolders;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

// A change is told at the second look, and once.
void check_told(WatchedFolders& watched) {
    CHECK_FALSE(watched.changed());
    CHECK(watched.changed());
    CHECK_FALSE(watched.changed());
    CHECK_FALSE(watched.changed());
}

} // namespace

TEST_CASE("a change below a watched folder is told once, when it has come to rest") {
    const plaint::storage::contract::TemporaryFolder folder;
    const fs::path trees = folder.path() / "dialogs" / "trees";
    fs::create_directories(trees);
    fs::create_directories(folder.path() / "locales");
    write(trees / "one.json", "{}");
    WatchedFolders watched({folder.path() / "dialogs", folder.path() / "locales"});
    CHECK_FALSE(watched.changed());
    CHECK_FALSE(watched.changed());

    write(trees / "one.json", "{ }");
    check_told(watched);
    write(folder.path() / "locales" / "two.json", "{}");
    check_told(watched);
    // The same size, another time.
    fs::last_write_time(trees / "one.json",
                        fs::last_write_time(trees / "one.json") + std::chrono::seconds(1));
    check_told(watched);
    fs::remove(trees / "one.json");
    check_told(watched);
    fs::remove_all(folder.path() / "locales");
    check_told(watched);

    // Read without having been told.
    write(trees / "one.json", "{  }");
    watched.know();
    CHECK_FALSE(watched.changed());
    CHECK_FALSE(watched.changed());

    // Still being written.
    write(trees / "one.json", "{");
    CHECK_FALSE(watched.changed());
    write(trees / "one.json", "{}");
    check_told(watched);
}

TEST_CASE("what is changed and changed back between two looks, and files of editors, are no change") {
    const plaint::storage::contract::TemporaryFolder folder;
    write(folder.path() / "one.json", "{}");
    WatchedFolders watched({folder.path()});
    const auto time = fs::last_write_time(folder.path() / "one.json");
    write(folder.path() / "one.json", "[]");
    CHECK_FALSE(watched.changed());
    fs::last_write_time(folder.path() / "one.json", time);
    CHECK_FALSE(watched.changed());
    write(folder.path() / ".one.json.swp", "x");
    CHECK_FALSE(watched.changed());
    CHECK_FALSE(watched.changed());
}
