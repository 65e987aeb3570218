#include <catch2/catch.hpp>

#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

TEST_CASE("telephone numbers that can be called back are accepted") {
    const Case cases[] = {
        {"13800138000", "13800138000"},
        {"+86 138 0013 8000", "13800138000"},
        {"0086 13800138000", "13800138000"},
        {"8613800138000", "13800138000"},
        {"013800138000", "13800138000"},
        {"19912345678", "19912345678"},
        {"17012345678", "17012345678"},
        {"14712345678", "14712345678"},
        {"幺三八零零幺三八零零零", "13800138000"},
        {"我的手机号是138-0013-8000", "13800138000"},
        {"010-62356655", "010-62356655"},
        {"0571-85022088", "0571-85022088"},
        {"057185022088", "0571-85022088"},
        {"(0571) 85022088", "0571-85022088"},
        {"+86 571 85022088", "0571-85022088"},
        {"+86 10 6235 6655", "010-62356655"},
        {"0571-85022088-123", "0571-85022088-123"},
        {"0571 8502 2088 转 123", "0571-85022088-123"},
        {"0571-85022088 分机号 123", "0571-85022088-123"},
        {"0571杠85022088", "0571-85022088"},
        {"零五七幺八五零二二零八八", "0571-85022088"},
        {"幺三八洞洞幺三八洞洞洞", "13800138000"},
        {"１３８００１３８０００", "13800138000"},
        {"010-12330", "010-12330"},
        {"幺三八，零零幺三，八零零零", "13800138000"},
        {"138、0013、8000。", "13800138000"},
        {"138, 0013, 8000", "13800138000"},
        {"13800138000,13900139000", "!format"},
        {"4006123456", "4006123456"},
        {"400-612-3456", "4006123456"},
        {"8001234567", "8001234567"},
        {"+852 2345 6789", "+85223456789"},
        {"00852 2345 6789", "+85223456789"},
        {"12330", "!short_code"},
        {"12345", "!short_code"},
        {"95188", "!short_code"},
        {"110", "!short_code"},
        {"85022088", "!area_code"},
        {"12345678901", "!format"},
        {"1380013800", "!format"},
        {"138001380001", "!format"},
        {"92345678901", "!format"},
        {"98345678901", "!format"},
        {"没有电话", "!format"},
        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::phone, row.words) == row.outcome);
    }
}

TEST_CASE("e-mail addresses keep the name's capitals and lose the domain's") {
    const Case cases[] = {
        {"Li.Ming@Example.COM", "Li.Ming@example.com"},
        {"我的邮箱是 liming@qq.com。", "liming@qq.com"},
        {"ｌｉｍｉｎｇ＠ｑｑ．ｃｏｍ", "liming@qq.com"},
        {"a+b@sub.example.com.cn", "a+b@sub.example.com.cn"},
        {"liming@qq,com", "!format liming@qq.com"},
        {"liming@gmail.con", "!format liming@gmail.com"},
        {"liming@qqcom", "!format liming@qq.com"},
        {"liming@qq", "!format"},
        {"liming.qq.com", "!format"},
        {"a@b.com c@d.com", "!format"},
        {"a@@b.com", "!format"},
        {".a@b.com", "!format"},
        {"a..b@c.com", "!format"},
        {"a@-b.com", "!format"},
        {"a@b..com", "!format"},
        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::email, row.words) == row.outcome);
    }
}
