#include <catch2/catch.hpp>

#include "dialogs/kinds/characters.hpp"
#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

namespace {

// "kind=value" for each fact, "?" behind the kind of a doubtful one, in the order of the text.
std::string facts(std::string_view raw) {
    std::string result;
    for (const Found& found : found_in(raw)) {
        if (!result.empty()) result += "; ";
        result += std::string(name_of(found.kind)) + (found.doubtful ? "?=" : "=") + found.value;
    }
    return result;
}

} // namespace

TEST_CASE("a free message gives up its facts in order") {
    CHECK(facts("我要投诉这个链接 https://item.taobao.com/item.htm?id=637790875524 侵犯我的专利 "
                "ZL201610951190.4") ==
          "link=https://item.taobao.com/item.htm?id=637790875524; patent_number=201610951190.4");
    CHECK(facts("联系我：13800138000，邮箱 Li@qq.com") == "phone=13800138000; email=Li@qq.com");
    CHECK(facts("公司在浙江省杭州市余杭区，代码91330110MA2TEK701U") ==
          "region=330110; credit_code=91330110MA2TEK701U");
    CHECK(facts("身份证330110199003071230，座机0571-85022088转123。") ==
          "resident_id=330110199003071230; phone=0571-85022088");
    CHECK(facts("2026年11月20日在杭州市发现的") == "date=2026-11-20; region=330100");
    CHECK(facts("二〇二六年十一月二十日") == "date=2026-11-20");
    CHECK(facts("專利號是二零一六一零九五一一九零点四，在餘杭區") ==
          "patent_number=201610951190.4; region=330110");
    CHECK(facts("13800138000 13900139000") == "phone=13800138000; phone=13900139000");
    CHECK(facts("ZL 2008 2 0185283.1和ZL201430009113.9") ==
          "patent_number=200820185283.1; patent_number=201430009113.9");
    CHECK(facts("CN ZL 2008 2 0185283.1 and zl202210000003.x") ==
          "patent_number=200820185283.1; patent_number=202210000003.X");
    CHECK(facts("my receipt is 5724 0000 0000 0000") == "receipt_code=5724000000000000");
    CHECK(facts("call +852 2345 6789 please") == "phone=+85223456789");
    CHECK(facts("手机幺三八零零幺三八零零零") == "phone=13800138000");
    CHECK(facts("申请日2016年11月2日") == "date=2016-11-02");
    CHECK(facts("ＨＴＴＰＳ://item.jd.com/100012043978.html") ==
          "link=https://item.jd.com/100012043978.html");
}

// A number that took them with it hid what the words tell.
TEST_CASE("the words before a patent number are no part of it") {
    const std::string says = "he copies my patent 201610951190.4";
    const std::vector<Found> found = found_in(says);
    REQUIRE(found.size() == 1);
    CHECK(says.substr(found[0].begin, found[0].end - found[0].begin) == "201610951190.4");
}

TEST_CASE("a patent number said to be one but written wrongly is found doubtful") {
    CHECK(facts("我的专利号 ZL201610951190.5") == "patent_number?=201610951190.4");
    CHECK(facts("专利201610951190") == "patent_number?=201610951190.4");
    CHECK(facts("订单201610951190") == "");
}

