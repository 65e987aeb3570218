#include <catch2/catch.hpp>

#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

TEST_CASE("every kind has a name that leads back to it") {
    for (std::size_t index = 0; index < kind_count; ++index) {
        const auto kind = static_cast<Kind>(index);
        CHECK(kind_of(name_of(kind)) == kind);
    }
    CHECK(kind_of("product_link") == Kind::link);
    CHECK_FALSE(kind_of("colour").has_value());
}

TEST_CASE("the words of choices, of yes or no and of files mean nothing without their question") {
    for (const Kind kind : {Kind::choice, Kind::yes_no, Kind::file}) CHECK_FALSE(stands_alone(kind));
    for (const std::string_view name :
         {"patent_number", "credit_code", "resident_id", "phone", "product_link", "date", "region",
          "trademark_number", "copyright_number", "receipt_code", "gi_number", "customs_record",
          "plant_variety_number", "identity_paper", "postal_code"})
        CHECK(stands_alone(*kind_of(name)));
}

TEST_CASE("what is normalised validates to itself") {
    struct Row {
        Kind kind;
        std::string_view words;
    };
    const Row rows[] = {{Kind::choice, "taobao"},
                        {Kind::yes_no, "yes"},
                        {Kind::text, " 一种 水杯 "},
                        {Kind::number, "约1.5万元"},
                        {Kind::date, "去年双十一"},
                        {Kind::region, "杭州余杭"},
                        {Kind::phone, "0571 85022088 转 1"},
                        {Kind::email, "A@B.com"},
                        {Kind::link, "http://item.jd.com/1.html?x=1"},
                        {Kind::patent_number, "zl 95115608 x"},
                        {Kind::credit_code, "91330110ma2tek701u"},
                        {Kind::resident_id, "33011019920415004x"},
                        {Kind::receipt_code, "5724 0000 0000 0000"},
                        {Kind::trademark_number, "第九类12345678号"},
                        {Kind::copyright_number, "京作登字2021a00123456"},
                        {Kind::gi_number, "agi 20190302581"},
                        {Kind::customs_record, "t 2019 12345"},
                        {Kind::plant_variety_number, "cna 2016 1234.5"},
                        {Kind::identity_paper, "e 12345678"},
                        {Kind::postal_code, "邮编 310000"}};
    for (const Row& row : rows) {
        CAPTURE(row.words);
        const Verdict once = said(row.kind, row.words);
        REQUIRE(once.ok);
        CHECK(outcome(row.kind, once.value) == once.value);
    }
}

TEST_CASE("choices and yes or no are known by their normalised form only") {
    CHECK(outcome(Kind::choice, "utility_model") == "utility_model");
    CHECK(outcome(Kind::choice, "实用新型") == "!unclear");
    CHECK(outcome(Kind::yes_no, "No") == "no");
    CHECK(outcome(Kind::yes_no, "好的") == "!unclear");
    CHECK(outcome(Kind::file, "photo.jpg") == "!file_expected");
}
