#include "locales/fold.hpp"
#include "tests/unit/routing/shipped.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::tests;

namespace {

std::size_t index_of(const nlohmann::json& rows, const std::string& member, const std::string& value) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i][member] == value) return i;
    FAIL("no row " << value);
    return 0;
}

} // namespace

TEST_CASE("the shipped directory loads") {
    const auto& directory = shipped_directory();
    CHECK(directory.tops().size() == 32);
    CHECK(directory.platforms().size() == 13);
    CHECK(std::ranges::count(directory.bodies(), content::BodyKind::centre, &content::Body::kind) >= 78);
}

TEST_CASE("every shipped row says where it comes from") {
    const auto files = shipped_files();
    for (const auto* rows :
         {&files.offices["offices"], &files.centres["centres"], &files.platforms["platforms"]}) {
        for (const auto& row : *rows) {
            INFO(row.dump());
            CHECK(row.contains("source"));
            CHECK(row.contains("needs_legal_check"));
            if (row.contains("contact")) CHECK(row["contact"]["sample"] == true);
        }
    }
}

TEST_CASE("every county is found by its English name with what it lies in") {
    const kinds::Regions& regions = shipped_directory().regions();
    std::size_t counties = 0;
    const auto files = shipped_files();
    for (const auto& row : files.regions["counties"]) {
        if (!row.contains("english")) continue;
        ++counties;
        const std::string code = row["code"];
        const std::string path = locales::fold(regions.full_english(code));
        INFO(path);
        const std::vector<std::string> found = regions.find(path);
        CHECK(std::ranges::find(found, code) != found.end());
        // A city says nothing of its kind, so it may share its name with the county around it.
        const bool says_kind = row["english"].get<std::string>().find(' ') != std::string::npos;
        CHECK(found.size() <= (says_kind ? 1U : 2U));
    }
    CHECK(counties > 2800);
    // 义乌 and 伊吾 are written alike.
    CHECK(regions.find("yiwu") == std::vector<std::string>{"330782", "650522"});
    CHECK(regions.find("yiwu city, zhejiang province") == std::vector<std::string>{"330782"});
    CHECK(regions.find("gulou district") == regions.find("鼓楼区"));
}

TEST_CASE("a file that is not JSON is named with line and column") {
    const auto files = shipped_files();
    const std::string offices = files.offices.dump();
    const auto loaded =
        content::load_directory({"{\n  \"provinces\": [,]}", offices, offices, offices, offices, offices});
    REQUIRE_FALSE(loaded);
    CHECK(to_string(loaded.error().front()) == "directory/regions.json: is not JSON: line 2, column 17: "
                                               "unexpected ','; expected '[', '{', or a literal");
}

TEST_CASE("a missing file is named") {
    const auto loaded = content::load_directory(std::filesystem::path("tests/unit/routing"));
    REQUIRE_FALSE(loaded);
    CHECK(to_string(loaded.error().front()) == "tests/unit/routing/regions.json: cannot be read");
}

TEST_CASE("an office in a region that does not exist stops the load") {
    CHECK(complaint_after([](auto& files) { files.offices["offices"][40]["region"] = "999999"; }) ==
          "directory/offices.json#/offices/40/region: 999999 is no region");
}

TEST_CASE("an office in an abolished region stops the load with the region in force") {
    CHECK(complaint_after([](auto& files) {
              files.offices["offices"][index_of(files.offices["offices"], "region", "330782")]["region"] =
                  "330184";
          }).ends_with("/region: 330184 was abolished; it is 330110 now"));
}

TEST_CASE("a body that stands twice stops the load") {
    CHECK(complaint_after([](auto& files) {
              auto& rows = files.offices["offices"];
              auto copy = rows[40];
              copy["region"] = "330110";
              rows.push_back(copy);
          }).ends_with("stands in the directory twice"));
}

TEST_CASE("two owners of one region stop the load") {
    const std::string complaint = complaint_after([](auto& files) {
        auto& rows = files.centres["centres"];
        auto second = rows[index_of(rows, "body", "centre:330100")];
        second["body"] = "centre:330100b";
        rows.push_back(second);
    });
    CHECK(complaint ==
          "directory/centres.json#/centres/111/region: 330100 already has the centre centre:330100");
}

TEST_CASE("a province without a centre stops the load") {
    CHECK(complaint_after([](auto& files) {
              auto& rows = files.centres["centres"];
              rows.erase(index_of(rows, "body", "centre:640000"));
          }) == "directory/centres.json#/centres: 640000 has no centre");
}

TEST_CASE("a province whose office has no power stops the load") {
    CHECK(complaint_after([](auto& files) {
              files.offices["offices"][0]["enforcement"]["infringement"] = false;
          }) == "directory/offices.json#/offices: 110000 has no office that may act against infringement");
}

TEST_CASE("a mainland that no coordination centre covers stops the load") {
    CHECK(complaint_after([](auto& files) {
              auto& rows = files.centres["centres"];
              auto& scope = rows[index_of(rows, "kind", "coordination_centre")]["scope"];
              scope["regions"] = {"330000", "320000"};
          }).find("110000 is covered by no coordination centre") != std::string::npos);
}

TEST_CASE("a platform without a seat, centre or readable link stops the load") {
    CHECK(complaint_after([](auto& files) {
              files.platforms["platforms"][0]["seat"] = "123456";
          }).starts_with("directory/platforms.json#/platforms/0/seat: 123456 is no region"));
    CHECK(complaint_after([](auto& files) {
              files.platforms["platforms"][0]["liaison_centre"] = "office:33";
          }) == "directory/platforms.json#/platforms/0/liaison_centre: is no centre");
    CHECK(complaint_after([](auto& files) {
              files.platforms["platforms"][0]["links"][1]["shape"] = "letters";
          }) == "directory/platforms.json#/platforms/0/links/1/shape: should be digits, hex24 or pair");
}

