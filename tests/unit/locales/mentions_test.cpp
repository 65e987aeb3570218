#include "dialogs/kinds/recognise.hpp"
#include "locales/fold.hpp"
#include "tests/unit/locales/small_languages.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace plaint;
using namespace plaint::locales;

namespace {

const Languages& shop_languages() {
    static const tests::LoadedLanguages loaded = tests::load_languages(
        {{"locales.json", R"([{"id": "en", "bcp47": ["en"], "name": "English", "direction": "ltr"}])"},
         {"en/all.json",
          R"({"locale": "en",
              "messages": {"option.shop.jd": "JD.com", "option.shop.other": "Another one", "label.phone": "Telephone",
                           "label.place": "Place", "term.report": "A paper."},
              "words": {"term.report": ["evaluation report", "评价报告"]},
              "heard": {"option.shop.jd": ["jd", "京东", "@jd"],
                        "option.shop.other": ["~网店", "gefälscht*…laden*", "knock-off…商城", "own|my&website|page", "#phone&call"],
                        "label.phone": ["call me"], "label.place": ["…的卖家"],
                        "cue.denial": ["not", "不是"], "cue.correction": ["sorry"], "cue.nothing": ["京东方"],
                        "cue.spelling": ["京栋|惊东=京东", "knokoff|nock-off=knock-off"],
                        "cue.own_place": ["我在…开店", "our … shop", "we sell on …"], "cue.name": ["店铺…"],
                        "cue.question": ["what is …", "…是什么"], "cue.choice": ["the … one", "no. …", "第…个"],
                        "cue.ordinal": ["first", "second|2nd|Zweite"]}})"}});
    REQUIRE(loaded.told == "");
    return loaded.languages;
}

// "shop.jd", "~" before what is only suggested, "!" before what is denied, the field's path for a name.
// Whatever follows "https:" up to a blank belongs to a link.
std::string mentioned(std::string_view raw, const std::set<std::string>& facts = {}) {
    const std::string folded = fold(raw);
    const std::vector<kinds::Character> text =
        shop_languages().mentions().spelt(kinds::comparable({raw, folded}));
    std::vector<bool> taken(text.size());
    const std::size_t begin = raw.find("https:"), end = raw.find(' ', begin);
    for (std::size_t at = 0; at < text.size(); ++at)
        taken[at] = text[at].begin >= begin && text[at].begin < end;
    std::string all;
    for (const Mention& one : shop_languages().mentions().find(text, taken, facts)) {
        if (one.of == Mention::Of::denial || one.of == Mention::Of::word) continue;
        if (!all.empty()) all += " ";
        all += std::string(one.weak ? "~" : "") + (one.denied ? "!" : "") +
               (one.of == Mention::Of::correction ? "correction" : one.path) +
               (one.value.empty() ? "" : "." + one.value) + (one.behind ? "<" : "");
    }
    return all;
}

} // namespace

TEST_CASE("phrases are found in the middle of a text, those of Latin letters as whole words") {
    CHECK(mentioned("在京东上买的") == "shop.jd");
    CHECK(mentioned("在京 东上买的") == "shop.jd");
    CHECK(mentioned("ＪＤ店") == "shop.jd");
    CHECK(mentioned("two JDs, adjd, jdx") == "shop.jd");
    CHECK(mentioned("一家网店") == "~shop.other");
    CHECK(mentioned("京东方的屏幕") == "");
}

TEST_CASE("what is misspelt is read as what was meant, and stands where it stood") {
    CHECK(mentioned("在惊东上买的") == "shop.jd");
    CHECK(mentioned("a knokoff from 商城") == "shop.other");
    CHECK(mentioned("a nock-offs from 商城") == "shop.other");
    CHECK(mentioned("a sknokoff from 商城") == "");
    const std::string raw = "a knokoff, a nock-off";
    const std::vector<kinds::Character> text =
        shop_languages().mentions().spelt(kinds::comparable({raw, raw}));
    std::string codes;
    for (const kinds::Character& one : text) kinds::append_utf8(codes, one.code);
    CHECK(codes == "a knock-off, a knock-off");
    CHECK(std::ranges::is_sorted(text, {}, &kinds::Character::begin));
    CHECK(text[10].end == raw.find(','));
    CHECK(text.back().end == raw.size());
}

TEST_CASE("what stands right around an option or a name tells what it is") {
    const auto framed = [](const Frames& frames, const std::string& raw, const std::string& inner) {
        const std::string before = raw.substr(0, raw.find(inner));
        const std::size_t begin = kinds::characters(before).size();
        return frames.around(kinds::characters(raw), begin, begin + kinds::characters(inner).size());
    };
    const Frames& own = shop_languages().mentions().own_places();
    CHECK(framed(own, "我在京东上开店", "京东"));
    CHECK(!framed(own, "我在京东看到有人开店", "京东"));
    CHECK(framed(own, "and our jd shop", "jd"));
    CHECK(!framed(own, "and our jd shopping", "jd"));
    CHECK(!framed(own, "sour jd shop", "jd"));
    CHECK(framed(own, "we sell on jd", "jd"));
    CHECK(!framed(own, "they sell on jd", "jd"));
    CHECK(framed(shop_languages().mentions().names(), "店铺：“京东”", "“京东”"));
}

TEST_CASE("a star stands for any ending of a word") {
    CHECK(mentioned("gefälscht laden") == "shop.other");
    CHECK(mentioned("gefälschtes im ladengeschäft") == "shop.other");
    CHECK(mentioned("gefäl schtes laden") == "");
    CHECK(mentioned("ungefälschtes laden") == "");
    CHECK(mentioned("gefälschtes im bioladen") == "");
}

TEST_CASE("a gap stays within its clause") {
    CHECK(mentioned("a knock-off from 商城") == "shop.other");
    CHECK(mentioned("a knock-off. 商城") == "");
    CHECK(mentioned("a knock-off of which nobody knows where it came from 商城") == "");
}

TEST_CASE("a gap may reach over an address, and no part of a phrase lies in one") {
    CHECK(mentioned("the knock-off at https://a.cn/1 商城") == "shop.other");
    CHECK(mentioned("the knock-off at https://a.cn/mall/商城") == "");
    CHECK(mentioned("the knock-off https://a/商城 商城") == "shop.other");
    CHECK(mentioned("at https://a.cn/knock-off the 商城") == "");
}

TEST_CASE("parts that belong together may stand anywhere, and a fact may be one of them") {
    CHECK(mentioned("my shop has its own web page") == "shop.other");
    CHECK(mentioned("my shop") == "");
    CHECK(mentioned("please call", {"phone"}) == "shop.other");
    CHECK(mentioned("please call", {"link"}) == "");
}

TEST_CASE("what is denied is told apart, and so are names and corrections") {
    CHECK(mentioned("不是京东") == "!shop.jd");
    CHECK(mentioned("not on JD") == "!shop.jd");
    CHECK(mentioned("not there, on JD") == "shop.jd");
    CHECK(mentioned("Sorry, call me") == "correction phone");
    CHECK(mentioned("义乌的卖家") == "place<");
    CHECK(mentioned("the telephone") == "phone");
}

TEST_CASE("a question about a term is one, and no other text is") {
    const auto term = [](const char* words) {
        const auto found = shop_languages().understand("en", fold(words));
        if (found.empty() || found.front().meaning != dialogs::Meaning::term) return std::string("none");
        return found.front().what;
    };
    CHECK(term("What is an evaluation report?") == "report");
    CHECK(term("what is “evaluation reports”") == "report");
    CHECK(term("请问评价报告是什么？") == "report");
    CHECK(term("what is a quark?") == "");
    CHECK(term("what is a quark") == "none");
    CHECK(term("what isolated it?") == "none");
    CHECK(term("what is“evaluation report”?") == "report");
    CHECK(term("evaluation report") == "none");
}

TEST_CASE("a number of the list is chosen in many ways") {
    const auto number = [](const char* words) {
        return shop_languages().number_chosen(fold(words)).value_or(0);
    };
    CHECK(number("the second one") == 2);
    CHECK(number("the 2nd one") == 2);
    CHECK(number("the ZWEITE one!") == 2);
    CHECK(number("the first|second one") == 0);
    CHECK(number("第三个") == 3);
    CHECK(number("第 12 个") == 12);
    CHECK(number("the 4 one") == 4);
    CHECK(number("the 4one") == 4);
    CHECK(number("no.4") == 4);
    CHECK(number("no. 4") == 4);
    CHECK(number("the good one") == 0);
    CHECK(number("13800138000") == 0);
}
