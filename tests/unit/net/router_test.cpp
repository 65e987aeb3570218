#include "bot/net/router.hpp"

#include <catch2/catch.hpp>

using namespace plaint::net;

namespace {

Handler nothing() {
    return [](Request&&, Responder) {};
}

} // namespace

TEST_CASE("a literal goes before a name, and a name before a rest") {
    Router router;
    router.get("/a/{rest...}", nothing());
    router.get("/a/{id}", nothing());
    router.get("/a/b", nothing());
    router.get("/a/{id}/c", nothing());
    router.get("/", nothing());
    const auto pattern = [&](std::string_view path) {
        const auto match = router.match(Method::get, path);
        return match.route ? match.route->pattern : "";
    };
    CHECK(pattern("/") == "/");
    CHECK(pattern("/a/b") == "/a/b");
    CHECK(pattern("/a/x") == "/a/{id}");
    CHECK(pattern("/a/b/c") == "/a/{id}/c");
    CHECK(pattern("/a/b/d") == "/a/{rest...}");
    CHECK(pattern("/a/") == "/a/{rest...}");
    CHECK(pattern("/a").empty());
    CHECK(pattern("/b").empty());
    CHECK(pattern("").empty());
}

TEST_CASE("what the braces match is handed on by name") {
    Router router;
    router.post("/v3/directline/conversations/{id}/activities", nothing());
    router.get("/staff/{page}/{rest...}", nothing());
    CHECK(router.match(Method::post, "/v3/directline/conversations/c-1/activities").parameters.get("id") ==
          "c-1");
    const auto match = router.match(Method::get, "/staff/cases/2026/1");
    CHECK(match.parameters.get("page") == "cases");
    CHECK(match.parameters.get("rest") == "2026/1");
}

TEST_CASE("HEAD is taken by the GET route, and other methods are told what is allowed") {
    Router router;
    router.get("/a", nothing());
    router.post("/a", nothing());
    router.socket("/ws", [](Request&&, Upgrade) {});
    CHECK(router.match(Method::head, "/a").route->method == Method::get);
    CHECK_FALSE(router.match(Method::delete_, "/a").route);
    CHECK(router.match(Method::delete_, "/a").allowed == "GET, HEAD, POST, OPTIONS");
    CHECK(router.match(Method::get, "/a").allowed.empty());
    CHECK(router.match(Method::get, "/ws").upgrade);
    CHECK(router.match(Method::post, "/ws").allowed == "GET, OPTIONS");
    CHECK(router.match(Method::post, "/nowhere").allowed.empty());
}
