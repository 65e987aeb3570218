#include "storage/claim.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <optional>

using namespace plaint::storage;
using plaint::storage::contract::TemporaryFolder;
namespace fs = std::filesystem;

TEST_CASE("a place has one owner at a time, and is free again when that one is gone") {
    const TemporaryFolder folder;
    const fs::path place = folder.path() / "deep" / "data" / "plaint.db";
    std::optional<std::expected<Claim, Error>> first = Claim::take(place);
    REQUIRE(*first);
    CHECK_FALSE(fs::exists(place));
    const auto second = Claim::take(place);
    REQUIRE_FALSE(second);
    CHECK(second.error().fault == Fault::unavailable);
    CHECK(second.error().what == "another server is running there");
    CHECK(Claim::take(folder.path() / "deep" / "data" / "other.db"));
    first.reset();
    CHECK(Claim::take(place));
}

TEST_CASE("a folder is the same place with and without the slash at its end") {
    const TemporaryFolder folder;
    const auto first = Claim::take(folder.path() / "files");
    REQUIRE(first);
    CHECK_FALSE(Claim::take((folder.path() / "files").string() + "/"));
}

TEST_CASE("a place that cannot be made is told with the reason") {
    const auto claim = Claim::take("/proc/plaint/plaint.db");
    REQUIRE_FALSE(claim);
    CHECK(claim.error().what.starts_with("/proc/plaint: "));
}
