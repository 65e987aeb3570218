#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/upgrade.hpp"
#include "dialogs/proof/upgrades.hpp"
#include "tests/proof/edits.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

using namespace plaint;
using namespace plaint::dialogs;
using nlohmann::json;

namespace {

// A small tree of its own words: what stands between its beginning and its submission.
Tree tree_of(const std::string& nodes) {
    const auto field = [](const char* path, const char* kind, json values = nullptr) {
        json row = {{"path", path}, {"kind", kind}, {"used_by", {"checklist"}}, {"source", "S"}};
        row["may"] = {"later", "none"};
        if (!values.is_null()) row["values"] = std::move(values);
        return row;
    };
    const json fields = {
        {"groups", {{{"path", "things"}, {"max", 3}, {"may", {"later"}}, {"source", "S"}}}},
        {"fields",
         {field("t.a", "choice", {"x", "x1", "x2", "y", "z"}), field("t.b", "text"), field("t.c", "text"),
          field("t.d", "yes_no"), field("t.e", "text"), field("t.f", "choice", {"p", "q"}),
          field("t.n", "number"), field("things[].n", "text")}}};
    const std::string text = R"({"tree": "t", "do": [)" + nodes + R"(, {"review": "all"}, {"submit": "t"}]})";
    const auto read = [&](const std::string&) -> std::optional<std::string_view> { return text; };
    const content::HasMessage any = [](const std::string&) { return true; };
    const content::Directory& directory = tests::shipped_library().content->directory;
    content::LoadErrors errors;
    const content::Fields dictionary = content::load_fields("fields.json", fields.dump(), errors);
    Tree tree = content::load_tree("trees/t.json", read, dictionary, any, directory.regions(),
                                   directory.links(), errors);
    for (const content::LoadError& error : errors) FAIL(content::to_string(error));
    tree.content = text;
    return tree;
}

const std::string a = R"({"ask": "t.a", "as": "choice", "options": ["x", "y", "z"]},)";
const std::string b = R"({"when": {"==": [{"var": "t.a"}, "x"]}, "do": [
    {"ask": "t.b", "as": "text", "min": 1, "max": 9, "may": ["later"]}]},)";
const std::string c = R"({"ask": "t.c", "as": "text", "min": 1, "max": 9},)";
const std::string d = R"({"ask": "t.d", "as": "yes_no"})";
const std::string e = R"({"ask": "t.e", "as": "text", "min": 1, "max": 9},)";

const std::string word = R"({"ask": "t.b", "as": "text", "min": 1, "max": 9},)";

std::string amount(int max) {
    return R"({"ask": "t.n", "as": "number", "min": 1, "max": )" + std::to_string(max) + "},";
}
const std::string number_of_things =
    R"({"ask": "t.n", "as": "number", "min": 1, "max": 9, "about": ["things"]},)";
std::string when(const std::string& condition, const std::string& nodes) {
    return R"({"when": )" + condition + R"(, "do": [)" + nodes.substr(0, nodes.size() - 1) + "]},";
}
std::string things(const std::string& how) {
    return R"({"each": "things", "max": 3, )" + how +
           R"(, "do": [{"ask": "things[].n", "as": "text", "min": 1, "max": 9}]},)";
}
// A menu that has nothing for some.
std::string menu(const std::string& of) {
    return R"({"ask": "t.f", "as": "choice", "options": [{"value": "p", "if": {"==": [{"var": "t.a"}, ")" +
           of + R"("]}}, {"value": "q", "if": {"==": [{"var": "t.a"}, "z"]}}]},)";
}
std::string ending(const std::string& of) {
    return R"({"when": {"==": [{"var": "t.a"}, ")" + of + R"("]}, "do": [{"end": "over"}]},)";
}

// Says to a tree what is asked for, and nothing else.
class Script {
  public:
    explicit Script(const Tree& tree) : tree_(tree), session_(begin_session(tree, 0, {})) {
        hear({.said = Said::begin});
    }

