#include "tests/unit/net/wire.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>

#include <atomic>
#include <memory>
#include <vector>

using namespace plaint::net;
using namespace plaint::net::test;

namespace {

Handler saying(std::string words) {
    return [words = std::move(words)](Request&&, Responder answer) { answer(text(words)); };
}

Handler echo() {
    return [](Request&& request, Responder answer) { answer(text(std::move(request.body))); };
}

std::string get(std::string_view path, std::string_view more = {}) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: here\r\n" + std::string(more) + "\r\n";
}

std::string post(std::string_view path, std::string_view body) {
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

/// Bytes that are never all in memory.
class Counting final : public BodySource {
  public:
    Counting(std::uint64_t promised, std::uint64_t there) : promised_(promised), left_(there) {}
    std::uint64_t size() const override { return promised_; }
    std::size_t read(char* room, std::size_t bytes) override {
        const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, left_));
        std::fill(room, room + now, 's');
        left_ -= now;
        return now;
    }

  private:
    std::uint64_t promised_;
    std::uint64_t left_;
};

/// Bytes of which each piece has to be waited for.
class Waiting final : public BodySource {
  public:
    Waiting(Server& server, std::uint64_t size) : server_(server), bytes_(size, size) {}
    std::uint64_t size() const override { return bytes_.size(); }
    bool ready(const std::function<void()>& again) override {
        if (std::exchange(there_, false)) return true;
        server_.after(500ms, [this, again] {
            there_ = true;
            again();
        });
        return false;
    }
    std::size_t read(char* room, std::size_t bytes) override { return bytes_.read(room, bytes); }

  private:
    Server& server_;
    Counting bytes_;
    bool there_ = false;
};

} // namespace

TEST_CASE("a common client is answered, again and again on one connection") {
    Router router;
    router.get("/hello/{name}", [](Request&& request, Responder answer) {
        answer(text("hello " + std::string(request.parameter("name"))));
    });
    router.post("/form", [](Request&& request, Responder answer) {
        answer(json("\"" + std::string(request.form().get("a")) + request.remote_address + "\"", 201));
    });
    Running running(router);
    httplib::Client client("127.0.0.1", running.port());
    client.set_keep_alive(true);
    for (int i = 0; i < 3; ++i) {
        const auto hello = client.Get("/hello/%E4%B8%AD");
        REQUIRE(hello);
        CHECK(hello->body.starts_with("hello 中"));
        CHECK(hello->has_header("Date"));
        const auto form = client.Post("/form", httplib::Params{{"a", "1 & 2"}});
        REQUIRE(form);
        CHECK(form->status == 201);
        CHECK(form->body == "\"1 & 2127.0.0.1\"");
    }
    CHECK(running.on_thread([&] { return running.server.counts().accepted; }) == 1);
}

TEST_CASE("responses to pipelined requests keep their order, however late each is answered") {
    Router router;
    std::vector<Responder> waiting;
    router.get("/{n}", [&](Request&& request, Responder answer) {
        if (request.parameter("n") == "now") return answer(text("now"));
        waiting.push_back(std::move(answer));
    });
    Running running(router);
    Wire wire(running.port());
    wire.send(get("/a") + get("/b") + get("/now"));
    REQUIRE(soon([&] { return running.on_thread([&] { return waiting.size() == 2; }); }));
    CHECK(wire.silent_for(50ms));
    running.on_thread([&] { waiting[1](text("b")); });
    CHECK(wire.silent_for(50ms));
    running.on_thread([&] { waiting[0](text("a")); });
    CHECK(body_of(wire.response()) == "a");
    CHECK(body_of(wire.response()) == "b");
    CHECK(body_of(wire.response()) == "now");
}

TEST_CASE("a client may pipeline more than the server holds at once") {
    Router router;
    std::vector<Responder> waiting;
    std::size_t most = 0;
    router.get("/later", [&](Request&&, Responder answer) {
        waiting.push_back(std::move(answer));
        most = std::max(most, waiting.size());
    });
    router.get("/now", saying("now"));
    Limits limits;
    limits.pipelined = 4;
    Running running(router, limits);
    Wire wire(running.port());
    std::string all;
    for (int i = 0; i < 500; ++i) all += get("/now");
    wire.send(all);
    for (int i = 0; i < 500; ++i) REQUIRE(body_of(wire.response()) == "now");

    all.clear();
    for (int i = 0; i < 50; ++i) all += get("/later");
    wire.send(all);
    for (int answered = 0; answered < 50;) {
        answered += running.on_thread([&] {
            auto now = std::move(waiting);
            waiting.clear();
            for (auto& answer : now) answer(text("later"));
            return static_cast<int>(now.size());
        });
    }
    for (int i = 0; i < 50; ++i) REQUIRE(body_of(wire.response()) == "later");
    CHECK(running.on_thread([&] { return most; }) == 4);
}

