#include "bot/translation/translation.hpp"

#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::translation;

namespace {

const Order into_english{.source = "zh-Hans", .target = "en", .spoken_bytes_max = 1'500};

LocaleTexts small() {
    return {
        {"locales.json", R"([{"id": "zh-Hans"}, {"id": "en"}])"},
        {"zh-Hans/a.json",
         R"({"locale": "zh-Hans", "messages": {"ask.a": "甲？", "ask.a.voice": "请说甲。", "label.a": "甲{n}"}})"},
        {"zh-Hans/b.json", R"({"locale": "zh-Hans", "messages": {"staff.b": "乙"}})"},
        {"en/a.json",
         R"({"locale": "en", "messages": {"ask.a": "A?", "ask.a.voice": "Say A.", "label.a": "A{n}"}})"}};
}

Unit& unit(Xliff& xliff, std::string_view id) {
    for (Part& part : xliff.parts)
        for (Unit& one : part.units)
            if (one.id == id) return one;
    FAIL("no unit " << id);
    return xliff.parts.front().units.front();
}

Xliff prepared(const LocaleTexts& texts, const Xliff* since = nullptr) {
    auto xliff = prepare(texts, into_english, since);
    REQUIRE(xliff);
    return std::move(*xliff);
}

} // namespace

TEST_CASE("the shipped texts go to a translator and come back without a change of a byte") {
    const LocaleTexts& texts = tests::shipped_texts().locales.bytes;
    for (const auto& [from, to] : {std::pair{"zh-Hans", "en"}, std::pair{"en", "zh-Hans"}}) {
        const auto sent = prepare(texts, {from, to, 1'500}, nullptr);
        REQUIRE(sent);
        const auto read = read_xliff(write_xliff(*sent));
        REQUIRE(read);
        const auto returned = bring_back(texts, *read, "back.xlf");
        REQUIRE(returned);
        CHECK(returned->messages == 0);
        CHECK(returned->stale.empty());
        CHECK(returned->changed.empty());
    }
}

TEST_CASE("a translator is told what a text is for, whether it is spoken, and what must stay in it") {
    Xliff xliff = prepared(small());
    CHECK(unit(xliff, "ask.a").notes == std::vector<std::string>{"A question.", "Written, never spoken."});
    CHECK(unit(xliff, "ask.a").bytes_max == 0);
    CHECK(unit(xliff, "ask.a.voice").notes.back() == "Spoken on the telephone, never shown.");
    CHECK(unit(xliff, "ask.a.voice").bytes_max == 1'500);
    CHECK(unit(xliff, "label.a").notes[1] == "Written, and spoken on the telephone.");
    CHECK(unit(xliff, "label.a").notes.back().starts_with("ICU MessageFormat with {n}: "));
    CHECK(unit(xliff, "staff.b").state == State::wanted);
    CHECK_FALSE(unit(xliff, "staff.b").target);
}

TEST_CASE("a translated text changes its file, and one that is new makes its file") {
    const LocaleTexts texts = small();
    Xliff xliff = prepared(texts);
    unit(xliff, "ask.a").target = "Which A?";
    unit(xliff, "staff.b").target = "B";
    const auto returned = bring_back(texts, xliff, "back.xlf");
    REQUIRE(returned);
    CHECK(returned->messages == 2);
    REQUIRE(returned->changed.size() == 2);
    CHECK(
        returned->changed.at("en/a.json") ==
        R"({"locale": "en", "messages": {"ask.a": "Which A?", "ask.a.voice": "Say A.", "label.a": "A{n}"}})");
    CHECK(returned->changed.at("en/b.json") ==
          "{\"locale\": \"en\",\n\"messages\": {\n  \"staff.b\": \"B\"\n}}\n");
    // What is left open stays as it is.
    unit(xliff, "ask.a").target.reset();
    unit(xliff, "staff.b").target = "";
    CHECK(bring_back(texts, xliff, "back.xlf")->changed.empty());
}

TEST_CASE("a text whose source has changed since is to be looked at until somebody has") {
    LocaleTexts texts = small();
    const Xliff before = prepared(texts);
    texts["zh-Hans/a.json"].replace(texts["zh-Hans/a.json"].find("甲？"), 6, "哪个甲？");
    CHECK(bring_back(texts, before, "back.xlf")->stale == std::vector<std::string>{"ask.a"});

    Xliff after = prepared(texts, &before);
    CHECK(unit(after, "ask.a").state == State::needs_review);
    CHECK(unit(after, "ask.a.voice").state == State::translated);
    // Nobody has looked.
    Xliff again = prepared(texts, &after);
    CHECK(unit(again, "ask.a").state == State::needs_review);
    // It is right as it stands, and the translator says so; or it has become another text.
    unit(after, "ask.a").state = State::translated;
    again = prepared(texts, &after);
    CHECK(unit(again, "ask.a").state == State::translated);
    texts["en/a.json"].replace(texts["en/a.json"].find("A?"), 2, "Which A?");
    again = prepared(texts, &before);
    CHECK(unit(again, "ask.a").state == State::translated);
}

TEST_CASE("a translation that does not fit is refused with its line") {
    const LocaleTexts texts = small();
    const auto refusal = [&](const Xliff& xliff) {
        const auto returned = bring_back(texts, xliff, "back.xlf");
        REQUIRE_FALSE(returned);
        return to_string(returned.error().front());
    };
    Xliff xliff = prepared(texts);
    unit(xliff, "ask.a").line = 7;
    unit(xliff, "ask.a").id = "ask.b";
    CHECK(refusal(xliff) == "back.xlf: line 7: there is no message \"ask.b\"");
    unit(xliff, "ask.b").id = "label.a";
    CHECK(refusal(xliff) == "back.xlf: line 0: \"label.a\" stands twice in it");
    xliff.target_language = "fr";
    CHECK(refusal(xliff) == "locales/locales.json: there is no language \"fr\"");
    CHECK_FALSE(prepare(texts, {"zh-Hans", "fr", 0}, nullptr));
    LocaleTexts odd = small();
    odd["en/b.json"] = R"({"locale": "en", "messages": {"staff.b": "a\rb"}})";
    const auto refused = prepare(odd, into_english, nullptr);
    REQUIRE_FALSE(refused);
    CHECK(to_string(refused.error().front()) ==
          "locales/en/b.json#/messages/staff.b: has a control sign, which XLIFF cannot carry");
}
