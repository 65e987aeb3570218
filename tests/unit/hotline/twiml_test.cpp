#include "adapters/hotline/twilio/twiml.hpp"
#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::hotline;

namespace {

std::string document(const VoiceTurn& turn) {
    return twilio::twiml(turn, tests::shipped_library().languages, "https://plaint.example/ivr/twilio/turn");
}

} // namespace

TEST_CASE("a question waits for keys, and silence leads back to it in either dialect") {
    CHECK(
        document({{{"请按1 & 2", "zh-Hans"}},
                  Gather{.mark = {.turn = 3, .step = 7, .at = "respondents[0].region"},
                         .digits_max = 1,
                         .hash_ends = false,
                         .language = "zh-Hans"}}) ==
        R"(<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" )"
        R"(action="https://plaint.example/ivr/twilio/turn?turn=3&amp;step=7&amp;at=respondents%5B0%5D.region&amp;keys=menu" )"
        R"(method="POST" timeout="6" numDigits="1" finishOnKey="" actionOnEmptyResult="true">)"
        R"(<Say language="cmn-CN">请按1 &amp; 2</Say></Gather><Redirect method="POST">)"
        R"(https://plaint.example/ivr/twilio/turn?turn=3&amp;step=7&amp;at=respondents%5B0%5D.region&amp;keys=menu</Redirect></Response>)");
}

TEST_CASE("keys count while a question is read that is answered by a recording") {
    const std::string xml = document({{{"请说", "zh-Hans"}}, Record{.keys = "#*09"}});
    const std::size_t asked = xml.find("<Say language=\"cmn-CN\">请说</Say></Gather><Record ");
    REQUIRE(asked != std::string::npos);
    CHECK(xml.find("finishOnKey=\"\" actionOnEmptyResult=\"false\">") < asked);
    CHECK(xml.find("finishOnKey=\"#*09\" playBeep") != std::string::npos);
}

TEST_CASE("words are heard in the language of the question") {
    const std::string xml = document({{}, Gather{.speech = true, .language = "zh-Hans"}});
    CHECK(xml.find(R"(input="dtmf speech")") != std::string::npos);
    CHECK(xml.find(R"(language="cmn-Hans-CN" speechTimeout="auto")") != std::string::npos);
}

TEST_CASE("what is no text in XML is left out, and half a character is no character") {
    CHECK(twilio::xml_escape("a\x01\x1f<b>\t\"c\"&") == "a&lt;b&gt;\t&quot;c&quot;&amp;");
    CHECK(twilio::xml_escape("专\xe4\xb8利") == "专\uFFFD\uFFFD利");
    CHECK(twilio::xml_escape("\xef\xbf\xbe") == "");
}

TEST_CASE("a transfer names a number or a SIP address, and the end hangs up") {
    CHECK(document({{}, Transfer{.number = "+8657112330"}}).find("<Number>+8657112330</Number></Dial>") !=
          std::string::npos);
    CHECK(
        document({{}, Transfer{.number = "sip:desk@pbx.example"}}).find("<Sip>sip:desk@pbx.example</Sip>") !=
        std::string::npos);
    CHECK(document({{{"再见", "zh-Hans"}}, HangUp{}}).ends_with("</Say><Hangup/></Response>"));
}

TEST_CASE("no document and no Say is longer than a provider takes") {
    std::string text;
    for (int i = 0; i < 4'000; ++i) text += "很长的说明，没有尽头。";
    VoiceTurn turn{{}, Gather{}};
    for (int i = 0; i < 20; ++i) turn.says.push_back({text.substr(0, 33 * 400), "zh-Hans"});
    turn.says.push_back({"问题在最后。", "zh-Hans"});
    const std::string xml = document(turn);
    CHECK(xml.size() <= bytes_of_a_document.most);
    CHECK(xml.find("问题在最后。</Say></Gather>") != std::string::npos);
}
