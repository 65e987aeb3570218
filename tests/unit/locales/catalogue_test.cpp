#include "locales/catalogue.hpp"
#include "tests/unit/locales/small_languages.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::locales;

namespace {

// The message filled in, or what is wrong with it.
std::string said(std::string_view message, const Values& values, const std::string& locale = "en") {
    auto compiled = Pattern::compile(message, locale);
    if (const auto* problem = std::get_if<std::string>(&compiled)) return "refused: " + *problem;
    return std::get<Pattern>(compiled).format(values);
}

Value text(const char* words) { return std::string(words); }
Value number(std::int64_t value) { return value; }

} // namespace

TEST_CASE("a message is filled with what it names") {
    CHECK(said("", {}) == "");
    CHECK(said("No arguments.", {{"name", text("x")}}) == "No arguments.");
    CHECK(said("{a}{b}", {{"b", text("2")}, {"a", text("1")}}) == "12");
    CHECK(said("{a}, {a}", {{"a", text("twice")}}) == "twice, twice");
    CHECK(said("{n} left", {{"n", number(1'234'567)}}) == "1234567 left");
    CHECK(said("{n} left", {{"n", number(-1)}}) == "-1 left");
    CHECK(said("专利号{value}已经失效。", {{"value", text("ZL1")}}, "zh-Hans") == "专利号ZL1已经失效。");
    // What a person said is never read as a message.
    CHECK(said("You said {value}.", {{"value", text("{n, plural, other{#}} '")}}) ==
          "You said {n, plural, other{#}} '.");
}

TEST_CASE("quotes and braces are as in ICU") {
    CHECK(said("it''s", {}) == "it's");
    CHECK(said("it's {n}", {{"n", number(1)}}) == "it's 1");
    CHECK(said("'{n}' is {n}", {{"n", number(1)}}) == "{n} is 1");
}