TEST_CASE("regions that hang in the air stop the load") {
    CHECK(complaint_after([](auto& files) {
              files.regions["counties"].push_back({{"code", "339901"}, {"name", "无名县"}});
          }).ends_with("/code: lies in no prefecture"));
    CHECK(complaint_after([](auto& files) { files.regions["aliases"]["330199"] = "330198"; }) ==
          "directory/regions.json#/aliases/330199: 330198 is no region");
    CHECK(complaint_after([](auto& files) { files.regions["aliases"]["330110"] = "330106"; }) ==
          "directory/regions.json#/aliases/330110: 330110 is a region in force");
    CHECK(complaint_after([](auto& files) {
              files.regions["provinces"][3]["code"] = "1400";
          }).find("/provinces/3/code: should be six digits") != std::string::npos);
}

TEST_CASE("a place abroad that could be another, or a region, stops the load") {
    CHECK(complaint_after([](auto& files) {
              files.abroad["countries"][1]["words"] = {"Nippon", "Hangzhou"};
          }) == "directory/abroad.json#/countries/1/words/1: \"hangzhou\" is a name of the region 330100");
    CHECK(complaint_after([](auto& files) { files.abroad["countries"][1]["words"] = {"USA"}; }) ==
          "directory/abroad.json#/countries/1/words/0: \"usa\" stands here twice");
    CHECK(complaint_after([](auto& files) { files.abroad["countries"][1]["name"].erase("en"); }) ==
          "directory/abroad.json#/countries/1/name: lacks the member \"en\"");
    CHECK(complaint_after([](auto& files) { files.abroad.erase("source"); }) ==
          "directory/abroad.json: lacks the member \"source\"");
}

TEST_CASE("a country that is added to the directory is known") {
    DirectoryFiles files = shipped_files();
    CHECK_FALSE(files.load()->regions().abroad().names("斐济苏瓦"));
    files.abroad["countries"].push_back({{"name", {{"zh-Hans", "斐济"}, {"en", "Fiji"}}}});
    const auto directory = files.load();
    REQUIRE(directory);
    CHECK(directory->regions().abroad().names("斐济苏瓦"));
    CHECK(directory->regions().abroad().names("in fiji"));
    CHECK_FALSE(directory->regions().abroad().names("fiji street"));
}

TEST_CASE("settings are checked") {
    CHECK(complaint_after([](auto& files) {
              files.rules["settings"]["group_respondents_min"]["value"] = 0;
          }) == "directory/rules.json#/settings/group_respondents_min/value: should be between 1 and 1000");
    CHECK(complaint_after([](auto& files) { files.rules["settings"]["preference"]["value"] = "either"; }) ==
          "directory/rules.json#/settings/preference/value: should be respondent or platform");
    CHECK(complaint_after([](auto& files) { files.rules["settings"].erase("desk_working_days"); }) ==
          "directory/rules.json#/settings: lacks the member \"desk_working_days\"");
    CHECK(complaint_after([](auto& files) {
              files.rules["settings"]["receiving_centre"]["value"] = "330700";
          }).empty());
    CHECK(complaint_after([](auto& files) {
              files.rules["settings"]["receiving_centre"]["value"] = "330800";
          }) == "directory/rules.json#/settings/receiving_centre/value: there is no centre in 330800");
}

TEST_CASE("the table of kinds, hints and derived bodies is checked") {
    CHECK(complaint_after([](auto& files) {
              files.rules["kinds"]["trademark"] = "nowhere";
          }).starts_with("directory/rules.json#/kinds/trademark: is no block of the table"));
    CHECK(complaint_after([](auto& files) { files.rules["matters"]["agency"]["body"] = "club"; }) ==
          "directory/rules.json#/matters/agency/body: is no kind of body");
    CHECK(complaint_after([](auto& files) { files.rules["criminal_hints"][0]["kinds"] = {"theft"}; }) ==
          "directory/rules.json#/criminal_hints/0/kinds: theft is no kind of case here");
    CHECK(complaint_after([](auto& files) {
              files.rules["criminal_hints"][1].erase("turnover_cny");
              files.rules["criminal_hints"][1].erase("gains_cny");
          }) == "directory/rules.json#/criminal_hints/1: names no amount");
    CHECK(complaint_after([](auto& files) { files.rules["derived"][0]["levels"] = {"street"}; })
              .starts_with("directory/rules.json#/derived/0/levels/0: should be nation, province, prefecture "
                           "or county"));
    CHECK(complaint_after([](auto& files) {
              files.rules["derived"][2]["levels"] = {"prefecture"};
          }).starts_with("directory/rules.json#/derived: 110000 has no customs"));
}

TEST_CASE("a reason that asks for an argument it never gets stops the load") {
    CHECK(complaint_after([](auto& files) {
              files.rules["reasons"]["custody"]["en"] = "Kept by {center}.";
          }) == "directory/rules.json#/reasons/custody/en: has no argument {center}");
}

TEST_CASE("a slip of the pen in a member's name stops the load") {
    CHECK(complaint_after([](auto& files) { files.offices["offices"][5]["regoin"] = "130000"; }) ==
          "directory/offices.json#/offices/5/regoin: is not known here");
}

TEST_CASE("all mistakes come at once") {
    const std::string complaints = complaint_after([](auto& files) {
        files.offices["offices"][40]["name"].erase("en");
        files.centres["centres"][2]["kind"] = "club";
        files.platforms["platforms"][1]["kind"] = "bazaar";
    });
    CHECK(std::ranges::count(complaints, '\n') >= 3);
}
