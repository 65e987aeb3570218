#include "adapters/hotline/twilio/signature.hpp"
#include "adapters/hotline/twilio/twilio.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/conversation/call_events.hpp"
#include "tests/unit/hotline/caller.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::hotline::test;

TEST_CASE("a call begins with the choice of a language, and goes on in it") {
    Rig rig(with_hotline);
    Caller caller{rig};
    CHECK(caller.begin().header("Content-Type") == "text/xml; charset=utf-8");
    CHECK(caller.at() == "intake.locale");
    CHECK(caller.heard("中文请按1"));
    CHECK(caller.heard("<Say language=\"en-US\">For English, press 2"));
    caller.press("2");
    CHECK(caller.at() == "intake.consent");
    CHECK(caller.heard("Do you agree"));
}

TEST_CASE("a wrong signature is answered 403, and changes nothing") {
    Rig rig(with_hotline);
    Caller caller{rig};
    CHECK(caller.send("/ivr/twilio", "", "another-token").status == 403);
    caller.begin();
    const std::string action = caller.action();
    CHECK(caller.send(action, "&Digits=1", "another-token").status == 403);
    CHECK(caller.send("/ivr/twilio/status", "&CallStatus=completed", "another-token").status == 403);
    caller.begin();
    CHECK(caller.action() == action);
}

TEST_CASE("without a section of its own there is no such hotline") {
    Rig rig;
    CHECK(rig.post("/ivr/twilio", "CallSid=CA1").status == 404);
}

TEST_CASE("without a token a hotline is open only where that was written for it") {
    Rig rig([](support::Config& config) {
        with_hotline(config);
        config.hotline.twilio = support::HotlineProvider{.insecure = true};
    });
    const Answer answer = rig.post("/ivr/twilio", "CallSid=CA1", {}, "application/x-www-form-urlencoded");
    CHECK(answer.status == 200);
    CHECK(rig.get("/ivr/twilio?CallSid=CA2").status == 200);
    CHECK(rig.get("/ivr/twilio?CallSid=").status == 400);
}

TEST_CASE("a repeated webhook gets the same reply, an older one the present question") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    const std::string first = caller.action();
    caller.press("1");
    const std::string second = caller.action();
    const std::string consent = caller.last.body;
    CHECK(caller.send(first, "&Digits=1").body == consent);
    CHECK(caller.send(first, "&Digits=2").body == consent);
    caller.send(second, "&Digits=1");
    const std::string wish = caller.last.body;
    CHECK(caller.at() == "case.wish");
    CHECK(caller.send(first, "&Digits=2").body == wish);
    CHECK(caller.begin().body == wish);
    CHECK(caller.send("/ivr/twilio/turn", "&Digits=2").body == wish);
}

TEST_CASE("silence is told apart from a wrong key") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    caller.press("1");
    caller.press("");
    CHECK(caller.heard("没有收到您的回答"));
    CHECK(caller.at() == "intake.consent");
    caller.press("7");
    CHECK_FALSE(caller.heard("没有收到您的回答"));
    CHECK(caller.heard("没有这个选项"));
    CHECK(caller.at() == "intake.consent");
}

TEST_CASE("a wrong key at a number that is read back does not throw the number away") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1", "1", "1", "1", "1", "1", "2"}) caller.press(key);
    REQUIRE(caller.at() == "complainant.name");
    caller.press("9");
    REQUIRE(caller.at() == "complainant.id_number");
    caller.press("11010519491231002*");
    REQUIRE(caller.at() == "complainant.id_number.confirm");
    caller.press("3");
    CHECK(caller.at() == "complainant.id_number.confirm");
    CHECK(caller.heard("没有这个选项"));
    CHECK(caller.heard("尾号0 0 2 X"));
    caller.press("1");
    CHECK(caller.at() == "complainant.address");
}

