#include "bot/net/proxies.hpp"

#include <catch2/catch.hpp>

using namespace plaint::net;
using boost::asio::ip::make_address;

TEST_CASE("a trusted proxy is an address or a network") {
    const auto proxies = Proxies::parse({"10.0.0.0/8", "192.0.2.7", "2001:db8::/33", "0.0.0.0/32"});
    REQUIRE(proxies);
    CHECK(proxies->trusts(make_address("10.255.0.1")));
    CHECK(proxies->trusts(make_address("192.0.2.7")));
    CHECK(proxies->trusts(make_address("2001:db8:7fff::1")));
    CHECK_FALSE(proxies->trusts(make_address("2001:db8:8000::1")));
    CHECK_FALSE(proxies->trusts(make_address("11.0.0.1")));
    CHECK_FALSE(proxies->trusts(make_address("192.0.2.8")));
    for (const char* bad : {"ten", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", ""}) {
        CAPTURE(bad);
        CHECK_FALSE(Proxies::parse({bad}));
    }
}

TEST_CASE("the client is the last address that is not a proxy") {
    const auto proxies = Proxies::parse({"10.0.0.0/8"});
    REQUIRE(proxies);
    struct Row {
        const char* forwarded;
        const char* client;
    };
    for (const Row& row :
         {Row{"203.0.113.5", "203.0.113.5"}, Row{"1.2.3.4, 203.0.113.5, 10.1.1.1", "203.0.113.5"},
          Row{"1.2.3.4,203.0.113.5:4711", "203.0.113.5"}, Row{"[2001:db8::5]:80", "2001:db8::5"},
          Row{"::ffff:203.0.113.5", "203.0.113.5"}, Row{"10.2.2.2, 10.1.1.1", "10.2.2.2"},
          Row{"nonsense", "peer"}, Row{"", "peer"}}) {
        CAPTURE(row.forwarded);
        Request request;
        request.remote_address = "peer";
        request.headers.add("X-Forwarded-For", row.forwarded);
        proxies->apply(request);
        CHECK(request.remote_address == row.client);
    }
    Request request;
    request.headers.add("X-Forwarded-Proto", "https");
    proxies->apply(request);
    CHECK(request.secure);
}
