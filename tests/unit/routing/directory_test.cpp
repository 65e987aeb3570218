#include "dialogs/load/directory_check.hpp"
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

TEST_CASE("a name of several regions asks which province is meant, and with the province it does not") {
    const kinds::Regions& regions = shipped_directory().regions();
    struct Ambiguous {
        const char* name;
        std::vector<std::string> codes;
    };
    const Ambiguous rows[] = {{"鼓楼区", {"320106", "320302", "350102", "410204"}},
                              {"城关区", {"540102", "620102"}},
                              {"南山区", {"230404", "440305"}},
                              {"长宁", {"310105", "511524"}}};
    for (const Ambiguous& row : rows) {
        CAPTURE(row.name);
        const kinds::Verdict verdict = kinds::validate_region({row.name, row.name}, regions);
        CHECK(verdict.problem == "ambiguous");
        CHECK(verdict.choices == row.codes);
        for (const std::string& code : row.codes) {
            const std::string whole = std::string(regions.name_of(regions.province_of(code))) + row.name;
            const std::vector<std::string> found = regions.find(whole);
            CHECK(std::ranges::find(found, code) != found.end());
            CHECK(found.size() < row.codes.size());
        }
    }
}

TEST_CASE("abolished codes lead to what took their place") {
    const kinds::Regions& regions = shipped_directory().regions();
    CHECK(regions.current("330184") == "330110");
    CHECK(regions.current("310119") == "310115");
    CHECK(regions.current("110228") == "110118");
    CHECK(regions.current("440102") == "440104");
    CHECK(complaint_after([](auto& files) {
              files.regions["aliases"]["330199"] = {{"code", "330110"}, {"needs_legal_check", true}};
          }) == "directory/regions.json#/aliases/330199: lacks the member \"source\"");
    CHECK(complaint_after([](auto& files) {
              files.regions["aliases"]["330199"] = {
                  {"code", "330198"}, {"source", "S"}, {"needs_legal_check", true}};
          }) == "directory/regions.json#/aliases/330199: 330198 is no region");
}

TEST_CASE("provinces and prefectures are found by their pinyin, too") {
    const kinds::Regions& regions = shipped_directory().regions();
    CHECK(regions.find("huhehaote") == std::vector<std::string>{"150100"});
    CHECK(regions.find("neimenggu") == std::vector<std::string>{"150000"});
    CHECK(regions.find("ha'erbin") == std::vector<std::string>{"230100"});
    CHECK(regions.find("wulumuqi, xinjiang") == std::vector<std::string>{"650100"});
    // The county in Guangxi is written alike.
    CHECK(regions.find("xing'an").size() > 1);
}

TEST_CASE("regions and countries are found by what other languages call them") {
    struct Row {
        const char* words;
        const char* outcome;
    };
    const Row rows[] = {
        {"Peking", "110000"},
        {"à Pékin", "110000"},
        {"베이징시", "110000"},
        {"ペキン", "110000"},
        {"Shanghaï", "310000"},
        {"상하이", "310000"},
        {"杭州市", "330100"},
        {"浙江省杭州市", "330100"},
        {"저장성 이우시", "330782"},
        {"Provinz Zhejiang, Jinhua", "330700"},
        {"Jinhua, Provinz Zhejiang", "330700"},
        {"Stadt Yiwu, Provinz Zhejiang", "330782"},
        {"province du Zhejiang", "330000"},
        {"Yiwu, province du Zhejiang, Chine", "330782"},
        {"Innere Mongolei", "150000"},
        {"Mongolie intérieure", "150000"},
        {"広東省広州市", "440100"},
        {"広東省深セン市", "440300"},
        {"黒竜江省ハルビン", "230100"},
        {"内モンゴル自治区", "150000"},
        {"廣東省東莞市", "441900"},
        {"浙江省義烏市", "330782"},
        {"산시성", "140000 610000"},
        {"섬서성", "610000"},
        {"산시성 시안시", "610100"},
        {"Hongkong", "810000"},
        {"Hong-Kong", "810000"},
        {"香港", "810000"},
        {"홍콩", "810000"},
        {"ホンコン", "810000"},
        {"Macau", "820000"},
        {"Macao", "820000"},
        {"澳門", "820000"},
        {"マカオ", "820000"},
        {"마카오", "820000"},
        {"Taiwan", "710000"},
        {"à Taïwan", "710000"},
        {"臺灣", "710000"},
        {"台湾", "710000"},
        {"대만", "710000"},
        {"im Ausland", "abroad"},
        {"à l’étranger", "abroad"},
        {"海外", "abroad"},
        {"国外です", "abroad"},
        {"해외", "abroad"},
        {"Deutschland", "abroad"},
        {"in der Schweiz", "abroad"},
        {"Österreich", "abroad"},
        {"Weißrussland", ""},
        {"aux États-Unis", "abroad"},
        {"en Corée du Sud", "abroad"},
        {"韓國", "abroad"},
        {"韓国ソウル", "abroad"},
        {"アメリカ", "abroad"},
        {"독일", "abroad"},
        {"미국 시애틀", "abroad"},
        {"紐西蘭", "abroad"},
        {"Chine", ""},
    };
    const kinds::Regions& regions = shipped_directory().regions();
    for (const Row& row : rows) {
        CAPTURE(row.words);
        const std::string folded = locales::fold(row.words);
        const kinds::Verdict verdict = kinds::validate_region({row.words, folded}, regions);
        std::string outcome = verdict.value;
        for (const std::string& choice : verdict.choices) outcome += (outcome.empty() ? "" : " ") + choice;
        CHECK(outcome == row.outcome);
    }
}

