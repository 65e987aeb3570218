#include "bot/casework/routing/route.hpp"
#include "tests/unit/routing/shipped.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>
#include <set>

using namespace plaint;
using namespace plaint::tests;
using nlohmann::json;

namespace {

// The bodies of a list, so that a table need not repeat names and regions.
json bodies_of(const json& list) {
    json out = json::array();
    for (const json& item : list) out.push_back(item.contains("lead") ? item["lead"]["body"] : item["body"]);
    return out;
}

json acts_of(const json& acts) {
    json out = json::array();
    for (const json& act : acts) {
        std::string text = act["act"];
        if (act.contains("body")) text += " " + act["body"].get<std::string>();
        if (act.contains("after_working_days"))
            text += " " + std::to_string(act["after_working_days"].get<int>());
        out.push_back(text);
    }
    return out;
}

content::Directory directory_with(const json& settings) {
    auto files = shipped_files();
    for (const auto& [name, value] : settings.items()) {
        if (name == "county_flag") {
            for (auto& row : files.offices["offices"])
                if (row["region"] == value)
                    row["enforcement"] = {{"infringement", true}, {"passing_off", true}};
        } else {
            files.rules["settings"][name]["value"] = value;
        }
    }
    auto loaded = files.load();
    REQUIRE(loaded);
    return std::move(*loaded);
}

json routed(json facts, const content::Directory& directory) {
    if (!facts.contains("case")) facts["case"] = {{"kind", "patent_infringement"}};
    const auto read = routing::facts_from_json(facts, directory);
    if (!read) FAIL(read.error().pointer << ": " << read.error().what);
    const auto route = routing::route(*read, directory);
    if (!route) FAIL(route.error().what);
    return to_json(*route, directory);
}

// Every reason reads as a sentence in both languages, with nothing left to fill in.
void check_reasons(const json& route) {
    REQUIRE(route["reasons"].size() == route["rules"].size());
    for (const json& reason : route["reasons"]) {
        for (const char* locale : {"zh-Hans", "en"}) {
            const std::string text = reason["text"][locale];
            INFO(text);
            CHECK_FALSE(text.empty());
            CHECK(text.find('{') == std::string::npos);
        }
    }
}

} // namespace

TEST_CASE("the table of routes") {
    std::size_t rows = 0;
    for (const auto& entry : std::filesystem::directory_iterator("tests/routes")) {
        if (entry.path().extension() != ".json") continue;
        for (const json& row : read_json(entry.path().string())) {
            INFO(entry.path().filename().string() << ": " << row["name"]);
            const json settings = row.value("settings", json::object());
            const json route = settings.empty() ? routed(row["facts"], shipped_directory())
                                                : routed(row["facts"], directory_with(settings));
            INFO(route.dump(1));
            const json& expected = row["route"];
            CHECK(route["lead"]["body"] == expected["lead"]);
            CHECK(route["rules"] == expected["rules"]);
            CHECK(bodies_of(route["copies"]) == expected.value("copies", json::array()));
            CHECK(acts_of(route["acts"]) == expected.value("acts", json::array()));
            CHECK(bodies_of(route["children"]) == expected.value("children", json::array()));
            CHECK(bodies_of(route["linked"]) == expected.value("linked", json::array()));
            if (expected.contains("lead_kind")) CHECK(route["lead"]["kind"] == expected["lead_kind"]);
            if (expected.contains("custody")) CHECK(route["custody"]["body"] == expected["custody"]);
            check_reasons(route);
            ++rows;
        }
    }
    CHECK(rows >= 25);
}

