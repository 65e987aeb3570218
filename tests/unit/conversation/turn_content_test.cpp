#include "bot/conversation/turn_content.hpp"

#include <catch2/catch.hpp>

namespace plaint::conversation {

TEST_CASE("a turn is read as it was written") {
    TurnContent content{.said = dialogs::Said::files,
                        .modality = dialogs::Modality::voice,
                        .words = "两份证书",
                        .value = "keep",
                        .files = {{std::string(64, 'a'), "证书.png", "image/png", 12345}},
                        .client = "{\"from\":\"u\"}",
                        .locale = "en"};
    dialogs::Ask ask{
        .path = "right.proof", .as = "file", .options = {{"confirm", {{"review.confirm", {}}}, {}, "right"}}};
    ask.offer = dialogs::Shown{.path = "right.proof", .kind = kinds::Kind::file, .value = content.files};
    content.outputs = {
        {{"ask.right.proof", {{"count", std::int64_t{-3}}, {"receipt", dialogs::Blank::receipt}}},
         ask,
         true}};
    content.effects = {dialogs::Effect::submit, dialogs::Effect::stopped};
    content.closing = casework::Closing{.number = "IP-2026-330100-0000001",
                                        .version = 2,
                                        .state = storage::CaseState::withdrawn,
                                        .lead = "office:3307",
                                        .missing = {{"right.proof", {{"label.right.proof", {}}}}},
                                        .linked = {{"IP-2026-330100-0000002", "office:3301"}}};
    content.content_version = "0123456789abcdef";
    const auto read = decode_turn(encode(content));
    REQUIRE(read.has_value());
    CHECK(read->said == content.said);
    CHECK(read->modality == content.modality);
    CHECK(read->words == content.words);
    CHECK(read->value == content.value);
    CHECK((read->files == content.files));
    CHECK(read->client == content.client);
    CHECK(read->locale == content.locale);
    CHECK((read->outputs == content.outputs));
    CHECK((read->effects == content.effects));
    CHECK((read->closing == content.closing));
    CHECK(read->content_version == content.content_version);
}

TEST_CASE("a turn of before its content was named is read") {
    std::string bytes = encode({.words = "他们卖的杯子", .locale = "zh-Hans"});
    // The form stands first; the name that it lacks stands last, and is empty here.
    REQUIRE((bytes.front() == '\2' && bytes.back() == '\0'));
    bytes.front() = '\1';
    bytes.pop_back();
    const auto read = decode_turn(bytes);
    REQUIRE(read.has_value());
    CHECK(read->words == "他们卖的杯子");
    CHECK(read->content_version.empty());
}

TEST_CASE("a turn cut short anywhere is refused and nothing is read beyond it") {
    TurnContent content{.words = "他们卖的杯子", .locale = "zh-Hans"};
    content.outputs = {{{"ask.right.title", {}}, dialogs::Ask{.path = "right.title", .as = "text"}, false}};
    const std::string bytes = encode(content);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK_FALSE(decode_turn(bytes.substr(0, size)).has_value());
    CHECK_FALSE(decode_turn(bytes + "x").has_value());
}

} // namespace plaint::conversation