TEST_CASE("a key that was not read out chooses nothing") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1", "1", "1"}) caller.press(key);
    REQUIRE(caller.at() == "party.role");
    CHECK(caller.heard("听其他选项，请按7"));
    CHECK_FALSE(caller.heard("代理人，请按"));
    caller.press("8");
    CHECK(caller.at() == "party.role");
    CHECK(caller.heard("没有这个选项"));
    caller.press("7");
    CHECK(caller.heard("代理人，请按1"));
    CHECK_FALSE(caller.heard("没有这个选项"));
    caller.press("#");
    CHECK(caller.heard("代理人，请按1"));
    caller.press("1");
    CHECK(caller.at() == "agent.principal_role");
}

TEST_CASE("at the choice instead of a person a wrong key is no answer to the question behind it") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1", "1", "0"}) caller.press(key);
    REQUIRE(caller.at() == "person");
    CHECK(caller.heard("服务时间是周一至周五8点30分至17点30分"));
    CHECK(caller.heard("留言，请按1"));
    caller.press("4");
    CHECK(caller.at() == "person");
    caller.press("");
    CHECK(caller.at() == "person");
    caller.press("4");
    CHECK(caller.at() == "person");
    caller.press("4");
    CHECK(caller.at() == "case.urgent");
    CHECK_FALSE(caller.heard("没有这个选项"));
    for (const char* key : {"0", "2"}) caller.press(key);
    CHECK(caller.at() == "case.urgent");
    CHECK(caller.heard("工作人员会给您回电"));
    CHECK(rig.metrics().value(support::Count::callbacks_requested) == 1);
}

TEST_CASE("back shows the present answer, which one key keeps and another replaces") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1", "1", "1", "1", "1", "1", "2"}) caller.press(key);
    const std::string recording =
        "&RecordingSid=RE1&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2FRE1&RecordingDuration=3&Digits=%23";
    REQUIRE(caller.at() == "complainant.name");
    caller.send(caller.action(), recording);
    for (const char* key : {"11010519491231002*", "1"}) caller.press(key);
    REQUIRE(caller.at() == "complainant.address");
    // The number was read back by its end.
    caller.press("*");
    REQUIRE(caller.at() == "complainant.id_number");
    CHECK(caller.heard("尾号0 0 2 X"));
    CHECK(caller.heard("请按1再按井号键"));
    caller.press("1");
    REQUIRE(caller.at() == "complainant.address");
    for (const char* key : {"*", "*"}) caller.press(key);
    REQUIRE(caller.at() == "complainant.name");
    CHECK(caller.heard("您的录音"));
    CHECK_FALSE(caller.heard("<Record"));
    caller.press("2");
    CHECK(caller.heard("<Record"));
    CHECK_FALSE(caller.heard("您的录音"));
    caller.press("*");
    CHECK(caller.at() == "complainant.foreign");
}

TEST_CASE(
    "inside the hours 0 calls a person, and where nobody answers the call does not go back to the question") {
    Rig rig(with_person);
    Caller caller{rig};
    caller.begin();
    caller.press("1");
    caller.press("1");
    caller.press("0");
    CHECK(caller.heard("<Number>+8657112330</Number>"));
    const std::string dial = caller.action();
    caller.send(dial, "&DialCallStatus=no-answer");
    CHECK(caller.heard("现在没有人接听"));
    CHECK(caller.heard("<Hangup/>"));
    CHECK_FALSE(caller.heard("<Gather"));
    CHECK(rig.metrics().value(support::Count::callbacks_requested) == 1);
    CHECK(rig.metrics().value(support::Count::transfers_to_operator) == 1);
}

TEST_CASE("who has spoken with a person hears no machine after that") {
    Rig rig(with_person);
    Caller caller{rig};
    caller.begin();
    caller.press("0");
    caller.send(caller.action(), "&DialCallStatus=completed");
    CHECK(caller.last.body.ends_with("<Response><Hangup/></Response>"));
}

