#include "bot/casework/routing/facts.hpp"
#include "bot/casework/routing/route.hpp"
#include "tests/unit/routing/shipped.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::tests;
using nlohmann::json;
using routing::Place;

namespace {

auto facts_of(const char* text) { return routing::facts_from_json(json::parse(text), shipped_directory()); }

std::string mistake(const char* text) {
    const auto facts = facts_of(text);
    return facts ? std::string() : facts.error().pointer + ": " + facts.error().what;
}

} // namespace

TEST_CASE("nested objects and flat paths are the same facts") {
    const auto nested = facts_of(R"({"case": {"kind": "patent_infringement"}, "respondents": [
        {"region": "330782", "platform": "taobao"}, {"region": "320102", "links": [{"url": "https://item.jd.com/1.html"}]}]})");
    const auto flat = facts_of(R"({"case.kind": "patent_infringement", "respondents[0].region": "330782",
        "respondents[0].platform": "taobao", "respondents[1].region": "320102",
        "respondents[1].links[0].url": "https://item.jd.com/1.html"})");
    REQUIRE(nested);
    REQUIRE(flat);
    const auto& directory = shipped_directory();
    CHECK(to_json(*routing::route(*nested, directory), directory) ==
          to_json(*routing::route(*flat, directory), directory));
    CHECK(nested->respondents[1].platform == "jd");
}

TEST_CASE("the eleventh item of a flat list comes after the second") {
    json flat = {{"case.kind", "patent_infringement"}};
    for (int i = 0; i < 12; ++i)
        flat["respondents[" + std::to_string(i) + "].platform"] = i == 11 ? "jd" : "taobao";
    const auto facts = routing::facts_from_json(flat, shipped_directory());
    REQUIRE(facts);
    REQUIRE(facts->respondents.size() == 12);
    CHECK(facts->respondents[11].platform == "jd");
}

TEST_CASE("formal answers leave a fact unknown") {
    const auto facts = facts_of(R"({"case": {"kind": "patent_infringement"},
        "respondents": [{"region": {"later": true}, "platform": {"unknown": true}, "links": {"later": true}}],
        "source": {"maker_known": {"unknown": true}, "maker_region": {"unverified": "somewhere"}, "offline_wanted": {"skip": true}},
        "scope": {"cross_border": {"unknown": true}, "principal_respondent": {"skip": true}}})");
    REQUIRE(facts);
    CHECK(facts->respondents[0].place.state == Place::State::unknown);
    CHECK(facts->respondents[0].platform.empty());
    CHECK_FALSE(facts->maker.clue);
    CHECK_FALSE(facts->cross_border);
}

TEST_CASE("a place abroad, in Hong Kong or in an abolished region is understood") {
    const auto facts = facts_of(R"({"case": {"kind": "patent_infringement"}, "respondents": [
        {"region": {"unverified": "abroad"}}, {"region": "810000"}, {"region": "330184"}, {"region": "abroad"}]})");
    REQUIRE(facts);
    CHECK(facts->respondents[0].place.state == Place::State::outside);
    CHECK(facts->respondents[1].place.state == Place::State::outside);
    CHECK(facts->respondents[2].place.state == Place::State::mainland);
    CHECK(facts->respondents[2].place.region == "330110");
    CHECK(facts->respondents[3].place.state == Place::State::outside);
}

TEST_CASE("the principal is named by a mark or by a number that counts from one") {
    const auto facts =
        facts_of(R"({"case": {"kind": "patent_infringement"}, "scope": {"principal_respondent": 2},
        "respondents": [{"region": "330782"}, {"region": "330110"}]})");
    REQUIRE(facts);
    CHECK_FALSE(facts->respondents[0].principal);
    CHECK(facts->respondents[1].principal);
}

TEST_CASE("a number that no respondent has names no principal") {
    for (const char* number : {"0", "3", "-1"}) {
        json facts = {{"case", {{"kind", "patent_infringement"}}},
                      {"respondents", {{{"region", "330782"}}, {{"region", "330110"}}}}};
        facts["scope"]["principal_respondent"] = std::stoi(number);
        const auto read = routing::facts_from_json(facts, shipped_directory());
        REQUIRE(read);
        CHECK_FALSE(read->respondents[0].principal);
        CHECK_FALSE(read->respondents[1].principal);
    }
}

TEST_CASE("a link names the platform where the answer does not") {
    const auto facts = facts_of(R"({"case": {"kind": "patent_infringement"}, "respondents": [
        {"platform": "other", "links": [{"url": {"later": true}}, {"url": "https://item.taobao.com/item.htm?id=637790875524"}]},
        {"platform": "other", "links": [{"url": "https://shop.example.com/1"}]}]})");
    REQUIRE(facts);
    CHECK(facts->respondents[0].platform == "taobao");
    CHECK(facts->respondents[1].platform.empty());
}

