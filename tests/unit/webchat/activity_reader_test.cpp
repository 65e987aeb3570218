#include "adapters/webchat/activity_reader.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace plaint::webchat;
using Kind = ClientActivity::Kind;

namespace {

std::expected<ClientActivity, std::string> read(std::string_view json) {
    return read_activity(json, Comes::alone);
}

} // namespace

TEST_CASE("a message is read with all that a window adds to it") {
    const auto activity =
        read(R"({"type":"message","from":{"id":"dl_7","name":"x"},"text":"是","locale":"zh-CN",
        "channelData":{"clientActivityID":"k1","clientTimestamp":"t","plaint":{"value":"yes","to":"intake.consent","question":"q"}},
        "attachments":[{"text":"inner","thumbnailUrl":"data:image/png;base64,AAAA"}],"entities":[{"type":"ClientCapabilities"}]})");
    REQUIRE(activity);
    CHECK(activity->kind == Kind::message);
    CHECK(activity->user == "dl_7");
    CHECK(activity->text == "是");
    CHECK(activity->value == "yes");
    CHECK(activity->to == "intake.consent");
    CHECK(activity->client_id == "k1");
    CHECK(activity->locale == "zh-CN");
}

TEST_CASE("the value of a pressed card stands for the words, and the words for themselves") {
    const auto card = read(R"({"type":"message","from":{"id":"a"},"value":"owner"})");
    REQUIRE(card);
    CHECK(card->value == "owner");
    CHECK(card->text == "owner");
    const auto object = read(R"({"type":"message","from":{"id":"a"},"text":"x","value":{"any":"thing"}})");
    REQUIRE(object);
    CHECK(object->value.empty());
}

TEST_CASE("events are told apart") {
    const auto resume =
        read(R"({"type":"event","name":"plaint.resume","from":{"id":"a"},"value":{"receipt":"1234 5678"}})");
    REQUIRE(resume);
    CHECK(resume->kind == Kind::resume);
    CHECK(resume->receipt == "1234 5678");
    const auto locale =
        read(R"({"type":"event","name":"plaint.locale","from":{"id":"a"},"locale":"zh","value":"en"})");
    REQUIRE(locale);
    CHECK(locale->kind == Kind::locale);
    CHECK(locale->locale == "en");
    for (const char* other : {R"({"type":"typing","from":{"id":"a"}})",
                              R"({"type":"event","name":"webchat/join","from":{"id":"a"}})",
                              R"({"type":"conversationUpdate","from":{"id":"a"}})"})
        CHECK(read(other)->kind == Kind::ignored);
}

TEST_CASE("a name with a separator in it is not a path") {
    const auto activity =
        read(R"({"type":"message","from":{"id":"a"},"text":"x","channelData/plaint/value":"evil"})");
    REQUIRE(activity);
    CHECK(activity->value.empty());
}

TEST_CASE("what is not an activity is refused with a sentence that says why") {
    const std::string deep = std::string(40, '[') + std::string(40, ']');
    const std::pair<std::string, std::string> bad[] = {
        {"", "not valid JSON"},
        {"{", "not valid JSON"},
        {"hello", "not valid JSON"},
        {R"({"type":"message")", "not valid JSON"},
        {R"({"type":"message"} x)", "not valid JSON"},
        {"{'type':'message'}", "not valid JSON"},
        {R"({"type":"message","text":"\ud800","from":{"id":"a"}})", "not valid JSON"},
        {"{\"type\":\"message\",\"text\":\"\xff\",\"from\":{\"id\":\"a\"}}", "not valid JSON"},
        {"{\"type\":\"message\",\"text\":\"\x01\",\"from\":{\"id\":\"a\"}}", "not valid JSON"},
        {"[]", "JSON object"},
        {"null", "JSON object"},
        {"\"message\"", "JSON object"},
        {"17", "JSON object"},
        {"true", "JSON object"},
        {"{}", "\"type\" is missing"},
        {R"({"type":7})", "\"type\" must be a text"},
        {R"({"type":null})", "\"type\" is missing"},
        {R"({"type":["message"]})", "\"type\" must be a text"},
        {R"({"type":"message"})", "\"from.id\" is missing"},
        {R"({"type":"message","from":"a"})", "\"from.id\" is missing"},
        {R"({"type":"message","from":{"id":5}})", "\"from.id\" must be a text"},
        {R"({"type":"message","from":{"id":{}}})", "\"from.id\" must be a text"},
        {R"({"type":"message","from":{"id":"a"}})", "\"text\" is missing"},
        {R"({"type":"message","from":{"id":"a"},"text":""})", "\"text\" is missing"},
        {R"({"type":"message","from":{"id":"a"},"text":12})", "\"text\" must be a text"},
        {R"({"type":"message","from":{"id":"a"},"text":false})", "\"text\" must be a text"},
        {R"({"type":"message","from":{"id":"a"},"text":"x","locale":1})", "\"locale\" must be a text"},
        {R"({"type":"message","from":{"id":"a"},"text":"x","channelData":{"clientActivityID":9}})",
         "must be a text"},
        {R"({"type":"message","from":{"id":"a"},"text":"x","channelData":{"plaint":{"to":[]}}})",
         "channelData.plaint.to"},
        {R"({"type":"message","from":{"id":")" + std::string(200, 'a') + R"("},"text":"x"})",
         "longer than 128"},
        {R"({"type":"dance","from":{"id":"a"}})", "must be \"message\""},
        {R"({"type":"event","from":{"id":"a"}})", "\"name\" of the event"},
        {R"({"type":"event","name":"plaint.resume","from":{"id":"a"}})", "\"value.receipt\" is missing"},
        {R"({"type":"event","name":"plaint.locale","from":{"id":"a"}})", "\"value\" is missing"},
        {R"({"type":"message","from":{"id":"a"},"text":"x","more":)" + deep + "}", "nested too deeply"},
    };
    for (const auto& [json, reason] : bad) {
        const auto activity = read(json);
        INFO(json);
        REQUIRE(!activity);
        INFO(activity.error());
        CHECK(activity.error().find(reason) != std::string::npos);
    }
}
