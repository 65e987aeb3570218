#include "tests/support/shipped_library.hpp"
#include "tests/unit/locales/small_languages.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::dialogs;
using kinds::Kind;
using locales::Renderer;

namespace {

const locales::Languages& languages() {
    static const auto loaded = tests::english(R"(
        "yes": "Yes", "no": "No", "label.separator": " - ", "list.separator": "; ", "list.item": "<{label}>",
        "list.rest": " of {count}",
        "say.hello": "Hello {name}.", "say.hello.voice": "Hello {name}. Press 1.",
        "say.left": "{count, plural, one {# answer} other {# answers}}: {items}",
        "say.code": "{receipt} {number} {lead} {hours}",
        "problem.answer": "Cannot be used.", "problem.phone": "No telephone number.",
        "problem.phone.short": "Too short.", "readback.any": "You said {value}.", "readback.date": "On {value}.",
        "suggest.any": "Do you mean {suggestion}?", "label.right.number": "Patent number",
        "group.links.item": "Link {n}", "option.role.owner": "Owner", "option.consent.yes": "Agree",
        "shown.later": "later", "shown.none": "none: {reason}", "shown.unknown": "unknown", "shown.skip": "skipped",
        "shown.unverified": "as said: {reason}", "value.abroad": "Abroad", "value.date": "{day}/{month}/{year}",
        "value.file": "{count, plural, one {1 file} other {# files}}: {names}")");
    REQUIRE(loaded.told == "");
    return loaded.languages;
}

const locales::Blanks& blanks() {
    static const locales::Blanks all{"1234567890123456", "IP-1", "Centre", "9-17"};
    return all;
}

Renderer renderer(Modality modality = Modality::web) {
    return {languages().language("en"), tests::shipped_library().content->directory.regions(), modality,
            blanks()};
}

std::string shown(Kind kind, Value value, const std::string& path = "x") {
    return renderer().shown({.path = path, .kind = kind, .value = std::move(value)});
}

std::string masked(Kind kind, const std::string& value) {
    return renderer().shown({.path = "x", .kind = kind, .value = value, .masked = true});
}

} // namespace

TEST_CASE("a message is put in words with what it carries") {
    CHECK(renderer().text({"say.hello", {{"name", std::string("Li")}}}) == "Hello Li.");
    CHECK(renderer().text(Message{"say.hello", {}}) == "Hello .");
    CHECK(renderer(Modality::voice).text({"say.hello", {{"name", std::string("Li")}}}) ==
          "Hello Li. Press 1.");
    CHECK(renderer(Modality::terminal).text({"say.hello", {{"name", std::string("Li")}}}) == "Hello Li.");
    CHECK(renderer().text({"say.code",
                           {{"receipt", Blank::receipt},
                            {"number", Blank::case_number},
                            {"lead", Blank::lead},
                            {"hours", Blank::hours}}}) == "1234 5678 9012 3456 IP-1 Centre 9-17");
}

TEST_CASE("lists and labels are joined, each with its separator") {
    const std::vector<Message> label{{"group.links.item", {{"n", std::int64_t{2}}}},
                                     {"label.right.number", {}}};
    CHECK(renderer().label(label) == "Link 2 - Patent number");
    CHECK(renderer().label({}) == "");
    const std::vector<Message> items{{"list.item", {{"label", label}}}, {"yes", {}}};
    CHECK(renderer().text({"say.left", {{"count", std::int64_t{2}}, {"items", items}}}) ==
          "2 answers: <Link 2 - Patent number>; Yes");
    CHECK(renderer().text({"say.left", {{"count", std::int64_t{1}}, {"items", std::vector<Message>{}}}}) ==
          "1 answer: ");
}

TEST_CASE("a message without words of its own has those of its family, else its key") {
    CHECK(renderer().text("problem.phone.short") == "Too short.");
    CHECK(renderer().text("problem.phone.country") == "No telephone number.");
    CHECK(renderer().text("problem.email.at") == "Cannot be used.");
    CHECK(renderer().text({"readback.date", {{"value", std::string("a day")}}}) == "On a day.");
    CHECK(renderer().text({"readback.phone", {{"value", std::string("1")}}}) == "You said 1.");
    CHECK(renderer().text({"suggest.phone", {{"suggestion", std::string("1")}}}) == "Do you mean 1?");
    CHECK(renderer().text("say.nothing") == "say.nothing");
    CHECK(renderer(Modality::voice).text("say.nothing") == "say.nothing");
}

