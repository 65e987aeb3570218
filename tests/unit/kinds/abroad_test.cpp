#include <catch2/catch.hpp>

#include "tests/unit/kinds/support.hpp"

using namespace plaint;
using namespace plaint::kinds;
using namespace plaint::kinds::test;

TEST_CASE("a country is a place abroad") {
    for (const char* words :
         {"境外", "在国外。", "美国", "在日本", "韩国首尔", "japan", "in germany", "the us", "u.s.", "usa",
          "im ausland", "à l’étranger", "à l'étranger", "해외", "미국 시애틀", "海外です", "タイのバンコク",
          "aux états-unis", "in der schweiz"}) {
        CAPTURE(words);
        CHECK(regions().abroad().names(words));
    }
    for (const char* words : {"浙江省", "中国", "蒙古族", "香港", "外国语学校", "jilin", "india street",
                              "タイペイ", "schweizer", ""}) {
        CAPTURE(words);
        CHECK_FALSE(regions().abroad().names(words));
    }
}

TEST_CASE("a country as an answer is kept as abroad, in the words in which it was said") {
    CHECK(said(Kind::region, "美国").problem == "abroad");
    CHECK(said(Kind::region, "美国").unverified);
    CHECK(said(Kind::region, "Japan").value == "abroad");
}
