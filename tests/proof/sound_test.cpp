#include "tests/proof/small_tree.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace plaint;
using nlohmann::json;
using proof::Fault;

namespace {

const proof::Finding* find(const proof::Proof& proof, Fault fault, const std::string& subject) {
    for (const proof::Finding& finding : proof.findings)
        UNSCOPED_INFO(name_of(finding.fault) << " " << finding.subject << ": " << finding.what);
    const auto found = std::ranges::find_if(proof.findings, [&](const proof::Finding& one) {
        return one.fault == fault && one.subject == subject;
    });
    return found != proof.findings.end() ? &*found : nullptr;
}

json parse(const char* text) { return json::parse(text); }

// A question whose answer `hidden` tells apart, and a paper that the law wants there or with a yes; the tree asks for it
// with a yes only.
struct Gap {
    json field; // of the dictionary: "thing"
    json ask;   // of the tree: asks for it, and may derive from it
    json hidden;
    json more_fields = json::array();

    tests::SmallTree tree() const {
        json fields = parse(R"([{"path": "sure", "kind": "yes_no"},
                                {"path": "paper", "kind": "text", "used_by": ["checklist"]}])");
        fields.push_back(field);
        for (const json& one : more_fields) fields.push_back(one);
        json nodes = ask;
        nodes.push_back(parse(R"({"ask": "sure", "as": "yes_no"})"));
        nodes.push_back(parse(R"({"when": {"var": "sure"}, "do": [{"ask": "paper", "as": "text"}]})"));
        const json lines = {
            {{"line", "paper"}, {"if", {{"or", {hidden, {{"var", "sure"}}}}}}, {"need", {"paper"}}},
            {{"line", "thing"}, {"need", {"thing"}}, {"allow", {"later", "unknown"}}}};
        return {fields, json::array(), nodes, lines};
    }
};

// What is said at the question for the thing, in the conversation that shows the gap.
std::string thing_said(const Gap& gap) {
    const proof::Proof proof = gap.tree().prove();
    const proof::Finding* finding = find(proof, Fault::incomplete, "paper");
    REQUIRE(finding != nullptr);
    REQUIRE(finding->conversation);
    const auto& said = finding->conversation->said;
    const auto thing = std::ranges::find(said, "thing", &proof::Said::path);
    REQUIRE(thing != said.end());
    return thing->state == dialogs::State::value ? thing->words : std::string(name_of(thing->state));
}

Gap other_than(const char* kind, const std::string& constant) {
    return {.field = {{"path", "thing"}, {"kind", kind}},
            .ask = {{{"ask", "thing"}, {"as", kind}, {"may", json::array()}}},
            .hidden = {{"!=", {{{"var", "thing"}}, constant}}}};
}

Gap derived(const char* kind, const char* function, const char* made, const json& hidden) {
    return {.field = {{"path", "thing"}, {"kind", kind}, {"may", {"later"}}},
            .ask = {{{"ask", "thing"}, {"as", kind}, {"may", {"later"}}},
                    {{"let", "made"}, {"fn", function}, {"of", {"thing"}}}},
            .hidden = hidden,
            .more_fields = {{{"path", "made"}, {"kind", made}}}};
}

} // namespace

TEST_CASE("what is none of the constants is told from them, whichever they are") {
    for (const char* region : {"330106", "440300"}) CHECK(thing_said(other_than("region", region)) != region);
    for (const auto& [kind, usual] :
         {std::pair{"date", "2020-06-15"}, std::pair{"phone", "13800138000"}, std::pair{"text", "Example"},
          std::pair{"email", "name@example.com"}, std::pair{"patent_number", "201610951190.4"}}) {
        INFO(kind);
        Gap gap = other_than(kind, usual);
        gap.ask[0].erase("may");
        // On the telephone an address would have to be put off.
        if (std::string(kind) == "email") gap.field["may"] = gap.ask[0]["may"] = {"later"};
        CHECK(thing_said(gap) != usual);
    }
}

TEST_CASE("of a link each platform is possible, also where it writes its items otherwise") {
    for (const char* platform : {"taobao", "xiaohongshu", "suning", "vipshop"}) {
        INFO(platform);
        const Gap gap = derived("link", "platform_of_link", "text", {{"==", {{{"var", "made"}}, platform}}});
        CHECK(thing_said(gap).find(std::string(platform) == "vipshop" ? "vip" : platform) !=
              std::string::npos);
    }
}

