#include "bot/outbox/http_transport.hpp"

#include <catch2/catch.hpp>

#include <httplib.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

using namespace plaint::outbox;
using namespace std::chrono_literals;

namespace {

// A receiver on this machine.
struct Receiver {
    httplib::Server server;
    std::thread thread;
    int port = 0;
    std::atomic<int> requests = 0;

    Receiver() {
        server.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
            ++requests;
            response.set_content(request.method + " " + request.get_header_value("webhook-id") + " " +
                                     request.body,
                                 "text/plain");
        });
        server.Post("/redirect", [this](const httplib::Request&, httplib::Response& response) {
            ++requests;
            response.set_redirect("/hook", 307);
        });
        server.Post("/busy", [](const httplib::Request&, httplib::Response& response) {
            response.status = 503;
            response.set_header("Retry-After", "77");
        });
        server.Post("/empty",
                    [](const httplib::Request&, httplib::Response& response) { response.status = 204; });
        server.Post("/large", [](const httplib::Request&, httplib::Response& response) {
            response.set_content(std::string(1 << 20, 'x'), "text/plain");
        });
        server.Post("/slow",
                    [](const httplib::Request&, httplib::Response&) { std::this_thread::sleep_for(700ms); });
        server.Get("/recording", [](const httplib::Request&, httplib::Response& response) {
            response.set_content("RIFF", "audio/wav");
        });
        port = server.bind_to_any_port("127.0.0.1");
        thread = std::thread([this] { server.listen_after_bind(); });
        while (!server.is_running()) std::this_thread::sleep_for(1ms);
    }
    ~Receiver() {
        server.stop();
        thread.join();
    }
    std::string url(const std::string& target, const std::string& host = "127.0.0.1") const {
        return "http://" + host + ":" + std::to_string(port) + target;
    }
};

// Listens, and says one byte of an answer every few milliseconds.
struct Dripper {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int port = 0;
    std::atomic<bool> done = false;
    std::thread thread;

    Dripper() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(listen(listener, 8) == 0);
        socklen_t length = sizeof address;
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
        port = ntohs(address.sin_port);
        thread = std::thread([this] {
            const int client = accept(listener, nullptr, nullptr);
            const std::string answer = "HTTP/1.1 200 OK\r\nX-Slow: " + std::string(5'000, 'x');
            for (std::size_t i = 0; i < answer.size() && !done; ++i) {
                if (::send(client, answer.data() + i, 1, MSG_NOSIGNAL) != 1) break;
                std::this_thread::sleep_for(2ms);
            }
            close(client);
        });
    }
    ~Dripper() {
        done = true;
        shutdown(listener, SHUT_RDWR);
        thread.join();
        close(listener);
    }
};

Request to(const std::string& url, Reach reach = Reach::private_too) {
    return {.url = url, .headers = {{"webhook-id", "evt_1"}}, .body = "{}", .reach = reach};
}

Resolver always(std::vector<std::string> addresses) {
    return [=](const std::string&, std::chrono::milliseconds) { return addresses; };
}

} // namespace

TEST_CASE("a receiver gets the body and the headers, and its answer comes back") {
    Receiver receiver;
    HttpTransport transport({});
    const auto response = transport.send(to(receiver.url("/hook")));
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->complete);
    CHECK(response->body == "POST evt_1 {}");
    HttpTransport naming({}, always({"127.0.0.1"}));
    const auto by_name = naming.send(to(receiver.url("/hook", "localhost")));
    REQUIRE(by_name);
    CHECK(by_name->status == 200);
}

TEST_CASE("a redirect comes back as it is, and nobody goes there") {
    Receiver receiver;
    HttpTransport transport({});
    const auto response = transport.send(to(receiver.url("/redirect")));
    REQUIRE(response);
    CHECK(response->status == 307);
    CHECK(receiver.requests == 1);
}

TEST_CASE("a receiver's wish for a later attempt is heard") {
    Receiver receiver;
    HttpTransport transport({});
    const auto response = transport.send(to(receiver.url("/busy")));
    REQUIRE(response);
    CHECK(response->status == 503);
    CHECK(response->retry_after == "77");
}

TEST_CASE("an answer without a body has its status") {
    Receiver receiver;
    HttpTransport transport({});
    const auto response = transport.send(to(receiver.url("/empty")));
    REQUIRE(response);
    CHECK(response->status == 204);
    CHECK(response->body.empty());
}

TEST_CASE("an answer is read up to its limit") {
    Receiver receiver;
    HttpTransport transport({});
    Request request = to(receiver.url("/large"));
    request.response_bytes_max = 1'000;
    const auto response = transport.send(request);
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->body.size() == 1'000);
    CHECK_FALSE(response->complete);
}

TEST_CASE("other methods than POST are possible") {
    Receiver receiver;
    HttpTransport transport({});
    const auto response =
        transport.send({.method = "GET", .url = receiver.url("/recording"), .reach = Reach::private_too});
    REQUIRE(response);
    CHECK(response->body == "RIFF");
}

