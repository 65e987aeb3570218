#include "tests/unit/net/wire.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <optional>

using namespace plaint::net;
using namespace plaint::net::test;

namespace {

const std::string get_root = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

} // namespace

TEST_CASE("a stop finishes the request in flight, and closes what is idle at once") {
    Router router;
    std::optional<Responder> waiting;
    router.get("/", [&](Request&&, Responder answer) { waiting.emplace(std::move(answer)); });
    Running running(router);
    Wire idle(running.port());
    Wire busy(running.port());
    busy.send(get_root);
    REQUIRE(soon([&] { return running.on_thread([&] { return waiting.has_value(); }); }));
    running.server.stop();
    CHECK(idle.rest().empty());
    CHECK(busy.silent_for(50ms));
    CHECK_THROWS(Wire(running.port()));
    running.server.post([&] { (*waiting)(text("in time")); });
    const std::string last = busy.response();
    CHECK(body_of(last) == "in time");
    CHECK(contains(last, "Connection: close\r\n"));
    CHECK(busy.hung_up());
    running.join();
}

TEST_CASE("a stop lets a request be read to its end") {
    Router router;
    router.post("/", [](Request&& request, Responder answer) { answer(text(request.body)); });
    Running running(router);
    Wire body_to_come(running.port());
    Wire head_to_come(running.port());
    body_to_come.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nab");
    head_to_come.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Le");
    CHECK(body_to_come.silent_for(50ms));
    running.server.stop();
    CHECK(head_to_come.silent_for(50ms));
    body_to_come.send("cd");
    CHECK(body_of(body_to_come.response()) == "abcd");
    CHECK(body_to_come.hung_up());
    head_to_come.send("ngth: 2\r\n\r\nef");
    CHECK(contains(head_to_come.rest(), "Connection: close"));
    running.join();
}

TEST_CASE("a stop ends after its grace, though a handler never answers") {
    Router router;
    std::optional<Responder> waiting;
    router.get("/", [&](Request&&, Responder answer) { waiting.emplace(std::move(answer)); });
    auto running = std::make_unique<Running>(router);
    Wire wire(running->port());
    wire.send(get_root);
    REQUIRE(soon([&] { return running->on_thread([&] { return waiting.has_value(); }); }));
    const auto began = std::chrono::steady_clock::now();
    running->server.stop(100ms);
    running->server.stop(100ms);
    running->join();
    CHECK(std::chrono::steady_clock::now() - began < 2s);
    running.reset();
    CHECK(wire.hung_up());
    // The responder outlives the server, and its answer goes nowhere.
    CHECK_FALSE(waiting->waiting());
    waiting.reset();
}

TEST_CASE("a stop says goodbye to the chats") {
    Router router;
    std::shared_ptr<Socket> kept;
    std::atomic<int> closed = 0;
    router.socket("/ws", [&](Request&&, Upgrade upgrade) {
        upgrade.accept([&](std::shared_ptr<Socket> socket) {
            kept = socket;
            socket->on_close = [&](std::uint16_t code) { closed = code; };
        });
    });
    auto running = std::make_unique<Running>(router);
    Wire wire(running->port());
    CHECK(status_of(wire.upgrade("/ws")) == 101);
    REQUIRE(soon([&] { return running->on_thread([&] { return kept != nullptr; }); }));
    running->server.stop();
    const Wire::Frame goodbye = wire.frame();
    CHECK(goodbye.opcode == 8);
    CHECK(goodbye.code() == Socket::going_away);
    wire.send_frame(8, goodbye.payload);
    CHECK(wire.hung_up());
    running->join();
    CHECK(closed == Socket::going_away);
    running.reset();
    CHECK_FALSE(kept->open());
    CHECK_FALSE(kept->send(std::make_shared<const std::string>("to nobody")));
}

TEST_CASE("a server that never listened runs its posted functions and stops") {
    Router router;
    Server server({}, router);
    int ran = 0;
    server.post([&] { ++ran; });
    server.after(1ms, [&] {
        ++ran;
        server.stop();
    });
    server.run();
    CHECK(ran == 2);
}
