#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>

using namespace plaint::webchat::test;

namespace {

json say(const Rig& rig, const std::string& sender, const std::string& message,
         json metadata = {{"locale", "en"}}) {
    const Answer answer =
        rig.post("/webhooks/rest/webhook",
                 json{{"sender", sender}, {"message", message}, {"metadata", metadata}}.dump(), rasa_token);
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return answer.parsed();
}

} // namespace

TEST_CASE("an empty message opens the conversation, and so does Rasa's own opening") {
    Rig rig;
    const json opened = say(rig, "a", "");
    REQUIRE(!opened.empty());
    CHECK(opened[0]["recipient_id"] == "a");
    CHECK(!opened[0]["text"].get<std::string>().empty());
    CHECK(opened.back()["buttons"][0] == json{{"title", "Agree"}, {"payload", "yes"}});
    json other = say(rig, "b", "/session_start");
    for (json& part : other) part["recipient_id"] = "a";
    CHECK(other == opened);
}

TEST_CASE("the first message may be any") {
    Rig rig;
    const json answer = say(rig, "a", "hello");
    CHECK(answer.back()["buttons"][0]["payload"] == "yes");
}

TEST_CASE("the payload of a button is an answer") {
    Rig rig;
    say(rig, "a", "");
    json answer = say(rig, "a", "yes");
    for (int i = 0; i < 3; ++i) {
        REQUIRE(answer.back().contains("buttons"));
        const json next = say(rig, "a", answer.back()["buttons"][0]["payload"]);
        CHECK(next != answer);
        answer = next;
    }
}

TEST_CASE("a repeated message gets the same reply and changes nothing") {
    Rig rig;
    say(rig, "a", "");
    const json first = say(rig, "a", "yes", {{"message_id", "m1"}, {"locale", "en"}});
    CHECK(say(rig, "a", "yes", {{"message_id", "m1"}, {"locale", "en"}}) == first);
    CHECK(say(rig, "a", "no", {{"message_id", "m1"}}) == first);
    CHECK(say(rig, "a", "yes", {{"message_id", "m2"}}) != first);
}

TEST_CASE("senders do not hear of one another") {
    Rig rig;
    say(rig, "a", "");
    say(rig, "a", "yes");
    CHECK(say(rig, "b", "") != say(rig, "a", "what?"));
    CHECK(say(rig, "b", "").back()["buttons"][0]["payload"] == "yes");
}

TEST_CASE("the language is the client's") {
    Rig rig;
    CHECK(say(rig, "a", "", {{"locale", "zh-CN"}}).back()["buttons"][0]["title"] == "同意");
    HeaderList headers = rasa_token;
    headers.emplace_back("Accept-Language", "en-GB,en;q=0.9");
    const Answer british = rig.post("/webhooks/rest/webhook", R"({"sender":"b","message":""})", headers);
    CHECK(british.parsed().back()["buttons"][0]["title"] == "Agree");
}

TEST_CASE("who knows a sender's name and not the token hears nothing") {
    Rig rig;
    const json opened = say(rig, "a", "");
    const std::string body = R"({"sender":"a","message":"yes","metadata":{"locale":"en"}})";
    const auto status = [&](const std::string& query, const HeaderList& headers) {
        return rig.post("/webhooks/rest/webhook" + query, body, headers).status;
    };
    CHECK(status("", {}) == 401);
    CHECK(status("?token=", {}) == 401);
    CHECK(status("?token=0123456789abcdeF", {}) == 401);
    CHECK(status("", {{"Authorization", "Bearer 0123456789abcde"}}) == 401);
    // None of these was an answer.
    json again = say(rig, "b", "");
    for (json& part : again) part["recipient_id"] = "a";
    CHECK(opened == again);
    CHECK(say(rig, "a", "what?").back()["buttons"] == opened.back()["buttons"]);
    CHECK(status("?token=0123456789abcdef", {}) == 200);
}

TEST_CASE("without a token of its own there is no such channel") {
    Rig rig([](plaint::support::Config& config) { config.rasa.reset(); });
    const std::string body = R"({"sender":"a","message":""})";
    CHECK(rig.post("/webhooks/rest/webhook", body, rasa_token).status == 404);
    CHECK(rig.post("/webhooks/rest/webhook?token=", body).status == 404);
    CHECK(rig.get("/webhooks/rest/").status == 404);
}

TEST_CASE("Rasa's check of the channel is answered") {
    Rig rig;
    CHECK(rig.get("/webhooks/rest/").parsed()["status"] == "ok");
}
