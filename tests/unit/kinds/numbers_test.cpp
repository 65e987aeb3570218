#include <catch2/catch.hpp>

#include "dialogs/kinds/spoken.hpp"
#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

TEST_CASE("spoken digits become written ones, and other words stay") {
    CHECK(spoken_digits("幺三八零零幺三八零零零") == "13800138000");
    CHECK(spoken_digits("二零一六一零九五一一九零点四") == "201610951190.4");
    CHECK(spoken_digits("两洞拐勾叉") == "2079X");
    CHECK(spoken_digits("二十一") == "21");
    CHECK(spoken_digits("三百零五号") == "305号");
    CHECK(spoken_digits("十月") == "10月");
    CHECK(spoken_digits("abc 十点") == "abc 10点");
    CHECK(spoken_digits("交叉点") == "交叉点");
    CHECK(spoken_digits("").empty());
}

TEST_CASE("numbers are read in digits, in Chinese, and mixed") {
    const Case cases[] = {
        {"0", "0"},
        {"42", "42"},
        {"1,234,567", "1234567"},
        {"1,234,567.80元", "1234567.8"},
        {"￥500", "500"},
        {"约三千五百元", "3500"},
        {"1.5万", "15000"},
        {"１．５万元", "15000"},
        {"三点五万", "35000"},
        {"两亿", "200000000"},
        {"三千五百万", "35000000"},
        {"一万二", "12000"},
        {"两百五", "250"},
        {"二百零五", "205"},
        {"十", "10"},
        {"二十一", "21"},
        {"一百一十五", "115"},
        {"三亿五千万零二十", "350000020"},
        {"三五零零", "3500"},
        {"-12", "-12"},
        {"负三", "-3"},
        {"0.000001", "0.000001"},
        {"1,23", "!format"},
        {"1,2345,678", "!format"},
        {"百", "!format"},
        {"一十百", "!format"},
        {"五万三亿", "!format"},
        {"1.2.3", "!format"},
        {"999999999999", "999999999999"},
        {"1000000000000", "!format"},
        {"很多", "!format"},
        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::number, row.words) == row.outcome);
    }
}

TEST_CASE("a number is held against the question's bounds") {
    const Limits limits{.min = 1, .max = 20};
    CHECK(outcome(Kind::number, "0", limits) == "!too_small");
    CHECK(outcome(Kind::number, "0.5", limits) == "!too_small");
    CHECK(outcome(Kind::number, "1", limits) == "1");
    CHECK(outcome(Kind::number, "二十", limits) == "20");
    CHECK(outcome(Kind::number, "20.01", limits) == "!too_large");
}

TEST_CASE("text is trimmed and measured in characters") {
    CHECK(outcome(Kind::text, "  一种\t折叠\r\n水杯\x01 ") == "一种 折叠\n水杯");
    CHECK(outcome(Kind::text, "　\n ") == "!empty");
    CHECK(outcome(Kind::text, "\xE2\x80\xAE") == "!empty");
    CHECK(outcome(Kind::text, "杯子", {.min = 3}) == "!too_short");
    CHECK(outcome(Kind::text, "杯子们", {.min = 3}) == "杯子们");
    CHECK(outcome(Kind::text, "杯子们", {.max = 2}) == "!too_long");
    CHECK(outcome(Kind::text, std::string(20001, 'a')) == "!too_long");
    CHECK(outcome(Kind::text, "a\xFFz") == "a\xEF\xBF\xBDz");
}

TEST_CASE("trade-mark numbers are accepted softly, with their class") {
    const Case cases[] = {
        {"12345678", "12345678"},
        {"第12345678号", "12345678"},
        {"注册号：G1234567a", "G1234567A"},
        {"12345678 第25类", "12345678/25"},
        {"第二十五类 12345678号", "12345678/25"},
        {"12345678/09", "12345678/9"},
        {"12345678 第46类", "!nice_class"},
        {"12345678/0", "!nice_class"},
        {"123", "!format"},
        {"123456789", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::trademark_number, row.words) == row.outcome);
    }
    CHECK(said(Kind::trademark_number, "tm-abc").unverified);
    CHECK_FALSE(said(Kind::trademark_number, "").unverified);
}

TEST_CASE("copyright registrations are accepted softly") {
    const Case cases[] = {
        {"2020SR1234567", "2020SR1234567"},
        {"登记号：2020sr123456", "2020SR123456"},
        {"软著登字第1234567号", "软著登字第1234567号"},
        {"軟著登字第 1234567 號", "软著登字第1234567号"},
        {"国作登字-2021-A-00123456", "国作登字-2021-A-00123456"},
        {"浙作登字2021F00123456", "浙作登字-2021-F-00123456"},
        {"滬作登字－2021－Ｌ－00123456", "沪作登字-2021-L-00123456"},
        {"国作登字-2021-M-00123456", "!format"},
        {"2020SR12345", "!format"},
        {"乙作登字-2021-A-00123456", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::copyright_number, row.words) == row.outcome);
    }
    CHECK(said(Kind::copyright_number, "2020SR12345").unverified);
}
