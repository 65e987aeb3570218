#include "tests/unit/staff/somebody.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <thread>

using namespace plaint;
using namespace plaint::staff::test;
using storage::StaffRole;

namespace {

bool tells(const Window& window, std::string_view words) {
    for (std::string watermark = "0";;) {
        const json page = window.poll(watermark);
        if (page["activities"].empty()) return false;
        for (const json& one : page["activities"])
            if (one.value("text", std::string()).find(words) != std::string::npos) return true;
        watermark = page["watermark"];
    }
}

json status_of(const Rig& rig, const Window& window) {
    return rig.post("/api/v1/status", json{{"receipt", window.receipt()}, {"locale", "en"}}.dump()).parsed();
}

struct Row {
    const char* method;
    const char* path; // below /staff
    const char* form;
    // For each role in its order: what the status is in the case's own centre, and in another.
    std::array<int, review::role_count> own, foreign;
};

constexpr Row rows[] = {
    {"GET", "/cases", "", {200, 200, 200, 403, 403}, {200, 200, 200, 403, 403}},
    {"GET", "/cases/CASE", "", {200, 200, 200, 403, 403}, {404, 404, 404, 403, 403}},
    {"GET", "/cases/CASE/package", "", {200, 200, 200, 403, 403}, {404, 404, 404, 403, 403}},
    {"GET", "/cases/CASE/files/00", "", {404, 404, 404, 403, 403}, {404, 404, 404, 403, 403}},
    {"GET", "/journal", "", {403, 403, 200, 200, 403}, {403, 403, 200, 200, 403}},
    {"GET", "/accounts", "", {403, 403, 403, 403, 200}, {403, 403, 403, 403, 200}},
    // Nobody has taken the case, so that nobody who may rules on it yet.
    {"POST",
     "/cases/CASE/request",
     "version=1&reason=x&field=right.claims",
     {409, 409, 403, 403, 403},
     {404, 404, 403, 403, 403}},
    {"POST",
     "/cases/CASE/release",
     "version=1&proposal=0",
     {403, 409, 403, 403, 403},
     {403, 404, 403, 403, 403}},
    {"POST",
     "/cases/CASE/decide",
     "version=1&reason=x&decision=accept",
     {403, 409, 403, 403, 403},
     {403, 404, 403, 403, 403}},
    {"POST",
     "/cases/CASE/transfer",
     "version=1&reason=x&to=centre:440000",
     {403, 409, 403, 403, 403},
     {403, 404, 403, 403, 403}},
    {"POST",
     "/cases/CASE/route",
     "version=1&fact.scope.national_influence=yes",
     {403, 409, 403, 403, 403},
     {403, 404, 403, 403, 403}},
    {"POST", "/cases/CASE/replay", "event=evt_0", {403, 404, 403, 403, 403}, {403, 404, 403, 403, 403}},
    {"POST",
     "/cases/CASE/type",
     "version=1&field=case.statement&text=x",
     {409, 409, 403, 403, 403},
     {404, 404, 403, 403, 403}},
    {"POST", "/cases/CASE/reveal", "", {200, 200, 200, 403, 403}, {404, 404, 404, 403, 403}},
    {"GET", "/cases/CASE?print=1", "", {200, 200, 200, 403, 403}, {404, 404, 404, 403, 403}},
    {"GET", "/callers", "", {200, 200, 200, 403, 403}, {200, 200, 200, 403, 403}},
    {"GET", "/callers/00/1/messages/0", "", {404, 404, 404, 403, 403}, {404, 404, 404, 403, 403}},
    {"POST", "/callers/00/1", "", {409, 409, 403, 403, 403}, {409, 409, 403, 403, 403}},
    {"GET", "/sessions", "", {200, 200, 200, 200, 200}, {200, 200, 200, 200, 200}},
    {"POST", "/password", "present=x&next=x", {422, 422, 422, 422, 422}, {422, 422, 422, 422, 422}},
    {"POST", "/sessions", "session=00", {409, 409, 409, 409, 409}, {409, 409, 409, 409, 409}},
    {"POST", "/cases/CASE/take", "from=somebody", {409, 409, 403, 403, 403}, {404, 404, 403, 403, 403}},
    {"POST", "/accounts", "login=x", {403, 403, 403, 403, 422}, {403, 403, 403, 403, 422}},
    // An administrator adds accounts of their own region and below.
    {"POST",
     "/accounts",
     "login=somebody.new&name=x&role=auditor&region=330100",
     {403, 403, 403, 403, 200},
     {403, 403, 403, 403, 422}},
    {"POST", "/accounts/nobody", "change=reset", {403, 403, 403, 403, 409}, {403, 403, 403, 403, 409}},
    {"GET", "", "", {303, 303, 303, 303, 303}, {303, 303, 303, 303, 303}},
    {"GET", "/", "", {303, 303, 303, 303, 303}, {303, 303, 303, 303, 303}},
    {"GET", "/nothing", "", {404, 404, 404, 404, 404}, {404, 404, 404, 404, 404}},
    {"POST", "/language", "language=en", {303, 303, 303, 303, 303}, {303, 303, 303, 303, 303}},
    {"POST",
     "/sign-out",
     "",
     {303, 303, 303, 303, 303},
     {303, 303, 303, 303, 303}}, // last: they are gone then
};

// Whoever is not signed in has these; they see nothing of any case.
constexpr const char* guests[] = {"GET /staff/sign-in", "POST /staff/sign-in",        "GET /staff/enrol",
                                  "POST /staff/enrol",  "POST /staff/guest-language", "GET /staff/staff.css"};

std::string path_of(const Row& row, const std::string& number) {
    std::string path = std::string("/staff") + row.path;
    if (const auto at = path.find("CASE"); at != std::string::npos) path.replace(at, 4, number);
    return path;
}

} // namespace

