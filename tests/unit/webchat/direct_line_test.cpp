#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::webchat::test;

TEST_CASE("the bot speaks first, and asks with a hint for programs") {
    Rig rig;
    Window window(rig);
    const json page = window.poll();
    REQUIRE(!page["activities"].empty());
    const json& first = page["activities"][0];
    CHECK(first["from"]["role"] == "bot");
    CHECK(first["id"] == window.id() + "|0000000");
    CHECK(first["textFormat"] == "plain");
    CHECK(first["locale"] == "en");
    CHECK(page["watermark"] == std::to_string(page["activities"].size()));
    const json question = window.question();
    CHECK(question["ask"] == "intake.consent");
    CHECK(question["as"] == "yes_no");
    CHECK(question["attempt"] == 1);
    CHECK(question["options"][0] == json{{"value", "yes"}, {"label", "Agree"}});
    CHECK(question["progress"].is_number());
    CHECK(question["files"]["max"] == 10);
    CHECK(question["files"]["bytes"] == 50'000'000);
    CHECK(question["files"]["types"][5] == ".heic");
    CHECK(page["activities"].back()["suggestedActions"]["actions"][1] ==
          json{{"type", "imBack"}, {"title", "I do not agree"}, {"value", "I do not agree"}});
}

TEST_CASE("a message is echoed under the client's id, and answered") {
    Rig rig;
    Window window(rig);
    const std::string before = window.poll()["watermark"];
    const Answer answer = window.say("yes", "key-1");
    REQUIRE(answer.status == 200);
    const json page = window.poll(before);
    const json& echo = page["activities"][0];
    CHECK(echo["id"] == answer.parsed()["id"]);
    CHECK(echo["text"] == "yes");
    CHECK(echo["from"] == json{{"id", "dl_1"}, {"role", "user"}});
    CHECK(echo["channelData"]["clientActivityID"] == "key-1");
    CHECK(!echo["timestamp"].get<std::string>().empty());
    CHECK(page["activities"][1]["replyToId"] == echo["id"]);
}

TEST_CASE("a repeated message gets the same answer and changes nothing") {
    Rig rig;
    Window window(rig);
    const std::string first = window.say("yes", "key-1").body;
    const json before = window.poll();
    CHECK(window.say("yes", "key-1").body == first);
    CHECK(window.say("no", "key-1").body == first);
    CHECK(window.poll() == before);
    CHECK(window.say("yes", "key-2").body != first);
}

TEST_CASE("without a client's id every message counts") {
    Rig rig;
    Window window(rig);
    const std::string first = window.say("yes").body;
    CHECK(window.say("yes").body != first);
}

TEST_CASE("a conversation is begun once, however often it is asked for") {
    Rig rig;
    Window window(rig);
    const json before = window.poll();
    const Answer again = rig.post("/v3/directline/conversations", "{}", window.bearer());
    CHECK(again.status == 200);
    CHECK(again.parsed()["conversationId"] == window.id());
    CHECK(again.parsed()["streamUrl"].get<std::string>().find("watermark=0") != std::string::npos);
    CHECK(window.poll() == before);
}

TEST_CASE("a watermark replays from there on") {
    Rig rig;
    Window window(rig);
    const json all = window.poll()["activities"];
    REQUIRE(all.size() >= 2);
    CHECK(window.poll("1")["activities"].size() == all.size() - 1);
    CHECK(window.poll("1")["activities"][0] == all[1]);
    CHECK(window.poll(std::to_string(all.size()))["activities"].empty());
    CHECK(window.poll(std::to_string(all.size()))["watermark"] == std::to_string(all.size()));
    CHECK(window.poll("")["activities"] == all);
    CHECK(rig.get(window.path("/activities"), window.bearer()).parsed()["activities"] == all);
    CHECK(window.poll("nonsense")["activities"] == all);
}

