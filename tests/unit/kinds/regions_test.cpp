#include <catch2/catch.hpp>

#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

TEST_CASE("regions are found by code, full name, short name, path and English name") {
    const Case cases[] = {
        {"330110", "330110"},
        {"330184", "330110"},
        {"浙江", "330000"},
        {"浙江省", "330000"},
        {"杭州", "330100"},
        {"杭州市余杭区", "330110"},
        {"浙江杭州余杭", "330110"},
        {"浙江省-杭州市-余杭区", "330110"},
        {"浙江余杭", "330110"},
        {"中国浙江省 杭州市", "330100"},
        {"餘杭區", "330110"},
        {"南京市鼓楼区", "320106"},
        {"江苏鼓楼南京", "!unknown"},
        {"北京", "110000"},
        {"北京市市辖区朝阳区", "110105"},
        {"北京朝阳", "110105"},
        {"上海长宁", "310105"},
        {"浦东", "310115"},
        {"吉林", "220000"},
        {"吉林市", "220200"},
        {"海南", "460000"},
        {"海南区", "150303"},
        {"内蒙古乌海", "150300"},
        {"黔东南", "522600"},
        {"济源", "419001"},
        {"石河子", "659001"},
        {"东莞市", "441900"},
        {"香港", "810000"},
        {"澳门特别行政区", "820000"},
        {"台湾", "710000"},
        {"Zhejiang", "330000"},
        {"Yuhang District, Hangzhou, Zhejiang Province", "330110"},
        {"Hangzhou, China", "330100"},
        {"Hong Kong", "810000"},
        {"Shihezi", "659001"},
        {"Shihezi City, Xinjiang", "659001"},
        {"Zhejiang Hangzhou Yuhang", "330110"},
        {"yu'hang", "330110"},
        {"Yu’hang District", "330110"},
        {"Changsha County", "430121"},
        {"长沙", "430100"},
        {"长沙县", "430121"},
        {"Peking", "110000"},
        {"à Pékin", "110000"},
        {"in Shanghai", "310000"},
        {"상하이", "310000"},
        {"베이징입니다", "110000"},
        {"저장성 항저우시", "330100"},
        {"杭州市です", "330100"},
        {"Provinz Zhejiang", "330000"},
        {"Provinz Zhejiang, Hangzhou", "330100"},
        {"Hangzhou, Provinz Zhejiang", "330100"},
        {"Zhejiang-Provinz", "330000"},
        {"province du Zhejiang", "330000"},
        {"Hangzhou, province du Zhejiang, Chine", "330100"},
        {"ville de Hangzhou", "330100"},
        {"Hongkong", "810000"},
        {"홍콩", "810000"},
        {"臺灣", "710000"},
        {"広東省東莞市", "441900"},
        {"浙江省杭州市余杭区文一西路969号", "330110"},
        {"东莞市长安镇", "441900"},
        {"济源市沁园路", "419001"},
        {"杭州市哈哈区", "!unknown 330100"},
        {"南京路", "!unknown"},
        {"999999", "!unknown"},
        {"那边", "!unknown"},
        {"国外", "!abroad"},
        {"", "!unknown"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::region, row.words) == row.outcome);
    }
}

TEST_CASE("a name of several regions is ambiguous, with all of them as choices") {
    const Verdict gulou = said(Kind::region, "鼓楼区");
    CHECK(gulou.problem == "ambiguous");
    CHECK(gulou.choices == std::vector<std::string>{"320106", "320302", "350102", "410204"});
    CHECK(said(Kind::region, "江苏鼓楼区").choices == std::vector<std::string>{"320106", "320302"});
    CHECK(said(Kind::region, "长宁").choices == std::vector<std::string>{"310105", "511524"});
    // In English, too, and as long as nothing says which kind of region is meant.
    CHECK(said(Kind::region, "Gulou").choices == gulou.choices);
    CHECK(said(Kind::region, "Gulou District").choices == gulou.choices);
    CHECK(outcome(Kind::region, "Gulou, Nanjing") == "320106");
    CHECK(said(Kind::region, "Chaoyang").choices == std::vector<std::string>{"110105", "211300"});
    CHECK(outcome(Kind::region, "Chaoyang District, Beijing") == "110105");
    // The county within 朝阳市 is not offered beside it.
    CHECK(said(Kind::region, "朝阳").choices == std::vector<std::string>{"110105", "211300"});
}

