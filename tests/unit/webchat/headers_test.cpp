#include "tests/unit/webchat/rig.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace plaint;
using namespace plaint::webchat::test;

namespace {

void check_private(const Answer& answer) {
    CHECK(answer.header("Content-Security-Policy").starts_with("default-src 'none'"));
    CHECK(answer.header("Content-Security-Policy").find("unsafe") == std::string::npos);
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Referrer-Policy") == "no-referrer");
    CHECK(answer.header("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(!answer.header("Cross-Origin-Resource-Policy").empty());
    CHECK(!answer.header("Cache-Control").empty());
    CHECK(answer.header("Set-Cookie").empty());
}

} // namespace

TEST_CASE("every response carries the headers that keep browsers from harm, errors too") {
    Rig rig;
    Window window(rig);
    for (const char* path : {"/",
                             "/embed",
                             "/status",
                             "/directory",
                             "/directory?region=330100&lang=en",
                             "/directory?region=999999",
                             "/page.css",
                             "/page.js",
                             "/status.js",
                             "/widget.js",
                             "/favicon.ico",
                             "/regions.json",
                             "/words.json",
                             "/words.json?of=page&lang=en",
                             "/healthz",
                             "/readyz",
                             "/metrics",
                             "/webhooks/rest/",
                             "/nowhere",
                             "/%00",
                             "/../x",
                             "/v3/directline/nowhere",
                             "/v3/directline/conversations/x",
                             "/v3/directline/conversations/x/activities",
                             "/v3/directline/conversations/x/stream",
                             "/v3/directline/conversations/x/attachments/y",
                             "/api/v1/status"}) {
        CAPTURE(path);
        check_private(rig.get(path));
    }
    for (const char* path :
         {"/v3/directline/tokens/generate", "/v3/directline/tokens/refresh", "/v3/directline/conversations",
          "/v3/directline/conversations/x/activities", "/v3/directline/conversations/x/upload",
          "/webhooks/rest/webhook", "/api/v1/status", "/api/v1/status/withdraw", "/", "/nowhere"}) {
        CAPTURE(path);
        check_private(rig.post(path, "{}"));
        check_private(rig.post(path, std::string(300'000, 'x')));
        check_private(rig.options(path, {{"Origin", "https://evil.example"}}));
    }
    check_private(rig.get(window.path("/activities"), window.bearer()));
}

TEST_CASE("what is personal is never kept by a browser") {
    Rig rig;
    Window window(rig);
    CHECK(rig.get(window.path("/activities"), window.bearer()).header("Cache-Control") == "no-store");
    CHECK(rig.post("/v3/directline/tokens/generate", "").header("Cache-Control") == "no-store");
    CHECK(rig.post("/api/v1/status", R"({"receipt":"1"})").header("Cache-Control") == "no-store");
    CHECK(rig.post("/webhooks/rest/webhook", R"({"sender":"a","message":""})", rasa_token)
              .header("Cache-Control") == "no-store");
}

TEST_CASE("pages run their own scripts only, and stand in frames of the configured sites only") {
    Rig closed;
    CHECK(closed.get("/").header("Content-Security-Policy") ==
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://" +
              closed.host() +
              "; img-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
              "require-trusted-types-for 'script'");
    CHECK(closed.get("/embed").header("Content-Security-Policy").find("frame-ancestors 'none'") !=
          std::string::npos);
    Rig open([](support::Config& config) {
        config.web.allowed_origins = {"https://a.example", "https://b.example"};
    });
    CHECK(open.get("/embed")
              .header("Content-Security-Policy")
              .find("frame-ancestors https://a.example https://b.example;") != std::string::npos);
    CHECK(open.get("/").header("Content-Security-Policy").find("frame-ancestors 'none'") !=
          std::string::npos);
}

TEST_CASE("the window's script may be loaded by other sites, and nothing else of ours") {
    Rig rig;
    CHECK(rig.get("/widget.js").header("Cross-Origin-Resource-Policy") == "cross-origin");
    CHECK(rig.get("/page.js").header("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK(rig.get("/").header("Cross-Origin-Resource-Policy") == "same-origin");
}

TEST_CASE("a browser that has a page is told so") {
    Rig rig;
    for (const char* path : {"/", "/widget.js", "/words.json", "/regions.json"}) {
        CAPTURE(path);
        const Answer first = rig.get(path);
        CHECK(first.status == 200);
        CHECK(!first.body.empty());
        const Answer again = rig.get(path, {{"If-None-Match", first.header("ETag")}});
        CHECK(again.status == 304);
        CHECK(again.body.empty());
    }
}

TEST_CASE("pages come in the language of their reader") {
    Rig rig;
    CHECK(rig.get("/?lang=en").body.find("<html lang=\"en\" dir=\"ltr\">") != std::string::npos);
    CHECK(rig.get("/", {{"Accept-Language", "eu, en-AU;q=0.7, zh;q=0.3"}}).body.find("<html lang=\"en\"") !=
          std::string::npos);
    const Answer status = rig.get("/status");
    CHECK(status.header("Vary") == "Accept-Language");
    CHECK(status.body.find("<html lang=\"zh-Hans\"") != std::string::npos);
    CHECK(status.body.find("查询办理进度</h1>") != std::string::npos);
    CHECK(status.body.find("<option value=\"en\" lang=\"en\">English</option>") != std::string::npos);
    for (const char* path : {"/", "/status", "/embed"}) {
        CAPTURE(path);
        const std::string body = rig.get(path).body;
        // Every element that wants a text has one.
        for (std::size_t at = body.find("data-t="); at != std::string::npos;
             at = body.find("data-t=", at + 1))
            CHECK(body[body.find('>', at) + 1] != '<');
        CHECK(body.find('{') == std::string::npos);
    }
}

TEST_CASE("the window gets its words from the catalogue, with what it fills in itself") {
    Rig rig;
    const json words = rig.get("/words.json?lang=en").parsed();
    CHECK(words["language"] == "en");
    CHECK(words["direction"] == "ltr");
    CHECK(words["languages"][0] == json{{"id", "zh-Hans"}, {"name", "简体中文"}});
    CHECK(words["words"]["send"] == "Send");
    CHECK(words["words"]["refused"] == "{name} is not accepted");
    // What a button says is what its reader may type.
    CHECK(words["words"]["back"] == "Back");
    CHECK(rig.get("/words.json?of=page&lang=zh-CN").parsed()["words"]["kind_of_case.trademark"] == "商标");
}

TEST_CASE("regions are called and sorted as their reader is used to") {
    Rig rig;
    const auto names = [&](const std::string& language) {
        std::vector<std::string> out;
        const json list = rig.get("/regions.json?lang=" + language).parsed()["provinces"];
        for (const json& province : list) out.push_back(province[1]);
        return out;
    };
    const auto chinese = names("zh-Hans");
    CHECK(chinese[0] == "安徽省");
    // By its sound here, which is not that of the character alone.
    CHECK(chinese[3] == "重庆市");
    CHECK(chinese.back() == "浙江省");
    CHECK(names("en")[0] == "Anhui");
    const auto english = names("en");
    CHECK(std::ranges::is_sorted(english));
}

TEST_CASE("the regions are a tree of codes and names") {
    Rig rig;
    const json provinces = rig.get("/regions.json").parsed()["provinces"];
    REQUIRE(provinces.size() >= 31);
    bool found = false;
    for (const json& province : provinces) {
        if (province[0] != "330000") continue;
        CHECK(province[1] == "浙江省");
        for (const json& city : province[2]) {
            if (city[0] != "330100") continue;
            for (const json& district : city[2]) found = found || district == json{"330110", "余杭区"};
        }
    }
    CHECK(found);
    // Municipalities have their districts directly below.
    for (const json& province : provinces)
        if (province[0] == "110000") CHECK(province[2][0][0].get<std::string>().starts_with("1101"));
}

TEST_CASE("a client of Direct Line gets every error in the form that it knows") {
    Rig rig;
    for (const Answer& answer : {rig.get("/v3/directline/nowhere"), rig.get("/v3/directline/conversations/x"),
                                 rig.post("/v3/directline/conversations", "{}"),
                                 rig.post("/v3/directline/conversations", std::string(300'000, 'x')),
                                 rig.post("/v3/directline/tokens/generate", "{")}) {
        CAPTURE(answer.status, answer.body);
        CHECK(answer.status >= 400);
        const json error = answer.parsed()["error"];
        CHECK(!error["code"].get<std::string>().empty());
        CHECK(!error["message"].get<std::string>().empty());
    }
}

TEST_CASE("liveness, readiness and figures") {
    Rig rig;
    CHECK(rig.get("/healthz").parsed()["status"] == "ok");
    CHECK(rig.get("/readyz").parsed() == json{{"status", "ready"}, {"store", true}, {"disk", true}});
    Window window(rig);
    const std::string figures = rig.get("/metrics").body;
    CHECK(figures.find("plaint_") != std::string::npos);
    CHECK(figures.find(window.id()) == std::string::npos);
}