    void say(const proof::Said& said) {
        while (ask_ && ask_->path.ends_with(".confirm")) mean(Meaning::yes, "");
        INFO(said.path);
        REQUIRE(ask_);
        REQUIRE(ask_->path == said.path);
        if (said.state == State::unverified) words("xyz");
        if (said.state != State::value) return mean(Meaning::formal, std::string(name_of(said.state)));
        if (said.kind == kinds::Kind::yes_no)
            return mean(said.words == "yes" ? Meaning::yes : Meaning::no, "");
        if (said.kind == kinds::Kind::file)
            return hear({.said = Said::files, .files = {{std::string(64, 'a'), said.words, "image/png", 9}}});
        words(said.words);
    }
    void finish(bool submits) {
        while (ask_ && ask_->path.ends_with(".confirm")) mean(Meaning::yes, "");
        if (submits) mean(Meaning::confirm, "");
    }
    std::string bytes() const { return encode(tree_, session_); }

  private:
    void words(const std::string& text) {
        Input input;
        input.value = text;
        input.raw = text;
        input.folded = text;
        hear(std::move(input));
    }
    void mean(Meaning meaning, const std::string& what) {
        Input input;
        input.raw = "word";
        input.folded = "word";
        input.candidates = {{.meaning = meaning, .what = what, .targets = {}, .number = {}}};
        hear(std::move(input));
    }
    void hear(Input input) {
        input.conversation = "chat";
        input.locale = "en";
        input.at_ms = ++now_ms_;
        input.today = {2026, 1, 5};
        StepResult result = step(tree_, std::move(session_), input);
        session_ = std::move(result.session);
        for (const Output& output : result.outputs)
            if (output.ask) ask_ = output.ask;
    }

    const Tree& tree_;
    Session session_;
    std::optional<Ask> ask_;
    std::int64_t now_ms_ = 0;
};

// "t.a x": the question with what is said to it; "submit" is the review.
std::string bytes_after(const Tree& tree, const std::vector<std::string>& said) {
    Script script(tree);
    for (const std::string& line : said) {
        if (line == "submit") {
            script.finish(true);
            continue;
        }
        proof::Said one{.path = line.substr(0, line.find(' ')), .words = line.substr(line.find(' ') + 1)};
        if (const auto state = state_of(one.words)) one.state = *state;
        const bool flag = one.words == "yes" || one.words == "no";
        one.kind = flag ? kinds::Kind::yes_no : kinds::Kind::text;
        script.say(one);
    }
    return script.bytes();
}

std::vector<std::string> told(const Upgrade& upgrade) {
    std::vector<std::string> lines;
    if (!upgrade.stranded.empty()) lines.push_back("stranded");
    for (const Meeting& met : upgrade.meetings)
        lines.push_back(std::string(name_of(met.what)) + (met.id.empty() ? "" : " " + met.id) +
                        (met.certain ? "" : " perhaps"));
    return lines;
}

struct Case {
    const char* what;
    std::string before, after;
    std::vector<std::string> said;
    std::vector<std::string> met;
};

