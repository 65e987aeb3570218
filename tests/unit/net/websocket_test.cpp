#include "tests/unit/net/wire.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <fstream>
#include <unistd.h>
#include <vector>

using namespace plaint::net;
using namespace plaint::net::test;

namespace {

std::shared_ptr<const std::string> words(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

/// A route that says everything back and keeps its sockets.
struct Chat {
    Router router;
    std::vector<std::shared_ptr<Socket>> sockets;
    std::vector<std::uint16_t> closed;

    Chat() {
        router.socket("/ws", [this](Request&& request, Upgrade upgrade) {
            if (request.query.get("ticket") == "bad")
                return upgrade.refuse(problem(403, "The ticket is used."));
            upgrade.accept([this](std::shared_ptr<Socket> socket) {
                Socket* raw = socket.get();
                socket->on_message = [raw](std::string_view message) {
                    raw->send(words(std::string(message)));
                };
                socket->on_close = [this](std::uint16_t code) { closed.push_back(code); };
                sockets.push_back(std::move(socket));
            });
        });
        router.get("/", [](Request&&, Responder answer) { answer(text("fine")); });
        router.finish = [](const Exchange& exchange, Response& response) {
            response.headers.set("X-Finished", std::string(exchange.route));
        };
    }
};

bool closed_with(Running& running, Chat& chat, std::uint16_t code) {
    return soon([&] {
        return running.on_thread([&] { return !chat.closed.empty() && chat.closed.back() == code; });
    });
}

} // namespace

TEST_CASE("a chat is opened, answered and closed") {
    Chat chat;
    Running running(chat.router);
    Wire wire(running.port());
    const std::string answer = wire.upgrade("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
    CHECK(status_of(answer) == 101);
    // The answer of RFC 6455, 1.3 to its own sample key.
    CHECK(contains(answer, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    CHECK(contains(answer, "X-Finished: /ws"));
    CHECK_FALSE(contains(answer, "permessage-deflate"));
    CHECK_FALSE(contains(answer, "Beast"));
    for (const std::size_t size : {0u, 1u, 125u, 126u, 511u, 512u, 513u, 5000u, 65536u}) {
        CAPTURE(size);
        wire.send_frame(1, std::string(size, 'm'));
        const Wire::Frame frame = wire.frame();
        CHECK(frame.opcode == 1);
        CHECK(frame.payload == std::string(size, 'm'));
    }
    wire.send_frame(8, std::string("\x03\xe8", 2));
    CHECK(wire.frame().code() == Socket::normal);
    CHECK(wire.hung_up());
    CHECK(closed_with(running, chat, Socket::normal));
    running.on_thread([&] {
        CHECK_FALSE(chat.sockets[0]->open());
        CHECK(running.server.counts().sockets == 0);
        CHECK(chat.closed.size() == 1);
    });
}

TEST_CASE("a refused handshake is an ordinary response, and the connection goes on") {
    Chat chat;
    Running running(chat.router);
    Wire wire(running.port());
    CHECK(status_of(wire.upgrade("/ws?ticket=bad")) == 403);
    wire.send("GET /ws HTTP/1.1\r\nHost: here\r\n\r\n");
    const std::string plain = wire.response();
    CHECK(status_of(plain) == 426);
    CHECK(contains(plain, "Upgrade: websocket"));
    wire.send("GET /ws HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    CHECK(contains(wire.response(), "Sec-WebSocket-Version: 13"));
    wire.send("GET /ws HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n");
    CHECK(status_of(wire.response()) == 400);
    CHECK(status_of(wire.upgrade("/nowhere")) == 404);
    CHECK(status_of(wire.upgrade("/")) == 200);
    CHECK(status_of(wire.upgrade("/ws")) == 101);
}

TEST_CASE("a handshake may be decided later, behind the answers before it") {
    Router router;
    std::vector<Upgrade> upgrades;
    std::vector<Responder> waiting;
    router.get("/", [&](Request&&, Responder answer) { waiting.push_back(std::move(answer)); });
    router.socket("/ws", [&](Request&&, Upgrade upgrade) { upgrades.push_back(std::move(upgrade)); });
    Running running(router);
    Wire wire(running.port());
    wire.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n"
              "GET /ws HTTP/1.1\r\nHost: here\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    REQUIRE(soon([&] { return running.on_thread([&] { return upgrades.size() == 1; }); }));
    running.on_thread(
        [&] { upgrades[0].accept([](std::shared_ptr<Socket> socket) { socket->send(words("welcome")); }); });
    CHECK(wire.silent_for(50ms));
    running.on_thread([&] { waiting[0](text("first")); });
    CHECK(body_of(wire.response()) == "first");
    CHECK(status_of(wire.response()) == 101);
    CHECK(wire.frame().payload == "welcome");

    Wire dropped(running.port());
    dropped.send("GET /ws HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    REQUIRE(soon([&] { return running.on_thread([&] { return upgrades.size() == 2; }); }));
    running.on_thread([&] { upgrades.clear(); });
    CHECK(status_of(dropped.response()) == 500);
}

TEST_CASE("fragments become one message, and a ping among them is answered") {
    Chat chat;
    Running running(chat.router);
    Wire wire(running.port());
    wire.upgrade("/ws");
    wire.send_frame(1, "one ", false);
    wire.send_frame(9, "are you there");
    wire.send_frame(0, "two ", false);
    wire.send_frame(0, "three");
    const Wire::Frame pong = wire.frame();
    CHECK(pong.opcode == 10);
    CHECK(pong.payload == "are you there");
    CHECK(wire.frame().payload == "one two three");
}

TEST_CASE("what is no chat message closes the chat with the fitting code") {
    Chat chat;
    Limits limits;
    limits.message_bytes = 1000;
    Running running(chat.router, limits);
    struct Row {
        std::uint8_t opcode;
        std::string payload;
        std::uint16_t code;
    };
    for (const Row& row :
         {Row{2, "binary", 1003}, Row{1, std::string(1001, 'x'), 1009}, Row{1, "\xff\xfe", 1007},
          Row{3, "unknown", 1002}, Row{0, "continues nothing", 1002}}) {
        CAPTURE(row.code);
        Wire wire(running.port());
        wire.upgrade("/ws");
        wire.send_frame(row.opcode, row.payload);
        const Wire::Frame frame = wire.frame();
        CHECK(frame.opcode == 8);
        CHECK(frame.code() == row.code);
    }
    CHECK(soon([&] { return running.on_thread([&] { return running.server.counts().sockets; }) == 0; }));
    CHECK(running.on_thread([&] { return chat.closed.size(); }) == 5);
}

TEST_CASE("frames without a mask close the chat") {
    Chat chat;
    Running running(chat.router);
    Wire wire(running.port());
    wire.upgrade("/ws");
    wire.send(std::string("\x81\x02hi", 4));
    CHECK(wire.frame().code() == 1002);
}

TEST_CASE("a peer that takes nothing is dropped when its queue is full") {
    Chat chat;
    Limits limits;
    limits.write_queue_bytes = 100'000;
    Running running(chat.router, limits);
    Wire wire(running.port());
    wire.upgrade("/ws");
    REQUIRE(soon([&] { return running.on_thread([&] { return chat.sockets.size() == 1; }); }));
    const auto message = words(std::string(10'000, 'x'));
    std::size_t most = 0;
    REQUIRE(soon([&] {
        return running.on_thread([&] {
            const bool taken = chat.sockets[0]->send(message);
            most = std::max(most, chat.sockets[0]->buffered_bytes());
            // Never from inside send().
            if (!taken) CHECK(chat.closed.empty());
            return !taken;
        });
    }));
    CHECK(most <= 100'000);
    CHECK(closed_with(running, chat, Socket::policy));
    CHECK(running.on_thread([&] { return running.server.counts().slow_sockets; }) == 1);
    CHECK(wire.hung_up());
}

TEST_CASE("a peer for whom too many messages wait is dropped, however short they are") {
    Chat chat;
    Limits limits;
    limits.write_queue_messages = 20;
    Running running(chat.router, limits);
    Wire wire(running.port());
    wire.upgrade("/ws");
    REQUIRE(soon([&] { return running.on_thread([&] { return chat.sockets.size() == 1; }); }));
    // All in one go, so that nothing leaves between two of them: one is being written, twenty wait behind it.
    const int taken = running.on_thread([&] {
        const auto message = words("x");
        int count = 0;
        while (count < 100 && chat.sockets[0]->send(message)) ++count;
        return count;
    });
    CHECK(taken == 21);
    CHECK(closed_with(running, chat, Socket::policy));
    CHECK(running.on_thread([&] { return running.server.counts().slow_sockets; }) == 1);
}

TEST_CASE("what is queued leaves before the goodbye") {
    Chat chat;
    Running running(chat.router);
    Wire wire(running.port());
    wire.upgrade("/ws");
    REQUIRE(soon([&] { return running.on_thread([&] { return chat.sockets.size() == 1; }); }));
    running.on_thread([&] {
        for (int i = 0; i < 20; ++i) CHECK(chat.sockets[0]->send(words(std::to_string(i))));
        chat.sockets[0]->close(Socket::try_again, "another window");
        CHECK_FALSE(chat.sockets[0]->send(words("too late")));
    });
    for (int i = 0; i < 20; ++i) CHECK(wire.frame().payload == std::to_string(i));
    const Wire::Frame goodbye = wire.frame();
    CHECK(goodbye.code() == Socket::try_again);
    CHECK(goodbye.payload.substr(2) == "another window");
    wire.send_frame(8, goodbye.payload);
    CHECK(closed_with(running, chat, Socket::try_again));
}

TEST_CASE("a silent peer is pinged, and dropped when it does not answer") {
    Chat chat;
    Limits limits;
    limits.socket_idle = 200ms;
    Running running(chat.router, limits);
    Wire wire(running.port());
    wire.upgrade("/ws");
    // While it answers, it stays.
    for (int i = 0; i < 4; ++i) {
        const Wire::Frame ping = wire.frame();
        REQUIRE(ping.opcode == 9);
        wire.send_frame(10, ping.payload);
    }
    CHECK(closed_with(running, chat, Socket::abnormal));
}

TEST_CASE("a peer that is torn away is noticed") {
    Chat chat;
    Running running(chat.router);
    Wire wire(running.port());
    wire.upgrade("/ws");
    REQUIRE(soon([&] { return running.on_thread([&] { return chat.sockets.size() == 1; }); }));
    wire.reset();
    CHECK(closed_with(running, chat, Socket::abnormal));
}

TEST_CASE("one message goes to many chats, and an idle chat is small") {
    Chat chat;
    Running running(chat.router);
    constexpr std::size_t count = 400;
    std::vector<Wire> wires;
    const auto resident = [] {
        std::ifstream file("/proc/self/statm");
        std::size_t all = 0;
        std::size_t pages = 0;
        file >> all >> pages;
        return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    };
    // The first ones pay for what is allocated once.
    for (std::size_t i = 0; i < 100; ++i) wires.emplace_back(running.port()).upgrade("/ws");
    const std::size_t before = resident();
    for (std::size_t i = 0; i < count; ++i) wires.emplace_back(running.port()).upgrade("/ws");
    REQUIRE(soon([&] { return running.on_thread([&] { return chat.sockets.size() == count + 100; }); }));
    const std::size_t each = (resident() - before) / count;
    INFO("bytes per idle socket, the test's own client included: " << each);
#ifndef PLAINT_SANITIZED
    CHECK(each < 10'000);
#endif
    const auto message = words("to all");
    running.on_thread([&] {
        for (const auto& socket : chat.sockets) CHECK(socket->send(message));
    });
    for (Wire& wire : wires) REQUIRE(wire.frame().payload == "to all");
}
