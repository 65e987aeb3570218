#include "dialogs/engine/outline.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/content/small_content.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace plaint;
using namespace plaint::dialogs;
using nlohmann::json;

namespace {

// "section(ask ask) branch(ask | say)": what an outline looks like, with the nodes' own names.
std::string shape(const std::vector<Step>& steps) {
    constexpr std::string_view names[] = {"say",  "section", "ask",    "branch", "jump", "each",
                                          "next", "let",     "review", "submit", "end",  "with"};
    std::string out;
    for (const Step& step : steps) {
        out += out.empty() ? "" : " ";
        out += names[static_cast<std::size_t>(step.op)];
        if (step.op != Op::section && step.op != Op::branch && step.op != Op::each) continue;
        out += "(" + shape(step.inner);
        if (!step.otherwise.empty()) out += " | " + shape(step.otherwise);
        out += ")";
    }
    return out;
}

// Of the small tree with other nodes at its beginning, which have to be fit to load.
std::string shape_after(const std::string& nodes) {
    auto content = tests::small_content();
    json& list = content.dialogs.at("trees/small.json")["do"];
    const json added = json::parse(nodes);
    list.insert(list.begin() + 2, added.begin(), added.end());
    content.dialogs["trees/shared/nothing.json"] = json::parse(R"({"shared": "nothing", "do": []})");
    const auto library = content.load();
    REQUIRE(library);
    const auto steps = outline((*library)->tree());
    // Without what the small tree has before and behind.
    return shape({steps.begin() + 3, steps.end() - 7});
}

void collect(const std::vector<Step>& steps, std::map<std::uint32_t, int>& nodes) {
    for (const Step& step : steps) {
        ++nodes[step.node];
        collect(step.inner, nodes);
        collect(step.otherwise, nodes);
    }
}

} // namespace

TEST_CASE("an outline nests what the compiled tree has flat") {
    const auto library = tests::small_content().load();
    REQUIRE(library);
    CHECK(shape(outline((*library)->tree())) ==
          "say ask branch(end) section(ask let ask) ask branch(ask) each(ask) ask review submit");
}

TEST_CASE("branches, sections and what follows them are told apart, however they are nested") {
    const std::string when = R"({"when": {"var": "intake.consent"}, )";
    const std::string say = R"({"say": "welcome"})";
    CHECK(shape_after("[" + when + R"("do": [)" + say + R"(], "else": [)" + say + "," + say + "]}]") ==
          "branch(say | say say)");
    CHECK(shape_after("[" + when + R"("do": [], "else": [)" + say + "]}]") == "branch( | say)");
    CHECK(shape_after("[" + when + R"("do": [)" + say + R"(], "else": []}])") == "branch(say)");
    // An inner branch with two sides that comes last, without and with another side around it.
    const std::string both = when + R"("do": [)" + say + R"(], "else": [)" + say + "]}";
    CHECK(shape_after("[" + when + R"("do": [)" + both + "]}]") == "branch(branch(say | say))");
    CHECK(shape_after("[" + when + R"("do": [)" + both + R"(], "else": [)" + both + "]}]") ==
          "branch(branch(say | say) | branch(say | say))");
    // Another side in which nothing stands.
    const std::string empty = when + R"("do": [)" + say + R"(], "else": [{"use": "shared/nothing"}]})";
    CHECK(shape_after("[" + when + R"("do": [)" + empty + "]}," + say + "]") == "branch(branch(say)) say");
    // What stands behind a section is not in it.
    const std::string section = R"({"section": "right", "do": [)" + say + "]}";
    CHECK(shape_after("[" + section + "," + say + "]") == "section(say) say");
    CHECK(shape_after("[" + when + R"("do": [)" + section + "," + say + "]}," + say + "]") ==
          "branch(section(say) say) say");
}

TEST_CASE("the outline of the shipped tree has every node once") {
    const Tree& tree = tests::shipped_library().tree();
    std::map<std::uint32_t, int> nodes;
    collect(outline(tree), nodes);
    for (std::uint32_t at = 0; at + 1 < tree.nodes.size(); ++at) {
        const bool nested = tree.nodes[at].op == Op::jump || tree.nodes[at].op == Op::next;
        CHECK(nodes[at] == (nested ? 0 : 1));
    }
    CHECK(nodes.rbegin()->first < tree.nodes.size() - 1);
}

TEST_CASE("a field is found by where it is read, though another group has one at the same place") {
    const Tree& tree = tests::shipped_library().tree();
    for (const char* path :
         {"respondents[].platform", "evidence[].type", "respondents[].links[].url", "party.role"}) {
        const Field& field = *tree.field(path);
        const std::string_view group = std::string_view(path).substr(0, std::string_view(path).rfind("[]"));
        const auto known = tree.group_by_path.find(std::string(group));
        const std::uint16_t scope = known == tree.group_by_path.end() ? 0 : tree.groups[known->second].scope;
        CHECK(tree.fields[field_at(tree, scope, field.ref)].path == path);
    }
    // From within the links of a respondent, what stands in the respondent and in the whole.
    const std::uint16_t links = tree.groups[tree.group_by_path.at("respondents[].links")].scope;
    CHECK(tree.fields[field_at(tree, links, tree.field("respondents[].platform")->ref)].path ==
          "respondents[].platform");
    CHECK(tree.fields[field_at(tree, links, tree.field("party.role")->ref)].path == "party.role");
}
