#include "tests/unit/net/wire.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace plaint::net;
using namespace plaint::net::test;

namespace {

void add_routes(Router& router) {
    router.get("/", [](Request&&, Responder answer) { answer(text("fine")); });
    router.post(
        "/", [](Request&& request, Responder answer) { answer(text(std::to_string(request.body.size()))); },
        1000);
    router.get("/large", [](Request&&, Responder answer) { answer(text(std::string(50'000'000, 'x'))); });
}

const std::string get_root = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

std::string post_head(std::size_t length) {
    return "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

Limits short_times() {
    Limits limits;
    limits.idle = 300ms;
    limits.header = limits.body = limits.write = 100ms;
    return limits;
}

} // namespace

TEST_CASE("a client that sends half a header is dropped after the time-out") {
    Router router;
    add_routes(router);
    Running running(router, short_times());
    Wire wire(running.port());
    wire.send("GET / HTTP/1.1\r\nHo");
    CHECK(status_of(wire.response()) == 408);
    wire.shutdown_send();
    CHECK(wire.hung_up());
    // One that drips its head is no better off, since the whole head has its time.
    Wire dripping(running.port());
    const auto began = std::chrono::steady_clock::now();
    bool open = true;
    for (const char byte : "GET / HTTP/1.1\r\nX: " + std::string(200, 'x')) {
        open = open && dripping.try_send(std::string(1, byte));
        if (!open || !dripping.silent_for(10ms)) break;
    }
    CHECK(status_of(dripping.response()) == 408);
    CHECK(std::chrono::steady_clock::now() - began < 1s);
    CHECK(running.on_thread([&] { return running.server.counts().timed_out; }) == 2);
}

TEST_CASE("a client that sends half a body is dropped after the time-out") {
    Router router;
    add_routes(router);
    Running running(router, short_times());
    Wire wire(running.port());
    wire.send(post_head(10) + "half");
    CHECK(status_of(wire.response()) == 408);
}

TEST_CASE("a client that drips its body is dropped too") {
    Router router;
    add_routes(router);
    Limits limits = short_times();
    limits.body_bytes_per_second = 100'000;
    Running running(router, limits);
    Wire wire(running.port());
    wire.send(post_head(1000));
    for (int i = 0; i < 300 && wire.silent_for(10ms); ++i) wire.try_send("x");
    CHECK(status_of(wire.response()) == 408);
}

TEST_CASE("an idle connection is closed without a word, and one that is used lives on") {
    Router router;
    add_routes(router);
    Running running(router, short_times());
    Wire fresh(running.port());
    Wire used(running.port());
    for (int i = 0; i < 4; ++i) {
        used.send(get_root);
        CHECK(status_of(used.response()) == 200);
        std::this_thread::sleep_for(100ms);
    }
    CHECK(used.rest().empty());
    CHECK(fresh.rest().empty());
}

TEST_CASE("a client that takes nothing of its response is dropped") {
    Router router;
    add_routes(router);
    Running running(router, short_times());
    Wire wire(running.port());
    wire.send("GET /large HTTP/1.1\r\nHost: here\r\n\r\n");
    CHECK(soon([&] { return running.on_thread([&] { return running.server.counts().connections; }) == 0; }));
}

TEST_CASE("a client that drips its response out of the socket is dropped too") {
    Router router;
    add_routes(router);
    Limits limits = short_times();
    limits.body_bytes_per_second = 100'000'000;
    Running running(router, limits);
    Wire wire(running.port());
    wire.send("GET /large HTTP/1.1\r\nHost: here\r\n\r\n");
    // It takes a little every few milliseconds, so that no pause is long.
    std::size_t all = 0;
    for (std::size_t got = 1; got > 0; all += got) {
        got = wire.read_some().size();
        std::this_thread::sleep_for(3ms);
    }
    CHECK(all < 50'000'000);
    CHECK(running.on_thread([&] { return running.server.counts().timed_out; }) == 1);
}

TEST_CASE("an upload must come faster than another body, since its places are few") {
    class Forgetting final : public BodySink {
        std::expected<Flow, Response> on_chunk(std::string_view) override { return Flow::more; }
        void on_end(Responder answer) override { answer(no_content()); }
    };
    Router router;
    add_routes(router);
    router.upload(Method::post, "/upload",
                  [](const Request&, Resume) { return std::make_unique<Forgetting>(); });
    Limits limits = short_times();
    limits.body_bytes_per_second = 1;
    limits.upload_bytes_per_second = 100'000;
    Running running(router, limits);
    Wire upload(running.port());
    upload.send("POST /upload HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n");
    Wire plain(running.port());
    plain.send(post_head(1000));
    for (int i = 0; i < 300 && upload.silent_for(10ms); ++i) {
        upload.try_send("x");
        plain.try_send("x");
    }
    CHECK(status_of(upload.response()) == 408);
    CHECK(plain.silent_for(10ms));
}

TEST_CASE("a head that is too large is refused") {
    Router router;
    add_routes(router);
    Running running(router);
    for (const std::string& head :
         {"GET / HTTP/1.1\r\nHost: here\r\nX: " + std::string(30'000, 'x') + "\r\n\r\n",
          "GET /" + std::string(30'000, 'x') + " HTTP/1.1\r\nHost: here\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: here\r\n" + std::string(30'000, 'x')}) {
        Wire wire(running.port());
        wire.try_send(head);
        CHECK(status_of(wire.response()) == 431);
    }
    Wire wire(running.port());
    wire.send("GET / HTTP/1.1\r\nHost: here\r\nX: " + std::string(12'000, 'x') + "\r\n\r\n");
    CHECK(status_of(wire.response()) == 200);
}

TEST_CASE("a body over its route's limit is refused, whether it says so or not") {
    Router router;
    add_routes(router);
    Running running(router);
    Wire wire(running.port());
    wire.send(post_head(1000) + std::string(1000, 'x'));
    CHECK(body_of(wire.response()) == "1000");
    // A little too much is let pass, and the connection kept.
    wire.send(post_head(1001) + std::string(1001, 'x') + get_root);
    CHECK(status_of(wire.response()) == 413);
    CHECK(status_of(wire.response()) == 200);
    // A body without a stated length is cut off where the limit is reached.
    wire.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" +
              std::string(0x800, 'x'));
    CHECK(status_of(wire.response()) == 413);
    wire.shutdown_send();
    CHECK(wire.hung_up());
    // A client that sends a huge body first and reads afterwards still reads why it was refused.
    Wire huge(running.port());
    huge.send(post_head(20'000'000));
    huge.try_send(std::string(20'000'000, 'x'));
    CHECK(status_of(huge.response()) == 413);
}

TEST_CASE("a body over the limit for all routes is refused where its route would take it, an upload is not") {
    class Counter final : public BodySink {
      public:
        std::expected<Flow, Response> on_chunk(std::string_view bytes) override {
            count_ += bytes.size();
            return Flow::more;
        }
        void on_end(Responder respond) override { respond(text(std::to_string(count_))); }

      private:
        std::size_t count_ = 0;
    };
    Router router;
    add_routes(router);
    router.upload(Method::post, "/upload",
                  [](const Request&, Resume) { return std::make_unique<Counter>(); });
    Limits limits;
    limits.body_bytes = 100;
    Running running(router, limits);
    Wire wire(running.port());
    wire.send(post_head(100) + std::string(100, 'x'));
    CHECK(body_of(wire.response()) == "100");
    wire.send(post_head(101) + std::string(101, 'x'));
    CHECK(status_of(wire.response()) == 413);
    wire.send("POST /upload HTTP/1.1\r\nHost: here\r\nContent-Length: 5000\r\n\r\n" + std::string(5000, 'x'));
    CHECK(body_of(wire.response()) == "5000");
}

TEST_CASE("a request that keeps coming has an end all the same") {
    Router router;
    add_routes(router);
    Limits limits;
    limits.body_bytes_per_second = 1;
    limits.request = 300ms;
    limits.header = limits.body = 200ms;
    Running running(router, limits);
    Wire wire(running.port());
    wire.send(post_head(1000));
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 300 && wire.silent_for(10ms); ++i) wire.try_send("xx");
    CHECK(status_of(wire.response()) == 408);
    CHECK(std::chrono::steady_clock::now() - began < 1500ms);
}

TEST_CASE("bodies on their way together have a limit too") {
    Router router;
    add_routes(router);
    Limits limits;
    limits.held_body_bytes = 1500;
    Running running(router, limits);
    Wire first(running.port());
    first.send(post_head(1000) + std::string(900, 'x'));
    CHECK(first.silent_for(50ms));
    Wire second(running.port());
    second.send(post_head(1000) + std::string(1000, 'x'));
    const std::string refused = second.response();
    CHECK(status_of(refused) == 503);
    CHECK(contains(refused, "Retry-After: 1\r\n"));
    first.send(std::string(100, 'x'));
    CHECK(status_of(first.response()) == 200);
    second.send(post_head(1000) + std::string(1000, 'x'));
    CHECK(status_of(second.response()) == 200);
}

TEST_CASE("a connection too many is turned away, and let in when another has left") {
    Router router;
    add_routes(router);
    router.finish = [](const Exchange&, Response& response) { response.headers.set("X-Finished", "yes"); };
    for (const bool per_address : {true, false}) {
        Limits limits;
        (per_address ? limits.connections_per_address : limits.connections) = 2;
        Running running(router, limits);
        auto first = std::make_unique<Wire>(running.port());
        Wire second(running.port());
        first->send(get_root);
        second.send(get_root);
        CHECK(status_of(first->response()) == 200);
        CHECK(status_of(second.response()) == 200);
        Wire third(running.port());
        const std::string away = third.response();
        CHECK(status_of(away) == 503);
        CHECK(contains(away, "Retry-After: "));
        CHECK(contains(away, "X-Finished: yes"));
        first.reset();
        REQUIRE(soon(
            [&] { return running.on_thread([&] { return running.server.counts().connections; }) == 1; }));
        Wire fourth(running.port());
        fourth.send(get_root);
        CHECK(status_of(fourth.response()) == 200);
    }
}

TEST_CASE("six hundred clients from one address are all served") {
    Router router;
    add_routes(router);
    Running running(router);
    std::vector<Wire> wires;
    for (int i = 0; i < 600; ++i) wires.emplace_back(running.port());
    for (Wire& wire : wires) wire.send(get_root);
    for (Wire& wire : wires) REQUIRE(status_of(wire.response()) == 200);
}
