#include "embedded.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace plaint;

TEST_CASE("every embedded file is the file in the repository, byte for byte") {
    for (const auto& [path, bytes] : embedded::all()) {
        INFO(path);
        std::ifstream file{std::string{path}, std::ios::binary};
        REQUIRE(file);
        const std::string content{std::istreambuf_iterator<char>{file}, {}};
        CHECK((bytes == content));
    }
}

TEST_CASE("embedded files are found by their path in the repository and by no other") {
    for (const auto& entry : embedded::all()) {
        const auto found = embedded::find(entry.path);
        REQUIRE(found);
        CHECK(found->data() == entry.bytes.data());
    }
    CHECK_FALSE(embedded::find("dialogs"));
    CHECK_FALSE(embedded::find(""));
    CHECK(std::ranges::is_sorted(embedded::all(), {}, &embedded::Entry::path));
}