TEST_CASE("free words are recorded where nobody recognises them, and 9 puts them off") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1", "1", "1", "1", "1", "1", "2"}) caller.press(key);
    REQUIRE(caller.at() == "complainant.name");
    CHECK(caller.heard("<Record"));
    const std::string name = caller.action();
    caller.send(
        name,
        "&RecordingSid=RE1&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2FRE1&RecordingDuration=3&Digits=%23");
    CHECK(caller.at() == "complainant.id_number");
    // Silence in a recording is no recording: the redirect is followed.
    caller.press("11010519491231002*");
    caller.press("1");
    REQUIRE(caller.at() == "complainant.address");
    caller.press("");
    CHECK(caller.heard("没有收到您的回答"));
    caller.send(caller.action(),
                "&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2FRE2&RecordingDuration=0&Digits=9");
    CHECK(caller.at() == "complainant.phone");
}

TEST_CASE("what was spoken is taken before the key is obeyed that ended it, and a repeat finds both") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1", "1", "1", "1", "1", "1", "2"}) caller.press(key);
    REQUIRE(caller.at() == "complainant.name");
    const std::string name = caller.action();
    const std::string ended =
        "&RecordingSid=RE1&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2FRE1&RecordingDuration=40&Digits=0";
    const double turns = rig.metrics().value(support::Count::turns_committed);
    caller.send(name, ended);
    CHECK(caller.at() == "person");
    const std::string told = caller.last.body;
    CHECK(caller.send(name, ended).body == told);
    CHECK(rig.metrics().value(support::Count::turns_committed) == turns + 2);
    caller.press("3");
    CHECK(caller.at() == "complainant.id_number");
    const auto events = casework::wait_for<std::vector<storage::EventStatus>>(
        [&](auto answer) { rig.store().events({}, 10, std::move(answer)); });
    REQUIRE(events->size() == 1);
    CHECK(events->front().event.type == conversation::event_recording);
}

TEST_CASE("a recording that answers nothing is not fetched") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    caller.press("1");
    caller.press("1");
    REQUIRE(caller.at() == "case.wish");
    caller.send(caller.action(),
                "&RecordingSid=RE1&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2FRE1&RecordingDuration=3");
    CHECK(caller.heard("不能用录音回答"));
    const auto events = casework::wait_for<std::vector<storage::EventStatus>>(
        [&](auto answer) { rig.store().events({}, 10, std::move(answer)); });
    CHECK(events->empty());
}

TEST_CASE("where words are recognised, keys are no words, and are all that is waited for at the third time") {
    Rig rig([](support::Config& config) {
        with_hotline(config);
        config.hotline.twilio->speech = true;
    });
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1", "1", "1", "1", "1", "1", "2"}) caller.press(key);
    REQUIRE(caller.at() == "complainant.name");
    caller.press("12");
    CHECK(caller.at() == "complainant.name");
    CHECK(caller.heard("没有这个选项"));
    caller.press("**");
    REQUIRE(caller.at() == "complainant.id_number");
    caller.press("");
    CHECK(caller.heard("dtmf speech"));
    caller.press("");
    CHECK_FALSE(caller.heard("dtmf speech"));
}

TEST_CASE("whoever does not know says so, and is not asked to supply it later") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1", "1", "3"}) caller.press(key);
    REQUIRE(caller.at() == "exhibition.name");
    CHECK(caller.heard("以后补，请按9"));
    CHECK(caller.heard("不知道，请按8"));
    CHECK(caller.heard("finishOnKey=\"#*098\""));
    caller.press("8");
    CHECK(caller.at() == "exhibition.booth");
}

