#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/session.hpp"
#include "dialogs/load/condition_loader.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

// What conditions make of answers that are no values: two-valued in trees, determined in checklists.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

const std::vector<std::string> fields{"word", "flag", "n", "files"};

content::ConditionNames names_of(const std::vector<std::string>& known, std::uint16_t depth) {
    content::ConditionNames names;
    names.field = [known, depth](const content::Reader&, const std::string& path) -> std::optional<FieldRef> {
        const auto found = std::ranges::find(known, path);
        REQUIRE(found != known.end());
        return FieldRef{depth, static_cast<std::uint16_t>(found - known.begin())};
    };
    names.group = [](const content::Reader&, const std::string& path) -> std::optional<FieldRef> {
        REQUIRE(path == "items");
        return FieldRef{0, 0};
    };
    names.may_be_formal = [](const std::string&) { return true; };
    names.about = [](const std::string&) { return nullptr; };
    names.inside = [](const std::string&) { return names_of({"word"}, 1); };
    return names;
}

Condition compiled(const std::string& text) {
    content::LoadErrors errors;
    const auto json = nlohmann::json::parse(text);
    Condition condition =
        content::load_condition(content::Reader("condition", json, errors), names_of(fields, 0));
    for (const content::LoadError& error : errors) FAIL_CHECK(content::to_string(error));
    return condition;
}

Answer valued(Value value) { return Answer{.value = std::move(value)}; }

// One field as it may stand: with the value that the rows look for, with another one, with each formal answer, never
// asked.
const std::vector<std::optional<Answer>>& standings(const std::string& field) {
    static const auto with_formal = [](Answer value, Answer other) {
        return std::vector<std::optional<Answer>>{std::move(value),
                                                  std::move(other),
                                                  Answer{.state = State::later},
                                                  Answer{.state = State::none, .reason = "a"},
                                                  Answer{.state = State::unknown},
                                                  Answer{.state = State::skip},
                                                  Answer{.state = State::unverified, .reason = "a"},
                                                  std::nullopt};
    };
    static const std::map<std::string, std::vector<std::optional<Answer>>> all{
        {"word", with_formal(valued(std::string("a")), valued(std::string("b")))},
        {"flag", with_formal(valued(true), valued(false))},
        {"n", with_formal(valued(std::int64_t{3}), valued(std::int64_t{0}))},
        {"files",
         with_formal(valued(std::vector<FileRef>{{"00", "a", "", 1}}), valued(std::vector<FileRef>{}))}};
    return all.at(field);
}

// One sign a standing.
template<class Sign>
std::string signs_of(const std::string& field, const Sign& sign) {
    std::string signs;
    const auto index = static_cast<std::size_t>(std::ranges::find(fields, field) - fields.begin());
    for (const auto& answer : standings(field)) {
        Scope scope(Shape{.fields = 4, .groups = 1});
        if (answer) scope.live[index] = &*answer;
        View view;
        view.scopes[0] = &scope;
        signs += sign(view);
    }
    return signs;
}

char sign_of(Decided decided) { return "10ou"[static_cast<std::size_t>(decided)]; }

// Items with one word each; no text: the walk has not come to the group's end.
struct Items {
    bool passed;
    std::vector<std::optional<Answer>> words;
};
const std::vector<Items>& groups() {
    static const Answer a = valued(std::string("a")), b = valued(std::string("b")),
                        later{.state = State::later};
    static const std::vector<Items> all{
        {false, {a}}, {true, {}},         {true, {a}},     {true, {a, b}},
        {true, {b}},  {true, {a, later}}, {true, {later}}, {true, {std::nullopt}}};
    return all;
}

template<class Sign>
std::string signs_of_groups(const Sign& sign) {
    std::string signs;
    for (const Items& group : groups()) {
        Scope scope(Shape{.fields = 4, .groups = 1});
        scope.groups[0].passed = group.passed;
        for (const auto& word : group.words) {
            Scope inner(Shape{.parent = 0, .depth = 1, .fields = 1});
            if (word) inner.live[0] = &*word;
            scope.groups[0].items.push_back({1, nullptr, std::move(inner)});
        }
        View view;
        view.scopes[0] = &scope;
        signs += sign(view);
    }
    return signs;
}

} // namespace