TEST_CASE("of a link any item is possible that is asked about") {
    const Gap gap = derived("link", "item_of_link", "text", {{"==", {{{"var", "made"}}, "42"}}});
    CHECK(thing_said(gap).ends_with("=42"));
}

TEST_CASE("of a credit code each region is possible, another one, and none") {
    const auto of = [](const json& hidden) {
        return thing_said(derived("credit_code", "region_of_credit_code", "region", hidden));
    };
    CHECK(of({{"==", {{{"var", "made"}}, "440300"}}}).substr(2, 6) == "440300");
    CHECK(of({{"and",
               {{{"!=", {{{"var", "made"}}, "330106"}}}, {{"==", {{{"var", "made.@state"}}, "value"}}}}}})
              .substr(2, 6) != "330106");
    CHECK(of({{"==", {{{"var", "made.@state"}}, "unknown"}}}).substr(2, 6) == "990000");
}

TEST_CASE("what is derived from the first of several is told apart in these") {
    Gap gap =
        derived("credit_code", "region_of_credit_code", "region", {{"==", {{{"var", "made"}}, "440300"}}});
    gap.ask[1]["of"] = {"chosen"};
    gap.ask.insert(gap.ask.begin() + 1, parse(R"({"let": "chosen", "fn": "first", "of": ["thing"]})"));
    gap.more_fields.push_back(parse(R"({"path": "chosen", "kind": "credit_code"})"));
    CHECK(thing_said(gap).substr(2, 6) == "440300");
}

TEST_CASE("a constant that nobody can say is never true") {
    Gap gap = other_than("text", "too long to be said");
    gap.ask[0] = parse(R"({"ask": "thing", "as": "text", "min": 1, "max": 5})");
    gap.hidden = gap.hidden["!="];
    gap.hidden = {{"==", gap.hidden}};
    const proof::Proof proof = gap.tree().prove();
    CHECK(find(proof, Fault::incomplete, "paper") == nullptr);
    // With a longer answer it can be said.
    gap.ask[0]["max"] = 50;
    CHECK(thing_said(gap) == "too long to be said");
}

TEST_CASE("a number of one of no items cannot be said") {
    const auto tree = [](int min, const char* condition) {
        const json each = {
            {"each", "g"}, {"min", min}, {"max", 3}, {"do", {parse(R"({"ask": "g[].a", "as": "text"})")}}};
        const json ask = parse(R"({"ask": "n", "as": "number", "min": 1, "max": 3, "about": ["g"]})");
        const json fields = parse(R"([{"path": "g[].a", "kind": "text"}, {"path": "n", "kind": "number"}])");
        const json asked = {{"when", parse(condition)}, {"do", {ask}}};
        return tests::SmallTree(fields, parse(R"([{"path": "g", "max": 3}])"), {each, asked}, json::array());
    };
    const proof::Proof none = tree(0, "true").prove();
    const proof::Finding* finding = find(none, Fault::empty_menu, "n");
    REQUIRE(finding != nullptr);
    CHECK(finding->place.pointer == "/do/1/do/0/about");
    CHECK(find(tree(1, "true").prove(), Fault::empty_menu, "n") == nullptr);
    CHECK(find(tree(0, R"({"var": "g.@count"})").prove(), Fault::empty_menu, "n") == nullptr);
}

TEST_CASE("a state is not measured like a number, of which nothing would be told apart") {
    Gap gap = {.field = parse(R"({"path": "thing", "kind": "number"})"),
               .ask = json::array({parse(R"({"ask": "thing", "as": "number", "min": 1, "max": 9})")}),
               .hidden = parse(R"({"<": [{"var": ["thing", 0]}, 3]})")};
    CHECK_NOTHROW(gap.tree());
    gap.hidden = parse(R"({"<": [{"var": "thing.@state"}, 3]})");
    CHECK_THROWS_WITH(gap.tree(), Catch::Contains("a state is compared with ==, != or in"));
}

TEST_CASE("nothing is proved of a tree in which no conversation is possible") {
    Gap gap = other_than("text", "x");
    gap.ask[0] = parse(R"({"ask": "thing", "as": "text", "min": 0, "max": 0})");
    const proof::Proof proof = gap.tree().prove();
    const proof::Finding* finding = find(proof, Fault::contradictory, "thing");
    REQUIRE(finding != nullptr);
    CHECK(finding->place.pointer == "/do/0");
}
