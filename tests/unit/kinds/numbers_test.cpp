#include <catch2/catch.hpp>

#include "dialogs/kinds/identifier.hpp"
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
        {"1,23", "1.23"},
        {"1,2345,678", "!format"},
        {"百", "!format"},
        {"一十百", "!format"},
        {"五万三亿", "!format"},
        {"1.2.3", "!format"},
        {"999999999999", "999999999999"},
        {"1000000000000", "!format"},
        {"一千二百元", "1200"},
        {"一千二百", "1200"},
        {"二十六万", "260000"},
        {"二十六万元", "260000"},
        {"26万元", "260000"},
        {"２６ 万元", "260000"},
        {"人民币贰拾陆万元整", "260000"},
        {"2.6亿元", "260000000"},
        {"三点五亿", "350000000"},
        {"5千元", "5000"},
        {"幺二〇洞", "1200"},
        {"2.6 million yuan", "2600000"},
        {"260k", "260000"},
        {"1.5 billion", "1500000000"},
        {"26 thousand RMB", "26000"},
        // Said roughly, so it is read back.
        {"二十多万", "200000 ?"},
        {"二十多万元", "200000 ?"},
        {"三千余元", "3000 ?"},
        {"26万多", "260000 ?"},
        {"七八万", "70000 ?"},
        {"一两万元", "10000 ?"},
        {"大概三四十万", "300000 ?"},
        {"三五万", "30000 ?"},
        {"十五六万", "150000 ?"},
        {"一百二三十", "120 ?"},
        {"十五六", "15 ?"},
        {"两三家", "2 ?"},
        {"五六", "56"},
        {"五六。", "56"},
        {"一二三四", "1234"},
        {"三四零零元", "3400"},
        {"三四五万", "3450000"},
        {"三点四五万", "34500"},
        {"26w", "260000"},
        {"2.6W元", "26000"},
        {"w", "!format"},
        {"999999 billion", "!format"},
        {"million", "!format"},
        {"多", "!format"},
        {"十几万", "!format"},
        {"很多", "!format"},
        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::number, row.words) == row.outcome);
    }
}

TEST_CASE("thousands are marked in several ways, and what may be one or a thousand is read back") {
    const Case cases[] = {
        {"1,000", "1000"},
        {"1 000", "1000"},
        {"1 000 000", "1000000"},
        {"1\xC2\xA0"
         "000",
         "1000"},
        {"1\xE2\x80\xAF"
         "000",
         "1000"},
        {"1'000", "1000"},
        {"1’000’000", "1000000"},
        {"1.000.000", "1000000"},
        {"1.000", "1000 ?"},
        {"12.345", "12345 ?"},
        {"1.000 Stück", "1000 ?"},
        {"１．０００", "1000 ?"},
        {"1.000.000,50", "1000000.5"},
        {"1 234,5", "1234.5"},
        {"1'234.50", "1234.5"},
        {"12,5", "12.5"},
        {"0.125", "0.125"},
        {"1.2340", "1.2340"},
        {"1234.567", "1234.567"},
        {"1.234万", "12340 ?"},
        {"2,5 Mio.", "2500000"},
        {"3 Millionen", "3000000"},
        {"1,5 million de", "!format"},
        {"1,5 million", "1500000"},
        {"3 mille", "3000"},
        {"3만 5천", "35000"},
        {"1억", "100000000"},
        {"100개", "100"},
        {"約3000枚", "3000"},
        {"etwa 200", "200"},
        // Not yuan.
        {"100 €", "!format"},
        {"100 euros", "!format"},
        {"100円", "!format"},
        {"10 20", "!format"},
        {"1 00", "!format"},
        {"1.00.000", "!format"},
        {"1,000.000,5", "!format"},
        {"0.000.000", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::number, row.words) == row.outcome);
    }
}