TEST_CASE("answers are shown as people write them") {
    CHECK(shown(Kind::yes_no, true) == "Yes");
    CHECK(shown(Kind::yes_no, false) == "No");
    CHECK(shown(Kind::yes_no, true, "consent") == "Agree");
    CHECK(shown(Kind::number, std::int64_t{12'345}) == "12345");
    CHECK(shown(Kind::choice, std::string("owner"), "role") == "Owner");
    CHECK(shown(Kind::choice, std::string("gone"), "role") == "gone");
    CHECK(shown(Kind::phone, std::string("13812345678")) == "138 1234 5678");
    CHECK(shown(Kind::phone, std::string("0571-12345")) == "0571-12345");
    CHECK(shown(Kind::receipt_code, std::string("1234567890123456")) == "1234 5678 9012 3456");
    CHECK(shown(Kind::patent_number, std::string("2016106154661")).starts_with("ZL"));
    CHECK(shown(Kind::date, std::string("2026-01-05")) == "5/1/2026");
    CHECK(shown(Kind::date, std::string("soon")) == "soon");
    CHECK(shown(Kind::region, std::string("330110")).find("Yuhang District") != std::string::npos);
    CHECK(shown(Kind::region, std::string("999999")) == "999999");
    CHECK(shown(Kind::region, std::string("abroad")) == "Abroad");
    CHECK(shown(Kind::text, std::string("{n}")) == "{n}");
    CHECK(shown(Kind::text, std::monostate{}) == "");
    CHECK(shown(Kind::file, std::vector<FileRef>{{"00", "a.jpg", "", 1}, {"01", "b.pdf", "", 1}}) ==
          "2 files: a.jpg; b.pdf");
    CHECK(shown(Kind::file, std::vector<FileRef>{{"00", "a.jpg", "", 1}}) == "1 file: a.jpg");
}

TEST_CASE("formal answers are shown with what was said") {
    const auto formal = [](State state) {
        return renderer().shown({.path = "x", .kind = Kind::text, .state = state, .reason = "lost"});
    };
    CHECK(formal(State::later) == "later");
    CHECK(formal(State::none) == "none: lost");
    CHECK(formal(State::unknown) == "unknown");
    CHECK(formal(State::skip) == "skipped");
    CHECK(formal(State::unverified) == "as said: lost");
}

TEST_CASE("what is masked is never shown in full") {
    CHECK(masked(Kind::resident_id, "11010519491231002X").find("19491231") == std::string::npos);
    CHECK(masked(Kind::resident_id, "12").find('1') == std::string::npos);
    CHECK(masked(Kind::identity_paper, "E12345678") == "*****5678");
    CHECK(masked(Kind::identity_paper, "330110199003071230").find("19900307") == std::string::npos);
    CHECK(masked(Kind::text, "abcdefgh") == "ab****gh");
    CHECK(masked(Kind::text, "abcd") == "****");
    CHECK(masked(Kind::text, "上海浦东新区") == "上海**新区");
    CHECK(masked(Kind::text, "浦东") == "**");
    CHECK(masked(Kind::text, "") == "");
    CHECK(renderer()
              .shown({.path = "x",
                      .kind = Kind::resident_id,
                      .state = State::unverified,
                      .reason = "11010519491231002X",
                      .masked = true})
              .find("19491231") == std::string::npos);
}

TEST_CASE("of a long list callers hear the first, and how many there are") {
    const auto list = [](std::size_t count, Modality modality) {
        const std::vector<Message> items(count, {"list.item", {{"label", std::string("a")}}});
        return renderer(modality).text(
            {"say.left", {{"count", static_cast<std::int64_t>(count)}, {"items", items}}});
    };
    CHECK(list(8, Modality::voice) == "8 answers: <a>; <a>; <a>; <a>; <a>; <a>; <a>; <a>");
    CHECK(list(9, Modality::voice) == "9 answers: <a>; <a>; <a>; <a>; <a>; <a>; <a>; <a> of 9");
    CHECK(list(9, Modality::web) == "9 answers: <a>; <a>; <a>; <a>; <a>; <a>; <a>; <a>; <a>");
}
