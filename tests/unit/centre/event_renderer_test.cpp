#include "adapters/centre/event_renderer.hpp"
#include "tests/unit/casework/filing.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::tests;

namespace {

support::Config with_receiver() {
    support::Config config;
    config.server.public_base = "https://plaint.example";
    config.hand_over.push_back(
        {.centre = "office:*", .url = "https://a.example/in", .secret = "whsec_x", .name = "offices"});
    return config;
}

} // namespace

TEST_CASE("a submission is announced thinly, with the digest of the package that will be fetched") {
    Filing filing(with_receiver());
    const auto made = filing.file({});
    REQUIRE(made.events.size() == 1);
    casework::Packages packages(filing.sources(), filing.folder() + "/packages");
    const auto render = centre::event_renderer(filing.config(), packages);
    const auto rendering = render({.event = made.events.front()});
    REQUIRE(rendering);
    const auto& delivery = std::get<outbox::Delivery>(*rendering);
    CHECK(delivery.url == "https://a.example/in");
    CHECK(delivery.secret == "whsec_x");
    CHECK(delivery.reach == outbox::Reach::public_addresses);
    const auto body = nlohmann::json::parse(delivery.body);
    CHECK(body["type"] == "dossier.submitted");
    CHECK(body["timestamp"].get<std::string>().starts_with("2026-01-05T14:"));
    CHECK(body["data"]["case"] == "IP-2026-330100-0000001");
    CHECK(body["data"]["version"] == 1);
    CHECK(body["data"]["manifest_sha256"] == packages.make(made.cases[0].number, 1)->manifest_sha256);
    CHECK(body["data"]["url"] ==
          "https://plaint.example/api/v1/cases/IP-2026-330100-0000001/package?version=1");
    CHECK(body["data"].size() == 4);
    // Every attempt sends the same bytes, also when the row was made due again.
    auto again = made.events.front();
    again.due_at += 3'600'000;
    CHECK(std::get<outbox::Delivery>(*render({.event = again, .attempts = 3})).body == delivery.body);
}

TEST_CASE("an event that can never be sent says so") {
    Filing filing(with_receiver());
    auto event = filing.file({}).events.front();
    casework::Packages packages(filing.sources(), filing.folder() + "/packages");
    const auto render = centre::event_renderer(filing.config(), packages);
    auto nobody = event;
    nobody.destination = "gone";
    CHECK(render({.event = nobody}).error().remedy == outbox::Remedy::none);
    event.case_version = 7;
    CHECK(render({.event = event}).error().remedy == outbox::Remedy::none);
}