TEST_CASE("where a whole number is wanted a fraction is refused, and not cut off") {
    const Limits whole{.whole = true};
    CHECK(outcome(Kind::number, "12,5", whole) == "!format");
    CHECK(outcome(Kind::number, "12.5", whole) == "!format");
    CHECK(outcome(Kind::number, "12.00", whole) == "12");
    CHECK(outcome(Kind::number, "1.5万", whole) == "15000");
    CHECK(outcome(Kind::number, "1.000", whole) == "1000 ?");
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
        {"1234", "1234"},
        {"G1234567", "G1234567"},
        {"G 1234567", "G1234567"},
        {"12345678a", "12345678A"},
        {"Ｇ１２３４５６７Ａ", "G1234567A"},
        {"幺二三四五六拐八", "12345678"},
        {"TM 12345678", "12345678"},
        {"No.12345678", "12345678"},
        {"The registration number is 12345678", "12345678"},
        {"12345678 class 25", "12345678/25"},
        {"class 9, No. 12345678", "12345678/9"},
        {"12345678 25类", "12345678/25"},
        {"12345678 第45类", "12345678/45"},
        {"12345678 第46类", "!nice_class"},
        {"12345678 第一百类", "!nice_class"},
        {"12345678AB", "!format"},
        {"H1234567", "!format"},
        {"12345678/0", "!nice_class"},
        {"123", "!format"},
        {"123456789", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::trademark_number, row.words) == row.outcome);
    }
    CHECK(said(Kind::trademark_number, "tm-abc").unverified);
    CHECK(said(Kind::trademark_number, "12345678 第46类").unverified);
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
        {"二零二零SR一二三四五六七", "2020SR1234567"},
        {"软著登字第一二三四五六号", "软著登字第123456号"},
        {"My registration is 2020 SR 1234567", "2020SR1234567"},
        {"新作登字-2019-L-00000001", "新作登字-2019-L-00000001"},
        {"2020SR12345678", "!format"},
        {"2020SR1234567A", "!format"},
        {"12020SR1234567", "!format"},
        {"软著登字第12345号", "!format"},
        {"软著登字第1234567", "!format"},
        {"国作登字-2021-A-0012345", "!format"},
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

TEST_CASE("registrations of farm products, with customs and of plant varieties are accepted softly") {
    struct Row {
        Kind kind;
        std::string_view words;
        std::string_view outcome;
    };
    const Row rows[] = {
        {Kind::gi_number, "AGI2019-03-02581", "AGI2019-03-02581"},
        {Kind::gi_number, "agi 2019 03 02581", "AGI2019-03-02581"},
        {Kind::gi_number, "登记号：ＡＧＩ２０１９０３０２５８１。", "AGI2019-03-02581"},
        {Kind::gi_number, "AGI二零一九杠零三杠零二五八一", "AGI2019-03-02581"},
        {Kind::gi_number, "My number is AGI2019-03-02581", "AGI2019-03-02581"},
        // The digits alone, as a telephone's keys give them.
        {Kind::gi_number, "20190302581", "AGI2019-03-02581 ?"},
        {Kind::gi_number, "2019-03-02581", "AGI2019-03-02581 ?"},
        {Kind::gi_number, "AGI2019-03-0258", "!format"},
        {Kind::gi_number, "XAGI2019-03-02581", "!format"},
        {Kind::gi_number, "AGI2019-03-02581A", "!format"},
        {Kind::gi_number, "2019030258", "!format"},
        {Kind::gi_number, "五常大米", "!format"},
        {Kind::customs_record, "T2019-12345", "T2019-12345"},
        {Kind::customs_record, "p2019-123456", "P2019-123456"},
        {Kind::customs_record, "备案号 C2019－123456", "C2019-123456"},
        {Kind::customs_record, "t 2019 12345", "T2019-12345"},
        {Kind::customs_record, "T二零一九杠一二三四五", "T2019-12345"},
        {Kind::customs_record, "the record is T2019-12345", "T2019-12345"},
        {Kind::customs_record, "X2019-12345", "!format"},
        {Kind::customs_record, "T2019-1234", "!format"},
        {Kind::customs_record, "T2019-1234567", "!format"},
        {Kind::customs_record, "2019-12345", "!format"},
        {Kind::plant_variety_number, "CNA20161234.5", "CNA20161234.5"},
        {Kind::plant_variety_number, "cna20161234", "CNA20161234"},
        {Kind::plant_variety_number, "ＣＮＡ 2016 1234.5", "CNA20161234.5"},
        {Kind::plant_variety_number, "CNA二零一六一二三四点五", "CNA20161234.5"},
        {Kind::plant_variety_number, "品种权号是CNA20161234.5。", "CNA20161234.5"},
        {Kind::plant_variety_number, "201612345", "CNA20161234.5 ?"},
        {Kind::plant_variety_number, "20161234.5", "CNA20161234.5 ?"},
        {Kind::plant_variety_number, "20161234", "CNA20161234 ?"},
        {Kind::plant_variety_number, "CNA2016123", "!format"},
        {Kind::plant_variety_number, "CNA20161234.56", "!format"},
        {Kind::plant_variety_number, "CNB20161234.5", "!format"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.words);
        CHECK(outcome(row.kind, row.words) == row.outcome);
        const Verdict verdict = said(row.kind, row.words);
        CHECK((verdict.ok || verdict.unverified));
    }
    for (const Kind kind : {Kind::gi_number, Kind::customs_record, Kind::plant_variety_number}) {
        CHECK(outcome(kind, "") == "!format");
        CHECK_FALSE(said(kind, "").unverified);
        CHECK_FALSE(said(kind, std::string(unverified_length_max + 1, '1')).unverified);
    }
}