TEST_CASE("numbers of registers are found where their letters leave no doubt") {
    CHECK(facts("我的软件登记号2020SR1234567被侵权，电话13800138000") ==
          "copyright_number=2020SR1234567; phone=13800138000");
    CHECK(facts("证书是软著登字第1234567号。") == "copyright_number=软著登字第1234567号");
    CHECK(facts("作品登记国作登字-2021-A-00123456，以及浙作登字2021F00123456") ==
          "copyright_number=国作登字-2021-A-00123456; copyright_number=浙作登字-2021-F-00123456");
    CHECK(facts("登记号AGI2019-03-02581，品种权CNA20161234.5") ==
          "gi_number=AGI2019-03-02581; plant_variety_number=CNA20161234.5");
    CHECK(facts("our registration agi 2019-03-02581.") == "gi_number=AGI2019-03-02581");
    CHECK(facts("海关备案号T2019-12345") == "customs_record=T2019-12345");
    CHECK(facts("customs record T2019-123456, see there") == "customs_record=T2019-123456");
    // Without their letters, or where nobody says that customs are meant, they may be anything.
    CHECK(facts("型号T2019-12345") == "");
    CHECK(facts("马德里商标G1098765") == "trademark_number=G1098765");
    CHECK(facts("our international registration G1098765 covers it") == "trademark_number=G1098765");
    CHECK(facts("the lamp G1098765") == "");
    CHECK(facts("商标车次G1234") == "");
    CHECK(facts("编号2019-03-02581") == "");
    CHECK(facts("商标12345678") == "");
    CHECK(facts("AGI2019-03-0258") == "");
    CHECK(facts("XAGI2019-03-02581") == "");
    CHECK(facts("2020SR12345678") == "");
    CHECK(facts("CNA是什么") == "");
    CHECK(facts("工作登字") == "");
    CHECK(facts("https://weidian.com/2020SR1234567") == "");
}

TEST_CASE("what only looks like a fact is left alone") {
    CHECK(facts("") == "");
    CHECK(facts("上海市场上有很多假货") == "");
    CHECK(facts("鼓楼区的店") == "");
    CHECK(facts("他一天卖了两百件，价格三百二十元") == "");
    CHECK(facts("打12330") == "");
    CHECK(facts("https://weidian.com/13800138000") == "");
    CHECK(facts("编号A13800138000") == "");
    CHECK(facts("昨天买的") == "");
    CHECK(facts("2026-02-30") == "");
}

TEST_CASE("beside a word that asks for a place its short name is enough") {
    const auto from = [](std::string_view raw, std::size_t begin) {
        const std::string folded = plaint::locales::fold(raw);
        const auto found = region_from(comparable({raw, folded}), begin, regions());
        return found ? found->value : std::string("none");
    };
    const auto until = [](std::string_view raw, std::size_t end) {
        const std::string folded = plaint::locales::fold(raw);
        const auto found = region_until(comparable({raw, folded}), end, regions());
        return found ? found->value : std::string("none");
    };
    CHECK(from("卖家在余杭，很远", 3) == "330110");
    CHECK(from("卖家在余杭", 5) == "none");
    CHECK(from("卖家在哪里", 3) == "none");
    CHECK(until("杭州余杭的卖家", 4) == "330110");
    CHECK(until("卖家", 0) == "none");
}

TEST_CASE("facts say where they stand in the raw text") {
    const std::string text = "请打　１３８００１３８０００！";
    const std::vector<Found> found = found_in(text);
    REQUIRE(found.size() == 1);
    CHECK(text.substr(found[0].begin, found[0].end - found[0].begin) == "１３８００１３８０００");
}

TEST_CASE("characters compare where they stand, though folding makes two of one and one of two") {
    const auto compared = [](std::string_view raw) {
        const std::string folded = plaint::locales::fold(raw);
        std::string all;
        for (const Character& character : comparable({raw, folded})) append_utf8(all, character.code);
        return all;
    };
    CHECK(compared("Acme™: Zhang  San") == "acme™: zhang  san");
    CHECK(compared("Acme…: 張  San ") == "acme…: 張  san ");
    CHECK(compared(" ™") == " ™");
    CHECK(compared("餘杭區　ＡＢ\tC") == "余杭区 ab c");
}

TEST_CASE("a message without end is searched only so far") {
    std::string text;
    while (text.size() < 200'000) text += "1-2.3 https://a.b.c/@ 二零 ";
    CHECK(found_in(text).empty());
    CHECK(found_in(std::string(9000, ' ') + "13800138000").empty());
}