TEST_CASE("abroad can be kept as an answer of its own") {
    CHECK(said(Kind::region, "海外").unverified);
    CHECK(said(Kind::region, "海外").value == "abroad");
}

TEST_CASE("each region knows its province and prefecture") {
    CHECK(regions().province_of("330110") == "330000");
    CHECK(regions().prefecture_of("330110") == "330100");
    CHECK(regions().prefecture_of("330100") == "330100");
    CHECK(regions().prefecture_of("330000") == "330000");
    CHECK(regions().prefecture_of("330184") == "330100");
    CHECK(regions().prefecture_of("110108") == "110000");
    CHECK(regions().prefecture_of("110100") == "110000");
    CHECK(regions().prefecture_of("419001") == "419001");
    CHECK(regions().prefecture_of("659001") == "659001");
    CHECK(regions().prefecture_of("441900") == "441900");
    CHECK(regions().prefecture_of("810000") == "810000");
    CHECK(regions().prefecture_of("999999").empty());
    CHECK(regions().parent_of("110108") == "110000");
    CHECK(regions().parent_of("330110") == "330100");
    CHECK(regions().parent_of("330000").empty());
    CHECK(regions().is_corps_city("659001"));
    CHECK_FALSE(regions().is_corps_city("650000"));
}

TEST_CASE("names are given alone and with all that they lie in") {
    CHECK(regions().name_of("330110") == "余杭区");
    CHECK(regions().full_name("330110") == "浙江省杭州市余杭区");
    CHECK(regions().full_name("110105") == "北京市朝阳区");
    CHECK(regions().full_name("419001") == "河南省济源市");
    CHECK(regions().english_of("330100") == "Hangzhou");
    CHECK(regions().full_english("330110") == "Yuhang District, Hangzhou, Zhejiang");
    CHECK(regions().full_english("110105") == "Chaoyang District, Beijing");
    CHECK(regions().full_english("520000") == "贵州省");
    CHECK(regions().name_of("999999").empty());
}

TEST_CASE("children pass over rows that only fill a gap") {
    CHECK(regions().children("110000") == std::vector<std::string>{"110105", "110108", "110118"});
    CHECK(regions().children("410000") == std::vector<std::string>{"410200", "419001"});
    CHECK(regions().children("330100") == std::vector<std::string>{"330106", "330110"});
    CHECK(regions().children("441900").empty());
    CHECK(regions().children("999999").empty());
    CHECK(regions().children("").size() == 18);
}

TEST_CASE("every full name in the table finds its own region") {
    for (const std::string& province : regions().children(""))
        for (const std::string& prefecture : regions().children(province)) {
            CHECK(outcome(Kind::region, regions().full_name(prefecture)) == prefecture);
            for (const std::string& county : regions().children(prefecture))
                CHECK(outcome(Kind::region, regions().full_name(county)) == county);
        }
}

TEST_CASE("a broken region table is refused with the row's code") {
    CHECK(Regions::build({{"33x000", "浙江省", ""}}, {}).error() == "\"33x000\" is not a region code");
    CHECK_FALSE(Regions::build({{"330000", "", ""}}, {}));
    CHECK_FALSE(Regions::build({{"330110", "余杭区", ""}}, {}));
    CHECK_FALSE(Regions::build({{"33", "浙江省", ""}}, {{"330184", "330110"}}));
    CHECK(Regions::build({{"33", "浙江省", ""}, {"3301", "杭州市", ""}}, {})->prefecture_of("330100") ==
          "330100");
}
