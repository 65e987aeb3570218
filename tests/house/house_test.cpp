#include "tests/house/house.hpp"
#include "tests/house/source.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace plaint::house;

namespace {

Plan plan_in(const std::string& file) {
    std::ifstream in{file};
    REQUIRE(in);
    auto plan = read_plan(in);
    if (!plan) FAIL(file << ": " << plan.error());
    return *plan;
}

std::string error_of(const std::string& plan) {
    std::istringstream in{plan};
    const auto read = read_plan(in);
    return read ? "" : read.error();
}

} // namespace

TEST_CASE("every file of the project keeps to the plan of the house") {
    auto plan = plan_in("tests/house/rooms.txt");
    // No file may know where the project happens to lie; a place just below the root could be any word of a text.
    const auto here = std::filesystem::current_path();
    if (here.has_relative_path() && here.parent_path() != here.root_path())
        plan.nowhere.push_back(here.string() + "/");
    const auto findings = inspect(plan, ".", {"tests/house"});
    for (const auto& finding : findings) FAIL_CHECK(finding);
    SUCCEED();
}

TEST_CASE("every kind of breach is found where it stands, and nothing else") {
    const auto findings = inspect(plan_in("tests/house/fixture/rooms.txt"), "tests/house/fixture", {});
    const std::vector<Finding> expected{
        {"core/core.cpp", 1, "\"core.hpp\" is not a file seen from the root"},
        {"core/core.cpp", 2, "core must not use <chrono>"},
        {"core/core.cpp", 7, "core must not use rand("},
        {"core/core.cpp", 7, "core must not use time("},
        {"core/core.hpp", 3, "core must not include shell: \"shell/shell.hpp\""},
        {"core/core.hpp", 4, "core must not include <sqlite3.h>"},
        {"core/core.hpp", 5, "<zlib.h> is in no library of the plan"},
        {"pages/homeless.cpp", 0, "stands in no room"},
        {"pages/long.js", 10, "is longer than 10 lines: 11"},
        // The plan of the fixture names its forbidden words, and is a file like any other.
        {"rooms.txt", 7, "holds /home/"},
        {"rooms.txt", 7, "holds FIXME"},
        {"shell/shell.hpp", 7, "holds /home/"},
        {"shell/shell.hpp", 7, "holds FIXME"},
    };
    CHECK(findings == expected);
}

TEST_CASE("a plan that cannot be meant so is refused") {
    CHECK(error_of("rooms kinds a : b") == "line 1 is not understood: rooms kinds a : b");
    CHECK(error_of("# a plan\nroom kinds : engine") == "line 2 is not understood: room kinds : engine");
    CHECK(error_of("lines many : .cpp") == "line 1 is not understood: lines many : .cpp");
    CHECK(error_of("room kinds a : engine") == "no such room: engine");
    CHECK(error_of("room kinds a :\nlibrary x.h : kinds").empty());
}

TEST_CASE("comments and literals are not code") {
    CHECK(code_of("a /* b\nc */ d // e\nf") == "a     \n     d     \nf");
    CHECK(code_of("x(\"a\\\"b\", 'c') + 1'000") == "x(\"    \", ' ') + 1'000");
    CHECK(code_of("R\"-(a)\" b)-\" c") == "R\"         \" c");
}
