#include "dialogs/load/directory_tables.hpp"
#include "tests/unit/routing/shipped.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

using namespace plaint;
using content::NamedTexts;

namespace {

const NamedTexts& shipped_texts() {
    static const NamedTexts texts = [] {
        NamedTexts read;
        for (const char* name :
             {"regions", "abroad", "offices", "centres", "platforms", "rules", "calendar", "events"}) {
            const std::string file = "directory/" + std::string(name) + ".json";
            std::ifstream stream("dialogs/" + file, std::ios::binary);
            REQUIRE(stream);
            read[file] = {std::istreambuf_iterator<char>(stream), {}};
        }
        return read;
    }();
    return texts;
}

content::Texts views_of(const NamedTexts& texts) { return {texts.begin(), texts.end()}; }

NamedTexts exported() {
    const auto tables = content::export_tables(views_of(shipped_texts()));
    REQUIRE(tables);
    return *tables;
}

void exchange(std::string& text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

// What an import says of tables that were changed.
std::string complaints_of(const NamedTexts& tables) {
    const auto changed = content::import_tables(views_of(shipped_texts()), tables);
    if (changed) return "nothing";
    std::string out;
    for (const auto& error : changed.error()) out += (out.empty() ? "" : "\n") + to_string(error);
    return out;
}

std::string complaints_after(const std::string& table, std::string_view from, std::string_view to) {
    NamedTexts tables = exported();
    exchange(tables.at(table), from, to);
    return complaints_of({{table, tables.at(table)}});
}

} // namespace

TEST_CASE("tables that come back unchanged change no file") {
    const NamedTexts tables = exported();
    CHECK(tables.size() == 14);
    const auto changed = content::import_tables(views_of(shipped_texts()), tables);
    REQUIRE(changed);
    CHECK(changed->empty());
}

TEST_CASE("what an import has written is exported as the same tables") {
    NamedTexts tables = exported();
    // One change in each file, so that every file is written anew.
    exchange(tables.at("regions.csv"), "330110,余杭区,Yuhang District", "330110,余杭区,Yuhang");
    exchange(tables.at("aliases.csv"), "110103,110101", "110103,110102");
    exchange(tables.at("offices.csv"), "office-11@example.org", "office@example.org");
    exchange(tables.at("office_people.csv"), "王某", "\"王某, \"\"主任\"\"\"");
    exchange(tables.at("centres.csv"), "Mo-Fr 09:00-17:00", "\"Mo-Fr 09:00-12:00, 13:30-17:00\"");
    exchange(tables.at("platforms.csv"), "淘宝|淘宝网|taobao", "淘宝|淘宝网|taobao|万能的淘宝");
    exchange(tables.at("platform_links.csv"), "jd,item.jd.com,/{id}.html,,digits\r\n", "");
    exchange(tables.at("events.csv"), "2026-11-10", "2026-11-12");
    exchange(tables.at("worked_weekends.csv"), "2026-10-10\r\n", "");
    exchange(tables.at("abroad.csv"), "日本,Japan,", "日本,Japan,Nippon");
    const auto changed = content::import_tables(views_of(shipped_texts()), tables);
    if (!changed)
        for (const auto& error : changed.error()) UNSCOPED_INFO(to_string(error));
    REQUIRE(changed);
    CHECK(changed->size() == 7);
    NamedTexts after = shipped_texts();
    for (const auto& [file, bytes] : *changed) after[file] = bytes;
    const auto again = content::export_tables(views_of(after));
    REQUIRE(again);
    CHECK(*again == tables);
    // What has no column stays as it was.
    const auto offices = nlohmann::json::parse(after.at("directory/offices.json"));
    CHECK(offices["source"] == nlohmann::json::parse(shipped_texts().at("directory/offices.json"))["source"]);
    CHECK(offices["offices"][0]["people"][0]["name"]["zh-Hans"] == "王某, \"主任\"");
    CHECK(nlohmann::json::parse(after.at("directory/regions.json"))["xpcc"]["cities"].size() == 12);
    // One row a line, so that a change is one line of difference.
    const std::string& text = after.at("directory/offices.json");
    CHECK(std::ranges::count(text, '\n') > static_cast<std::ptrdiff_t>(offices["offices"].size()));
}

TEST_CASE("a table alone brings its rows, and those inside them stay") {
    NamedTexts tables = exported();
    std::string& offices = tables.at("offices.csv");
    exchange(offices, "北京市知识产权局", "北京市知识产权局（新）");
    const auto changed = content::import_tables(views_of(shipped_texts()), {{"offices.csv", offices}});
    REQUIRE(changed);
    REQUIRE(changed->size() == 1);
    const auto file = nlohmann::json::parse(changed->at("directory/offices.json"));
    CHECK(file["offices"][0]["name"]["zh-Hans"] == "北京市知识产权局（新）");
    CHECK(file["offices"][0]["people"].size() == 3);
}

TEST_CASE("a name in a third language has a column of its own") {
    NamedTexts texts = shipped_texts();
    exchange(texts.at("directory/offices.json"), "\"en\": \"Beijing Municipal Intellectual Property Office\"",
             "\"en\": \"Beijing Municipal Intellectual Property Office\", \"fr\": \"Office de Pékin\"");
    const auto tables = content::export_tables(views_of(texts));
    REQUIRE(tables);
    CHECK(tables->at("offices.csv").find("name.en,name.fr,region") != std::string::npos);
    const auto changed = content::import_tables(views_of(texts), *tables);
    REQUIRE(changed);
    CHECK(changed->empty());
}

TEST_CASE("each mistake is told with its table, line and column, and nothing is changed") {
    CHECK(complaints_after("offices.csv", ",110000,", ",999999,")
              .starts_with("offices.csv: line 2, region: 999999 is no region"));
    CHECK(complaints_after("offices.csv", ",110000,yes,", ",110000,maybe,") ==
          "offices.csv: line 2, enforcement.infringement: should be yes or no");
    CHECK(complaints_after("offices.csv", "12330,010,", "12330,10,") ==
          "offices.csv: line 2, contact.area_code: should be 0 and two or three digits more");
    CHECK(complaints_after("offices.csv", "region", "regoin") ==
          "offices.csv: line 1: the column \"regoin\" is not known here\n"
          "offices.csv: line 1: the column \"region\" is missing");
    CHECK(complaints_after("offices.csv", "北京市知识产权局,", "北京市知识产权局,,") ==
          "offices.csv: line 2: has 15 cells, and there are 14 columns");
    CHECK(complaints_after("office_people.csv", "office:11,head", "office:99,head") ==
          "office_people.csv: line 2, body: there is no \"office:99\" in offices.csv");
    CHECK(complaints_after("office_people.csv", "office:11,head", "office:11,boss") ==
          "office_people.csv: line 2, duty: should be head, coordinator or liaison");
    CHECK(complaints_after("platform_links.csv", "/item.htm,id,digits", "/item.htm,id,letters") ==
          "platform_links.csv: line 2, shape: should be digits, hex24 or pair");
    CHECK(complaints_after("worked_weekends.csv", "2025-02-08", "2025-02-10") ==
          "worked_weekends.csv: line 3: is no Saturday or Sunday");
    CHECK(complaints_after("calendar.csv", "2026-12-31", "2024-12-31")
              .starts_with("calendar.csv: line 2: is before the first day"));
    CHECK(complaints_after("aliases.csv", "110103,110101", "110103,119999") ==
          "aliases.csv: line 2: 119999 is no region");
    CHECK(complaints_after("events.csv", "2026-10-15", "15.10.2026") ==
          "events.csv: line 2, from: should be a day such as 2026-10-10");
    CHECK(complaints_of({{"bodies.csv", "body\r\n"}}) == "bodies.csv: is no table of the directory");
    CHECK(complaints_of({{"offices.csv", "\xBA\xBC"}}).starts_with("offices.csv: line 1: is not UTF-8"));
    CHECK(complaints_of({{"offices.csv", ""}}) == "offices.csv: has no line with the names of its columns");
}

TEST_CASE("no cell is a formula, and no e-mail address one that cannot be written to") {
    for (const char* name : {"=1+1", "@SUM(A1)", "\t=1+1", "+cmd", "+1+SUM(A1)", "-2!B1", "-"}) {
        CAPTURE(name);
        CHECK(complaints_after("offices.csv", "北京市知识产权局,", std::string(name) + ",") ==
              "offices.csv: line 2, name.zh-Hans: begins as a formula of a spreadsheet does");
    }
    CHECK(complaints_after("offices.csv", "北京市知识产权局,", "-1局,") == "nothing");
    CHECK(complaints_after("platforms.csv", "淘宝|淘宝网", "淘宝|=淘宝网")
              .starts_with("platforms.csv: line 2, words"));
    CHECK(complaints_after("offices.csv", "office-11@example.org", "office-11") ==
          "offices.csv: line 2, contact.email: is no e-mail address");
    CHECK(complaints_after("centre_people.csv", "@example.org", "@") ==
          "centre_people.csv: line 2, email: is no e-mail address");
}

TEST_CASE("two owners of a region are found in the table, and what a table takes away is missed") {
    NamedTexts tables = exported();
    std::string& centres = tables.at("centres.csv");
    const std::size_t begin = centres.find("centre:330100,"), end = centres.find("\r\n", begin) + 2;
    std::string copy = centres.substr(begin, end - begin);
    exchange(copy, "centre:330100,", "centre:330100b,");
    centres += copy;
    CHECK(complaints_of({{"centres.csv", centres}}) ==
          "centres.csv: line 117, region: 330100 already has the centre centre:330100");
    std::string offices = tables.at("offices.csv");
    const std::size_t first = offices.find("office:11,");
    offices.erase(first, offices.find("\r\n", first) + 2 - first);
    CHECK(complaints_of({{"offices.csv", offices}})
              .find("110000 has no office that may act against infringement") != std::string::npos);
}
