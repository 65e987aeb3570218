#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::webchat::test;

TEST_CASE("a bad request gets a status, a code and a sentence, and changes nothing") {
    Rig rig;
    Window window(rig);
    const json before = window.poll();
    const std::string activities = window.path("/activities");
    struct Bad {
        std::string path, body;
        int status;
    };
    const Bad bad[] = {
        {activities, "", 400},
        {activities, "hello", 400},
        {activities, "[]", 400},
        {activities, "{}", 400},
        {activities, R"({"type":"message","from":{"id":"a"}})", 400},
        {activities, R"({"type":"message","text":"x"})", 400},
        {activities, R"({"type":"message","text":5,"from":{"id":"a"}})", 400},
        {activities, R"({"type":"message","text":"x","from":{"id":"a"},"locale":{}})", 400},
        {activities, R"({"type":"unheard","from":{"id":"a"}})", 400},
        {activities, R"({"type":"event","from":{"id":"a"}})", 400},
        {activities, R"({"type":"event","name":"plaint.resume","value":"5","from":{"id":"a"}})", 400},
        {activities, R"({"type":"event","name":"plaint.locale","from":{"id":"a"}})", 400},
        {activities, "{\"type\":\"message\",\"text\":\"\xc3\x28\",\"from\":{\"id\":\"a\"}}", 400},
        {activities, std::string(20'000, '['), 400},
        {activities,
         json{{"type", "message"}, {"text", std::string(90'000, 'x')}, {"from", {{"id", "a"}}}}.dump(), 413},
        {activities,
         json{{"type", "message"}, {"text", std::string(101'000, 'x')}, {"from", {{"id", "a"}}}}.dump(), 400},
        {activities, std::string(300'000, 'x'), 413},
        {"/v3/directline/conversations", "[]", 400},
        {"/v3/directline/conversations", R"({"locale":5})", 400},
        {"/v3/directline/conversations", R"({"user":{"id":5}})", 400},
        {"/v3/directline/conversations", std::string(20'000, ' '), 413},
        {"/v3/directline/tokens/generate", "nonsense", 400},
        {"/v3/directline/tokens/generate", R"({"resume":7})", 400},
        {"/v3/directline/tokens/generate", R"({"locale":[]})", 400},
        {window.path("/nothing"), "{}", 404},
        {"/v3/directline/tokens/refresh/more", "{}", 404},
    };
    for (const auto& [path, body, status] : bad) {
        CAPTURE(path, body.substr(0, 100));
        const Answer answer = rig.post(path, body, window.bearer());
        CHECK(answer.status == status);
        CHECK(!answer.parsed()["error"]["code"].get<std::string>().empty());
        CHECK(!answer.parsed()["error"]["message"].get<std::string>().empty());
    }
    CHECK(window.poll() == before);
}

TEST_CASE("bad requests to the interfaces get a problem document") {
    Rig rig;
    for (const auto& [path, body] :
         {std::pair<std::string, std::string>{"/api/v1/status", ""},
          {"/api/v1/status", "[]"},
          {"/api/v1/status", "{}"},
          {"/api/v1/status", R"({"receipt":5720})"},
          {"/api/v1/status/withdraw", R"({"receipt":"x"})"},
          {"/api/v1/status/reject", R"({"receipt":"x"})"},
          {"/webhooks/rest/webhook", ""},
          {"/webhooks/rest/webhook", "{}"},
          {"/webhooks/rest/webhook", R"({"sender":"a"})"},
          {"/webhooks/rest/webhook", R"({"sender":"","message":"x"})"},
          {"/webhooks/rest/webhook", R"({"sender":5,"message":"x"})"},
          {"/webhooks/rest/webhook", R"({"sender":"a","message":{}})"},
          {"/webhooks/rest/webhook", R"({"sender":"a","message":"x","metadata":{"message_id":1}})"}}) {
        CAPTURE(path, body);
        const Answer answer = rig.post(path, body, rasa_token);
        CHECK(answer.status == 400);
        CHECK(answer.header("Content-Type").starts_with("application/problem+json"));
        CHECK(!answer.parsed()["detail"].get<std::string>().empty());
    }
}