const std::vector<Case> cases{
    {"nothing has changed", a + b + c + d, a + b + c + d, {"t.a x", "t.b w"}, {}},
    {"what is new lies ahead", a + b + c + d, a + b + c + e + d, {"t.a x", "t.b w"}, {}},
    {"a new question lies behind", a + b + c + d, a + e + b + c + d, {"t.a x", "t.b w"}, {"asked t.e"}},
    {"a new question stands just where they are", a + c + d, a + e + c + d, {"t.a x"}, {"asked t.e"}},
    {"what was handed over is looked through again",
     a + d,
     a + e + d,
     {"t.a x", "t.d yes", "submit"},
     {"asked t.e", "reviewed_again"}},
    {"the question is gone that was put", a + c + d, a + d, {"t.a x"}, {"moved_on t.c"}},
    {"an answered question is gone", a + c + d, a + d, {"t.a x", "t.c w"}, {"gone t.c"}},
    {"an option is split",
     a + b + c + d,
     R"({"ask": "t.a", "as": "choice", "options": ["x1", "x2", "y", "z"]},
        {"when": {"in": [{"var": "t.a"}, ["x1", "x2"]]}, "do": [
          {"ask": "t.b", "as": "text", "min": 1, "max": 9, "may": ["later"]}]},)" +
         c + d,
     {"t.a x", "t.b w"},
     {"asked_again t.a", "set_aside t.b perhaps"}},
    {"another option is split: theirs stands",
     a + c + d,
     R"({"ask": "t.a", "as": "choice", "options": ["x1", "x2", "y", "z"]},)" + c + d,
     {"t.a y"},
     {}},
    {"a condition is turned round",
     a + b + c + d,
     a + R"({"when": {"!=": [{"var": "t.a"}, "x"]}, "do": [
             {"ask": "t.b", "as": "text", "min": 1, "max": 9, "may": ["later"]}]},)" +
         c + d,
     {"t.a x", "t.b w"},
     {"set_aside t.b"}},
    {"and lets in those who had passed",
     a + b + c + d,
     a + R"({"when": {"!=": [{"var": "t.a"}, "x"]}, "do": [
             {"ask": "t.b", "as": "text", "min": 1, "max": 9, "may": ["later"]}]},)" +
         c + d,
     {"t.a y"},
     {"asked t.b"}},
    {"what was put off cannot be lost", a + b + c + d, a + c + d, {"t.a x", "t.b later"}, {}},
    {"it cannot be put off any more",
     a + b + c + d,
     a + R"({"ask": "t.b", "as": "text", "min": 1, "max": 9},)" + c + d,
     {"t.a x", "t.b later"},
     {"asked_again t.b"}},
    {"a question has moved before theirs",
     a + c + d,
     a + d + "," + c.substr(0, c.size() - 1),
     {"t.a x"},
     {"asked t.d"}},
    {"there has to be one at least",
     a + things(R"("min": 0)") + c + d,
     a + things(R"("min": 1)") + c + d,
     {"t.a x", "things.more no"},
     {"asked things[].n"}},
    {"the first is no more a matter of course",
     a + things(R"("min": 1)") + c + d,
     a + things(R"("min": 0)") + c + d,
     {"t.a x", "things[0].n w", "things.more no"},
     {}},
    {"a group cannot be put off any more",
     a + things(R"("min": 0, "may": ["later"])") + c + d,
     a + things(R"("min": 0)") + c + d,
     {"t.a x", "things.more later"},
     {"asked_again things.more"}},
    {"a group is gone",
     a + things(R"("min": 1)") + c + d,
     a + c + d,
     {"t.a x", "things[0].n w", "things.more no"},
     {"gone things[].n"}},
    {"it ends before where they stand", a + c + d, a + ending("x") + c + d, {"t.a x"}, {"ended over"}},
    {"it does not end any more",
     a + ending("x") + c + d,
     a + c + d,
     {"t.a x"},
     {"asked t.c", "asked t.d", "goes_on over"}},
    {"nothing can be answered", a + c + d, a + menu("x") + c + d, {"t.a y"}, {"stranded"}},
    {"a number is told from one that only the new tree names",
     amount(9) + when(R"({"<": [{"var": "t.n"}, 3]})", c) + d,
     amount(9) + when(R"({"==": [{"var": "t.n"}, 3]})", c) + when(R"({">": [{"var": "t.n"}, 3]})", e) + d,
     {"t.n 4"},
     {"asked t.e"}},
    {"and that one from it",
     amount(9) + when(R"({"<": [{"var": "t.n"}, 3]})", c) + d,
     amount(9) + when(R"({"==": [{"var": "t.n"}, 3]})", c) + when(R"({">": [{"var": "t.n"}, 3]})", e) + d,
     {"t.n 3"},
     {"asked t.c"}},
    {"a number is greater than it may be now",
     amount(9) + c + d,
     amount(5) + c + d,
     {"t.n 7"},
     {"asked_again t.n"}},
    {"a word is none that either tree names",
     word + when(R"({"!=": [{"var": "t.b"}, "Example"]})", c) + d,
     word + when(R"({"==": [{"var": "t.b"}, "\u4e00"]})", c) + d,
     {"t.b w", "t.c w"},
     {"set_aside t.c"}},
    {"there is nothing that a number could be of",
     things(R"("min": 0)") + c + d,
     things(R"("min": 0)") + number_of_things + c + d,
     {"things.more no"},
     {"stranded"}},
    {"something can be", a + c + d, a + menu("x") + c + d, {"t.a x"}, {"asked t.f"}},
};

