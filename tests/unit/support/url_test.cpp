#include "bot/support/url.hpp"

#include <catch2/catch.hpp>

using namespace plaint::support;

TEST_CASE("the parts of a receiver's address are found") {
    const auto url = parse_url("https://Centre.Example.CN:8443/hooks/plaint?x=1");
    REQUIRE(url);
    CHECK(url->scheme == "https");
    CHECK(url->host == "centre.example.cn");
    CHECK(url->port == 8443);
    CHECK(url->target == "/hooks/plaint?x=1");
    CHECK(url->origin() == "https://centre.example.cn:8443");
    CHECK(parse_url("https://a.cn")->target == "/");
    CHECK(parse_url("https://a.cn?x=1")->target == "/?x=1");
    CHECK(parse_url("https://a.cn")->origin() == "https://a.cn");
    CHECK(parse_url("http://a.cn")->port == 80);
    CHECK(parse_url("http://[::1]:8080/x")->host == "::1");
    CHECK(parse_url("http://[::1]:8080/x")->origin() == "http://[::1]:8080");
}

TEST_CASE("an address that two programs could read differently is refused") {
    for (const char* text : {"",
                             "centre.example.cn",
                             "ftp://a.cn",
                             "https:/a.cn",
                             "https://",
                             "https:///x",
                             "https://user@a.cn",
                             "https://a.cn@b.cn/",
                             "https://a.cn#x",
                             "https://a.cn:0",
                             "https://a.cn:65536",
                             "https://a.cn:",
                             "https://a.cn:80a",
                             "https://a b.cn",
                             "https://a.cn\\@b.cn",
                             "https://a..cn",
                             "https://-a.cn",
                             "https://127.1",
                             "https://0x7f000001",
                             "https://2130706433",
                             "https://[::1",
                             "https://[::1]x",
                             "https://[1.2.3.4]",
                             "https://a_b.cn",
                             "https://例子.cn",
                             "https://a.cn/\n",
                             "https://%31.cn"}) {
        INFO(text);
        CHECK_FALSE(parse_url(text));
    }
}

TEST_CASE("loopback is known by its spelling") {
    for (const char* host : {"localhost", "127.0.0.1", "127.255.0.3", "::1"}) CHECK(is_loopback_host(host));
    for (const char* host :
         {"127.0.0.1.example.cn", "127.example.cn", "localhost.example.cn", "10.0.0.1", "::2"})
        CHECK_FALSE(is_loopback_host(host));
}