TEST_CASE("a plural follows its language") {
    const char* const english = "{n, plural, =0 {nothing} one {# link} other {# links}}";
    CHECK(said(english, {{"n", number(0)}}) == "nothing");
    CHECK(said(english, {{"n", number(1)}}) == "1 link");
    CHECK(said(english, {{"n", number(2)}}) == "2 links");
    CHECK(said(english, {{"n", number(12'345)}}) == "12,345 links");
    CHECK(said("{kind, select, design {looks} other {works}}", {{"kind", text("design")}}) == "looks");
    CHECK(said("{kind, select, design {looks} other {works}}", {{"kind", text("invention")}}) == "works");
}

TEST_CASE("what a message lacks is left empty") {
    CHECK(said("Hello {name}!", {}) == "Hello !");
    CHECK(said("Hello {name}!", {{"nmae", text("x")}}) == "Hello !");
    CHECK(said("{kind, select, design {looks} other {works}}", {}) == "works");
    CHECK(said("{a} {n, plural, one {of #} other {of #}}", {{"n", number(3)}}) == " of 3");
}

TEST_CASE("a plural has the forms of its language, and no others") {
    const auto told = [](const char* message, const char* locale) { return said(message, {}, locale); };
    CHECK(told("{n, plural, other {# links}}", "en") == R"(refused: lacks the plural form "one" of en)");
    CHECK(told("{n, plural, one {a link} few {links} other {# links}}", "en") ==
          R"(refused: has a plural form "few" that en does not have)");
    // Chinese has no singular, so what is written for one would never be said.
    CHECK(told("{n, plural, one {一} other {#条链接}}", "zh-Hans") ==
          R"(refused: has a plural form "one" that zh-Hans does not have)");
    // In English only 1 is "one"; in French 0 is, too.
    CHECK(said("{n, plural, =1 {a link} other {# links}}", {{"n", number(2)}}) == "2 links");
    CHECK(told("{n, plural, =1 {un lien} other {# liens}}", "fr") ==
          R"(refused: lacks the plural form "one" of fr)");
    CHECK(told("{n, selectordinal, one {#st} other {#th}}", "en") ==
          R"(refused: lacks the plural form "few" of en)");
    CHECK(told("{n, plural, offset:1 other {# links}}", "en") ==
          "refused: has an offset, which no plural here may have");
    // Within one another, too.
    CHECK(told("{n, plural, one {a} other {{m, plural, other {b}}}}", "en") ==
          R"(refused: lacks the plural form "one" of en)");
}

TEST_CASE("no value runs into a number") {
    CHECK(said("Press 1{n}", {}) == "refused: puts {n} into a number");
    CHECK(said("{n}0 days", {}) == "refused: puts {n} into a number");
    CHECK(said("{n, plural, one {# day} other {1# days}}", {}) == "refused: puts # into a number");
    CHECK(said("{n, plural, one {a day} other {after {m}2}}", {}) == "refused: puts {m} into a number");
    CHECK(said("{n, plural, one {1 day} other {# days}}", {{"n", number(1)}}) == "1 day");
    CHECK(said("Press 1: {n}", {{"n", number(2)}}) == "Press 1: 2");
}

TEST_CASE("what is no message is refused with its place") {
    CHECK(said("open {", {}) == "refused: is no ICU message: a { has no }");
    CHECK(said("{n} and {m, plural, few}", {}).starts_with("refused: is no ICU message"));
    CHECK(said("{n, plural, one {#}}", {}) ==
          R"(refused: is no ICU message: a plural or a select lacks the form "other")");
    CHECK(said("{n, roman}", {}).starts_with("refused: is no ICU message"));
    CHECK(said("{0} left", {}) == "refused: numbers an argument: arguments have names");
}

TEST_CASE("a key that no file has is not found") {
    const auto loaded = tests::english(R"("a": "A", "b": "B")");
    REQUIRE(loaded.told == "");
    const Catalogue& catalogue = loaded.languages.language("en").catalogue;
    // And what the list of languages calls its only one.
    CHECK(catalogue.keys() == std::vector<std::string>{"a", "b", "option.intake.locale.en"});
    CHECK(catalogue.find("c") == nullptr);
    CHECK(catalogue.find("") == nullptr);
    CHECK(!catalogue.has("A"));
    CHECK(loaded.languages.has("a"));
    CHECK(!loaded.languages.has("c"));
}

TEST_CASE("whoever writes a language file is told what is wrong with it") {
    const std::string list = R"([{"id": "en", "bcp47": ["en"], "name": "English", "direction": "ltr"}])";
    const auto told = [&](const std::string& file) {
        return tests::load_languages({{"locales.json", list}, {"en/all.json", file}}).told;
    };
    CHECK(told(R"({"locale": "en", "messages": {"a": "A"}, "words": {"a": ["b"]}})") == "");
    CHECK(told("{\"locale\": \"en\",\n \"messages\": {,}}") ==
          "locales/en/all.json: is not JSON: line 2, column 15: unexpected ','; expected string literal");
    CHECK(told(R"({"messages": {"a": "x"}, "heard": [{}, {"a/b": 1, "c": {"a/b": 1}, "a/b": 2}]})") ==
          "locales/en/all.json#/heard/1/a~1b: stands twice");
    CHECK(told("") == "locales/en/all.json: is not JSON: line 1, column 0: unexpected end of input; expected "
                      "'[', '{', or a literal");
    CHECK(told("\"\xff\"").starts_with("locales/en/all.json: is not JSON"));
    CHECK(told("[]").starts_with("locales/en/all.json: should be an object"));
    CHECK(told(R"({"locale": "fr", "messages": {}})") ==
          R"(locales/en/all.json#/locale: should be "en", as its folder)");
    CHECK(told(R"({"messages": {}})").starts_with(R"(locales/en/all.json: lacks the member "locale")"));
    CHECK(told(R"({"locale": "en"})") == R"(locales/en/all.json: lacks the member "messages")");
    CHECK(told(R"({"locale": "en", "messages": {"a": 1}})") ==
          "locales/en/all.json#/messages/a: should be a text");
    CHECK(told(R"({"locale": "en", "messages": {"a/b": "{"}})") ==
          "locales/en/all.json#/messages/a~1b: is no ICU message: a { has no }");
    CHECK(told(R"({"locale": "en", "messages": {}, "mesages": {}})") ==
          "locales/en/all.json#/mesages: is not known here");
    CHECK(told(R"({"locale": "en", "messages": {}, "words": {"a": "b"}})") ==
          "locales/en/all.json#/words/a: should be a list");
    CHECK(told(R"({"locale": "en", "messages": {"a": "A"}, "words": {"a": ["b", ""]}})") ==
          "locales/en/all.json#/words/a/1: is empty");
    CHECK(tests::load_languages({{"locales.json", list},
                                 {"en/a.json", R"({"locale": "en", "messages": {"k": "A"}})"},
                                 {"en/b.json", R"({"locale": "en", "messages": {"k": "B"}})"}})
              .told == R"(locales/en/b.json#/messages/k: "k" is in another file of this language already)");
}
