#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::webchat::test;

namespace {

bool says(const Answer& answer, std::string_view text) { return answer.body.find(text) != std::string::npos; }

} // namespace

TEST_CASE("the directory says whether somebody is there, by hours and by the calendar") {
    Rig rig;
    struct Moment {
        support::Millis at;
        bool is_open;
    };
    const Moment moments[] = {
        {1'790'042'400'000, true},  // Tuesday, 2026-09-22T10:00 in China
        {1'790'067'600'000, false}, // at 17:00 of that day
        {1'790'820'000'000, false}, // National Day at 10:00
        {1'791'597'600'000, true},  // Saturday, 2026-10-10, which is worked
        {1'791'684'000'000, false}, // the Sunday after it
    };
    for (const Moment& moment : moments) {
        CAPTURE(moment.at);
        rig.clock().set(moment.at);
        const Answer answer = rig.get("/directory?region=330100&lang=en");
        CHECK(answer.status == 200);
        CHECK(says(answer, "Open now") == moment.is_open);
        CHECK(says(answer, "Closed now") != moment.is_open);
    }
}

TEST_CASE("the directory speaks the language of the address, else of the browser") {
    Rig rig;
    CHECK(says(rig.get("/directory"), "<html lang=\"zh-Hans\" dir=\"ltr\">"));
    CHECK(says(rig.get("/directory?lang=en"), "<html lang=\"en\" dir=\"ltr\">"));
    CHECK(says(rig.get("/directory", {{"Accept-Language", "en-AU,en;q=0.9"}}),
               "<html lang=\"en\" dir=\"ltr\">"));
    CHECK(says(rig.get("/directory?lang=zh-CN", {{"Accept-Language", "en"}}),
               "<html lang=\"zh-Hans\" dir=\"ltr\">"));
}

TEST_CASE("the directory finds regions by code and by name, and puts nothing of a query into its markup") {
    Rig rig;
    CHECK(says(rig.get("/directory?region=330184&lang=en"), "Yuhang District, Hangzhou, Zhejiang"));
    CHECK(says(rig.get("/directory?q=yuhang&lang=en"), "centre:330100"));
    CHECK(says(rig.get("/directory?q=Gulou&lang=en"), "Which one do you mean?"));
    // What was typed stays in the box as it was typed: Yuhang, 餘杭, and a word that is cut off within a character.
    CHECK(says(rig.get("/directory?q=Yuhang&lang=en"), "value=\"Yuhang\""));
    const Answer traditional = rig.get("/directory?q=%E9%A4%98%E6%9D%AD&lang=en");
    CHECK(says(traditional, "value=\"餘杭\""));
    CHECK(says(traditional, "centre:330100"));
    CHECK(says(rig.get("/directory?q=Yuhang%E9%A4&lang=en"), "value=\"Yuhang\xEF\xBF\xBD"));
    // The Corps' own office is shown for its cities, and Hong Kong has none here.
    CHECK(says(rig.get("/directory?region=659001&lang=en"), "id=\"office:xpcc\""));
    CHECK_FALSE(says(rig.get("/directory?region=659001&lang=en"), "id=\"office:65\""));
    CHECK_FALSE(says(rig.get("/directory?region=810000&lang=en"), "<article"));
    CHECK(rig.get("/directory?region=999999").status == 404);
    const Answer answer = rig.get("/directory?lang=en&q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    CHECK(answer.status == 200);
    CHECK(says(answer, "This region was not found."));
    CHECK_FALSE(says(answer, "<script"));
    CHECK(rig.get("/directory?q=" + std::string(2'000, 'x')).status == 200);
}

TEST_CASE("the directory names who handles the other rights as routing does, and how they are reached") {
    Rig rig;
    struct Row {
        const char* region;
        const char* market;
        const char* copyright;
        const char* elsewhere;
    };
    const Row rows[] = {{"330782", "义乌市市场监督管理局", "金华市版权局", "0579-12315"},
                        {"445102", "潮州市湘桥区市场监督管理局", "潮州市版权局", "0768-12315"},
                        {"330000", "浙江省市场监督管理局", "浙江省版权局", "0571-12315"}};
    for (const Row& row : rows) {
        CAPTURE(row.region);
        const std::string page = rig.get(std::string("/directory?lang=zh-Hans&region=") + row.region).body;
        const std::size_t from = page.find("id=\"market_supervision:");
        REQUIRE(from != std::string::npos);
        const std::string card = page.substr(from, page.find("</article>", from) - from);
        for (const char* words :
             {row.market, "<a href=\"tel:", ">12315</a>", row.elsewhere, "商标", "请以当地公布的名称为准"}) {
            INFO(words << " in " << card);
            CHECK(card.find(words) != std::string::npos);
        }
        // Nobody knows their hours, and nothing of them is invented.
        for (const char* words : {"样例", "mailto:", "正在办公", "现在不办公"})
            CHECK(card.find(words) == std::string::npos);
        CHECK(page.find(row.copyright) != std::string::npos);
    }
    CHECK(says(rig.get("/directory?lang=en&q=Yiwu,%20Zhejiang"),
               "Administration for Market Regulation of Yiwu"));
}

TEST_CASE("a sample is marked where it stands, and a body that there is bears no mark") {
    Rig rig;
    const std::string page = rig.get("/directory?lang=zh-Hans&region=330782").body;
    const auto heading = [&](const std::string& id) {
        const std::size_t from = page.find("id=\"" + id + "\"");
        INFO(id);
        REQUIRE(from != std::string::npos);
        return page.substr(from, page.find("</h4>", from) - from);
    };
    CHECK(heading("office:330782").find("样例") == std::string::npos);
    CHECK(heading("centre:330700").find("样例") == std::string::npos);
    CHECK(heading("work_station:330782-1").find("样例") != std::string::npos);
    const std::string mark = "</a> <span class=\"badge sample\">样例，非真实信息</span>";
    CHECK(page.find("0579") != std::string::npos);
    CHECK(page.find("12330" + mark) != std::string::npos);
    CHECK(page.find("centre-330700@example.org" + mark) != std::string::npos);
}
