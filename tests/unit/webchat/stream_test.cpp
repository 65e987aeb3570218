#include "tests/unit/net/wire.hpp"
#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>
#include <future>

using namespace plaint;
using namespace plaint::webchat::test;
using net::test::Wire;
using namespace std::chrono_literals;

namespace {

constexpr std::uint8_t text_frame = 1;
constexpr std::uint8_t close_frame = 8;

std::string path_of(const std::string& url) { return url.substr(url.find('/', url.find("://") + 3)); }

// A window's open socket.
class Line {
  public:
    Line(const Rig& rig, const std::string& url, const std::string& headers = {}) : wire_(rig.port()) {
        status = net::test::status_of(wire_.upgrade(path_of(url), headers));
    }
    int status = 0;
    json frame() {
        const Wire::Frame frame = wire_.frame();
        REQUIRE(frame.opcode == text_frame);
        return json::parse(frame.payload);
    }
    // Frames until the watermark is reached, as one list of activities.
    std::vector<json> until(const std::string& watermark) {
        std::vector<json> all;
        for (;;) {
            const json page = frame();
            for (const json& activity : page["activities"]) all.push_back(activity);
            if (page.value("watermark", "") == watermark) return all;
        }
    }
    Wire& wire() { return wire_; }

  private:
    Wire wire_;
};

std::string reconnect(const Rig& rig, const Window& window, const std::string& query) {
    const Answer answer = rig.get(window.path(query), window.bearer());
    REQUIRE(answer.status == 200);
    return answer.parsed()["streamUrl"];
}

} // namespace

TEST_CASE("the stream brings what was said before it was opened, and then every turn once") {
    Rig rig;
    Window window(rig);
    Line line(rig, window.stream_url());
    REQUIRE(line.status == 101);
    const json before = window.poll();
    CHECK(json(line.until(before["watermark"])) == before["activities"]);
    REQUIRE(window.say("yes", "key-1").status == 200);
    const json after = window.poll(before["watermark"]);
    CHECK(json(line.until(after["watermark"])) == after["activities"]);
    // A repeat is no news, and neither is the store's own notice of a turn that was pushed.
    REQUIRE(window.say("yes", "key-1").status == 200);
    CHECK(line.wire().silent_for(150ms));
}

TEST_CASE("the answer to a message comes after it was pushed") {
    Rig rig;
    Window window(rig);
    Line line(rig, window.stream_url());
    line.until(window.poll()["watermark"]);
    const std::string id = window.say("yes").parsed()["id"];
    CHECK(line.frame()["activities"][0]["id"] == id);
}

TEST_CASE("without a watermark only what is new is sent") {
    Rig rig;
    Window window(rig);
    Line line(rig, reconnect(rig, window, ""));
    REQUIRE(line.status == 101);
    CHECK(line.wire().silent_for(150ms));
    REQUIRE(window.say("yes").status == 200);
    CHECK(line.frame()["activities"][0]["text"] == "yes");
}

