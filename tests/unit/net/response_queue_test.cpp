#include "bot/net/response_queue.hpp"

#include <catch2/catch.hpp>

using namespace plaint::net;
using After = ResponseQueue::After;

TEST_CASE("answers leave in the order of the requests") {
    ResponseQueue queue;
    const auto first = queue.push({}, After::keep, false);
    const auto second = queue.push({}, After::keep, false);
    std::string bytes;
    queue.answer(second, text("second"));
    CHECK_FALSE(queue.ready());
    queue.write_to(bytes, "now");
    CHECK(bytes.empty());
    queue.answer(first, text("first"));
    queue.answer(first, text("twice"));
    queue.write_to(bytes, "now");
    CHECK(queue.empty());
    CHECK(bytes.find("first") < bytes.find("second"));
    CHECK(bytes.find("second") != std::string::npos);
    CHECK(bytes.find("twice") == std::string::npos);
    CHECK_FALSE(queue.waiting(first));
}

TEST_CASE("nothing follows a response that closes") {
    ResponseQueue queue;
    const auto first = queue.push({}, After::keep, false);
    const auto second = queue.push({}, After::keep, false);
    queue.close_after(first);
    queue.answer(second, text("second"));
    queue.answer(first, text("first"));
    std::string bytes;
    CHECK(queue.write_to(bytes, "now").closes);
    CHECK(bytes.find("Connection: close") != std::string::npos);
    CHECK(bytes.find("second") == std::string::npos);
    CHECK(queue.empty());
}

TEST_CASE("a large body follows its head without a copy") {
    ResponseQueue queue;
    const auto number = queue.push({}, After::keep, false);
    queue.answer(number, text(std::string(100'000, 'x')));
    std::string bytes;
    const auto written = queue.write_to(bytes, "now");
    CHECK(written.tail.size() == 100'000);
    CHECK(bytes.find("Content-Length: 100000\r\n\r\n") != std::string::npos);
}

TEST_CASE("a value cannot break out of its header line") {
    Response response = text("");
    response.headers.add("Location", "/a\r\nSet-Cookie: evil=1");
    response.headers.add("Content-Length", "7");
    response.headers.add("Connection", "upgrade");
    std::string bytes;
    write_head(bytes, response, After::keep, false, "now");
    CHECK(bytes.find("\r\nSet-Cookie") == std::string::npos);
    CHECK(bytes.find("Content-Length: 0\r\n") != std::string::npos);
    CHECK(bytes.find("upgrade") == std::string::npos);
}

TEST_CASE("dates are written as RFC 9110 writes them") {
    CHECK(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(http_date(1767571200) == "Mon, 05 Jan 2026 00:00:00 GMT");
}
