#include "bot/conversation/callbacks.hpp"
#include "storage/desk.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/unit/hotline/caller.hpp"

#include <catch2/catch.hpp>

// What callers have agreed to, and what they are promised.
using namespace plaint;
using namespace plaint::hotline::test;

TEST_CASE("whoever calls for a person again waits once, since the first time and with all that was said") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    for (const char* key : {"1", "1", "1"}) caller.press(key);
    const std::int64_t first = rig.clock().now();
    const auto leave_message = [&](const std::string& id) {
        for (const char* key : {"0", "1"}) caller.press(key);
        REQUIRE(caller.heard("<Record"));
        caller.send(caller.action(), "&RecordingSid=" + id + "&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2F" +
                                         id + "&RecordingDuration=3&Digits=%23");
        rig.clock().advance(60'000);
    };
    leave_message("RE1");
    leave_message("RE2");
    for (const char* key : {"0", "2"}) caller.press(key);
    CHECK(rig.metrics().value(support::Count::callbacks_requested) == 3);
    const auto waiting = storage::contract::ask<std::vector<storage::OwedCall>>(
        [&](auto answer) { rig.store().desk().callbacks(storage::Scope::of_country(), {}, 10, answer); });
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].record.at == first);
    CHECK(waiting[0].cases.empty());
    const auto promise = conversation::read_promise(waiting[0].record);
    REQUIRE(promise);
    CHECK(promise->to == caller.from);
    CHECK(promise->recordings == std::vector<std::string>{"RE1", "RE2"});
    CHECK(promise->kind == "message");
}

TEST_CASE("what was agreed to in a chat is no consent to be recorded") {
    Rig rig(with_hotline);
    webchat::test::Window window(rig, "zh-CN");
    window.go_to("complainant.name", {{"complainant.foreign", "no"}});
    std::string code;
    for (const char c : window.receipt())
        if (c >= '0' && c <= '9') code += c;
    Caller caller{rig};
    caller.begin();
    caller.press("1");
    caller.press("9");
    caller.press(code);
    REQUIRE(caller.at() == "recording");
    CHECK(caller.heard("您是否同意录音"));
    CHECK_FALSE(caller.heard("<Record"));
    // Nor is a message taken, which would be recorded too.
    caller.press("0");
    CHECK_FALSE(caller.heard("留言"));
    caller.press("2");
    REQUIRE(caller.at() == "recording");
    caller.press("1");
    CHECK(caller.at() == "complainant.name");
    CHECK(caller.heard("<Record"));
}

TEST_CASE(
    "a line that records nothing does not speak of it, and what is agreed to there covers no recording") {
    Rig rig([](support::Config& config) {
        with_hotline(config);
        config.hotline.twilio->speech = true;
        config.recordings.hosts.clear();
    });
    Caller caller{rig};
    caller.begin();
    caller.press("1");
    CHECK(caller.at() == "intake.consent");
    CHECK(caller.heard("个人信息由"));
    CHECK_FALSE(caller.heard("录音"));
    caller.press("7");
    CHECK(caller.at() == "intake.consent");
    CHECK_FALSE(caller.heard("录音"));

    Rig recording(with_hotline);
    Caller told{recording};
    told.begin();
    told.press("1");
    CHECK(told.heard("通话会录音"));
}

TEST_CASE("nothing is recorded before somebody agreed to it") {
    Rig rig(with_hotline);
    Caller caller{rig};
    caller.begin();
    caller.press("0");
    CHECK(caller.at() == "person");
    CHECK_FALSE(caller.heard("留言"));
    CHECK_FALSE(caller.heard("<Record"));
}

TEST_CASE("who has agreed to nothing yet is told no code, and called only if they want it") {
    Rig rig(with_person);
    Caller caller{rig};
    caller.begin();
    caller.press("0");
    caller.send(caller.action(), "&DialCallStatus=busy");
    CHECK(caller.heard("现在没有人接听"));
    CHECK_FALSE(caller.heard("回执码是"));
    CHECK(caller.heard("请工作人员打您现在的来电号码，请按1"));
    CHECK(rig.metrics().value(support::Count::callbacks_requested) == 0);
    caller.press("1");
    CHECK(rig.metrics().value(support::Count::callbacks_requested) == 1);

    Caller withheld{.rig = rig, .call = "CA2", .from = "+266696687"};
    withheld.begin();
    withheld.press("0");
    withheld.send(withheld.action(), "&DialCallStatus=busy");
    CHECK(withheld.heard("没有显示号码"));
    CHECK(withheld.heard("<Hangup/>"));
    CHECK_FALSE(withheld.heard("回执码"));
    CHECK(rig.metrics().value(support::Count::callbacks_requested) == 1);
}
