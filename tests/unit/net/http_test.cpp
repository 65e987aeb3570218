#include "bot/net/exchange.hpp"
#include "bot/net/http.hpp"

#include <catch2/catch.hpp>

#include <optional>

using namespace plaint::net;

TEST_CASE("headers are found without regard to case and keep their order") {
    Headers headers{{"Content-Type", "text/plain"}, {"X-One", "1"}};
    headers.add("x-one", "2");
    CHECK(headers.get("CONTENT-TYPE") == "text/plain");
    CHECK(headers.get("X-ONE") == "1");
    CHECK(headers.count("x-One") == 2);
    CHECK_FALSE(headers.has("X"));
    headers.set("X-one", "3");
    CHECK(headers.count("x-one") == 1);
    CHECK(headers[1].value == "3");
    headers.set_default("x-one", "4");
    headers.set_default("x-two", "5");
    CHECK(headers.get("x-one") == "3");
    CHECK(headers.get("x-two") == "5");

    Headers more{{"A", "a"}, {"B", ""}};
    more.remove("a");
    headers.add_all(more);
    CHECK(headers.has("b"));
    CHECK_FALSE(headers.has("a"));
    CHECK(headers.get("b").empty());
}

TEST_CASE("escapes are undone, and broken ones are told from good ones") {
    CHECK(percent_decode("a%20b%e4%b8%AD") == "a b中");
    CHECK(percent_decode("plain") == "plain");
    for (const char* bad : {"%", "%4", "%zz", "abc%2"}) CHECK_FALSE(percent_decode(bad));
    CHECK(percent_encode("respondents[0].region") == "respondents%5B0%5D.region");
    CHECK(percent_decode(percent_encode("中 /?&%")) == "中 /?&%");
}

TEST_CASE("a form's pairs are decoded in their order") {
    const Parameters form = parse_form("a=1&b=two+words&a=%E4%B8%AD&&flag&bad=%zz&=x");
    CHECK(form.size() == 6);
    CHECK(form.get("a") == "1");
    CHECK(form.get("b") == "two words");
    CHECK(form.has("flag"));
    CHECK(form.get("bad") == "%zz");
    CHECK(form.get("absent").empty());
    CHECK(parse_form("").empty());
}

TEST_CASE("a form with a million pairs costs no more than a thousand") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "a=1&";
    CHECK(parse_form(text).size() == 1000);
}

TEST_CASE("a request knows its media type, cookies and bearer token") {
    Request request;
    request.headers = {{"Content-Type", "Application/JSON; charset=utf-8"},
                       {"Cookie", "a=1; session=abc=="},
                       {"Cookie", "b=2"},
                       {"Authorization", "bearer  t0ken"}};
    CHECK(request.content_type() == "application/json");
    CHECK(request.cookie("session") == "abc==");
    CHECK(request.cookie("b") == "2");
    CHECK_FALSE(request.cookie("sess"));
    CHECK(request.bearer() == "t0ken");
    request.headers.set("Authorization", "Basic eDp5");
    CHECK_FALSE(request.bearer());
}

TEST_CASE("a problem document carries type, title, status and a safe detail") {
    const Response response = problem(413, "a \"quoted\"\nline", "too-large");
    CHECK(response.status == 413);
    CHECK(response.headers.get("content-type") == "application/problem+json");
    CHECK(response.body.view() == R"({"type":"too-large","title":"Content Too Large","status":413,)"
                                  R"("detail":"a \"quoted\"\u000aline"})");
    CHECK(problem(404).body.view() == R"({"type":"about:blank","title":"Not Found","status":404})");
}

TEST_CASE("a body may be owned, embedded or shared") {
    static constexpr std::string_view file = "embedded";
    CHECK(Body("owned").view() == "owned");
    CHECK(Body::embedded(file).view().data() == file.data());
    CHECK(Body(std::make_shared<const std::string>("shared")).size() == 6);
    CHECK(Body().size() == 0);
}

TEST_CASE("a responder answers once") {
    int answers = 0;
    Responder responder = Responder::to([&](Response&& response) {
        ++answers;
        CHECK(response.status == 204);
    });
    responder(no_content());
    responder(text("again"));
    CHECK(answers == 1);
    CHECK_FALSE(responder.waiting());
}

TEST_CASE("a responder that is dropped, or written over, answers 500") {
    int first = 0;
    int second = 0;
    {
        Responder responder = Responder::to([&](Response&& response) { first = response.status; });
        responder = Responder::to([&](Response&& response) { second = response.status; });
        CHECK(first == 500);
        Responder moved = std::move(responder);
        CHECK(second == 0);
    }
    CHECK(second == 500);
}