TEST_CASE("in a tree what is compared with a formal or absent answer is false, and its negation true") {
    struct Row {
        const char* field;
        const char* condition;
        const char* holds; // value, other, later, none, unknown, skip, unverified, absent
    };
    const Row rows[] = {
        {"word", R"({"==": [{"var": "word"}, "a"]})", "10000000"},
        {"word", R"({"!=": [{"var": "word"}, "a"]})", "01111111"},
        {"word", R"({"!": {"==": [{"var": "word"}, "a"]}})", "01111111"},
        {"word", R"({"in": [{"var": "word"}, ["a", "c"]]})", "10000000"},
        {"word", R"({"!": [{"in": [{"var": "word"}, ["a", "c"]]}]})", "01111111"},
        {"word", R"({"var": "word"})", "11000000"},
        {"word", R"({"!": {"var": "word"}})", "00111111"},
        {"word", R"({"!!": [{"var": "word"}]})", "11000000"},
        {"word", R"({"!!": {"!": {"var": "word"}}})", "00111111"},
        {"word", R"({"==": [{"var": "word"}, 3]})", "00000000"},
        {"word", R"({"==": [{"var": "word"}, true]})", "00000000"},
        {"word", R"({"missing": ["word"]})", "00111111"},
        // One that is missing is enough; "flag" was never asked.
        {"word", R"({"missing": ["word", "flag"]})", "11111111"},
        {"word", R"({"missing": []})", "00000000"},
        {"word", R"({"==": [{"var": "word.@state"}, "value"]})", "11000000"},
        {"word", R"({"!=": [{"var": "word.@state"}, "value"]})", "00111111"},
        {"word", R"({"==": [{"var": "word.@state"}, "later"]})", "00100000"},
        {"word", R"({"==": [{"var": "word.@state"}, "none"]})", "00010000"},
        {"word", R"({"==": [{"var": "word.@state"}, "unknown"]})", "00001000"},
        {"word", R"({"==": [{"var": "word.@state"}, "skip"]})", "00000100"},
        {"word", R"({"==": [{"var": "word.@state"}, "unverified"]})", "00000010"},
        {"word", R"({"in": [{"var": "word.@state"}, ["later", "unverified"]]})", "00100010"},
        {"word", R"({"!=": [{"var": "word.@state"}, "later"]})", "11011111"},
        {"word", R"({"and": [{"var": "word"}, true]})", "11000000"},
        {"word", R"({"and": [{"!=": [{"var": "word"}, "a"]}, {"!=": [{"var": "word"}, "b"]}]})", "00111111"},
        {"word", R"({"or": [{"==": [{"var": "word"}, "b"]}, {"missing": ["word"]}]})", "01111111"},
        {"word", R"({"or": [false, {"==": [{"var": "word"}, "a"]}]})", "10000000"},
        {"word", R"({"and": [false, {"var": "word"}]})", "00000000"},
        {"word", R"({"or": [true, {"var": "word"}]})", "11111111"},
        {"flag", R"({"var": "flag"})", "10000000"},
        {"flag", R"({"!": {"var": "flag"}})", "01111111"},
        {"flag", R"({"==": [{"var": "flag"}, true]})", "10000000"},
        {"flag", R"({"==": [{"var": "flag"}, false]})", "01000000"},
        {"flag", R"({"!=": [{"var": "flag"}, false]})", "10111111"},
        {"n", R"({"var": "n"})", "10000000"},
        {"n", R"({"==": [{"var": "n"}, 3]})", "10000000"},
        {"n", R"({"==": [{"var": "n"}, "3"]})", "00000000"},
        {"n", R"({"in": [{"var": "n"}, [0, 1]]})", "01000000"},
        {"n", R"({">": [{"var": ["n", 0]}, 2]})", "10000000"},
        {"n", R"({">=": [{"var": ["n", 3]}, 3]})", "10111111"},
        {"n", R"({"<": [{"var": ["n", 0]}, 3]})", "01111111"},
        {"n", R"({"<=": [{"var": ["n", 9]}, 0]})", "01000000"},
        {"n", R"({"<": [{"var": ["n", -1]}, 0]})", "00111111"},
        {"files", R"({"var": "files"})", "10000000"},
        {"files", R"({"==": [{"var": "files"}, "a"]})", "00000000"},
        {"files", R"({"==": [{"var": "files.@state"}, "value"]})", "11000000"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.condition);
        const Condition condition = compiled(row.condition);
        CHECK(signs_of(row.field, [&](const View& view) { return condition.holds(view) ? '1' : '0'; }) ==
              row.holds);
    }
}

