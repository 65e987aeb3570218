#include "locales/fold.hpp"
#include "tests/unit/routing/shipped.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace plaint;
using namespace plaint::tests;
using content::Power;

namespace {

std::string office(std::string_view region) {
    const auto* found = shipped_directory().office_for(region, Power::infringement);
    return found ? found->id : std::string();
}

std::string centre(std::string_view region) {
    const auto* found = shipped_directory().centre_for(region);
    return found ? found->id : std::string();
}

} // namespace

TEST_CASE("every mainland region has one office and one centre in its own province") {
    const auto& directory = shipped_directory();
    const auto files = shipped_files();
    const std::set<std::string> corps = files.regions["xpcc"]["cities"];
    std::size_t seen = 0;
    for (const char* level : {"provinces", "prefectures", "counties"}) {
        for (const auto& row : files.regions[level]) {
            const std::string code = row["code"];
            INFO(code);
            if (row.contains("mainland")) {
                CHECK(office(code).empty());
                continue;
            }
            const auto* office = directory.office_for(code, Power::infringement);
            const auto* other = directory.office_for(code, Power::passing_off);
            const auto* centre = directory.centre_for(code);
            REQUIRE(office);
            REQUIRE(other);
            REQUIRE(centre);
            const std::string province = corps.contains(code) ? "66" : code.substr(0, 2);
            CHECK(office->region.substr(0, 2) == province);
            CHECK(centre->region.substr(0, 2) == province);
            CHECK(directory.coordination_centre_for(code));
            ++seen;
        }
    }
    CHECK(seen == 31 + 342 + 2975);
}

TEST_CASE("every abolished code resolves to an office") {
    const nlohmann::json regions = shipped_files().regions;
    for (const auto& [old_code, unused] : regions.at("aliases").items()) {
        INFO(old_code);
        CHECK_FALSE(office(old_code).empty());
        CHECK_FALSE(centre(old_code).empty());
    }
}

TEST_CASE("a region is found by the name that it had, and by what it is called in short") {
    const auto& regions = shipped_directory().regions();
    const auto found = [&](std::string_view words) { return regions.find(locales::fold(words)); };
    using Codes = std::vector<std::string>;
    CHECK(found("南汇区") == Codes{"310115"});
    CHECK(found("上海南汇") == Codes{"310115"});
    CHECK(found("北京市崇文区") == Codes{"110101"});
    CHECK(found("浙江省余杭市") == Codes{"330110"});
    CHECK(found("江干区") == Codes{"330102"});
    CHECK(found("莱芜市") == Codes{"370116"});
    CHECK(found("襄樊") == Codes{"420600"});
    CHECK(found("毕节地区") == Codes{"520500"});
    CHECK(found("崇明县") == Codes{"310151"});
    CHECK(found("青海海南州") == Codes{"632500"});
    CHECK(found("恩施州") == Codes{"422800"});
    CHECK(found("新疆兵团") == Codes{"660000"});
    CHECK(found("内蒙") == Codes{"150000"});
    CHECK(found("台北市") == Codes{"710000"});
    CHECK(found("香港九龙") == Codes{"810000"});
    // What several are called today is asked as before.
    CHECK(found("朝阳").size() == 3);
    CHECK(found("鼓楼区").size() == 4);
}

TEST_CASE("offices climb from county to prefecture to province") {
    CHECK(office("330782") == "office:3307"); // Yiwu is listed, with its flags off
    CHECK(office("330110") == "office:3301");
    CHECK(office("330700") == "office:3307");
    CHECK(office("330000") == "office:33");
    CHECK(office("110108") == "office:11"); // a municipality has no prefectures
    CHECK(office("500229") == "office:50"); // nor have its counties
    CHECK(office("429004") == "office:42"); // a county run by its province
    CHECK(office("469001") == "office:46");
    CHECK(office("441900") == "office:4419"); // cities without districts
    CHECK(office("442000") == "office:4420");
    CHECK(office("460400") == "office:4604");
    CHECK(office("620201") == "office:6202");
    CHECK(office("659001") == "office:xpcc");
    CHECK(office("650102") == "office:6501");
}

TEST_CASE("a county office acts once its flag is on") {
    auto files = shipped_files();
    for (auto& row : files.offices["offices"])
        if (row["region"] == "330782") row["enforcement"]["infringement"] = true;
    const auto directory = files.load();
    REQUIRE(directory);
    CHECK(directory->office_for("330782", Power::infringement)->id == "office:330782");
    CHECK(directory->office_for("330782", Power::passing_off)->id == "office:3307");
    CHECK(directory->office_for("330781", Power::infringement)->id == "office:3307");
}

TEST_CASE("a prefecture without the power hands its cases to the province") {
    auto files = shipped_files();
    for (auto& row : files.offices["offices"])
        if (row["region"] == "330700") row["enforcement"]["infringement"] = false;
    const auto directory = files.load();
    REQUIRE(directory);
    CHECK(directory->office_for("330782", Power::infringement)->id == "office:33");
}

TEST_CASE("the nearest centre owns a region") {
    CHECK(centre("330110") == "centre:330100");
    CHECK(centre("330825") == "centre:330000"); // Quzhou has none of its own
    CHECK(centre("110108") == "centre:110000");
    CHECK(centre("659001") == "centre:660000");
    CHECK(centre("810000").empty());
}

TEST_CASE("places count municipalities and the Corps as one, counties of a province singly") {
    const auto& directory = shipped_directory();
    CHECK(directory.place_of("110108") == directory.place_of("110115"));
    CHECK(directory.place_of("659001") == directory.place_of("659002"));
    CHECK(directory.place_of("429004") != directory.place_of("429005"));
    CHECK(directory.place_of("330782") == "330700");
    CHECK(directory.is_vague(directory.place_of("330000")));
    CHECK_FALSE(directory.is_vague(directory.place_of("110000")));
    CHECK_FALSE(directory.is_vague(directory.place_of("659001")));
    CHECK_FALSE(directory.is_vague(directory.place_of("330782")));
}

TEST_CASE("regions have a name in both languages") {
    const auto& directory = shipped_directory();
    CHECK(directory.region_name("330700", "en") == "Jinhua, Zhejiang");
    CHECK(directory.region_name("330782", "zh-Hans") == "浙江省金华市义乌市");
    CHECK(directory.region_name("330184", "zh-Hans") == "浙江省杭州市余杭区");
}