TEST_CASE("a route reads as the public interface says") {
    const json route = routed({{"respondents", {{{"region", "330782"}, {"platform", "taobao"}}}},
                               {"intake", {{"centre", "330100"}}}},
                              shipped_directory());
    CHECK(route["lead"]["kind"] == "office");
    CHECK(route["lead"]["name"] == "金华市知识产权局");
    CHECK(route["lead"]["names"]["en"] == "Jinhua Intellectual Property Office");
    CHECK(route["lead"]["region"] == "330700");
    CHECK(route["copies"][0]["body"] == "centre:330100");
    CHECK(route["reasons"][0]["rule"] == "PI-1");
    CHECK(route["reasons"][0]["key"] == "route.respondent_place");
    CHECK(route["reasons"][0]["text"]["en"] == "Respondent 1 is in Yiwu, Jinhua, Zhejiang, where Jinhua "
                                               "Intellectual Property Office has the power to act.");
    CHECK(route["reasons"][0]["source"] == "S0 II.ii, II.iii; IR 97");
}

TEST_CASE("a respondent outside the mainland without a platform is told as such, and only what lacks is "
          "asked for") {
    const json hong_kong = routed({{"respondents",
                                    {{{"region", "810000"},
                                      {"platform", "other"},
                                      {"links", {{{"url", "https://shop.example.com/1"}}}}}}}},
                                  shipped_directory());
    CHECK(hong_kong["lead"]["body"] == "desk:330100");
    CHECK(hong_kong["reasons"][0]["key"] == "route.no_place_abroad");
    CHECK(acts_of(hong_kong["acts"]) == json{"refer office:33 5"});
    const json unknown = routed({{"respondents",
                                  {{{"region", {{"unknown", true}}},
                                    {"platform", "other"},
                                    {"links", {{{"url", "https://shop.example.com/1"}}}}}}}},
                                shipped_directory());
    CHECK(unknown["reasons"][0]["key"] == "route.no_place");
    CHECK(unknown["acts"][0]["fields"] == json{"respondents[0].region"});
}

TEST_CASE("a place abroad is known by the words in which it was said") {
    for (const char* words : {"国外", "美国", "在美国加州", "美國", "Japan", "the UK.", "ＵＳＡ"}) {
        INFO(words);
        const json route =
            routed({{"respondents", {{{"region", {{"unverified", words}}}, {"platform", "aliexpress"}}}}},
                   shipped_directory());
        CHECK(route["reasons"][0]["key"] == "route.platform_place_abroad");
    }
    const json near_river =
        routed({{"respondents", {{{"region", {{"unverified", "河边"}}}, {"platform", "aliexpress"}}}}},
               shipped_directory());
    CHECK(near_river["reasons"][0]["key"] == "route.platform_place");
}

TEST_CASE("any facts give one lead, and no body is told twice") {
    std::mt19937 random(12330);
    const auto pick = [&](const std::vector<json>& from) {
        return from[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(random)];
    };
    const std::vector<json> places = {"330782",
                                      "330110",
                                      "330000",
                                      "110108",
                                      "110115",
                                      "659001",
                                      "659002",
                                      "429004",
                                      "441900",
                                      "810000",
                                      "330184",
                                      "650102",
                                      {{"later", true}},
                                      {{"unknown", true}},
                                      {{"unverified", "abroad"}},
                                      nullptr};
    const std::vector<json> platforms = {"taobao", "jd", "pinduoduo", "other", {{"unknown", true}}, nullptr};
    const std::vector<json> answers = {true, false, {{"unknown", true}}, nullptr};
    const auto& directory = shipped_directory();
    for (int i = 0; i < 3000; ++i) {
        json facts = {{"respondents", json::array()},
                      {"scope", {{"group", pick(answers)}}},
                      {"source",
                       {{"maker_known", pick(answers)},
                        {"maker_region", pick(places)},
                        {"offline_wanted", pick(answers)}}}};
        for (auto n = random() % 6; n > 0; --n)
            facts["respondents"].push_back(
                {{"region", pick(places)}, {"platform", pick(platforms)}, {"principal", pick(answers)}});
        INFO(facts.dump());
        const json route = routed(facts, directory);
        CHECK(route["lead"]["body"].is_string());
        CHECK(route["custody"]["body"] == "centre:330100");
        CHECK(route["rules"].back() == "G-0");
        std::set<std::string> told{route["lead"]["body"]};
        for (const json& copy : route["copies"]) CHECK(told.insert(copy["body"]).second);
        check_reasons(route);
        CHECK(route == routed(facts, directory));
    }
}