TEST_CASE("in a checklist what hangs on a formal answer is open, and on one never asked undecided") {
    struct Row {
        const char* condition;
        const char* decided; // value, other, later, none, unknown, skip, unverified, absent
    };
    const Row rows[] = {
        {R"({"==": [{"var": "word"}, "a"]})", "10ooooou"},
        {R"({"!=": [{"var": "word"}, "a"]})", "01ooooou"},
        {R"({"in": [{"var": "word"}, ["a", "b"]]})", "11ooooou"},
        {R"({"var": "word"})", "11ooooou"},
        {R"({"!": {"var": "word"}})", "00ooooou"},
        {R"({"==": [{"var": "word.@state"}, "later"]})", "0010000u"},
        {R"({"and": [{"var": "word"}, false]})", "00000000"},
        {R"({"and": [{"var": "word"}, true]})", "11ooooou"},
        {R"({"or": [{"var": "word"}, true]})", "11111111"},
        {R"({"or": [{"var": "word"}, false]})", "11ooooou"},
        // The other field was never asked: an open part is the stronger of the two, in "and" and in "or".
        {R"({"and": [{"var": "word"}, {"var": "flag"}]})", "uuooooou"},
        {R"({"or": [{"==": [{"var": "word"}, "a"]}, {"var": "flag"}]})", "1uooooou"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.condition);
        const Condition condition = compiled(row.condition);
        CHECK(signs_of("word", [&](const View& view) { return sign_of(decide(condition, view)); }) ==
              row.decided);
    }
}

TEST_CASE("items count only when their group has ended, and of no items nothing holds for all") {
    struct Row {
        const char* condition;
        const char* holds;   // not ended, no items, "a", "a" and "b", "b", "a" and later, later, not asked
        const char* decided; // the same in a checklist
    };
    const Row rows[] = {
        {R"({"some": [{"var": "items"}, {"==": [{"var": "word"}, "a"]}]})", "00110100", "u01101ou"},
        {R"({"all": [{"var": "items"}, {"==": [{"var": "word"}, "a"]}]})", "00100000", "u0100oou"},
        {R"({"none": [{"var": "items"}, {"==": [{"var": "word"}, "a"]}]})", "11001011", "u10010ou"},
        {R"({"all": [{"var": "items"}, {"!=": [{"var": "word"}, "a"]}]})", "00001011", "u00010ou"},
        {R"({"==": [{"var": "items.@count"}, 0]})", "11000000", "u1000000"},
        {R"({"==": [{"var": "items.@count"}, 1]})", "00101011", "u0101011"},
        {R"({">": [{"var": "items.@count"}, 1]})", "00010100", "u0010100"},
        {R"({"<=": [{"var": "items.@count"}, 1]})", "11101011", "u1101011"},
        {R"({"var": "items.@count"})", "00111111", "u0111111"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.condition);
        const Condition condition = compiled(row.condition);
        CHECK(signs_of_groups([&](const View& view) { return condition.holds(view) ? '1' : '0'; }) ==
              row.holds);
        CHECK(signs_of_groups([&](const View& view) { return sign_of(decide(condition, view)); }) ==
              row.decided);
    }
}