TEST_CASE("mistakes in the facts are named with their place") {
    CHECK(mistake("[]") == ": should be an object");
    CHECK(mistake("{}") == "/case/kind: is missing");
    CHECK(mistake(R"({"case": {"kind": 7}})") == "/case/kind: should be a text");
    CHECK(mistake(R"({"case": {"kind": "patent_infringement"}, "respondents": "Li"})") ==
          "/respondents: should be a list");
    CHECK(mistake(R"({"case": {"kind": "patent_infringement"}, "respondents": [{"region": "999999"}]})") ==
          "/respondents/0/region: \"999999\" is no region code");
    CHECK(mistake(R"({"case": {"kind": "patent_infringement"}, "intake": {"centre": "810000"}})") ==
          "/intake/centre: \"810000\" is no region with a centre");
    CHECK(mistake(R"({"case": {"kind": "patent_infringement"}, "source": {"maker_known": "perhaps"}})") ==
          "/source/maker_known: should be true or false");
    CHECK(
        mistake(
            R"({"case": {"kind": "patent_infringement"}, "scope": {"principal_respondent": "2"}, "respondents": [{}]})") ==
        "/scope/principal_respondent: should be a whole number");
    CHECK(mistake(R"({"case": {"kind": "trademark"}, "scope": {"turnover_cny": "much"}})") ==
          "/scope/turnover_cny: should be a whole number");
    CHECK(mistake(R"({"case.kind": "trademark", "scope.turnover_cny": 18446744073709551615})") ==
          "/scope/turnover_cny: should be a whole number");
    CHECK(mistake(R"({"case.kind": "trademark", "scope.turnover_cny": 0.5})") ==
          "/scope/turnover_cny: should be a whole number");
    CHECK(mistake(R"({"case": {"kind": "trademark"}, "customs": {"port_region": "999999"}})") ==
          "/customs/port_region: \"999999\" is no region code");
    CHECK(mistake(R"({"respondents[4000000000].region": "330782"})") ==
          "/respondents[4000000000].region: is no path that fits the others");
    CHECK(mistake(R"({"case": {"kind": "x"}, "case.kind": "y"})") ==
          "/case.kind: is no path that fits the others");
}

TEST_CASE("a kind of case without rules is refused, not sent astray") {
    const auto facts = routing::facts_from_json({{"case", {{"kind", "nonsense"}}}}, shipped_directory());
    REQUIRE(facts);
    const auto route = routing::route(*facts, shipped_directory());
    REQUIRE_FALSE(route);
    CHECK(route.error().pointer == "/case/kind");
    CHECK(route.error().what.find("nonsense") != std::string::npos);
}

TEST_CASE("every kind of case in the dictionary has a block of the table") {
    const json fields = read_json("dialogs/fields.json")["fields"];
    const auto field =
        std::ranges::find_if(fields, [](const json& one) { return one["path"] == "case.kind"; });
    REQUIRE(field != fields.end());
    REQUIRE_FALSE((*field)["values"].empty());
    for (const std::string kind : (*field)["values"]) {
        INFO(kind);
        CHECK(shipped_directory().rules().blocks.contains(kind));
    }
}

TEST_CASE("the first registration is read from the code, and is what was told only without one") {
    const auto facts = facts_of(R"({"case": {"kind": "patent_passing_off"}, "respondents": [
        {"credit_code": "92330782MA2ABCDE1E"},
        {"credit_code": "92330782MA2ABCDE1E", "registered_region": "440305"},
        {"credit_code": {"unverified": "92330782MA2ABCDE1E"}},
        {"credit_code": {"unknown": true}, "registered_region": "440305"},
        {"credit_code": "91100000MA27000250"}]})");
    REQUIRE(facts);
    CHECK(facts->respondents[0].registered.region == "330782");
    CHECK(facts->respondents[1].registered.region == "330782");
    CHECK(facts->respondents[2].registered.state == Place::State::unknown);
    CHECK(facts->respondents[3].registered.region == "440305");
    CHECK(facts->respondents[4].registered.state == Place::State::unknown);
}

TEST_CASE("amounts and an officer's words are read from the scope") {
    const auto facts = facts_of(R"({"case": {"kind": "patent_passing_off"},
        "scope": {"turnover_cny": 9007199254740993, "gains_cny": {"unknown": true}, "others_patents": 2,
                  "national_influence": "yes", "conflict_region": "330184"},
        "platform_action": {"obvious": true, "measure": "delete", "date": {"later": true}}})");
    REQUIRE(facts);
    CHECK(facts->amounts.turnover_cny == 9007199254740993);
    CHECK_FALSE(facts->amounts.gains_cny);
    CHECK(facts->amounts.others_patents == 2);
    CHECK(facts->officer.national_influence);
    CHECK_FALSE(facts->officer.group);
    CHECK(facts->officer.other_side.region == "330110");
    CHECK(facts->measures == std::vector<std::string>{"platform_action.measure"});
}

TEST_CASE("what was said of the number shown tells whose it is, unless it was counted") {
    const auto others = [](const char* more) {
        return facts_of((R"({"case": {"kind": "patent_passing_off"}, )" + std::string(more) + "}").c_str())
            ->amounts.others_patents;
    };
    CHECK(others(R"("marking": {"status": "of_another"})") == 1);
    CHECK(others(R"("marking": {"status": "never_granted"})") == 0);
    CHECK(others(R"("marking": {"status": "of_another"}, "scope": {"others_patents": 3})") == 3);
    CHECK_FALSE(others(R"("marking": {"status": {"unknown": true}})"));
}

// A value that nothing could be made of is complained about by whoever reads it.
TEST_CASE("the dictionary names every field that a route depends on, and no other") {
    const json dictionary = read_json("dialogs/fields.json");
    for (const json& field : dictionary["fields"]) {
        auto path = field["path"].get<std::string>();
        for (std::size_t at = 0; (at = path.find("[]", at)) != std::string::npos; ++at)
            path.replace(at, 2, "[0]");
        json dossier = {{"case.kind", "patent_infringement"}};
        dossier[path] = json::array({json::array()});
        const json& users = field["used_by"];
        const bool named = std::ranges::find(users, "route") != users.end();
        INFO(path);
        CHECK(named == !routing::facts_from_json(dossier, shipped_directory()).has_value());
    }
}
