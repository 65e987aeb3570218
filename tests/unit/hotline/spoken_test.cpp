#include "adapters/hotline/spoken.hpp"

#include <catch2/catch.hpp>

using namespace plaint::hotline;

TEST_CASE("numbers are read in the groups in which people compare them") {
    struct Row {
        const char* written;
        const char* spoken;
    };
    constexpr Row rows[] = {
        {"回执码，共16位：2191 4546 1502 7139。", "回执码，共16位：2 1 9 1, 4 5 4 6, 1 5 0 2, 7 1 3 9。"},
        {"电话号码是 138 0013 8000，对吗？", "电话号码是 1 3 8, 0 0 1 3, 8 0 0 0，对吗？"},
        {"请拨打13800138000。", "请拨打1 3 8, 0 0 1 3, 8 0 0 0。"},
        {"专利号是 ZL201610951190.4，对吗？", "专利号是 Z L 2 0 1 6, 1, 0 9 5 1 1 9 0, 4，对吗？"},
        {"您说的日期是 2016年10月11日，对吗？", "您说的日期是 2016年10月11日，对吗？"},
        {"这里是12330热线，约15分钟。", "这里是1 2 3 3 0热线，约15分钟。"},
        {"The date is 11 October 2016. Is that right?", "The date is 11 October 2016. Is that right?"},
        {"The code is 2016 1951 2019.", "The code is 2 0 1 6, 1 9 5 1, 2 0 1 9."},
        {"In 2191, 12 shops", "In 2 1 9 1, 12 shops"},
        {"案件编号是 IP-2026-330100-0000123。", "案件编号是 IP, 2 0 2 6, 3 3 0 1, 0 0, 0 0 0 0, 1 2 3。"},
        {"区号，例如 0571-85022088。", "区号，例如 0 5 7 1, 8 5 0 2, 2 0 8 8。"},
        {"身份证号码是 尾号002X，对吗？", "身份证号码是 尾号0 0 2 X，对吗？"},
        {"周一至周五8点30分至17点30分", "周一至周五8点30分至17点30分"},
        {"e-mail to 12-14 people", "e-mail to 12-14 people"},
    };
    for (const Row& row : rows) CHECK(spoken(row.written) == row.spoken);
}

TEST_CASE("long text is cut where a sentence ends, and never within a character") {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "这是一个比较长的句子。";
    std::string again;
    for (const std::string& piece : pieces_of(text, 1500)) {
        CHECK(piece.size() <= 1500);
        CHECK(piece.ends_with("。"));
        again += piece;
    }
    CHECK(again == text);
    std::string unbroken;
    for (int i = 0; i < 1000; ++i) unbroken += "字";
    for (const std::string& piece : pieces_of(unbroken, 1000)) CHECK(piece.size() % 3 == 0);
    CHECK(pieces_of("", 10).empty());
}
