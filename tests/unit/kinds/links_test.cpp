#include <catch2/catch.hpp>

#include "dialogs/kinds/link.hpp"
#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

namespace {

struct LinkCase {
    std::string_view words;
    std::string_view platform;
    std::string_view item;
    std::string_view value;
};

} // namespace

TEST_CASE("links to products name their platform and item, and lose everything else") {
    const LinkCase cases[] = {
        {"https://item.taobao.com/item.htm?spm=a230r.1.14.16.1&id=637790875524&abbucket=9#detail", "taobao",
         "637790875524", "https://item.taobao.com/item.htm?id=637790875524"},
        {"https://h5.m.taobao.com/awp/core/detail.htm?itemId=637790875524", "taobao", "637790875524",
         "https://h5.m.taobao.com/awp/core/detail.htm?itemId=637790875524"},
        {"https://world.taobao.com/item/637790875524.htm", "taobao", "637790875524",
         "https://world.taobao.com/item/637790875524.htm"},
        {"https://detail.tmall.com/item.htm?skuId=4611686018427387904&id=540212526343", "tmall",
         "540212526343", "https://detail.tmall.com/item.htm?id=540212526343"},
        {"链接：https://item.jd.com/100012043978.html，请查收", "jd", "100012043978",
         "https://item.jd.com/100012043978.html"},
        {"ＨＴＴＰＳ://item.jd.com/100012043978.html", "jd", "100012043978",
         "https://item.jd.com/100012043978.html"},
        {"ｈｔｔｐｓ：／／ｉｔｅｍ．ｔａｏｂａｏ．ｃｏｍ／ｉｔｅｍ．ｈｔｍ？ｉｄ＝６３７７９０８７５５２４",
         "taobao", "637790875524", "https://item.taobao.com/item.htm?id=637790875524"},
        {"item.jd.com/100012043978.html", "jd", "100012043978", "https://item.jd.com/100012043978.html"},
        {"看这个item.jd.com/100012043978.html。", "jd", "100012043978",
         "https://item.jd.com/100012043978.html"},
        {"http://ITEM.JD.COM:80/100012043978.html", "jd", "100012043978",
         "https://item.jd.com/100012043978.html"},
        {"https://mobile.yangkeduo.com/goods.html?goods_id=123456789012&x=1", "pinduoduo", "123456789012",
         "https://mobile.yangkeduo.com/goods.html?goods_id=123456789012"},
        {"https://detail.1688.com/offer/612345678901.html?spm=x", "1688", "612345678901",
         "https://detail.1688.com/offer/612345678901.html"},
        {"https://haohuo.jinritemai.com/views/product/item2?id=3512345678901234567", "douyin",
         "3512345678901234567", "https://haohuo.jinritemai.com/views/product/item2?id=3512345678901234567"},
        {"https://product.suning.com/0070067092/10608983060.html", "suning", "0070067092/10608983060",
         "https://product.suning.com/0070067092/10608983060.html"},
        {"https://www.xiaohongshu.com/goods-detail/5d0b4f8e9e2b8c0001a1b2c3", "xiaohongshu",
         "5d0b4f8e9e2b8c0001a1b2c3", "https://www.xiaohongshu.com/goods-detail/5d0b4f8e9e2b8c0001a1b2c3"},
        {"【淘宝】https://m.tb.cn/h.5abcDEF 或 https://item.jd.com/1.html", "jd", "1",
         "https://item.jd.com/1.html"},
    };
    for (const LinkCase& row : cases) {
        CAPTURE(row.words);
        const Verdict verdict = said(Kind::link, row.words);
        CHECK(verdict.ok);
        CHECK(verdict.value == row.value);
        CHECK(platform_of(verdict.value, platforms()) == row.platform);
        CHECK(item_of(verdict.value, platforms()) == row.item);
    }
}

TEST_CASE("links that lead nowhere known are refused with the reason") {
    const Case cases[] = {
        {"https://item.taobao.com.evil.cn/item.htm?id=637790875524", "!unknown_platform"},
        {"https://evil-item.jd.com.cn/100012043978.html", "!unknown_platform"},
        {"https://weidian.com/item.html?itemID=123", "!unknown_platform"},
        {"https://item.jd.com/abc.html", "!no_item"},
        {"https://item.taobao.com/item.htm?user_id=637790875524", "!no_item"},
        {"https://item.taobao.com/item.htm?spm_id=1&xid=2", "!no_item"},
        {"https://item.taobao.com/item.htm?id=abc", "!no_item"},
        {"https://shop123.taobao.com/", "!no_item"},
        {"https://www.xiaohongshu.com/goods-detail/5d0b4f8e", "!no_item"},
        {"https://m.tb.cn/h.5abcDEF", "!short_link"},
        {"3.cn/1abc-DE", "!short_link"},
        {"https://xhslink.com/a/abc", "!short_link"},
        {"复制这条信息￥AbCd1234Ef5￥打开手机淘宝", "!taokouling"},
        {"javascript:alert(1)", "!scheme"},
        {"ftp://item.jd.com/1.html", "!scheme"},
        {"https://item.taobao.com@evil.cn/item.htm?id=637790875524", "!format"},
        {"https://item.jd.com:8080/1.html", "!format"},
        {"https://127.0.0.1/item.htm?id=1", "!format"},
        {"http://localhost/", "!format"},
        {"在淘宝上", "!format"},
        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::link, row.words) == row.outcome);
    }
}

TEST_CASE("what cannot be resolved here can be kept for a human") {
    CHECK(said(Kind::link, "https://weidian.com/item.html?itemID=123#x").value ==
          "https://weidian.com/item.html?itemID=123");
    CHECK(said(Kind::link, "https://weidian.com/item.html?itemID=123").unverified);
    CHECK(said(Kind::link, "https://m.tb.cn/h.5abcDEF").unverified);
    CHECK(platform_of("https://m.tb.cn/h.5abcDEF", platforms()) == "taobao");
    CHECK(platform_of("https://shop123.taobao.com/", platforms()) == "taobao");
    CHECK(platform_of("https://taobao.com.evil.cn/", platforms()) == "other");
    CHECK(platform_of("https://nottaobao.com/", platforms()) == "other");
    CHECK(platform_of("", platforms()) == "other");
    CHECK(item_of("https://m.tb.cn/h.5abcDEF", platforms()).empty());
    CHECK(said(Kind::link, "￥AbCd1234Ef5￥").value == "￥AbCd1234Ef5￥");
    CHECK_FALSE(said(Kind::link, "javascript:alert(1)").unverified);
}

TEST_CASE("a broken platform table is refused with the row's name") {
    CHECK(Platforms::build({{"a", "330110", {}, {}, {}}, {"a", "330110", {}, {}, {}}}).error() ==
          "platform a stands twice");
    CHECK_FALSE(Platforms::build({{"a", "33", {}, {}, {}}}));
    CHECK_FALSE(Platforms::build({{"a", "330110", {{"Item.Example", "/", {"id"}}}, {}, {}}}));
    CHECK_FALSE(Platforms::build({{"a", "330110", {{"item.example", "/x", {}}}, {}, {}}}));
    CHECK_FALSE(
        Platforms::build({{"a", "330110", {{"item.example", "/{id}", {}, ItemShape::pair}}, {}, {}}}));
    CHECK(platforms().seat_of("jd") == "110115");
    CHECK(platforms().seat_of("nobody").empty());
}
