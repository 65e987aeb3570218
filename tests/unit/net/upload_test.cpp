#include "tests/unit/net/wire.hpp"

#include "bot/net/multipart.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>

#include <atomic>
#include <fstream>
#include <unistd.h>

using namespace plaint::net;
using namespace plaint::net::test;

namespace {

/// What became of the sinks of one test.
struct Story {
    std::atomic<std::size_t> bytes = 0;
    std::atomic<int> ended = 0;
    std::atomic<int> gone = 0;
    std::size_t pause_at = SIZE_MAX;
    std::size_t refuse_at = SIZE_MAX;
    Resume resume;
};

class Sink final : public BodySink {
  public:
    explicit Sink(Story& story) : story_(story) {}
    ~Sink() override { ++story_.gone; }
    std::expected<Flow, Response> on_chunk(std::string_view bytes) override {
        story_.bytes += bytes.size();
        if (story_.bytes >= story_.refuse_at) return std::unexpected(problem(415, "No."));
        if (story_.bytes < story_.pause_at) return Flow::more;
        story_.pause_at = SIZE_MAX;
        return Flow::pause;
    }
    void on_end(Responder responder) override {
        ++story_.ended;
        responder(text(std::to_string(story_.bytes)));
    }

  private:
    Story& story_;
};

void add_upload(Router& router, Story& story) {
    router.upload(
        Method::post, "/files",
        [&](const Request& request, Resume resume) -> std::expected<std::unique_ptr<BodySink>, Response> {
            if (!request.bearer()) return std::unexpected(problem(401, "A token is needed."));
            story.resume = std::move(resume);
            return std::make_unique<Sink>(story);
        });
    router.get("/", [](Request&&, Responder answer) { answer(text("fine")); });
}

std::string head(std::size_t length, std::string_view more = "Authorization: Bearer t\r\n") {
    return "POST /files HTTP/1.1\r\nHost: here\r\n" + std::string(more) +
           "Content-Length: " + std::to_string(length) + "\r\n\r\n";
}

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t all = 0;
    std::size_t resident = 0;
    file >> all >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

class FormSink final : public BodySink, PartReceiver {
  public:
    FormSink(std::string_view boundary, std::string& log) : log_(log), parser_(boundary, {}, *this) {}
    std::expected<Flow, Response> on_chunk(std::string_view bytes) override {
        if (auto fed = parser_.feed(bytes); !fed) return std::unexpected(problem(400, name_of(fed.error())));
        return Flow::more;
    }
    void on_end(Responder responder) override {
        const auto finished = parser_.finish();
        responder(finished ? no_content() : problem(400, name_of(finished.error())));
    }

  private:
    bool on_part(Part part) override {
        log_ += part.name + "/" + part.filename.value_or("-") + "=";
        return true;
    }
    bool on_content(std::string_view bytes) override {
        log_ += bytes;
        return true;
    }
    bool on_part_end() override {
        log_ += ";";
        return true;
    }

    std::string& log_;
    MultipartParser parser_;
};

} // namespace

TEST_CASE("a large upload passes in constant memory, and others are served meanwhile") {
    Router router;
    Story story;
    add_upload(router, story);
    Running running(router);
    Wire wire(running.port());
    Wire other(running.port());
    constexpr std::size_t total = 50 * 1024 * 1024;
    const std::string piece(256 * 1024, 'x');
    wire.send(head(total));
    const std::size_t before = resident_bytes();
    std::size_t most = before;
    for (std::size_t sent = 0; sent < total; sent += piece.size()) {
        wire.send(piece);
        if (sent % (8 * 1024 * 1024) == 0) {
            other.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
            CHECK(body_of(other.response()) == "fine");
            most = std::max(most, resident_bytes());
        }
    }
    CHECK(body_of(wire.response()) == std::to_string(total));
#ifndef PLAINT_SANITIZED // keeps what is freed for a while
    CHECK(most - before < 4 * 1024 * 1024);
#endif
    CHECK(story.ended == 1);
    CHECK(story.gone == 1);
}