TEST_CASE("each role may on each route what it may, in its own centre and in no other") {
    Rig rig;
    const std::string number = Window(rig).complain()["number"];
    for (std::size_t role = 0; role < review::role_count; ++role) {
        const Somebody own(rig, static_cast<StaffRole>(role), "330100");
        const Somebody foreign(rig, static_cast<StaffRole>(role), "440000");
        for (const Row& row : rows) {
            const std::string path = path_of(row, number);
            const bool get = std::string_view(row.method) == "GET";
            for (const bool at_home : {true, false}) {
                const Somebody& who = at_home ? own : foreign;
                const Answer answer = get ? rig.get(path, who.headers) : send(rig, path, who, row.form);
                INFO(review::name_of(static_cast<StaffRole>(role))
                     << " " << row.method << " " << path << (at_home ? " at home" : " elsewhere"));
                CHECK(answer.status == (at_home ? row.own : row.foreign)[role]);
                check_private(answer);
                if (!at_home && std::string_view(row.path) == "/cases")
                    CHECK(answer.body.find(number) == std::string::npos);
                if (get && std::string_view(row.path) == "/accounts" && answer.status == 200) {
                    CHECK(answer.body.find(who.id) != std::string::npos);
                    CHECK(answer.body.find((at_home ? foreign : own).id) == std::string::npos);
                }
            }
        }
    }
}

TEST_CASE("every route of the console stands in the matrix, or is one for guests") {
    Rig rig;
    std::set<std::string> known(std::begin(guests), std::end(guests));
    for (const Row& row : rows) {
        const bool get = std::string_view(row.method) == "GET";
        std::string path = path_of(row, "IP-2026-330100-0000001");
        path = path.substr(0, path.find('?'));
        const auto match = rig.router().match(get ? net::Method::get : net::Method::post, path);
        REQUIRE(match.route != nullptr);
        known.insert(std::string(row.method) + " " + match.route->pattern);
    }
    for (const net::Route* route : rig.router().routes())
        if (route->pattern.starts_with("/staff"))
            CHECK(known.contains(std::string(net::name_of(route->method)) + " " + route->pattern));
}