TEST_CASE("numbers that are none, and recordings without a name") {
    const auto heard = [](const std::string& form,
                          const std::string& query = "turn=1&step=5&at=x&keys=recording") {
        return hotline::twilio::heard_of(net::parse_form("CallSid=CA1&" + form), net::parse_form(query));
    };
    for (const char* number : {"%2B266696687", "%2B7378742833", "%2B2562533", "%2B8656696", "%2B86282452253",
                               "anonymous", "", "sip%3Aa%40b"})
        CHECK(heard("From=" + std::string(number)).caller.empty());
    CHECK(heard("From=%2B8613800138000").caller == "+8613800138000");

    using What = hotline::Heard::What;
    const std::string url = "RecordingDuration=3&RecordingUrl=https%3A%2F%2Fmedia.example%2F";
    const auto one = heard(url + "audio.wav%3FX-Sig%3Da%252Bb");
    CHECK(one.what == What::recording);
    CHECK(one.recording.size() == 25);
    CHECK(one.recording_url == "https://media.example/audio.wav?X-Sig=a%2Bb");
    CHECK(heard(url + "audio.wav%3FX-Sig%3Dother").recording == one.recording);
    CHECK(heard(url + "audio.wav", "turn=1&step=6&at=x&keys=recording").recording != one.recording);
    CHECK(heard(url + "audio.wav&RecordingSid=RE7").recording == "RE7");
    // So much silence would have ended it by itself, so longer ones hold words.
    CHECK(heard("RecordingUrl=u&RecordingDuration=5&Digits=9").what == What::keys);
    CHECK(heard("RecordingUrl=u&RecordingDuration=6&Digits=9").what == What::recording);
    CHECK(heard("RecordingUrl=u&RecordingDuration=6&Digits=9", "turn=1&step=5&at=x&keys=recording&slow=1")
              .what == What::keys);
    CHECK(heard("RecordingUrl=u&RecordingDuration=0&Digits=%23").what == What::keys);
    CHECK(heard("RecordingUrl=u&RecordingDuration=0").what == What::silence);
}

TEST_CASE("the end of a call is noted once, and is nothing for a call that nobody knows") {
    Rig rig(with_hotline);
    Caller caller{rig};
    CHECK(caller.send("/ivr/twilio/status", "&CallStatus=completed").status == 204);
    caller.begin();
    caller.press("1");
    CHECK(caller.send("/ivr/twilio/status", "&CallStatus=ringing").status == 204);
    CHECK(caller.send("/ivr/twilio/status", "&CallStatus=completed").status == 204);
    CHECK(caller.send("/ivr/twilio/status", "&CallStatus=failed").status == 204);
    CHECK(rig.metrics().value(support::Count::turns_duplicate) == 1);
}

TEST_CASE("the end of a call that cannot be stored now is to be told again") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    rig.store().fail_next(1, storage::Fault::unavailable);
    CHECK(caller.send("/ivr/twilio/status", "&CallStatus=completed").status == 503);
    CHECK(caller.last.header("Retry-After") == "5");
    CHECK(caller.send("/ivr/twilio/status", "&CallStatus=completed").status == 204);
}

TEST_CASE("whoever agreed and has a number is told once where to go on, and nobody else") {
    const auto links = [](const char* number, const char* consent) {
        Rig rig([](support::Config& config) {
            with_hotline(config);
            config.notifications = support::Receiver{.url = "https://sms.example/in", .secret = "whsec_x"};
        });
        Caller caller{.rig = rig, .from = number};
        caller.begin();
        for (const char* key : {"1", consent}) caller.press(key);
        caller.send("/ivr/twilio/status", "&CallStatus=completed");
        caller.send("/ivr/twilio/status", "&CallStatus=completed");
        const auto events = casework::wait_for<std::vector<storage::EventStatus>>(
            [&](auto answer) { rig.store().events({}, 10, std::move(answer)); });
        for (const storage::EventStatus& status : events.value())
            CHECK(status.event.content == R"({"conversation":"twilio:CA1","turn":"end"})");
        return events->size();
    };
    CHECK(links("+8613800138000", "1") == 1);
    CHECK(links("+8613800138000", "2") == 0);
    CHECK(links("anonymous", "1") == 0);
    CHECK(links("+8657188880000", "1") == 0);
}

