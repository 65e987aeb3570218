#include "storage/files/disk_files.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

using namespace plaint::storage;
using plaint::storage::contract::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

const SessionId session{"0123456789abcdef0123456789abcdef"};
const SessionId other{"01ffffffffffffffffffffffffffffff"};
// Of "abc"; FIPS 180-2, appendix B.1.
const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

std::unique_ptr<Files> open_in(const fs::path& root, std::uint64_t floor_bytes = 0) {
    auto files = open_disk_files(root, {floor_bytes});
    REQUIRE(files);
    return std::move(*files);
}

StoredFile put(Files& files, const SessionId& id, std::string_view bytes) {
    auto writer = files.create(id);
    REQUIRE(writer);
    REQUIRE((*writer)->write(bytes));
    auto stored = (*writer)->finish();
    REQUIRE(stored);
    return *stored;
}

std::string get(Files& files, const SessionId& id, const std::string& sha256) {
    auto reader = files.open(id, sha256);
    REQUIRE(reader);
    std::string all;
    for (;;) {
        const auto piece = (*reader)->read(100'000);
        REQUIRE(piece);
        if (piece->empty()) break;
        all += *piece;
    }
    CHECK(all.size() == (*reader)->size_bytes());
    return all;
}

std::size_t files_below(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) count += entry.is_regular_file();
    return count;
}

unsigned mode_of(const fs::path& path) {
    struct stat state{};
    REQUIRE(::stat(path.c_str(), &state) == 0);
    return state.st_mode & 0777;
}

} // namespace

TEST_CASE("a file is found under its session and its SHA-256") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path() / "a" / "files");
    const auto stored = put(*files, session, "abc");
    CHECK(stored.sha256 == abc);
    CHECK(stored.size_bytes == 3);
    CHECK(get(*files, session, abc) == "abc");
    CHECK(fs::exists(folder.path() / "a" / "files" / "01" / session.text / abc));
    CHECK_FALSE(files->open(other, abc));
}

TEST_CASE("pieces of every size add up to one file") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    std::string whole;
    auto writer = files->create(session);
    REQUIRE(writer);
    std::size_t size = 1;
    for (int i = 0; i < 40; ++i) {
        const std::string piece(size, static_cast<char>('a' + i % 26));
        REQUIRE((*writer)->write(piece));
        whole += piece;
        size = size * 5 % 700'001 + 1;
    }
    const auto stored = (*writer)->finish();
    REQUIRE(stored);
    CHECK(stored->size_bytes == whole.size());
    CHECK((get(*files, session, stored->sha256) == whole));
    CHECK(put(*files, other, whole).sha256 == stored->sha256);
}

TEST_CASE("an empty file is a file") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    const auto stored = put(*files, session, "");
    CHECK(stored.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(get(*files, session, stored.sha256).empty());
}

TEST_CASE("an upload that is broken off leaves no trace") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    {
        auto writer = files->create(session);
        REQUIRE(writer);
        REQUIRE((*writer)->write(std::string(1'000'000, 'x')));
        CHECK(files_below(folder.path()) == 1);
    }
    CHECK(files_below(folder.path()) == 0);
    CHECK(put(*files, session, "abc").sha256 == abc);
}

TEST_CASE("the same file sent twice is one file") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    put(*files, session, "abc");
    put(*files, session, "abc");
    CHECK(files_below(folder.path()) == 1);
}

TEST_CASE("erasing a session removes its files and no others, and may be repeated") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    put(*files, session, "abc");
    put(*files, session, "second");
    put(*files, other, "abc");
    CHECK(files->erase(session));
    CHECK(files->erase(session));
    CHECK_FALSE(files->open(session, abc));
    CHECK(get(*files, other, abc) == "abc");
    CHECK(put(*files, session, "abc").sha256 == abc);
}

