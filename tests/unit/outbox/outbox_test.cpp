#include "bot/outbox/schedule.hpp"
#include "bot/support/webhook_signature.hpp"
#include "tests/unit/outbox/outbox_rig.hpp"

#include <catch2/catch.hpp>

using namespace plaint::outbox;
using namespace plaint::outbox::rig;
using plaint::storage::EventState;
using plaint::support::Count;

namespace {

constexpr Millis minute = 60'000;
constexpr Millis day = 24 * 60 * minute;

void replay(Rig& rig, const char* id) {
    bool replayed = false;
    rig.store->replay(plaint::storage::EventId(id), rig.clock.now(),
                      [&](auto answer) { replayed = *answer; });
    REQUIRE(replayed);
}

} // namespace

TEST_CASE("a due event is posted once, signed, and is delivered") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    CHECK(rig.drain() == 1);

    REQUIRE(rig.transport.sent.size() == 1);
    const Request& request = rig.transport.sent[0];
    CHECK(request.method == "POST");
    CHECK(request.url == "https://centre.example.cn/hook");
    CHECK(request.body == R"({"event":"evt_1"})");
    CHECK(request.content_type == "application/json");
    CHECK(header(request, "webhook-id") == "evt_1");
    CHECK(header(request, "webhook-timestamp") == "1767571200");
    CHECK(header(request, "webhook-signature") ==
          plaint::support::standard_webhooks_signature(secret, "evt_1", 1'767'571'200, request.body));
    CHECK(rig.event("evt_1").state == EventState::delivered);
    CHECK(rig.metrics.value(Count::deliveries_delivered) == 1);

    rig.clock.advance(30 * day);
    CHECK(rig.drain() == 0);
}

TEST_CASE("a failed event is tried again under its id, with a new timestamp and signature") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.transport.answers = {status(500), fault(TransportFault::unreachable, "no connection"), status(204)};
    CHECK(rig.drain() == 1);
    CHECK(rig.event("evt_1").last_problem == "500 from the receiver");
    CHECK(rig.drain() == 0);
    rig.clock.advance(6'000);
    CHECK(rig.drain() == 1);
    CHECK(rig.event("evt_1").last_problem == "no connection");
    rig.clock.advance(6 * minute);
    CHECK(rig.drain() == 1);
    CHECK(rig.event("evt_1").state == EventState::delivered);
    CHECK(rig.event("evt_1").last_problem.empty());

    const auto& sent = rig.transport.sent;
    REQUIRE(sent.size() == 3);
    for (const Request& request : sent) {
        CHECK(header(request, "webhook-id") == "evt_1");
        CHECK(request.body == sent[0].body);
    }
    CHECK(header(sent[0], "webhook-timestamp") < header(sent[1], "webhook-timestamp"));
    CHECK(header(sent[1], "webhook-timestamp") < header(sent[2], "webhook-timestamp"));
    CHECK(header(sent[0], "webhook-signature") != header(sent[1], "webhook-signature"));
    CHECK(rig.metrics.value(Count::deliveries_retried) == 2);
}

TEST_CASE("after the last attempt an event is dead, and a replay begins anew") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    for (std::uint32_t i = 0; i < attempts_max; ++i) rig.transport.answers.push_back(status(503));
    Millis waited = 0;
    while (rig.event("evt_1").state != EventState::dead) {
        rig.drain();
        if (rig.event("evt_1").state == EventState::dead) break;
        const Millis wait = rig.event("evt_1").event.due_at - rig.clock.now();
        REQUIRE(wait > 0);
        waited += wait;
        rig.clock.advance(wait);
    }
    CHECK(rig.transport.sent.size() == attempts_max);
    // The sum of the schedule is 75 h 35 min 5 s.
    CHECK(waited >= 272'105'000);
    CHECK(waited <= 299'316'000);
    CHECK(rig.event("evt_1").last_problem == "503 from the receiver");
    CHECK(rig.metrics.value(Count::deliveries_dead) == 1);
    rig.clock.advance(30 * day);
    CHECK(rig.drain() == 0);

    replay(rig, "evt_1");
    CHECK(rig.drain() == 1);
    CHECK(rig.event("evt_1").state == EventState::delivered);
    CHECK(header(rig.transport.sent.back(), "webhook-id") == "evt_1");
}