TEST_CASE("an answer never starts the next handler inside the one who answers") {
    Router router;
    std::vector<Responder> waiting;
    bool answering = false;
    bool nested = false;
    router.get("/", [&](Request&&, Responder answer) {
        nested = nested || answering;
        waiting.push_back(std::move(answer));
    });
    Limits limits;
    limits.pipelined = 1;
    Running running(router, limits);
    Wire wire(running.port());
    wire.send(get("/") + get("/"));
    for (int i = 0; i < 2; ++i) {
        REQUIRE(soon([&] { return running.on_thread([&] { return waiting.size() == 1; }); }));
        running.on_thread([&] {
            answering = true;
            waiting[0](text("done"));
            answering = false;
            waiting.erase(waiting.begin());
        });
        CHECK(body_of(wire.response()) == "done");
    }
    CHECK_FALSE(nested);
}

TEST_CASE("a HEAD request gets the head of the GET answer, and no body") {
    Router router;
    router.get("/", saying("twelve bytes"));
    Running running(router);
    Wire wire(running.port());
    wire.send("HEAD / HTTP/1.1\r\nHost: here\r\n\r\n" + get("/"));
    CHECK(contains(wire.response(true), "Content-Length: 12\r\n"));
    CHECK(body_of(wire.response()) == "twelve bytes");
}

TEST_CASE("every response passes the finishing hook, and is observed under its pattern") {
    Router router;
    router.get("/a/{id}", saying("a"));
    router.post("/throws", [](Request&&, Responder) -> void { throw std::runtime_error("broken"); });
    router.finish = [](const Exchange& exchange, Response& response) {
        response.headers.set("X-Finished", std::string(exchange.path) + " from " + exchange.origin);
    };
    std::vector<std::string> observed;
    router.observe = [&](const Exchange& exchange, int status, std::chrono::nanoseconds time) {
        observed.push_back(std::string(name_of(exchange.method)) + " " + std::string(exchange.route) + " " +
                           std::to_string(status) + (time.count() < 0 ? " before its time" : ""));
    };
    std::string fault;
    router.fault = [&](const Exchange& exchange, std::string_view what) {
        fault = std::string(exchange.route) + ": " + std::string(what);
    };
    Running running(router);
    Wire wire(running.port());
    const auto ask = [&](std::string_view request) {
        wire.send(request);
        const std::string response = wire.response();
        CHECK(contains(response, "X-Finished: "));
        return response;
    };
    CHECK(contains(ask(get("/a/1", "Origin: https://shop.example\r\n")),
                   "X-Finished: /a/1 from https://shop.example"));
    const std::string missing = ask(get("/b"));
    CHECK(status_of(missing) == 404);
    CHECK(contains(missing, "application/problem+json"));
    const std::string method = ask("DELETE /a/1 HTTP/1.1\r\nHost: here\r\n\r\n");
    CHECK(status_of(method) == 405);
    CHECK(contains(method, "Allow: GET, HEAD, OPTIONS\r\n"));
    const std::string options = ask("OPTIONS /a/1 HTTP/1.1\r\nHost: here\r\n\r\n");
    CHECK(status_of(options) == 204);
    CHECK(contains(options, "Allow: GET, HEAD, OPTIONS\r\n"));
    CHECK(status_of(ask("OPTIONS * HTTP/1.1\r\nHost: here\r\n\r\n")) == 204);
    CHECK(status_of(ask(post("/throws", "x"))) == 500);
    CHECK(status_of(ask(get("/%2e%2e/x"))) == 400);
    running.on_thread([&] {
        CHECK(fault == "/throws: broken");
        CHECK(observed == std::vector<std::string>{"GET /a/{id} 200", "GET  404", "DELETE  405",
                                                   "OPTIONS  204", "OPTIONS  204", "POST /throws 500",
                                                   "GET  400"});
    });
}

TEST_CASE("a handler that drops its responder costs its request and nothing more") {
    Router router;
    router.get("/", [](Request&&, Responder) {});
    router.get("/ok", saying("ok"));
    Running running(router);
    Wire wire(running.port());
    wire.send(get("/") + get("/ok"));
    CHECK(status_of(wire.response()) == 500);
    CHECK(status_of(wire.response()) == 200);
}

TEST_CASE("a body that waits to be asked for is asked for, or refused unread") {
    Router router;
    router.post("/", echo(), 10);
    Running running(router);
    Wire wire(running.port());
    wire.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    CHECK(status_of(wire.response()) == 100);
    wire.send("12345");
    CHECK(body_of(wire.response()) == "12345");
    wire.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
    CHECK(status_of(wire.response()) == 413);
    wire.shutdown_send();
    CHECK(wire.hung_up());
}