TEST_CASE("what the server itself refuses is as private as a page") {
    Rig rig;
    const Somebody who(rig, StaffRole::reviewer, "330100");
    const std::string much(70'000, 'x');
    for (const Answer& answer :
         {rig.get("/staff/sign-out", who.headers), rig.get("/staff/cases/x/take", who.headers),
          rig.get("/staff/cases/x", who.headers), rig.post("/staff/nothing", "", who.headers, form_type),
          rig.post("/staff/sign-in", much, who.headers, form_type),
          rig.post("/staff/cases/x/take", much, who.headers, form_type),
          rig.post("/staff/sign-in", "{}", who.headers), rig.get("/staff/%00", who.headers),
          rig.options("/staff/cases", {{"Origin", "https://evil.example"}})}) {
        CAPTURE(answer.status, answer.body);
        CHECK((answer.status >= 400 || answer.status == 204));
        CHECK(answer.header("Set-Cookie").empty());
        CHECK(answer.header("Access-Control-Allow-Origin").empty());
        check_private(answer);
    }
}

TEST_CASE("whoever is not signed in is sent to sign in, or refused") {
    Rig rig;
    for (const Row& row : rows) {
        const std::string path = path_of(row, "IP-2026-330100-0000001");
        const bool get = std::string_view(row.method) == "GET";
        const HeaderList origin{{"Origin", "http://" + rig.host()}};
        const Answer answer = get ? rig.get(path) : rig.post(path, row.form, origin, form_type);
        INFO(path);
        CHECK(answer.status == (get ? 303 : 401));
        check_private(answer);
    }
}

TEST_CASE("no form of the console is taken without its token, or from another site") {
    Rig rig;
    Somebody who(rig, StaffRole::administrator, "330100");
    who.headers.emplace_back("Accept-Language", "en");
    HeaderList foreign{who.headers[0], {"Origin", "https://evil.example"}, {"Accept-Language", "en"}};
    for (const Row& row : rows) {
        if (std::string_view(row.method) == "GET") continue;
        const std::string path = path_of(row, "IP-2026-330100-0000001");
        INFO(path);
        const Answer bare = rig.post(path, row.form, who.headers, form_type);
        CHECK(bare.status == 403);
        CHECK(bare.body.find("The page has expired") != std::string::npos);
        check_private(bare);
        const std::string form = std::string(row.form) + "&form_token=" + who.form_token;
        const Answer from_elsewhere = rig.post(path, form, foreign, form_type);
        CHECK(from_elsewhere.status == 403);
        CHECK(from_elsewhere.body.find("did not come from a page of this console") != std::string::npos);
        check_private(from_elsewhere);
    }
}

TEST_CASE("a form without its token, or from another site, changes nothing") {
    Rig rig;
    const std::string number = Window(rig).complain()["number"];
    const Somebody who(rig, StaffRole::reviewer, "330100");
    const std::string take = "/staff/cases/" + number + "/take";
    CHECK(rig.post(take, "from=", who.headers, form_type).status == 403);
    CHECK(rig.post(take, "from=&form_token=" + std::string(43, 'A'), who.headers, form_type).status == 403);
    const HeaderList cookie{who.headers[0]};
    CHECK(rig.post(take, "from=&form_token=" + who.form_token, cookie, form_type).status == 403);
    HeaderList foreign = cookie;
    foreign.emplace_back("Origin", "https://evil.example");
    CHECK(rig.post(take, "from=&form_token=" + who.form_token, foreign, form_type).status == 403);
    // A page that sends no referrer has the origin "null", and so has a frame of anybody's.
    HeaderList nameless = cookie;
    nameless.emplace_back("Origin", "null");
    CHECK(rig.post(take, "from=x&form_token=" + who.form_token, nameless, form_type).status == 403);
    nameless.emplace_back("Sec-Fetch-Site", "cross-site");
    CHECK(rig.post(take, "from=x&form_token=" + who.form_token, nameless, form_type).status == 403);
    nameless.back().second = "same-origin";
    CHECK(rig.post(take, "from=x&form_token=" + who.form_token, nameless, form_type).status == 409);
    CHECK(send(rig, take, who, "from=").status == 303);
    CHECK(send(rig, take, who, "from=").status == 409);
}

TEST_CASE("a request comes back to the person, and its answer to the officer") {
    Rig rig;
    Window window(rig);
    const std::string number = window.complain()["number"];
    const Somebody officer(rig, StaffRole::reviewer, "330100");
    const std::string page = "/staff/cases/" + number;
    REQUIRE(send(rig, page + "/take", officer, "from=").status == 303);
    REQUIRE(send(rig, page + "/request", officer, "version=1&reason=unclear&field=case.statement").status ==
            303);
    CHECK(send(rig, page + "/decide", officer, "version=2&reason=x&decision=accept").status == 409);
    // The open chat is asked at once, and told why.
    for (int tries = 0; window.question()["ask"] != "case.statement"; ++tries) {
        REQUIRE(tries < 500);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(tells(window, "The centre asks for this again: unclear"));
    const json status = status_of(rig, window);
    CHECK(status["cases"][0]["state"] == "awaiting_materials");
    CHECK(status["cases"][0]["words"][0]["ruling"] == "request");
    CHECK(status["cases"][0]["words"][0]["reason"] == "unclear");
    REQUIRE(window.say("Please order the shop to stop, and to destroy what is left.").status == 200);
    window.go_to("review", {{"outstanding", "no"}});
    REQUIRE(window.say("confirm").status == 200);
    HeaderList chinese = officer.headers;
    chinese.emplace_back("Accept-Language", "zh-CN");
    const Answer seen = rig.get(page, chinese);
    REQUIRE(seen.status == 200);
    // Each line of the checklist cites its paper or law by name.
    for (const char* source : {"《专利行政执法办法》（2015年）第11条第1项", "《电子商务法》第42条",
                               "《电子商务领域专利执法维权专项行动工作方案》（2014年）三、（二）1",
                               "《个人信息保护法》第13、14、17条", "<dt>承办单位</dt>"})
        CHECK(seen.body.find(source) != std::string::npos);
    CHECK(seen.body.find("changed requested") != std::string::npos);
    // What was said stands as it was asked, not as its paths are spelt.
    const std::string facts = seen.body.substr(seen.body.find("<h2>事实"));
    const auto place = [&](const std::string& words) {
        INFO(words << " in " << facts);
        REQUIRE(facts.find(words) != std::string::npos);
        return facts.find(words);
    };
    CHECK(place("Wang Xiaoming") < place("destroy what is left"));
    CHECK(send(rig, page + "/decide", officer, "version=3&reason=complete&decision=accept").status == 303);
    const json after = status_of(rig, window);
    CHECK(after["cases"][0]["state"] == "accepted");
    CHECK(after["cases"][0]["words"][0]["ruling"] == "accept");
    CHECK(after["cases"][0]["words"][0]["reason"] == "complete");
}

TEST_CASE("a request for an item that the person has removed since meets no other") {
    Rig rig;
    Window window(rig);
    window.go_to("respondents[0].links.more",
                 {{"complainant.foreign", "no"},
                  {"complainant.name", "Wang Xiaoming"},
                  {"complainant.address", "90 Wensan Road, Xihu District"},
                  {"complainant.id_number", "11010519491231002X"},
                  {"complainant.phone", "13800138000"},
                  {"right.patent_number", "ZL201610951190.4"},
                  {"respondents[0].links[0].url", "https://item.taobao.com/item.htm?id=637790875520"}});
    REQUIRE(window.say("yes").status == 200);
    const std::string number = window.complain()["number"];
    const Somebody officer(rig, StaffRole::reviewer, "330100");
    const std::string page = "/staff/cases/" + number;
    REQUIRE(send(rig, page + "/take", officer, "from=").status == 303);
    const std::string seen = rig.get(page, officer.headers).body;
    REQUIRE(seen.find("value=\"respondents[0].links[1].url\"") != std::string::npos);

    REQUIRE(window.say("remove link 1").status == 200);
    INFO(window.question().dump());
    REQUIRE(window.say("1").status == 200);
    REQUIRE(tells(window, "Removed: "));
    HeaderList english = officer.headers;
    english.emplace_back("Accept-Language", "en");
    for (const char* field : {"respondents[0].links[0].url", "respondents[0].links[1].url"}) {
        const Answer refused = rig.post(page + "/request",
                                        "version=1&reason=unclear&field=" + net::percent_encode(field) +
                                            "&form_token=" + officer.form_token,
                                        english, form_type);
        INFO(field);
        CHECK(refused.status == 409);
        CHECK(refused.body.find("has changed the material since this version") != std::string::npos);
    }
    CHECK(status_of(rig, window)["cases"][0]["state"] == "in_review");
    CHECK(send(rig, page + "/request", officer, "version=1&reason=unclear&field=respondents%5B0%5D.links")
              .status == 303);
}
