#include "bot/net/target.hpp"

#include <catch2/catch.hpp>

using namespace plaint::net;

TEST_CASE("a target's path is decoded and normal, and its query taken apart") {
    struct Row {
        const char* target;
        const char* path;
    };
    for (const Row& row :
         {Row{"/", "/"}, Row{"/a/b", "/a/b"}, Row{"/a/b/", "/a/b/"}, Row{"/a/./b", "/a/b"},
          Row{"/a/../b", "/b"}, Row{"/a/b/..", "/a/"}, Row{"/a/%2e%2E/b", "/b"}, Row{"/.", "/"},
          Row{"/%E4%B8%AD", "/中"}, Row{"?q=1", "/"}, Row{"/a//b", "/a//b"}, Row{"/a#f", "/a"},
          Row{"http://host:80/a?b", "/a"}, Row{"HTTPS://host", "/"}, Row{"*", "*"}}) {
        CAPTURE(row.target);
        const auto parsed = parse_target(row.target);
        REQUIRE(parsed);
        CHECK(parsed->path == row.path);
    }
    const auto parsed = parse_target("/turn?at=respondents[0].region&at2=a%5B0%5D|b&t=3");
    REQUIRE(parsed);
    CHECK(parsed->query.get("at") == "respondents[0].region");
    CHECK(parsed->query.get("at2") == "a[0]|b");
    CHECK(parsed->query.get("t") == "3");
}

TEST_CASE("a target that climbs, hides a slash or breaks its escapes is refused") {
    for (const char* target :
         {"/..", "/../etc/passwd", "/a/../../b", "/%2e%2e/b", "/a%2fb", "/a%2F..%2Fb", "/a%5cb", "/a%00",
          "/a%0d%0ab", "/%zz", "/a%", "a/b", "", "host:443", "//%2e%2e/%2e%2e/%2e%2e/x"}) {
        CAPTURE(target);
        CHECK_FALSE(parse_target(target));
    }
}
