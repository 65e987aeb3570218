#include "adapters/webchat/rate.hpp"

#include <catch2/catch.hpp>

using plaint::webchat::Rate;

TEST_CASE("an address has its share of each minute") {
    Rate rate(2);
    CHECK(rate.take("192.0.2.1", 0));
    CHECK(rate.take("192.0.2.1", 59'999));
    CHECK_FALSE(rate.take("192.0.2.1", 59'999));
    CHECK(rate.take("192.0.2.2", 59'999));
    CHECK(rate.take("192.0.2.1", 60'000));
}

TEST_CASE("all addresses of one IPv6 network are one client") {
    Rate rate(2);
    CHECK(rate.take("2001:db8::1", 0));
    CHECK(rate.take("2001:db8::2", 0));
    CHECK_FALSE(rate.take("2001:db8:0:0:ffff::3", 0));
    CHECK(rate.take("2001:db8:0:1::1", 0));
}

TEST_CASE("two hundred thousand addresses in one minute shut out nobody else") {
    Rate rate(2);
    for (int i = 0; i < 200'000; ++i)
        rate.take("10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
                      std::to_string(i & 255),
                  0);
    CHECK(rate.take("192.0.2.1", 0));
    CHECK(rate.take("192.0.2.1", 0));
    // Who comes after them has a share too, and not more than that.
    CHECK_FALSE(rate.take("192.0.2.1", 0));
    CHECK(rate.take("10.0.0.1", 0));
    CHECK_FALSE(rate.take("10.0.0.1", 0));
    CHECK(rate.take("192.0.2.1", 60'000));
}