TEST_CASE("a receiver that answers 410 gets nothing more until its event is replayed") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_case("IP-2");
    rig.add_event("evt_1", "IP-1");
    rig.add_event("evt_2", "IP-1");
    rig.add_event("evt_3", "IP-1", "sms");
    rig.transport.answers = {status(410)};
    CHECK(rig.drain() == 2);
    CHECK(rig.event("evt_1").state == EventState::refused);
    CHECK(rig.event("evt_1").attempts == 1);
    CHECK(rig.event("evt_3").state == EventState::delivered);
    CHECK(rig.metrics.value(Count::deliveries_refused) == 1);
    CHECK(rig.metrics.value(Count::deliveries_dead) == 0);

    rig.clock.advance(30 * day);
    rig.add_event("evt_4", "IP-2");
    CHECK(rig.drain() == 0);
    CHECK(rig.event("evt_2").state == EventState::due);

    replay(rig, "evt_1");
    CHECK(rig.drain() == 3);
    for (const char* id : {"evt_1", "evt_2", "evt_4"}) CHECK(rig.event(id).state == EventState::delivered);
}

TEST_CASE("only 2xx counts as taken") {
    for (const int code : {100, 199, 300, 301, 302, 304, 307, 400, 401, 404, 429, 500, 599}) {
        Rig rig;
        rig.add_case("IP-1");
        rig.add_event("evt_1", "IP-1");
        rig.transport.answers = {status(code)};
        rig.drain();
        INFO(code);
        CHECK(rig.event("evt_1").state == EventState::due);
    }
    for (const int code : {200, 201, 202, 204, 299}) {
        Rig rig;
        rig.add_case("IP-1");
        rig.add_event("evt_1", "IP-1");
        rig.transport.answers = {status(code)};
        rig.drain();
        CHECK(rig.event("evt_1").state == EventState::delivered);
    }
}

TEST_CASE("a redirect is not followed") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.transport.answers = {status(307)};
    rig.drain();
    CHECK(rig.transport.sent.size() == 1);
    CHECK(rig.event("evt_1").last_problem == "307: redirects are not followed");
}

TEST_CASE(
    "a receiver that asks for a later attempt gets it, a shorter wait than the schedule's it does not") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.transport.answers = {status(503, "3600"), status(429, "1")};
    rig.drain();
    CHECK(rig.event("evt_1").event.due_at == rig.clock.now() + 3'600'000);
    rig.clock.advance(3'600'000);
    rig.drain();
    CHECK(rig.event("evt_1").event.due_at >= rig.clock.now() + 5 * minute);
}

TEST_CASE("the events of a case reach a receiver in order, whatever happens to the first") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_case("IP-2");
    rig.add_event("evt_1", "IP-1");
    rig.add_event("evt_2", "IP-1");
    rig.add_event("evt_3", "IP-1", "sms");
    rig.add_event("evt_4", "IP-2");
    rig.transport.answers = {status(500)};
    CHECK(rig.drain() == 3);
    CHECK(rig.rendered == std::vector<std::string>{"evt_1", "evt_3", "evt_4"});
    rig.clock.advance(6'000);
    CHECK(rig.drain() == 2);
    CHECK(rig.rendered == std::vector<std::string>{"evt_1", "evt_3", "evt_4", "evt_1", "evt_2"});
}

TEST_CASE("a dead event lets the next one of its case pass") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.add_event("evt_2", "IP-1");
    rig.renderer = [sound = rig.renderer](const auto& leased) -> std::expected<Rendering, RenderFault> {
        if (leased.event.id.text == "evt_1")
            return std::unexpected(RenderFault{Remedy::none, "cannot be made"});
        return sound(leased);
    };
    CHECK(rig.drain() == 2);
    CHECK(rig.event("evt_1").state == EventState::dead);
    CHECK(rig.event("evt_2").state == EventState::delivered);
}

TEST_CASE("a worker that lost its lease settles nothing, and the event is delivered again") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    bool first = true;
    rig.transport.meanwhile = [&](const Request&) {
        if (!std::exchange(first, false)) return;
        // While the first attempt hangs, its lease runs out and another worker delivers.
        rig.clock.advance(OutboxSettings().lease.count());
        CHECK(rig.outbox->run_once());
        CHECK(rig.event("evt_1").state == EventState::delivered);
    };
    rig.transport.answers = {status(200), status(500)};
    CHECK(rig.outbox->run_once());
    CHECK(rig.event("evt_1").state == EventState::delivered);
    CHECK(rig.metrics.value(Count::deliveries_lease_lost) == 1);
    CHECK(rig.metrics.value(Count::deliveries_delivered) == 1);
    CHECK(rig.transport.sent.size() == 2);
}