TEST_CASE("names of places stand as folded text has them, or nobody could ever say them") {
    const auto files = shipped_files();
    const auto check = [](const std::string& word) {
        CAPTURE(word);
        CHECK(locales::fold(word) == word);
    };
    for (const auto& [code, words] : files.regions["names"].items())
        for (const auto& word : words) check(word);
    for (const auto& word : files.abroad["anywhere"]) check(word);
    for (const auto& country : files.abroad["countries"]) {
        check(country["name"]["zh-Hans"]);
        if (!country.contains("words")) continue;
        for (const auto& word : country["words"]) check(word);
    }
}

TEST_CASE("the cities of the Corps lie in the Corps as well as in Xinjiang") {
    const content::Directory& directory = shipped_directory();
    const kinds::Regions& regions = directory.regions();
    CHECK(regions.children("660000").size() == 12);
    CHECK(regions.find("新疆生产建设兵团石河子市") == std::vector<std::string>{"659001"});
    CHECK(regions.find("新疆石河子") == std::vector<std::string>{"659001"});
    CHECK(regions.full_name("659001") == "新疆维吾尔自治区石河子市");
    CHECK(directory.top_of("659001") == "660000");
    REQUIRE(directory.office_for("659001", content::Power::infringement));
    CHECK(directory.office_for("659001", content::Power::infringement)->region == "660000");
    // The standard does not divide the Corps, so an address of one of its divisions is as good as there is.
    const std::string division = "新疆生产建设兵团第八师";
    CHECK(kinds::validate_region({division, division}, regions).value == "660000");
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
          "directory/centres.json#/centres/115/region: 330100 already has the centre centre:330100");
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

