#include "bot/pictures/poster.hpp"
#include "bot/pictures/wrap.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/pictures/drawn.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::pictures;
using Lines = std::vector<std::string>;

TEST_CASE("Chinese characters are as wide as they are high, and Latin letters about half of that") {
    CHECK(width_of("专利号") == 3000);
    CHECK(width_of("patent") > 2500);
    CHECK(width_of("patent") < 4500);
    CHECK(width_of("iiii") < width_of("mmmm"));
    // Quotation marks are wide among Chinese characters.
    CHECK(width_of("“专利”") == 4000);
    CHECK(width_of("“a”") < 2000);
    CHECK(width_of("") == 0);
}

TEST_CASE("Chinese breaks between characters, but no mark begins or ends a line that it should not") {
    CHECK(wrapped("权利要求书、说明书", 4000, 9) == Lines{"权利要求", "书、说明", "书"});
    CHECK(wrapped("一二三四，五六", 4000, 9) == Lines{"一二三", "四，五六"});
    CHECK(wrapped("一二三（四五）", 4000, 9) == Lines{"一二三", "（四五）"});
    CHECK(wrapped("一二三“四五”", 4000, 9) == Lines{"一二三", "“四五”"});
    CHECK(wrapped("号码 ZL2016 号", 5000, 9) == Lines{"号码", "ZL2016", "号"});
}

TEST_CASE("other scripts break at spaces, and within a word only where it alone is too wide") {
    CHECK(wrapped("one two three", 5000, 9) == Lines{"one two", "three"});
    CHECK(wrapped("one / two / three", 6000, 9) == Lines{"one / two /", "three"});
    CHECK(wrapped("one\ntwo", 9000, 9) == Lines{"one", "two"});
    const Lines cut = wrapped("incomprehensibilities", 4000, 9);
    CHECK(cut.size() > 2);
    std::string again;
    for (const std::string& line : cut) {
        CHECK(width_of(line) <= 4000);
        again += line;
    }
    CHECK(again == "incomprehensibilities");
    CHECK(wrapped("", 4000, 9).empty());
    CHECK(wrapped("   ", 4000, 9).size() <= 1);
}

TEST_CASE("what does not fit into the lines there are ends with an ellipsis") {
    CHECK(wrapped("一二三四五六七八九", 4000, 2) == Lines{"一二三四", "五六七…"});
    CHECK(wrapped("一二三四五六七八", 4000, 2) == Lines{"一二三四", "五六七八"});
    const Lines cut = wrapped("one two three four five", 5000, 2);
    REQUIRE(cut.size() == 2);
    CHECK(cut[0] == "one two");
    CHECK(cut[1].ends_with("…"));
    CHECK(width_of(cut[1]) <= 5000);
}

TEST_CASE("bytes that are no characters are measured and wrapped all the same") {
    const std::string broken = "\xff\xfe a \xe4\xb8";
    CHECK(width_of(broken) > 0);
    for (std::int64_t width = 1; width < 4000; width += 333) CHECK_FALSE(wrapped(broken, width, 3).empty());
}

namespace {

// Everything stands within what it belongs to, one thing below the other, and no text is wider than its box.
void check_within(const Block& block) {
    const Block* above = nullptr;
    for (const TextRun& run : block.runs) {
        INFO(run.text);
        CHECK(run.x >= block.x);
        CHECK(run.x + width_of(run.text) * size_of(run.voice) / 1000 <= block.x + block.width);
        CHECK(run.y > block.y);
        CHECK(run.y < block.y + block.height);
    }
    for (const Block& inner : block.inner) {
        CHECK(inner.x >= block.x);
        CHECK(inner.y >= block.y);
        CHECK(inner.x + inner.width <= block.x + block.width);
        CHECK(inner.y + inner.height <= block.y + block.height);
        if (above != nullptr) CHECK(inner.y >= above->y + above->height);
        if (above == nullptr && !block.runs.empty()) CHECK(inner.y >= block.runs.back().y);
        above = &inner;
        check_within(inner);
    }
}

} // namespace

TEST_CASE("on the sheet of the shipped tree nothing overlaps, runs out of its box or off the paper") {
    const Sheet drawn = sheet(tests::Drawn::subject_of(tests::shipped_library(), GENERATE("zh-Hans", "en")));
    // Of the shape of A3 on its side.
    CHECK(std::abs(drawn.width * 1000 - drawn.height * 1414) < 2000);
    REQUIRE(drawn.columns.size() > 1);
    for (std::size_t at = 0; at < drawn.blocks.size(); ++at) {
        const Block& block = drawn.blocks[at];
        check_within(block);
        CHECK(block.x >= margin);
        CHECK(block.x + block.width <= drawn.width - margin);
        CHECK(block.y + block.height <= drawn.height - margin - 20); // where the footer stands
        for (std::size_t other = 0; other < at; ++other) {
            const Block& before = drawn.blocks[other];
            CHECK((before.x + before.width < block.x || before.y + before.height < block.y));
        }
    }
    for (const LegendEntry& entry : drawn.legend) {
        CHECK(entry.x + 42 + width_of(entry.text) * size_of(Voice::plain) / 1000 <= drawn.width - margin);
        CHECK(entry.y < drawn.blocks.front().y);
    }
}

TEST_CASE("a tree of one block, or of none, still has a sheet") {
    const Sheet none = arrange("t", "f", "v", {}, {});
    CHECK(none.width > 0);
    CHECK(none.columns.empty());
    Block block{.look = Look::section, .number = "1", .words = {{Voice::heading, "one"}}};
    const Sheet one = arrange("t", "f", "v", {}, {block});
    CHECK(one.columns == std::vector<std::size_t>{0});
    CHECK(one.blocks.front().height > 0);
}