TEST_CASE("orphans are collected when they are old and no turn names them") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    put(*files, session, "abc");
    const auto orphan = put(*files, session, "orphan").sha256;
    constexpr Millis never = 0;
    constexpr Millis far_away = 100'000'000'000'000;
    CHECK(files->collect(session, never, {abc}) == 0u);
    CHECK(files->collect(session, far_away, {abc, orphan}) == 0u);
    CHECK(files->collect(session, far_away, {abc}) == 1u);
    CHECK_FALSE(files->open(session, orphan));
    CHECK(get(*files, session, abc) == "abc");
    CHECK(files->collect(other, far_away, {}) == 0u);
}

TEST_CASE("a file whose age cannot be read is not taken for one that was collected") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    put(*files, session, "abc");
    const auto shelf = folder.path() / session.text.substr(0, 2) / session.text;
    std::filesystem::create_symlink("turning", shelf / "turning");
    constexpr Millis far_away = 100'000'000'000'000;
    CHECK_FALSE(files->collect(session, far_away, {abc}));
    CHECK(get(*files, session, abc) == "abc");
}

TEST_CASE("a session whose last file was collected is not listed any more, and may have files again") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    put(*files, session, "abc");
    constexpr Millis far_away = 100'000'000'000'000;
    CHECK(files->collect(session, far_away, {}) == 1u);
    CHECK(files->sessions()->empty());
    CHECK(put(*files, session, "abc").sha256 == abc);
    CHECK(get(*files, session, abc) == "abc");
}

TEST_CASE("sessions with files are listed") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path());
    CHECK(files->sessions()->empty());
    put(*files, session, "abc");
    put(*files, other, "abc");
    auto listed = files->sessions();
    REQUIRE(listed);
    std::sort(listed->begin(), listed->end());
    CHECK(*listed == std::vector{session, other});
}

TEST_CASE("uploads stop at the floor of free space, and go on above it") {
    const TemporaryFolder folder;
    {
        const auto files = open_in(folder.path(), std::uint64_t{1} << 60);
        CHECK(files->room_bytes() == 0u);
        auto writer = files->create(session);
        REQUIRE(writer);
        const auto written = (*writer)->write(std::string(1'000'000, 'x'));
        REQUIRE_FALSE(written);
        CHECK(written.error().fault == Fault::full);
    }
    CHECK(files_below(folder.path()) == 0);
    const auto files = open_in(folder.path());
    CHECK(*files->room_bytes() > 0);
    CHECK(put(*files, session, "abc").sha256 == abc);
}

TEST_CASE("no name leads out of the root") {
    const TemporaryFolder folder;
    const auto files = open_in(folder.path() / "root");
    for (const auto* name : {"", "..", "../../../../etc", "abcdefgh/ijklmnop", "ABCDEFGHIJ", "a.b.c.d.e.f"}) {
        INFO(name);
        const SessionId bad{name};
        CHECK_FALSE(files->create(bad));
        CHECK_FALSE(files->open(bad, abc));
        CHECK_FALSE(files->erase(bad));
        CHECK_FALSE(files->collect(bad, 0, {}));
    }
    put(*files, session, "abc");
    CHECK_FALSE(files->open(session, "../" + session.text + "/" + abc));
    CHECK_FALSE(files->open(session, ""));
}

TEST_CASE("only the owner can look into the files") {
    const TemporaryFolder folder;
    const auto root = folder.path() / "files";
    const auto files = open_in(root);
    put(*files, session, "abc");
    CHECK(mode_of(root) == 0700);
    CHECK(mode_of(root / "01") == 0700);
    CHECK(mode_of(root / "01" / session.text) == 0700);
    CHECK(mode_of(root / "01" / session.text / abc) == 0600);
}

TEST_CASE("what a crash left in the folder of arrivals goes with a later start, a running upload stays") {
    const TemporaryFolder folder;
    open_in(folder.path());
    const auto left = folder.path() / "arriving" / "left";
    const auto running = folder.path() / "arriving" / "running";
    for (const auto& path : {left, running}) fclose(fopen(path.c_str(), "w"));
    fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours{24});
    open_in(folder.path());
    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(running));
}