TEST_CASE("a name of a region that stands twice, or with no region, stops the load") {
    CHECK(complaint_after([](auto& files) { files.regions["names"]["330110"] = {"위항", "위항"}; }) ==
          "directory/regions.json#/names/330110/1: \"위항\" stands here twice");
    CHECK(complaint_after([](auto& files) { files.regions["names"]["339999"] = {"위항"}; }) ==
          "directory/regions.json#/names/339999: 339999 is no region");
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

TEST_CASE("the terms of acceptance are checked") {
    CHECK(complaint_after([](auto& files) { files.rules["acceptance"][0]["working_days"] = 0; }) ==
          "directory/rules.json#/acceptance/0/working_days: should be between 1 and 1000");
    CHECK(complaint_after([](auto& files) { files.rules["acceptance"][0]["kinds"] = {"theft"}; }) ==
          "directory/rules.json#/acceptance/0/kinds: theft is no kind of case here");
    CHECK(complaint_after([](auto& files) { files.rules["acceptance"][1]["bodies"] = {"club"}; }) ==
          "directory/rules.json#/acceptance/1/bodies: club is no kind of body");
    CHECK(complaint_after([](auto& files) { files.rules["acceptance"][0]["province"] = "330100"; }) ==
          "directory/rules.json#/acceptance/0/province: is no code of a province");
    CHECK(complaint_after([](auto& files) { files.rules["acceptance"][0].erase("source"); }) ==
          "directory/rules.json#/acceptance/0: lacks the member \"source\"");
    CHECK(complaint_after([](auto& files) { files.rules.erase("acceptance"); }).empty());
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
    CHECK(complaint_after([](auto& files) { files.rules["derived"][0]["reached"].erase("source"); }) ==
          "directory/rules.json#/derived/0/reached: lacks the member \"source\"");
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

TEST_CASE("contacts, people, stations and events are checked") {
    CHECK(complaint_after([](auto& files) { files.offices["offices"][0]["contact"]["area_code"] = "571"; }) ==
          "directory/offices.json#/offices/0/contact/area_code: should be 0 and two or three digits more");
    CHECK(complaint_after([](auto& files) { files.offices["offices"][0]["people"][1]["duty"] = "chief"; }) ==
          "directory/offices.json#/offices/0/people/1/duty: should be head, coordinator or liaison");
    CHECK(complaint_after([](auto& files) {
              auto& rows = files.centres["centres"];
              rows[index_of(rows, "kind", "work_station")]["centre"] = "centre:999999";
          }).ends_with("/centre: is no centre"));
    CHECK(complaint_after([](auto& files) { files.events["events"][0]["desk"] = "desk:330100"; }) ==
          "directory/events.json#/events/0/desk: is no body of this directory");
    CHECK(complaint_after([](auto& files) { files.events["events"][1]["to"] = "2026-11-04"; }) ==
          "directory/events.json#/events/1/to: is before the first day");
    CHECK(complaint_after([](auto& files) {
              files.events["campaigns"][1]["id"] = files.events["campaigns"][0]["id"];
          }).ends_with("/campaigns/1/id: e_commerce_2014 stands here twice"));
    CHECK(complaint_after([](auto& files) { files.events["campaigns"][0]["from"] = "2014-06-31"; }) ==
          "directory/events.json#/campaigns/0/from: should be a day such as 2026-10-10");
}

TEST_CASE("the calendar is checked") {
    CHECK(complaint_after([](auto& files) { files.calendar["worked"][0] = "2025-01-27"; }) ==
          "directory/calendar.json#/worked/0: is no Saturday or Sunday");
    CHECK(complaint_after([](auto& files) { files.calendar["worked"][0] = "2025-02-01"; }) ==
          "directory/calendar.json#/worked/0: is in a holiday");
    CHECK(complaint_after([](auto& files) {
              files.calendar["to"] = "2026-10-06";
          }).find("/holidays/12/to: is outside of the days that the calendar declares") != std::string::npos);
    CHECK(complaint_after([](auto& files) {
              files.calendar["holidays"][3]["from"] = "2025-04-06";
          }).starts_with("directory/calendar.json#/holidays/3/from: is not after the holiday before it"));
}

TEST_CASE("what a directory still lacks is found, and the shipped one lacks nothing") {
    const kinds::Date today{2026, 1, 5};
    const content::DirectoryGaps gaps = content::gaps_of(shipped_directory(), today);
    for (const auto& fault : gaps.faults) UNSCOPED_INFO(to_string(fault));
    CHECK(gaps.faults.empty());
    CHECK(gaps.notes.back() == "the calendar goes from 2025-01-01 to 2026-12-31");
    CHECK(content::gaps_of(shipped_directory(), {2027, 1, 1}).notes.back().ends_with(", which is past"));

    DirectoryFiles files = shipped_files();
    files.centres["centres"][0]["contact"]["hours"] = "in the morning";
    files.centres["centres"][1]["contact"].erase("area_code");
    files.offices["offices"][0]["people"].erase(2);
    files.platforms["platforms"][0]["liaison_centre"] = "centre:310000";
    const auto loaded = files.load();
    REQUIRE(loaded);
    std::string faults;
    for (const auto& fault : content::gaps_of(*loaded, today).faults) faults += to_string(fault) + "\n";
    CHECK(
        faults ==
        "directory/offices.json: office:11: names no liaison\n"
        "directory/centres.json: centre:110000: the hours \"in the morning\" are not of the form \"Mo-Fr "
        "09:00-17:00\"\n"
        "directory/centres.json: centre:120000: 12330 cannot be called from elsewhere without an area code\n"
        "directory/platforms.json: taobao: its seat 330110 belongs to centre:330100, and its liaison centre "
        "is "
        "centre:310000\n");
}

TEST_CASE("content without a calendar still reads, and then every deadline is provisional") {
    DirectoryFiles files = shipped_files();
    const std::string texts[] = {files.regions.dump(), files.abroad.dump(),    files.offices.dump(),
                                 files.centres.dump(), files.platforms.dump(), files.rules.dump()};
    const auto loaded = content::load_directory({texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]});
    REQUIRE(loaded);
    CHECK(loaded->working_days().after({2026, 9, 29}, 5) ==
          content::WorkingDays::Deadline{{2026, 10, 6}, true});
}

TEST_CASE("all mistakes come at once") {
    const std::string complaints = complaint_after([](auto& files) {
        files.offices["offices"][40]["name"].erase("en");
        files.centres["centres"][2]["kind"] = "club";
        files.platforms["platforms"][1]["kind"] = "bazaar";
    });
    CHECK(std::ranges::count(complaints, '\n') >= 3);
}
