#include "tests/unit/staff/somebody.hpp"

#include <algorithm>

using namespace plaint;
using namespace plaint::staff::test;
using storage::StaffRole;

namespace {

using Answers = std::vector<std::pair<std::string, std::string>>;

const Answers owner = {{"complainant.foreign", "no"},
                       {"complainant.name", "Wang Xiaoming"},
                       {"complainant.address", "90 Wensan Road, Xihu District"},
                       {"complainant.id_number", "11010519491231002X"},
                       {"complainant.phone", "13800138000"},
                       {"right.patent_number", "ZL201610951190.4"}};

std::string page_of(const Rig& rig, const Somebody& who, const std::string& path,
                    const std::string& language = "zh-CN") {
    HeaderList headers = who.headers;
    headers.emplace_back("Accept-Language", language);
    const Answer answer = rig.get(path, headers);
    REQUIRE(answer.status == 200);
    return answer.body;
}

// The piece of the page that begins with the words.
std::string piece(const std::string& page, const std::string& from, const std::string& to) {
    INFO(from << " in " << page);
    const auto begin = page.find(from);
    REQUIRE(begin != std::string::npos);
    return page.substr(begin, page.find(to, begin) - begin);
}

bool says(const std::string& page, std::string_view words) { return page.find(words) != std::string::npos; }

} // namespace

TEST_CASE("a fact and the list of files name the same file, each with the way to the other") {
    Rig rig;
    Window window(rig);
    window.go_to("right.claims", owner);
    const std::string before = window.poll()["watermark"];
    REQUIRE(window.upload({{"权利要求书 (1).png", png}}).status == 200);
    const std::string url = window.poll(before)["activities"][0]["attachments"][0]["contentUrl"];
    const std::string sha256 = url.substr(url.find("/attachments/") + 13, 64);
    const std::string number = window.complain()["number"];
    const Somebody officer(rig, StaffRole::reviewer, "330100");
    const std::string page = page_of(rig, officer, "/staff/cases/" + number);
    const std::string link =
        "<a href=\"/staff/cases/" + number + "/files/" + sha256 + "\">权利要求书 (1).png</a>";

    const std::string fact = piece(page, "<tr id=\"fact.right.claims\"", "</tr>");
    CHECK(says(fact, link));
    CHECK(says(fact, "<code>evidence/0001.png</code>"));
    const std::string files = piece(page, "<h2>文件与录音</h2>", "</section>");
    const std::string row = piece(files, "<tr><th scope=\"row\"><a", "</tr>");
    CHECK(says(row, link));
    CHECK(says(row, "<code>evidence/0001.png</code>"));
    const std::string label = piece(fact, "<th scope=\"row\">", "</th>").substr(16);
    CHECK(says(row, "<a href=\"#fact.right.claims\">" + label + "</a>"));
    CHECK(std::ranges::any_of(label, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
    CHECK(rig.get("/staff/cases/" + number + "/files/" + sha256, officer.headers).body == png);
}

TEST_CASE("what is missing and what was given are chosen one by one, apart from each other") {
    Rig rig;
    Window window(rig);
    const std::string number = window.complain()["number"];
    const Somebody officer(rig, StaffRole::reviewer, "330100");
    REQUIRE(send(rig, "/staff/cases/" + number + "/take", officer, "from=").status == 303);
    const std::string page = page_of(rig, officer, "/staff/cases/" + number);
    const std::string missing = piece(page, "<legend>尚缺的材料</legend>", "</fieldset>");
    const std::string given = piece(page, "<legend>已经提供、可要求重新说明的内容</legend>", "</fieldset>");
    for (const auto& [items, path] : {std::pair(missing, "right.claims"), std::pair(given, "case.statement")})
        CHECK(says(items, std::string("<li><label><input type=\"checkbox\" name=\"field\" value=\"") + path +
                              "\">"));
    CHECK(says(piece(missing, "value=\"right.claims\"", "</li>"), "<span class=\"source\">"));
    CHECK_FALSE(says(given, "value=\"right.claims\""));
    CHECK_FALSE(says(missing, "value=\"case.statement\""));
    CHECK_FALSE(says(page, "value=\"intake.consent\""));
}

TEST_CASE("whoever waits for a call is listed with their case, or as somebody who has none yet") {
    Rig rig;
    Window draft(rig), submitted(rig);
    for (Window* window : {&draft, &submitted}) {
        window->go_to("right.claims", owner);
        REQUIRE(window->say("operator").status == 200);
    }
    const std::string number = submitted.complain()["number"];
    const Somebody officer(rig, StaffRole::reviewer, "330100");
    for (const char* path : {"/staff/callers", "/staff/cases"}) {
        const std::string page = page_of(rig, officer, path);
        const std::string callers = piece(page, "回电号码</th>", "</table>");
        INFO(callers);
        CHECK(says(callers, "<td data-label=\"案件\">本中心尚无其案件</td>"));
        // All cases of one session stand in its row: what is linked goes with the main one.
        CHECK(says(piece(callers, "<td data-label=\"案件\"><a", "</td>"),
                   "<a href=\"/staff/cases/" + number + "\">" + number + "</a>"));
    }
}

TEST_CASE("officers who read Chinese read the sources of a route in Chinese") {
    Rig rig;
    Window window(rig);
    const std::string number = window.complain()["number"];
    const Somebody officer(rig, StaffRole::reviewer, "330100");
    const std::string route =
        piece(page_of(rig, officer, "/staff/cases/" + number), "<h2>管辖", "</section>");
    CHECK(says(route, "<b>PI-1</b> 被投诉人1位于"));
    CHECK(says(route, "《专利法实施细则》第97条"));
    CHECK_FALSE(says(route, "para"));
}