TEST_CASE("an event whose rendering used up the lease is not posted") {
    Rig rig(plaint::storage::MemoryStore::Answering::at_once,
            {.lease = std::chrono::milliseconds(100), .request_most = std::chrono::milliseconds(200)});
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    CHECK(rig.outbox->run_once());
    CHECK(rig.transport.sent.empty());
    CHECK(rig.metrics.value(Count::deliveries_lease_lost) == 1);
    CHECK(rig.metrics.value(Count::deliveries_retried) == 0);
    CHECK(rig.event("evt_1").state == EventState::due);
    CHECK(rig.event("evt_1").attempts == 0);
}

TEST_CASE("what cannot be rendered is tried again, or not at all, as the renderer says") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.add_event("evt_2", "IP-1", "sms");
    rig.renderer = [](const auto& leased) -> std::expected<Rendering, RenderFault> {
        if (leased.event.id.text == "evt_1")
            return std::unexpected(RenderFault{Remedy::retry, "no room for the package"});
        return std::unexpected(RenderFault{Remedy::none, "no receiver of this name"});
    };
    CHECK(rig.drain() == 2);
    CHECK(rig.event("evt_1").state == EventState::due);
    CHECK(rig.event("evt_1").last_problem == "no room for the package");
    CHECK(rig.event("evt_2").state == EventState::dead);
    CHECK(rig.event("evt_2").last_problem == "no receiver of this name");
    CHECK(rig.transport.sent.empty());
}

TEST_CASE("work that sends nothing is settled as delivered") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.renderer = [](const auto&) { return Done{}; };
    CHECK(rig.drain() == 1);
    CHECK(rig.transport.sent.empty());
    CHECK(rig.event("evt_1").state == EventState::delivered);
}

TEST_CASE("an event without a usable secret is never sent unsigned") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.renderer = [](const auto&) {
        return Delivery{.url = "https://a.cn", .secret = "hunter2", .body = "{}"};
    };
    CHECK(rig.drain() == 1);
    CHECK(rig.transport.sent.empty());
    CHECK(rig.event("evt_1").state == EventState::dead);
    CHECK(rig.event("evt_1").last_problem.find("hunter2") == std::string::npos);
}

TEST_CASE("a delivery that was stopped under way is due again at once") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.transport.answers = {fault(TransportFault::cancelled)};
    CHECK(rig.outbox->run_once());
    CHECK(rig.event("evt_1").state == EventState::due);
    CHECK(rig.event("evt_1").event.due_at == rig.clock.now());
    CHECK(rig.event("evt_1").attempts == 0);
}

TEST_CASE("work that the program's end broke off is no attempt, and may say when it is to be tried again") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_event("evt_1", "IP-1");
    rig.renderer = [](const auto&) -> std::expected<Rendering, RenderFault> {
        return std::unexpected(RenderFault{.what = "stopped", .cancelled = true});
    };
    CHECK(rig.outbox->run_once());
    CHECK(rig.event("evt_1").event.due_at == rig.clock.now());
    CHECK(rig.event("evt_1").attempts == 0);
    rig.renderer = [](const auto&) -> std::expected<Rendering, RenderFault> {
        return std::unexpected(RenderFault{.what = "503 from the host", .retry_after = "3600"});
    };
    CHECK(rig.outbox->run_once());
    CHECK(rig.event("evt_1").event.due_at == rig.clock.now() + 3'600'000);
    CHECK(rig.event("evt_1").attempts == 1);
}

TEST_CASE("an event behind a receiver that hangs loses no attempt, and waits no longer each time") {
    Rig rig;
    rig.add_case("IP-1");
    rig.add_case("IP-2");
    rig.add_event("evt_1", "IP-1");
    rig.transport.answers = {fault(TransportFault::timed_out), status(200)};
    CHECK(rig.outbox->run_once());
    rig.clock.advance(6'000);
    rig.add_event("evt_2", "IP-2");
    bool first = true;
    rig.transport.meanwhile = [&](const Request&) {
        if (!std::exchange(first, false)) return;
        for (int i = 0; i < 5; ++i) {
            CHECK(rig.outbox->run_once());
            CHECK(rig.event("evt_2").state == EventState::due);
            CHECK(rig.event("evt_2").attempts == 0);
            CHECK(rig.event("evt_2").event.due_at == rig.clock.now() + 30'000);
            rig.clock.advance(30'000);
        }
    };
    CHECK(rig.outbox->run_once());
    CHECK(rig.event("evt_1").state == EventState::delivered);
    // Nothing was rendered for attempts that were not made.
    CHECK(rig.rendered == std::vector<std::string>{"evt_1", "evt_1"});
    CHECK(rig.drain() == 1);
    CHECK(rig.event("evt_2").state == EventState::delivered);
    CHECK(rig.event("evt_2").attempts == 1);
}
