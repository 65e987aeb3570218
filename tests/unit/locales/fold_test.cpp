#include <catch2/catch.hpp>

#include <random>

#include "locales/fold.hpp"

using plaint::locales::fold;
using plaint::locales::folded_length_max;

TEST_CASE("text folds to its simplified, half-width, lower-case form") {
    struct Row {
        std::string_view raw;
        std::string_view folded;
    };
    const Row rows[] = {
        {"", ""},
        {"  Hello \t\r\n World  ", "hello world"},
        {"ＺＬ２０１６１０６１５４６６．１", "zl201610615466.1"},
        {"　侵犯　專利權　", "侵犯 专利权"},
        {"發現，謝謝！", "发现,谢谢!"},
        {"臺灣", "台湾"},
        {"著作權", "著作权"},
        {"專利侵權", "专利侵权"},
        {"広東省深圳市、黒竜江省", "广东省深圳市、黑龙江省"},
        {"２０２６年３月５日", "2026年3月5日"},
        {"２０２６년　３월", "2026년 3월"},
        {"ÜBERMORGEN, MÄRZ", "übermorgen, märz"},
        {"乾安縣", "乾安县"},
        {"二〇二六年十一月", "二〇二六年十一月"},
        {"幺三八", "幺三八"},
        {"①②", "12"},
        {"ﬁ", "fi"},
        {"ÉCOLE", "école"},
        {"e\xCC\x81", "é"},
        {"Straße", "strasse"},
        {"a\xE2\x80\x8B"
         "b",
         "ab"},
        {"「引號」", "「引号」"},
        {"ｶﾞ", "ガ"},
        {"\xFF"
         "a",
         "\xEF\xBF\xBD"
         "a"},
        {"中\xE4\xB8", "中\xEF\xBF\xBD"},
        {"\xC2\xA0x\xC2\xA0", "x"},
        {"👍 OK", "👍 ok"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.raw);
        CHECK(fold(row.raw) == row.folded);
    }
}

TEST_CASE("folding folded text changes nothing") {
    std::mt19937 random(12330);
    const std::string_view pieces[] = {
        "專", "ａ", " ",  "\xCC\x81", "e",  "\xC2\xA8", "ﷺ",  "\xFF", "한", "\xE1\x84\x80", "\xE1\x85\xA1",
        "İ",  "，", "　", "后",       "乾", "㐀",       "豈", "⼀",   "\n", "Ａ",           "ẞ"};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (auto size = random() % 12; size > 0; --size) text += pieces[random() % std::size(pieces)];
        CAPTURE(text);
        const std::string once = fold(text);
        CHECK(fold(once) == once);
    }
}

TEST_CASE("every ideograph folds at once as far as it ever will") {
    for (char32_t code = 0x3400; code < 0xA000; ++code) {
        const std::string text{static_cast<char>(0xE0 | (code >> 12)),
                               static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
                               static_cast<char>(0x80 | (code & 0x3F))};
        const std::string once = fold(text);
        CAPTURE(text, once);
        CHECK(fold(once) == once);
    }
}

TEST_CASE("the way for common text and the way for all text agree") {
    std::mt19937 random(85);
    for (int round = 0; round < 500; ++round) {
        std::u32string codes;
        for (int count = 0; count < 10; ++count) {
            switch (random() % 5) {
            case 0: codes += static_cast<char32_t>(0x4E00 + random() % 0x5200); break;
            case 1: codes += static_cast<char32_t>(0xFF01 + random() % 94); break;
            case 2: codes += static_cast<char32_t>(0x3000 + random() % 3); break;
            case 3: codes += static_cast<char32_t>(0x3008 + random() % 10); break;
            default: codes += static_cast<char32_t>(0x20 + random() % 95);
            }
        }
        std::string text;
        for (char32_t code : codes) {
            if (code < 0x80) {
                text += static_cast<char>(code);
                continue;
            }
            text += static_cast<char>(0xE0 | (code >> 12));
            text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
            text += static_cast<char>(0x80 | (code & 0x3F));
        }
        CAPTURE(text);
        // A letter with an accent takes the other way, and folds to itself.
        CHECK(fold(text + "|é") == fold(text + "|") + "é");
    }
}

TEST_CASE("long input is cut at a character") {
    std::string text;
    while (text.size() < folded_length_max + 10) text += "專";
    const std::string folded = fold("a" + text);
    CHECK(folded.size() <= folded_length_max);
    CHECK((folded.size() - 1) % 3 == 0);
    CHECK(fold(folded) == folded);
    std::string growing;
    for (int count = 0; count < 20'000; ++count) growing += "ﷺ";
    const std::string grown = fold(growing);
    CHECK(grown.size() <= folded_length_max);
    CHECK(fold(grown) == grown);
}