std::set<std::string> told(const proof::UpgradeProof& proof) {
    std::set<std::string> lines;
    for (const proof::Encounter& met : proof.encounters)
        lines.insert(std::string(name_of(met.what)) + (met.id.empty() ? "" : " " + met.id));
    if (!proof.stranded.empty()) lines.insert("stranded");
    return lines;
}

// What the proof says can be met is met by a session that has said what it shows.
void hold_witnesses(const Tree& before, const Tree& after, const proof::UpgradeProof& proof) {
    for (const proof::Encounter& met : proof.encounters) {
        INFO(name_of(met.what) << " " << met.id);
        REQUIRE(met.conversation);
        Script script(before);
        for (const proof::Said& said : met.conversation->said) script.say(said);
        script.finish(met.conversation->submits);
        const Upgrade upgrade = compare(before, after, script.bytes());
        if (!met.conversation->asks.empty()) CHECK(upgrade.before == met.conversation->asks);
        // A question that a new item brings is told of with the item's.
        CHECK(std::ranges::any_of(upgrade.meetings, [&](const Meeting& one) {
            const bool of_item =
                one.id.ends_with(".more") && met.id.starts_with(one.id.substr(0, one.id.size() - 5));
            return of_item || (one.what == met.what && one.id == met.id);
        }));
    }
}

} // namespace

TEST_CASE("a session that runs meets what the edit of its tree brings, and no more") {
    for (const Case& one : cases) {
        INFO(one.what);
        const Tree before = tree_of(one.before);
        const Tree after = tree_of(one.after);
        CHECK(told(compare(before, after, bytes_after(before, one.said))) == one.met);
    }
}

TEST_CASE("the proof of an upgrade knows what any session can meet") {
    for (const Case& one : cases) {
        INFO(one.what);
        const Tree before = tree_of(one.before);
        const Tree after = tree_of(one.after);
        const proof::UpgradeProof proof = proof::prove_upgrade(before, after);
        const std::set<std::string> possible = told(proof);
        for (std::string met : one.met) {
            if (met.ends_with(" perhaps")) met.resize(met.size() - std::string_view(" perhaps").size());
            INFO(met);
            CHECK(possible.contains(met));
        }
        if (one.before == one.after) CHECK(possible.empty());
        hold_witnesses(before, after, proof);
    }
}

TEST_CASE("an upgrade says where it begins to be felt, and whom it strands") {
    const Tree before = tree_of(a + b + c + d);
    const proof::UpgradeProof asked = proof::prove_upgrade(before, tree_of(a + b + c + e + d));
    CHECK(asked.first == "t.d");
    CHECK(told(asked) == std::set<std::string>{"asked t.e", "reviewed_again"});
    const proof::UpgradeProof stranding = proof::prove_upgrade(before, tree_of(a + menu("x") + b + c + d));
    REQUIRE(stranding.stranded.size() == 1);
    CHECK(stranding.stranded.front().id == "t.f");
    REQUIRE(stranding.stranded.front().conversation);
}

TEST_CASE(
    "realistic edits of the shipped dialogs strand nobody, and what they bring is shown by conversations") {
    const auto shipped = tests::content_with({});
    const Tree& before = shipped->trees.begin()->second;
    CHECK(told(proof::prove_upgrade(before, before)).empty());
    std::vector<std::set<std::string>> met;
    for (const tests::RealisticEdit& edit : tests::realistic_edits()) {
        INFO(edit.what);
        const auto edited = tests::content_after(edit);
        const Tree& after = edited->trees.begin()->second;
        const proof::UpgradeProof proof = proof::prove_upgrade(before, after);
        CHECK(proof::prove(*edited, after).findings.empty());
        CHECK(proof.stranded.empty());
        hold_witnesses(before, after, proof);
        met.push_back(told(proof));
    }
    CHECK(met ==
          std::vector<std::set<std::string>>{{"asked right.annuity_receipt", "reviewed_again"},
                                             {"gone complainant.website", "gone complainant.website@on_paper",
                                              "moved_on complainant.website",
                                              "moved_on complainant.website@on_paper", "reviewed_again"},
                                             {"asked_again evidence[].preservation", "reviewed_again"}});
}