TEST_CASE("a second call goes on with the receipt code, and the web knows what both have said") {
    Rig rig(with_hotline);
    Caller first{rig};
    first.begin();
    for (const char* key : {"1", "1"}) first.press(key);
    const std::string code = between(first.last.body, "共16位：", "。");
    for (const char* key : {"1", "1"}) first.press(key);
    REQUIRE(first.at() == "case.urgent");
    std::string keys;
    for (const char c : code)
        if (c >= '0' && c <= '9') keys += c;
    REQUIRE(keys.size() == 16);

    Caller second{.rig = rig, .call = "CA2"};
    second.begin();
    second.press("1");
    second.press("9");
    REQUIRE(second.at() == "receipt");
    const std::string asking = second.action();
    second.press(keys);
    CHECK(second.at() == "case.urgent");
    // The provider asks again, because the answer was lost on its way.
    const std::string told = second.last.body;
    CHECK(second.send(asking, "&Digits=" + keys).body == told);
    second.press("1");
    CHECK(second.at() == "party.role");
    // The first call is not over: its question was answered meanwhile, and what it says now is no correction.
    first.press("1");
    CHECK(first.at() == "party.role");
}

TEST_CASE("a wrong receipt code is told, and the fourth ends the asking") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    caller.press("1");
    CHECK(caller.heard("凭回执码继续以前的投诉，请按9"));
    caller.press("9");
    REQUIRE(caller.at() == "receipt");
    for (int i = 0; i < 3; ++i) {
        caller.press("5720000000000008");
        CHECK(caller.heard("没有查到这个回执码"));
    }
    caller.press("5720000000000008");
    CHECK(caller.at() == "intake.consent");
}

TEST_CASE("where too many wrong codes were keyed the call goes on without one") {
    Rig rig([](support::Config& config) {
        with_hotline(config);
        config.limits.receipt_failures_per_hour = 1;
    });
    Caller caller{rig};
    caller.begin();
    caller.press("1");
    caller.press("9");
    for (int i = 0; i < 2; ++i) caller.press("5720000000000008");
    CHECK(caller.at() == "receipt");
    caller.press("5720000000000008");
    CHECK(caller.heard("输错回执码的次数太多"));
    CHECK(caller.at() == "intake.consent");
    CHECK_FALSE(caller.heard("<Hangup/>"));
    // Those who do not say where they call from have a wider budget, and share it.
    Caller withheld{.rig = rig, .call = "CA2", .from = "anonymous"};
    withheld.begin();
    withheld.press("1");
    withheld.press("9");
    for (int i = 0; i < 3; ++i) withheld.press("5720000000000008");
    CHECK_FALSE(withheld.heard("输错回执码的次数太多"));
}

TEST_CASE("whoever needs time has twice as much for the whole call") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    CHECK(caller.heard("timeout=\"6\""));
    caller.press("8");
    CHECK(caller.heard("timeout=\"12\""));
    caller.press("1");
    CHECK(caller.heard("timeout=\"12\""));
    // Whoever hears of that key only in their language presses it there.
    Caller later{.rig = rig, .call = "CA2"};
    later.begin();
    later.press("2");
    CHECK(later.heard("If you need more time to answer, press 8."));
    later.press("8");
    CHECK(later.at() == "intake.consent");
    CHECK(later.heard("timeout=\"12\""));
}

TEST_CASE("the keys of a call's beginning stand for nothing once it has gone on") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    CHECK_FALSE(caller.heard("回执码"));
    caller.press("1");
    caller.press("");
    CHECK(caller.heard("请按9"));
    caller.press("1");
    REQUIRE(caller.at() == "case.wish");
    CHECK_FALSE(caller.heard("凭回执码继续以前的投诉，请按9"));
    caller.press("9");
    CHECK(caller.at() == "case.wish");
}
