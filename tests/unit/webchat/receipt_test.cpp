#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>
#include <chrono>

using namespace plaint;
using namespace plaint::webchat::test;

namespace {

Answer resume(Window& window, const std::string& receipt) {
    return window.send({{"type", "event"},
                        {"name", "plaint.resume"},
                        {"value", {{"receipt", receipt}}},
                        {"from", {{"id", "dl_1"}}}});
}

Answer status(const Rig& rig, const std::string& receipt, const std::string& locale = "en") {
    return rig.post("/api/v1/status", json{{"receipt", receipt}, {"locale", locale}}.dump());
}

const std::string wrong = "5720000000000008";

} // namespace

TEST_CASE("the code is told once consent is given") {
    Rig rig;
    Window window(rig);
    CHECK(window.receipt().empty());
    REQUIRE(window.say("yes").status == 200);
    CHECK(window.receipt().size() == 16);
}

TEST_CASE("another window takes up what a code stands for") {
    Rig rig;
    Window window(rig);
    REQUIRE(window.say("yes").status == 200);
    window.go_to("party.role", {});
    Window other(rig);
    CHECK(other.question()["ask"] == "intake.consent");
    REQUIRE(resume(other, window.receipt()).status == 200);
    CHECK(other.question()["ask"] == "party.role");
    REQUIRE(other.say("owner").status == 200);
    CHECK(other.question()["ask"] != "party.role");
}

TEST_CASE("a window that has joined by a code finds its conversation again after its token is over") {
    Rig rig;
    Window window(rig);
    REQUIRE(window.say("yes").status == 200);
    Window other(rig);
    const auto again = [&] {
        return rig.post("/v3/directline/tokens/generate", json{{"resume", other.resume()}}.dump());
    };
    REQUIRE(again().status == 200);
    REQUIRE(resume(other, window.receipt()).status == 200);
    const Answer after = again();
    REQUIRE(after.status == 200);
    CHECK(after.parsed()["conversationId"] == other.id());
}

TEST_CASE("a code that is typed opens what it stands for, and is not kept") {
    Rig rig;
    Window window(rig);
    REQUIRE(window.say("yes").status == 200);
    window.go_to("party.role", {});
    const std::string code = window.receipt();
    const std::string typed =
        code.substr(0, 4) + " " + code.substr(4, 4) + "-" + code.substr(8, 4) + " " + code.substr(12);
    Window other(rig);
    const std::string before = other.poll()["watermark"];
    const Answer answer = other.say(typed, "key-1");
    REQUIRE(answer.status == 200);
    CHECK(other.question()["ask"] == "party.role");
    const json page = other.poll(before);
    const json& echo = page["activities"][0];
    CHECK(echo["id"] == answer.parsed()["id"]);
    CHECK(echo["channelData"]["clientActivityID"] == "key-1");
    CHECK(echo["text"] == "•••• •••• •••• ••••");
    // A repeat changes nothing.
    CHECK(other.say(typed, "key-1").body == answer.body);
    CHECK(other.poll(before) == page);
    // In its own conversation the code asks for what is open, once more.
    REQUIRE(window.say(code).status == 200);
    CHECK(window.question()["ask"] == "party.role");
}

TEST_CASE("digits that open nothing are an answer, whether codes are looked at or not") {
    Rig rig([](support::Config& config) { config.limits.receipt_failures_per_hour = 2; });
    Window window(rig);
    // As well formed as a code can be.
    const std::string unknown = "5720000000000003";
    for (int attempt = 2; attempt <= 3; ++attempt) {
        REQUIRE(window.say(unknown).status == 200);
        CHECK(window.question()["ask"] == "intake.consent");
        CHECK(window.question()["attempt"] == attempt);
    }
    REQUIRE(window.say("yes").status == 200);
    CHECK(status(rig, wrong).status == 404);
    CHECK(status(rig, wrong).status == 429);
    Window other(rig);
    REQUIRE(other.say(window.receipt()).status == 200);
    CHECK(other.question()["ask"] == "intake.consent");
    CHECK(other.question()["attempt"] == 2);
}

TEST_CASE("a wrong code is answered politely and changes nothing") {
    Rig rig;
    Window window(rig);
    const json before = window.poll();
    const Answer answer = resume(window, wrong);
    CHECK(answer.status == 400);
    CHECK(answer.parsed()["error"]["code"] == "UnknownReceipt");
    CHECK(window.poll() == before);
}