TEST_CASE("a turn made while a stream without a watermark looks for the end is sent on it") {
    Rig rig;
    Window window(rig);
    const std::string url = reconnect(rig, window, "");
    const std::string body = R"({"type":"message","from":{"id":"dl_1"},"text":"yes"})";
    // While the store is held up the message and the stream's first look wait in it, one behind the other; the look
    // then finds the turn before the stream is told of it.
    std::promise<void> go_on;
    rig.store().probe([held = go_on.get_future().share()](const auto&) { held.wait(); });
    Wire poster(rig.port());
    poster.send("POST " + window.path("/activities") + " HTTP/1.1\r\nHost: " + rig.host() +
                "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + window.token() +
                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    CHECK(poster.silent_for(100ms));
    Line line(rig, url);
    REQUIRE(line.status == 101);
    // Pings are answered once the stream is open.
    line.wire().send_frame(9, "");
    REQUIRE(line.wire().frame().opcode == 10);
    go_on.set_value();
    CHECK(net::test::status_of(poster.response()) == 200);
    CHECK(line.frame()["activities"][0]["text"] == "yes");
    CHECK(line.wire().silent_for(150ms));
}

TEST_CASE("a long conversation is replayed whole and in order") {
    Rig rig;
    Window window(rig);
    for (int i = 0; i < 130; ++i) REQUIRE(window.say("what?").status == 200);
    std::vector<json> polled;
    std::string watermark = "0";
    for (json page = window.poll(watermark); !page["activities"].empty(); page = window.poll(watermark)) {
        for (const json& activity : page["activities"]) polled.push_back(activity);
        watermark = page["watermark"];
    }
    Line line(rig, reconnect(rig, window, "?watermark=0"));
    const std::vector<json> streamed = line.until(watermark);
    CHECK(streamed == polled);
    for (std::size_t i = 0; i < streamed.size(); ++i)
        CHECK(streamed[i]["id"].get<std::string>().ends_with(std::to_string(i)));
}

TEST_CASE("of two sockets the older is closed") {
    Rig rig;
    Window window(rig);
    Line older(rig, window.stream_url());
    older.until(window.poll()["watermark"]);
    Line newer(rig, reconnect(rig, window, "?watermark=0"));
    CHECK(older.wire().frame().opcode == close_frame);
    newer.until(window.poll()["watermark"]);
    REQUIRE(window.say("yes").status == 200);
    CHECK(newer.frame()["activities"][0]["text"] == "yes");
}

TEST_CASE("a ticket opens one socket, for a minute, for its conversation, from our pages") {
    Rig rig;
    Window window(rig);
    Window other(rig);
    CHECK(Line(rig, window.stream_url()).status == 101);
    CHECK(Line(rig, window.stream_url()).status == 403);
    CHECK(Line(rig, other.stream_url(), "Origin: https://evil.example\r\n").status == 403);
    std::string foreign = reconnect(rig, other, "");
    foreign.replace(foreign.find(other.id()), other.id().size(), window.id());
    CHECK(Line(rig, foreign).status == 403);
    CHECK(Line(rig, "ws://x" + window.path("/stream")).status == 403);
    CHECK(Line(rig, "ws://x" + window.path("/stream?t=" + window.token())).status == 403);
    rig.clock().advance(61'000);
    CHECK(Line(rig, other.stream_url()).status == 403);
}

TEST_CASE("what a client sends on the socket keeps it open and means nothing") {
    Rig rig;
    Window window(rig);
    Line line(rig, window.stream_url());
    line.until(window.poll()["watermark"]);
    line.wire().send_frame(text_frame, "");
    line.wire().send_frame(text_frame, R"({"type":"message","text":"yes"})");
    CHECK(line.wire().silent_for(100ms));
    REQUIRE(window.say("yes").status == 200);
    CHECK(line.frame()["activities"][0]["text"] == "yes");
}

TEST_CASE("a turn that another node committed is pushed too") {
    Rig rig;
    Window window(rig);
    Line line(rig, window.stream_url());
    const json before = window.poll();
    line.until(before["watermark"]);
    // As the other node would have written it: a turn of the same conversation, read from the store and copied on.
    std::promise<storage::Commit> made;
    rig.store().turns(
        storage::ConversationId("directline:" + window.id()), 0, 10,
        [&](std::expected<std::vector<storage::TurnRecord>, storage::Error> turns) {
            storage::TurnRecord turn = turns->front();
            rig.store().session(
                turn.session,
                [&made,
                 turn](std::expected<std::optional<storage::SessionRecord>, storage::Error> session) mutable {
                    storage::Commit commit{
                        .session = **session, .expected_version = (*session)->version, .turn = turn};
                    ++commit.session.version;
                    ++commit.turn.turn;
                    commit.turn.external_id.clear();
                    commit.turn.first_activity += turn.activity_count;
                    made.set_value(std::move(commit));
                });
        });
    rig.store().commit(made.get_future().get(), [](const auto&) {});
    const json frame = line.frame();
    CHECK(frame["activities"].size() == before["activities"].size());
    CHECK(frame["activities"][0]["text"] == before["activities"][0]["text"]);
    CHECK(frame["activities"][0]["id"] != before["activities"][0]["id"]);
}