TEST_CASE("a sink that pauses holds the client back until it resumes") {
    Router router;
    Story story;
    story.pause_at = 100'000;
    add_upload(router, story);
    Limits limits;
    limits.body = 100ms; // a pause of ours is no fault of the client's
    Running running(router, limits);
    Wire wire(running.port());
    wire.send(head(300'000) + std::string(299'999, 'x'));
    REQUIRE(soon([&] { return story.bytes >= 100'000; }));
    const std::size_t held = story.bytes;
    CHECK(wire.silent_for(300ms));
    CHECK(story.bytes == held);
    running.on_thread([&] { story.resume(); });
    REQUIRE(soon([&] { return story.bytes == 299'999; }));
    wire.send("x");
    CHECK(body_of(wire.response()) == "300000");
}

TEST_CASE("a pause at the very end holds the end back too") {
    Router router;
    Story story;
    story.pause_at = 10;
    add_upload(router, story);
    Running running(router);
    Wire wire(running.port());
    wire.send(head(10) + "0123456789");
    REQUIRE(soon([&] { return story.bytes == 10; }));
    CHECK(wire.silent_for(50ms));
    CHECK(story.ended == 0);
    running.on_thread([&] {
        story.resume();
        story.resume();
    });
    CHECK(body_of(wire.response()) == "10");
    running.on_thread([&] { story.resume(); });
}

TEST_CASE("an upload without rights is refused before its body is read") {
    Router router;
    Story story;
    add_upload(router, story);
    Running running(router);
    Wire wire(running.port());
    wire.send(head(10'000'000, "Expect: 100-continue\r\n"));
    CHECK(status_of(wire.response()) == 401);
    wire.shutdown_send();
    CHECK(wire.hung_up());
    CHECK(story.bytes == 0);
}

TEST_CASE("a sink may refuse in the middle, and its answer is heard") {
    Router router;
    Story story;
    story.refuse_at = 1'000'000;
    add_upload(router, story);
    Running running(router);
    Wire wire(running.port());
    wire.send(head(20'000'000));
    wire.try_send(std::string(20'000'000, 'x'));
    CHECK(status_of(wire.response()) == 415);
    CHECK(story.ended == 0);
    CHECK(soon([&] { return story.gone == 1; }));
}

TEST_CASE("an upload that the client breaks off leaves nothing behind") {
    Router router;
    Story story;
    add_upload(router, story);
    Running running(router);
    for (const bool reset : {true, false}) {
        story.bytes = 0;
        story.gone = 0;
        Wire wire(running.port());
        wire.send(head(1000) + std::string(500, 'x'));
        REQUIRE(soon([&] { return story.bytes == 500; }));
        reset ? wire.reset() : wire.shutdown_send();
        CHECK(soon([&] { return story.gone == 1; }));
        CHECK(soon(
            [&] { return running.on_thread([&] { return running.server.counts().connections; }) == 0; }));
    }
    CHECK(story.ended == 0);
}

TEST_CASE("a form from a common client streams through the parser") {
    Router router;
    std::string log;
    router.upload(Method::post, "/upload",
                  [&](const Request& request, Resume) -> std::expected<std::unique_ptr<BodySink>, Response> {
                      const auto boundary = multipart_boundary(request.header("content-type"));
                      if (!boundary) return std::unexpected(problem(415));
                      return std::make_unique<FormSink>(*boundary, log);
                  });
    Running running(router);
    httplib::Client client("127.0.0.1", running.port());
    const httplib::MultipartFormDataItems items = {{"activity", "{}", "", "application/json"},
                                                   {"file", "bytes\r\n--", "证据.png", "image/png"}};
    const auto sent = client.Post("/upload", items);
    REQUIRE(sent);
    CHECK(sent->status == 204);
    CHECK(log == "activity/-={};file/证据.png=bytes\r\n--;");
    CHECK(client.Post("/upload", "x", "text/plain")->status == 415);
    CHECK(client.Post("/upload", "x", "multipart/form-data; boundary=B")->status == 400);
}