TEST_CASE("every code that opens nothing is answered alike") {
    Rig rig;
    const auto began = std::chrono::steady_clock::now();
    const Answer unknown = status(rig, wrong);
    CHECK(std::chrono::steady_clock::now() - began > std::chrono::milliseconds(240));
    CHECK(unknown.status == 404);
    for (const char* code : {"1", "5720000000000001", "0000000000000000", "abcd", ""}) {
        const auto start = std::chrono::steady_clock::now();
        const Answer other = status(rig, code);
        CHECK(std::chrono::steady_clock::now() - start > std::chrono::milliseconds(240));
        CHECK(other.status == unknown.status);
        CHECK(other.body == unknown.body);
    }
}

TEST_CASE("wrong codes spend a budget, and an empty budget looks at no code") {
    Rig rig([](support::Config& config) { config.limits.receipt_failures_per_hour = 3; });
    Window window(rig);
    REQUIRE(window.say("yes").status == 200);
    const std::string code = window.receipt();
    for (int i = 0; i < 20; ++i) CHECK(status(rig, code).status == 200);
    for (int i = 0; i < 4; ++i) CHECK(status(rig, wrong).status == 404);
    const Answer spent = status(rig, code);
    CHECK(spent.status == 429);
    CHECK(spent.header("Retry-After") == "60");
    CHECK(resume(window, code).status == 429);
    rig.clock().advance(61'000);
    CHECK(status(rig, code).status == 200);
    CHECK(status(rig, wrong).status == 404);
    CHECK(status(rig, code).status == 429);
}

TEST_CASE("the budget of all addresses together counts too") {
    Rig rig([](support::Config& config) { config.limits.receipt_failures_per_hour_all = 1; });
    CHECK(status(rig, wrong).status == 404);
    CHECK(status(rig, wrong).status == 404);
    CHECK(status(rig, wrong).status == 429);
}

TEST_CASE("wrong codes from one IPv6 network spend one budget") {
    Rig rig([](support::Config& config) {
        config.server.trusted_proxies = {"127.0.0.1"};
        config.limits.receipt_failures_per_hour = 1;
    });
    const auto ask = [&](const std::string& address) {
        return rig.post("/api/v1/status", json{{"receipt", wrong}}.dump(), {{"X-Forwarded-For", address}})
            .status;
    };
    CHECK(ask("2001:db8::1") == 404);
    CHECK(ask("2001:db8::2") == 404);
    CHECK(ask("2001:db8::3") == 429);
    CHECK(ask("2001:db8:0:1::1") == 404);
}

TEST_CASE("a draft is known by its code but has no case") {
    Rig rig;
    Window window(rig);
    REQUIRE(window.say("yes").status == 200);
    const json answer = status(rig, window.receipt()).parsed();
    CHECK(answer["cases"].empty());
    CHECK(answer["session_state"] == "draft");
    CHECK(answer["resume"] == true);
}

TEST_CASE("a code is never looked up by an address") {
    Rig rig;
    CHECK(rig.get("/api/v1/status").status == 405);
    CHECK(rig.get("/api/v1/status?receipt=" + wrong).status == 405);
}

TEST_CASE("withdrawal has to be confirmed") {
    Rig rig;
    CHECK(rig.post("/api/v1/status/withdraw",
                   json{{"receipt", wrong}, {"case", "IP-2026-330100-0000001"}}.dump())
              .status == 400);
    CHECK(rig.post("/api/v1/status/withdraw",
                   json{{"receipt", wrong}, {"case", "IP-2026-330100-0000001"}, {"confirm", false}}.dump())
              .status == 400);
    CHECK(rig.post("/api/v1/status/withdraw",
                   json{{"receipt", wrong}, {"case", "IP-2026-330100-0000001"}, {"confirm", "true"}}.dump())
              .status == 400);
    CHECK(rig.post("/api/v1/status/withdraw",
                   json{{"receipt", wrong}, {"case", "IP-2026-330100-0000001"}, {"confirm", true}}.dump())
              .status == 404);
}

TEST_CASE("a case is seen and withdrawn by its code") {
    Rig rig;
    Window window(rig);
    const json closing = window.complain();
    const std::string number = closing["number"];
    const std::string code = closing["receipt"];
    CHECK(number.starts_with("IP-2026-330100-"));
    CHECK(code == window.receipt());
    CHECK(closing["state"] == "submitted");
    CHECK(closing["lead"]["body"] == "office:3301");
    CHECK(!closing["lead"]["name"].get<std::string>().empty());
    REQUIRE(!closing["missing"].empty());
    CHECK(!closing["missing"][0]["label"].get<std::string>().empty());

    const json seen = status(rig, code).parsed();
    // With the linked cases that the answers make.
    REQUIRE(seen["cases"].size() == 1 + closing["linked"].size());
    CHECK(seen["session_state"] == "submitted");
    const json& one = seen["cases"][0];
    CHECK(one["number"] == number);
    CHECK(one["kind"] == "patent_infringement");
    CHECK(one["state"] == "submitted");
    CHECK(one["stage"] == "acceptance");
    CHECK(one["lead"] == closing["lead"]);
    CHECK(one["missing"] == closing["missing"]);
    // Papers are missing, so the term has not begun.
    CHECK_THAT(one["term"].get<std::string>(), Catch::Matchers::Contains("3 working days"));
    CHECK_THAT(one["term_reason"].get<std::string>(), Catch::Matchers::Contains("Zhejiang"));
    CHECK(one["version"] == 1);
    CHECK(one["submitted_at"] == "2026-09-21T14:13:20.000Z");
    CHECK(status(rig, code, "zh-CN").parsed()["cases"][0]["lead"]["name"] != one["lead"]["name"]);

    const auto withdraw = [&](const std::string& which) {
        return rig.post("/api/v1/status/withdraw",
                        json{{"receipt", code}, {"case", which}, {"confirm", true}}.dump());
    };
    CHECK(withdraw("IP-2026-330100-9999999").status == 404);
    CHECK(status(rig, code).parsed()["cases"][0]["state"] == "submitted");
    const Answer withdrawn = withdraw(number);
    CHECK(withdrawn.status == 200);
    json all = json::array({number});
    for (const json& linked : closing["linked"]) all.push_back(linked["number"]);
    CHECK(withdrawn.parsed() == json{{"case", number}, {"state", "withdrawn"}, {"withdrawn", all}});
    const json after = status(rig, code).parsed();
    for (const json& gone : after["cases"]) {
        CHECK(gone["state"] == "withdrawn");
        CHECK(gone["missing"].empty());
        CHECK_FALSE(gone.contains("term"));
    }
    CHECK(after["resume"] == false);
    CHECK(withdraw(number).status == 409);
}

TEST_CASE("a case without an outcome has none to reject") {
    Rig rig;
    Window window(rig);
    const json closing = window.complain();
    const auto reject = [&](const std::string& which) {
        return rig.post("/api/v1/status/reject",
                        json{{"receipt", closing["receipt"]}, {"case", which}, {"confirm", true}}.dump());
    };
    CHECK(status(rig, closing["receipt"]).parsed()["cases"][0]["rejectable"] == false);
    CHECK(reject(closing["number"]).status == 409);
    CHECK(reject("IP-2026-330100-9999999").status == 404);
}

TEST_CASE("a linked case is withdrawn by its own number, and the main case goes on") {
    Rig rig;
    Window window(rig);
    const json closing = window.complain();
    const std::string number = closing["number"];
    const std::string code = closing["receipt"];
    REQUIRE(closing["linked"].size() == 1);
    const std::string linked = closing["linked"][0]["number"];
    const json before = status(rig, code).parsed()["cases"];
    REQUIRE(before.size() == 2);
    CHECK(before[0]["withdraws"] == json{number, linked});
    CHECK(before[1]["withdraws"] == json{linked});
    const Answer answer = rig.post("/api/v1/status/withdraw",
                                   json{{"receipt", code}, {"case", linked}, {"confirm", true}}.dump());
    CHECK(answer.status == 200);
    CHECK(answer.parsed() == json{{"case", linked}, {"state", "withdrawn"}, {"withdrawn", {linked}}});
    const json after = status(rig, code).parsed();
    CHECK(after["session_state"] == "submitted");
    CHECK(after["resume"] == true);
    CHECK(after["cases"][0]["state"] == "submitted");
    CHECK(after["cases"][0]["withdraws"] == json{number});
    CHECK(after["cases"][1]["state"] == "withdrawn");
    CHECK(after["cases"][1]["withdraws"].empty());
    // The conversation is no other for it.
    Window other(rig);
    REQUIRE(resume(other, code).status == 200);
    CHECK(other.question()["ask"] == "outstanding");
}

TEST_CASE("another window is shown the case of a code, and adds nothing by looking") {
    Rig rig;
    Window window(rig);
    const json closing = window.complain();
    Window other(rig);
    REQUIRE(resume(other, closing["receipt"]).status == 200);
    CHECK(other.question()["ask"] == "outstanding");
    CHECK(status(rig, closing["receipt"]).parsed()["cases"][0]["version"] == 1);
}