TEST_CASE("a token works until its time, and a refreshed one longer") {
    Rig rig([](support::Config& config) { config.web.token_seconds = 600; });
    Window window(rig);
    rig.clock().advance(599'000);
    const Answer refreshed = rig.post("/v3/directline/tokens/refresh", "", window.bearer());
    REQUIRE(refreshed.status == 200);
    CHECK(refreshed.parsed()["conversationId"] == window.id());
    CHECK(refreshed.parsed()["expires_in"] == 600);
    rig.clock().advance(2'000);
    const Answer expired = rig.get(window.path("/activities"), window.bearer());
    CHECK(expired.status == 403);
    CHECK(expired.parsed()["error"]["code"] == "TokenExpired");
    CHECK(rig.post("/v3/directline/tokens/refresh", "", window.bearer()).status == 403);
    const std::string token = refreshed.parsed()["token"];
    CHECK(rig.get(window.path("/activities"), {{"Authorization", "Bearer " + token}}).status == 200);
}

TEST_CASE("after a token's life the secret leads back to the same conversation") {
    Rig rig;
    Window window(rig);
    rig.clock().advance(24 * 3600 * 1000);
    const Answer again = rig.post("/v3/directline/tokens/generate", json{{"resume", window.resume()}}.dump());
    REQUIRE(again.status == 200);
    CHECK(again.parsed()["conversationId"] == window.id());
    const std::string token = again.parsed()["token"];
    const Answer reconnected = rig.get(window.path("?watermark=1"), {{"Authorization", "Bearer " + token}});
    REQUIRE(reconnected.status == 200);
    CHECK(reconnected.parsed()["streamUrl"].get<std::string>().find("watermark=1&") != std::string::npos);
    CHECK(rig.post("/v3/directline/tokens/generate", R"({"resume":"wrong"})").status == 404);
}

TEST_CASE("a token opens its own conversation and nothing else") {
    Rig rig;
    Window mine(rig);
    Window other(rig);
    for (const auto& [headers, status] : {std::pair<HeaderList, int>{{}, 401},
                                          {{{"Authorization", "Basic abc"}}, 401},
                                          {{{"Authorization", "Bearer "}}, 401},
                                          {{{"Authorization", "Bearer nonsense"}}, 403},
                                          {{{"Authorization", "Bearer " + mine.token() + "x"}}, 403},
                                          {mine.bearer(), 403}}) {
        CAPTURE(status);
        CHECK(rig.get(other.path(""), headers).status == status);
        CHECK(rig.get(other.path("/activities"), headers).status == status);
        CHECK(rig.post(other.path("/activities"), R"({"type":"typing","from":{"id":"a"}})", headers).status ==
              status);
        CHECK(rig.post(other.path("/upload"), "x", headers, "multipart/form-data; boundary=x").status ==
              status);
    }
    CHECK(rig.post("/v3/directline/conversations", "{}").status == 401);
    CHECK(rig.post("/v3/directline/tokens/refresh", "").status == 401);
}

TEST_CASE("a conversation that was never begun is not found") {
    Rig rig;
    const json opened = rig.post("/v3/directline/tokens/generate", "").parsed();
    const HeaderList bearer{{"Authorization", "Bearer " + opened["token"].get<std::string>()}};
    const std::string path = "/v3/directline/conversations/" + opened["conversationId"].get<std::string>();
    CHECK(rig.get(path, bearer).status == 404);
    CHECK(rig.get(path + "/activities", bearer).status == 404);
    const Answer answer = rig.post(
        path + "/activities", R"({"type":"message","text":"hi","locale":"en","from":{"id":"a"}})", bearer);
    CHECK(answer.status == 404);
    CHECK(answer.parsed()["error"]["message"].get<std::string>().find("has ended") != std::string::npos);
}

TEST_CASE("a page of another site is kept out, a configured one and our own are let in") {
    Rig rig([](support::Config& config) { config.web.allowed_origins = {"https://shop.example"}; });
    const auto generate = [&](const std::string& origin) {
        return rig.post("/v3/directline/tokens/generate", "{}", {{"Origin", origin}}).status;
    };
    CHECK(generate("https://evil.example") == 403);
    CHECK(generate("null") == 403);
    CHECK(generate("https://shop.example.evil") == 403);
    CHECK(generate("https://shop.example") == 200);
    CHECK(generate("http://" + rig.host()) == 200);
    const auto readable_by = [&](const std::string& origin) {
        return rig.post("/v3/directline/tokens/generate", "{}", {{"Origin", origin}})
            .header("Access-Control-Allow-Origin");
    };
    CHECK(readable_by("https://evil.example") == "*");
    CHECK(readable_by("https://shop.example") == "https://shop.example");
    Window window(rig);
    HeaderList headers = window.bearer();
    headers.emplace_back("Origin", "https://evil.example");
    CHECK(rig.get(window.path("/activities"), headers).status == 403);
}

TEST_CASE("a preflight names the headers that the official client sends") {
    Rig rig([](support::Config& config) { config.web.allowed_origins = {"https://shop.example"}; });
    const Answer answer =
        rig.options("/v3/directline/conversations",
                    {{"Origin", "https://shop.example"}, {"Access-Control-Request-Method", "POST"}});
    CHECK(answer.status == 204);
    CHECK(answer.header("Access-Control-Allow-Origin") == "https://shop.example");
    CHECK(answer.header("Access-Control-Allow-Headers") ==
          "authorization, content-type, x-ms-bot-agent, x-requested-with");
    CHECK(rig.options("/v3/directline/conversations", {{"Origin", "https://evil.example"}})
              .header("Access-Control-Allow-Origin")
              .empty());
}

TEST_CASE("the language control puts the question again in the other language") {
    Rig rig;
    Window window(rig, "zh-CN");
    CHECK(window.question()["options"][0]["label"] == "同意");
    CHECK(
        window
            .send({{"type", "event"}, {"name", "plaint.locale"}, {"value", "en"}, {"from", {{"id", "dl_1"}}}})
            .status == 200);
    CHECK(window.question()["options"][0]["label"] == "Agree");
    CHECK(window.question()["locale"] == "en");
}

TEST_CASE("typing and the events of other windows are taken and mean nothing") {
    Rig rig;
    Window window(rig);
    const json before = window.poll();
    CHECK(window.send({{"type", "typing"}, {"from", {{"id", "dl_1"}}}}).status == 200);
    CHECK(window.send({{"type", "event"}, {"name", "webchat/join"}, {"from", {{"id", "dl_1"}}}}).status ==
          200);
    CHECK(window.poll() == before);
}

TEST_CASE("the answers of a question are told with their words, and either is an answer") {
    Rig rig;
    Window window(rig);
    window.go_to("party.role", {});
    const json question = window.question();
    CHECK(question["as"] == "choice");
    REQUIRE(question["options"].size() > 3);
    CHECK(question["options"][0]["value"] == "owner");
    REQUIRE(window.say(question["options"][0]["label"]).status == 200);
    CHECK(window.question()["ask"] != "party.role");
}

TEST_CASE("too many messages in a minute are refused with a time to wait") {
    Rig rig([](support::Config& config) { config.limits.messages_per_minute_per_address = 5; });
    Window window(rig); // one
    Answer answer;
    for (int i = 0; i < 5; ++i) answer = window.say("hello");
    CHECK(answer.status == 429);
    CHECK(std::stoi(answer.header("Retry-After")) > 0);
    CHECK(answer.parsed()["error"]["code"] == "TooManyRequests");
    rig.clock().advance(60'000);
    CHECK(window.say("hello").status == 200);
}

TEST_CASE("too many new conversations of one address are refused") {
    Rig rig([](support::Config& config) { config.limits.conversations_per_minute_per_address = 1; });
    Window window(rig);
    const json opened = rig.post("/v3/directline/tokens/generate", "").parsed();
    const Answer answer = rig.post("/v3/directline/conversations", "",
                                   {{"Authorization", "Bearer " + opened["token"].get<std::string>()}});
    CHECK(answer.status == 429);
}

TEST_CASE("a store that fails is told politely, and the same message then goes through once") {
    Rig rig;
    Window window(rig);
    rig.store().fail_next(1, storage::Fault::unavailable, storage::MemoryStore::Failing::after_durable);
    const Answer failed = window.say("yes", "key-1");
    CHECK(failed.status == 503);
    CHECK(!failed.header("Retry-After").empty());
    CHECK(failed.parsed()["error"]["message"].get<std::string>().find("try again") != std::string::npos);
    const Answer again = window.say("yes", "key-1");
    CHECK(again.status == 200);
    int echoes = 0;
    const json page = window.poll();
    for (const json& activity : page["activities"]) echoes += activity["from"]["role"] == "user";
    CHECK(echoes == 1);
}

TEST_CASE("where the program listens on all addresses, a window is told the one that it came by") {
    Rig rig([](support::Config& config) { config.server.listen = "0.0.0.0:0"; });
    const Window window(rig);
    CHECK(window.stream_url().starts_with("ws://" + rig.host() + "/"));
    Rig named([](support::Config& config) { config.server.public_base = "https://plaint.example.cn"; });
    CHECK(Window(named).stream_url().starts_with("wss://plaint.example.cn/"));
}
