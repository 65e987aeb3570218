#include "bot/casework/routing/route.hpp"
#include "tests/unit/routing/shipped.hpp"

#include <algorithm>
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
        // What is asked for depends on what lacks; what is put on record is what an act is about.
        if (act.contains("fields") && act["act"] != "supplement")
            for (const json& field : act["fields"]) text += " " + field.get<std::string>();
        if (act.contains("after_working_days"))
            text += " " + std::to_string(act["after_working_days"].get<int>());
        out.push_back(text);
    }
    return out;
}

json flags_of(const json& flags) {
    json out = json::array();
    for (const json& flag : flags) out.push_back(flag["flag"]);
    return out;
}

json held_of(const json& copies) {
    json out = json::array();
    for (const json& copy : copies)
        if (copy.value("held", false)) out.push_back(copy["body"]);
    return out;
}

content::Directory directory_with(const json& settings) {
    auto files = shipped_files();
    for (const auto& [name, value] : settings.items()) {
        if (name == "county_flag" || name == "county_passing_off") {
            for (auto& row : files.offices["offices"])
                if (row["region"] == value)
                    row["enforcement"] = {{"infringement", name == "county_flag"}, {"passing_off", true}};
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

// How many reasons there are for which somebody leads.
std::size_t leads_of(const json& facts, const content::Directory& directory) {
    const auto route = routing::route(*routing::facts_from_json(facts, directory), directory);
    return static_cast<std::size_t>(std::ranges::count_if(
        route->reasons, [](const routing::RuleReason& why) { return content::chooses_lead(why.reason); }));
}

// Every reason reads as a sentence in both languages, with nothing left to fill in.
void check_reasons(const json& route) {
    std::set<std::string> rules, of_reasons;
    for (const json& rule : route["rules"]) CHECK(rules.insert(rule).second);
    for (const json& reason : route["reasons"]) of_reasons.insert(reason["rule"].get<std::string>());
    CHECK(rules == of_reasons);
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
            CHECK(flags_of(route["flags"]) == expected.value("flags", json::array()));
            CHECK(held_of(route["copies"]) == expected.value("held", json::array()));
            if (expected.contains("lead_kind")) CHECK(route["lead"]["kind"] == expected["lead_kind"]);
            if (expected.contains("custody")) CHECK(route["custody"]["body"] == expected["custody"]);
            check_reasons(route);
            ++rows;
        }
    }
    CHECK(rows >= 120);
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
    CHECK(route["reasons"][0]["text"]["en"] == "Respondent 1 is in Yiwu, Jinhua, Zhejiang, where the Jinhua "
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

TEST_CASE("bodies that no row names are called by the pattern of their kind, and a row of their own wins") {
    const json facts = {{"case", {{"kind", "trademark"}}}, {"respondents", {{{"region", "445102"}}}}};
    const json derived = routed(facts, shipped_directory());
    CHECK(derived["lead"]["name"] == "潮州市湘桥区市场监督管理局");
    CHECK(derived["lead"]["names"]["en"] ==
          "Administration for Market Regulation of Xiangqiao District, Chaozhou");
    CHECK(shipped_directory().body("market_supervision:330782")->name.at("zh-Hans") ==
          "义乌市市场监督管理局");
    CHECK(shipped_directory().body("national_administration:cn") != nullptr);
    CHECK(shipped_directory().body_for(content::BodyKind::customs, "330782")->id == "customs:330700");
    CHECK(shipped_directory().body_for(content::BodyKind::customs, "659001")->id == "customs:660000");
    CHECK(shipped_directory().body_for(content::BodyKind::customs, "810000") == nullptr);
    auto files = shipped_files();
    for (json& row : files.rules["derived"])
        if (row["kind"] == "market_supervision") row["levels"] = {"province", "prefecture"};
    CHECK(routed(facts, *files.load())["lead"]["body"] == "market_supervision:445100");
}

TEST_CASE("which block a kind of case goes by is data") {
    auto files = shipped_files();
    files.rules["kinds"].erase("trademark");
    for (const char* block : {"criminal_hints", "acceptance"})
        for (json& row : files.rules[block]) row["kinds"] = {"copyright"};
    const auto directory = files.load();
    REQUIRE(directory);
    const auto facts = routing::facts_from_json({{"case", {{"kind", "trademark"}}}}, *directory);
    CHECK_FALSE(routing::route(*facts, *directory));
}

TEST_CASE("thresholds are data") {
    auto files = shipped_files();
    files.rules["criminal_hints"][0]["turnover_cny"] = 1000000;
    const json facts = {{"case", {{"kind", "patent_passing_off"}}},
                        {"respondents", {{{"region", "330782"}}}},
                        {"scope", {{"turnover_cny", 260000}, {"others_patents", 1}}}};
    CHECK(routed(facts, *files.load())["flags"].empty());
    CHECK(routed(facts, shipped_directory())["flags"][0]["rule"] == "C-1");
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
    const std::vector<json> amounts = {0, 1, 2, 60000, 200000, 900000, {{"unknown", true}}, nullptr};
    const std::vector<json> codes = {
        "92330782MA2ABCDE1E", "91350100M000100Y43", {{"unknown", true}}, nullptr};
    const std::vector<json> matters = {"agency",        "plant_variety", "forest_variety",
                                       "layout_design", "import_export", "unfair_competition",
                                       "other",         nullptr};
    const auto& directory = shipped_directory();
    std::vector<json> kinds;
    for (const auto& [kind, block] : directory.rules().blocks) kinds.push_back(kind);
    REQUIRE(kinds.size() == 11);
    for (int i = 0; i < 6000; ++i) {
        json facts = {
            {"case", {{"kind", pick(kinds)}, {"other_matter", pick(matters)}}},
            {"party", {{"role", pick({"platform", "owner", nullptr})}}},
            {"respondents", json::array()},
            {"complainant", {{"region", pick(places)}}},
            {"scope",
             {{"turnover_cny", pick(amounts)},
              {"others_patents", pick(amounts)},
              {"cross_border", pick(answers)},
              {"conflict_region", pick(places)}}},
            {"platform_action", {{"obvious", pick(answers)}, {"measure", pick({"delete", nullptr})}}},
            {"exhibition", {{"venue_region", random() % 4 == 0 ? pick(places) : json()}}},
            {"customs", {{"port_region", random() % 4 == 0 ? pick(places) : json()}}},
            {"opinion", {{"refused", pick(answers)}, {"centre_unable", pick(answers)}}},
            {"source",
             {{"maker_known", pick(answers)},
              {"maker_region", pick(places)},
              {"offline_wanted", pick(answers)}}}};
        for (const char* word : {"group", "national_influence", "serious_circumstances", "criminal_suspicion",
                                 "jurisdiction_conflict"})
            facts["scope"][word] = pick(answers);
        for (auto n = random() % 6; n > 0; --n)
            facts["respondents"].push_back({{"region", pick(places)},
                                            {"credit_code", pick(codes)},
                                            {"platform", pick(platforms)},
                                            {"principal", pick(answers)}});
        INFO(facts.dump());
        const json route = routed(facts, directory);
        CHECK(route["lead"]["body"].is_string());
        CHECK(route["custody"]["body"] == "centre:330100");
        CHECK(route["reasons"].back()["key"] == "route.custody");
        CHECK(leads_of(facts, directory) == 1);
        // The national administration handles nothing first but its own rights, and public security nothing at all.
        const std::string lead = route["lead"]["kind"];
        CHECK((lead != "national_administration" || facts["case"]["other_matter"] == "layout_design"));
        CHECK(lead != "police_liaison");
        for (const json& copy : route["copies"]) {
            CHECK(copy["kind"] != "national_administration");
            CHECK(copy.value("held", false) == (copy["kind"] == "police_liaison"));
        }
        std::set<std::string> told{route["lead"]["body"]};
        for (const json& copy : route["copies"]) CHECK(told.insert(copy["body"]).second);
        check_reasons(route);
        CHECK(route == routed(facts, directory));
    }
}
