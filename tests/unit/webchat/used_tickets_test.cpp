#include "adapters/webchat/used_tickets.hpp"

#include <catch2/catch.hpp>
#include <chrono>

using plaint::webchat::UsedTickets;

TEST_CASE("a ticket is used once, until it is over and forgotten") {
    UsedTickets tickets;
    CHECK(tickets.use("a", 60'000, 0));
    CHECK_FALSE(tickets.use("a", 60'000, 59'999));
    for (int i = 0; i < 5000; ++i) CHECK(tickets.use(std::to_string(i), 120'000 + i, 60'000 + i));
    CHECK(tickets.held() > 5000 - 1024);
    for (int i = 5000; i < 20'000; ++i) CHECK(tickets.use(std::to_string(i), 300'000, 200'000));
    // Those that were over have gone.
    CHECK(tickets.held() <= 15'000);
}

TEST_CASE("two hundred thousand openings in one minute are let in quickly") {
    UsedTickets tickets;
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 200'000; ++i) tickets.use(std::to_string(i), 60'000, 0);
    CHECK(tickets.held() == 200'000);
    // Looking through all of them at each opening would take minutes.
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
}