TEST_CASE("a receiver that does not answer ends with the deadline") {
    Receiver receiver;
    HttpTransport transport({.deadline = 100ms});
    const auto begin = std::chrono::steady_clock::now();
    const auto response = transport.send(to(receiver.url("/slow")));
    REQUIRE_FALSE(response);
    CHECK(response.error().fault == TransportFault::timed_out);
    CHECK(std::chrono::steady_clock::now() - begin < 600ms);
}

TEST_CASE("a receiver that says a byte now and then ends with the deadline too") {
    Dripper dripper;
    HttpTransport transport({.deadline = 200ms});
    const auto begin = std::chrono::steady_clock::now();
    const auto response = transport.send(to("http://127.0.0.1:" + std::to_string(dripper.port) + "/"));
    REQUIRE_FALSE(response);
    CHECK(response.error().fault == TransportFault::timed_out);
    CHECK(std::chrono::steady_clock::now() - begin < 1s);
}

TEST_CASE("a receiver that is not there is unreachable") {
    int port = 0;
    { port = Receiver().port; }
    HttpTransport transport({});
    const auto response = transport.send(to("http://127.0.0.1:" + std::to_string(port) + "/"));
    REQUIRE_FALSE(response);
    CHECK(response.error().fault == TransportFault::unreachable);
}

TEST_CASE("what is under way ends when everything is cancelled") {
    Receiver receiver;
    HttpTransport transport({});
    std::thread canceller([&] {
        std::this_thread::sleep_for(50ms);
        transport.cancel();
    });
    const auto response = transport.send(to(receiver.url("/slow")));
    canceller.join();
    REQUIRE_FALSE(response);
    CHECK(response.error().fault == TransportFault::cancelled);
    CHECK(transport.send(to(receiver.url("/hook"))).error().fault == TransportFault::cancelled);
}

TEST_CASE("an address that must not be reached gets no connection, however it is named") {
    Receiver receiver;
    const std::string port = ":" + std::to_string(receiver.port) + "/hook";
    struct Row {
        std::string url;
        std::vector<std::string> addresses;
        Reach reach;
    };
    const Row rows[] = {
        {"http://127.0.0.1" + port, {"127.0.0.1"}, Reach::public_addresses},
        {"https://127.0.0.1" + port, {"127.0.0.1"}, Reach::public_addresses},
        {"https://[::1]" + port, {"::1"}, Reach::public_addresses},
        {"https://[::ffff:127.0.0.1]" + port, {"::ffff:127.0.0.1"}, Reach::private_too},
        {"https://10.0.0.1/", {"10.0.0.1"}, Reach::public_addresses},
        {"https://169.254.169.254/latest/meta-data", {"169.254.169.254"}, Reach::private_too},
        {"https://centre.example.cn" + port, {"127.0.0.1"}, Reach::public_addresses},
        {"https://centre.example.cn" + port, {"114.114.114.114", "127.0.0.1"}, Reach::public_addresses},
        {"https://centre.example.cn" + port, {"::ffff:127.0.0.1"}, Reach::public_addresses},
        {"http://centre.example.cn" + port, {"127.0.0.1"}, Reach::private_too},
        {"http://centre.example.cn" + port, {"114.114.114.114"}, Reach::public_addresses},
        {"ftp://centre.example.cn", {"114.114.114.114"}, Reach::public_addresses},
        {"https://user:password@centre.example.cn", {"114.114.114.114"}, Reach::public_addresses},
    };
    for (const Row& row : rows) {
        INFO(row.url);
        HttpTransport transport({}, always(row.addresses));
        const auto response = transport.send(to(row.url, row.reach));
        REQUIRE_FALSE(response);
        CHECK(response.error().fault == TransportFault::refused);
    }
    CHECK(receiver.requests == 0);
}

TEST_CASE("the connection goes to the address that was judged, not to what the name says later") {
    Receiver receiver;
    // The system would resolve this name to nothing; only the judged address leads to the receiver.
    HttpTransport transport({}, always({"127.0.0.1"}));
    const auto response = transport.send(to(receiver.url("/hook", "localhost")));
    REQUIRE(response);
    CHECK(response->status == 200);
    const auto elsewhere = HttpTransport({.connect_most = 200ms}, always({"127.0.0.2"}))
                               .send(to(receiver.url("/hook", "localhost")));
    CHECK_FALSE(elsewhere);
}

TEST_CASE("a second address is tried when the first does not answer") {
    Receiver receiver;
    HttpTransport transport({}, always({"127.0.0.2", "127.0.0.1"}));
    const auto response = transport.send(to(receiver.url("/hook", "localhost")));
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(receiver.requests == 1);
}

TEST_CASE("a name without an address is a fault of its own") {
    HttpTransport transport({},
                            [](const auto&, auto) -> std::expected<std::vector<std::string>, std::string> {
                                return std::unexpected(std::string("the name has no address"));
                            });
    const auto response = transport.send(to("https://nowhere.example.cn/", Reach::public_addresses));
    REQUIRE_FALSE(response);
    CHECK(response.error().fault == TransportFault::unresolved);
    CHECK(resolve("127.0.0.1", 1s) == std::vector<std::string>{"127.0.0.1"});
    CHECK(resolve("::1", 1s) == std::vector<std::string>{"::1"});
}