TEST_CASE("a response is waited for whose next piece is not at hand, and the client is not blamed") {
    Router router;
    Server* server = nullptr;
    router.get("/", [&](Request&&, Responder answer) {
        Response response;
        response.body = Body(std::make_shared<Waiting>(*server, 200'000));
        answer(std::move(response));
    });
    router.get("/ok", saying("ok"));
    Limits limits;
    limits.write = limits.idle = 250ms;
    limits.body_bytes_per_second = 100'000'000;
    Running running(router, limits);
    server = &running.server;
    Wire wire(running.port());
    wire.send(get("/") + get("/ok"));
    CHECK(body_of(wire.response()) == std::string(200'000, 's'));
    CHECK(body_of(wire.response()) == "ok");
    CHECK(running.on_thread([&] { return running.server.counts().timed_out; }) == 0);
}

TEST_CASE("a body is asked for between two responses, and not within one") {
    Router router;
    const std::string large(300'000, 'l');
    router.get("/", [&](Request&&, Responder answer) { answer(text(large)); });
    router.post("/", echo());
    Running running(router);
    Wire wire(running.port());
    wire.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n"
              "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    CHECK(body_of(wire.response()) == large);
    CHECK(status_of(wire.response()) == 100);
    wire.send("12345");
    CHECK(body_of(wire.response()) == "12345");
}

TEST_CASE("a chunked body is put together, and its trailers are no headers") {
    Router router;
    router.post("/", [](Request&& request, Responder answer) {
        answer(text(request.body + "|" + std::string(request.header("x-admin"))));
    });
    Running running(router);
    Wire wire(running.port());
    const std::string head = "POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n";
    wire.send(head + "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nX-Admin: yes\r\n\r\n");
    CHECK(body_of(wire.response()) == "hello world|");
    // The same byte by byte.
    for (const char byte : head + "3\r\nabc\r\n0\r\n\r\n") wire.send(std::string(1, byte));
    CHECK(body_of(wire.response()) == "abc|");
}

TEST_CASE("a request that contradicts itself is refused, and what follows it is not run") {
    Router router;
    std::atomic<int> smuggled = 0;
    router.post("/", echo());
    router.get("/", saying("fine"));
    router.get("/smuggled", [&](Request&&, Responder answer) {
        ++smuggled;
        answer(text("smuggled"));
    });
    Running running(router);
    struct Row {
        std::string request;
        int status;
    };
    const std::string tail = get("/smuggled");
    for (const Row& row : {
             Row{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
                 "chunked\r\n\r\n0\r\n\r\n",
                 400},
             Row{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: "
                 "4\r\n\r\n0\r\n\r\n",
                 400},
             Row{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
             Row{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", 501},
             Row{"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
             Row{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
             Row{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na", 400},
             Row{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
             Row{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 1\r\n\r\na", 400},
             Row{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
             Row{"GET / HTTP/1.1\r\n\r\n", 400},
             Row{"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
             Row{"GET /\r\n\r\n", 400},
             Row{"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
             Row{"\x16\x03\x01 hello\r\n\r\n", 400},
             Row{"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 400},
         }) {
        CAPTURE(row.request);
        Wire wire(running.port());
        wire.send(row.request + tail);
        const std::string response = wire.response();
        CHECK(status_of(response) == row.status);
        CHECK(contains(response, "application/problem+json"));
        CHECK(contains(response, "Connection: close\r\n"));
        wire.shutdown_send();
        CHECK(wire.rest().empty());
    }
    CHECK(smuggled == 0);
    Wire wire(running.port());
    wire.send("\r\n\r\n" + get("/"));
    CHECK(body_of(wire.response()) == "fine");
}

TEST_CASE("a client of HTTP/1.0 is answered and left, unless it asks to stay") {
    Router router;
    router.get("/", saying("old"));
    Running running(router);
    Wire staying(running.port());
    staying.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(contains(staying.response(), "Connection: keep-alive\r\n"));
    staying.send("GET / HTTP/1.0\r\n\r\n");
    CHECK(contains(staying.response(), "Connection: close\r\n"));
    CHECK(staying.hung_up());
}

TEST_CASE("a client that has said everything still gets its answers") {
    Router router;
    std::vector<Responder> waiting;
    router.get("/", [&](Request&&, Responder answer) { waiting.push_back(std::move(answer)); });
    Running running(router);
    Wire wire(running.port());
    wire.send(get("/"));
    wire.shutdown_send();
    REQUIRE(soon([&] { return running.on_thread([&] { return waiting.size() == 1; }); }));
    CHECK(wire.silent_for(50ms));
    running.on_thread([&] { waiting[0](text("late")); });
    CHECK(body_of(wire.rest()) == "late");
}

TEST_CASE("a client that is gone is known to be gone") {
    Router router;
    std::vector<Responder> waiting;
    router.get("/", [&](Request&&, Responder answer) { waiting.push_back(std::move(answer)); });
    Running running(router);
    Wire wire(running.port());
    wire.send(get("/"));
    REQUIRE(soon([&] { return running.on_thread([&] { return waiting.size() == 1; }); }));
    CHECK(running.on_thread([&] { return waiting[0].waiting(); }));
    wire.reset();
    CHECK(soon([&] { return running.on_thread([&] { return !waiting[0].waiting(); }); }));
    running.on_thread([&] { waiting[0](text("to nobody")); });
}

TEST_CASE("a large response arrives whole, whatever it is made of") {
    static const std::string large(5'000'000, 'x');
    Router router;
    router.get("/owned", saying(large));
    router.get("/embedded", [](Request&&, Responder answer) {
        Response response;
        response.body = Body::embedded(large);
        answer(std::move(response));
    });
    router.get("/source", [](Request&&, Responder answer) {
        Response response;
        response.body = Body(std::make_shared<Counting>(5'000'000, 5'000'000));
        answer(std::move(response));
    });
    router.get("/short", [](Request&&, Responder answer) {
        Response response;
        response.body = Body(std::make_shared<Counting>(5'000'000, 300'000));
        answer(std::move(response));
    });
    Running running(router);
    Wire wire(running.port());
    for (const char* path : {"/owned", "/embedded", "/source"}) {
        wire.send(get(path));
        std::this_thread::sleep_for(20ms);
        CHECK(body_of(wire.response()).size() == 5'000'000);
    }
    wire.send("HEAD /source HTTP/1.1\r\nHost: here\r\n\r\n" + get("/source"));
    CHECK(contains(wire.response(true), "Content-Length: 5000000\r\n"));
    CHECK(body_of(wire.response()).size() == 5'000'000);
    // A source that breaks its promise cannot be told otherwise than by breaking off.
    wire.send(get("/short"));
    CHECK(body_of(wire.rest()).size() == 300'000);
}

TEST_CASE("the address behind a trusted proxy is the client's, and a stranger's claim is not believed") {
    Router router;
    router.get("/", [](Request&& request, Responder answer) {
        answer(text(request.remote_address + (request.secure ? " secure" : " plain")));
    });
    const std::string claim = get("/", "X-Forwarded-For: 203.0.113.5\r\nX-Forwarded-Proto: https\r\n");
    {
        Running running(router, {}, [](Options& options) { options.trusted_proxies = {"127.0.0.0/8"}; });
        Wire wire(running.port());
        wire.send(claim);
        CHECK(body_of(wire.response()) == "203.0.113.5 secure");
    }
    Running running(router);
    Wire wire(running.port());
    wire.send(claim);
    CHECK(body_of(wire.response()) == "127.0.0.1 plain");
}

TEST_CASE("posted functions run in their order, and timers when they are due") {
    Router router;
    Running running(router);
    std::vector<int> order;
    for (int i = 0; i < 100; ++i) running.server.post([&order, i] { order.push_back(i); });
    CHECK(running.on_thread([&] { return order.size(); }) == 100);
    CHECK(std::is_sorted(order.begin(), order.end()));

    std::atomic<int> rang = 0;
    running.on_thread([&] {
        running.server.after(20ms, [&] { rang += 1; });
        Timer cancelled = running.server.after(10ms, [&] { rang += 10; });
        cancelled.cancel();
        cancelled.cancel();
    });
    CHECK(soon([&] { return rang > 0; }));
    std::this_thread::sleep_for(30ms);
    CHECK(rang == 1);
}

TEST_CASE("a posted function that throws does not end the server") {
    Router router;
    router.get("/", saying("still here"));
    std::string told;
    router.fault = [&](const Exchange&, std::string_view what) { told = what; };
    Running running(router);
    running.server.post([] { throw std::runtime_error("posted"); });
    Wire wire(running.port());
    wire.send(get("/"));
    CHECK(body_of(wire.response()) == "still here");
    CHECK(running.on_thread([&] { return told; }) == "posted");
}

TEST_CASE("what keeps a server from listening is told in one line") {
    Router router;
    Running running(router);
    const auto why = [&](const Options& options) {
        Server server(options, router);
        const auto opened = server.listen();
        return opened ? std::string() : opened.error();
    };
    Options options;
    options.listen = "127.0.0.1:" + std::to_string(running.port());
    CHECK(contains(why(options), "in use"));
    for (const char* bad :
         {"127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "nowhere:1", "::1:80", "127.0.0.1:80x"}) {
        options.listen = bad;
        CHECK(contains(why(options), bad));
    }
    options.listen = "127.0.0.1:0";
    options.trusted_proxies = {"everyone"};
    CHECK(contains(why(options), "everyone"));
    options.trusted_proxies = {};
    options.tls_certificate = "no-such.pem";
    CHECK(contains(why(options), "no-such.pem"));
}
