#include "bot/routed/readings.hpp"
#include "bot/routed/route_check.hpp"
#include "dialogs/proof/submissions.hpp"
#include "tests/proof/edited.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <set>

using namespace plaint;
using nlohmann::json;
using proof::Fault;
using tests::tree_file;

namespace {

const std::string rules_file = "directory/rules.json";

std::unique_ptr<const library::Library> load(const tests::Files& changed) {
    auto library = tests::load_edited(changed);
    std::string errors;
    if (!library)
        for (const content::LoadError& error : library.error()) errors += content::to_string(error) + "\n";
    INFO(errors);
    REQUIRE(library);
    return std::move(*library);
}

std::string told(const routed::RouteCheck& check) {
    std::string all;
    for (const auto& [tree, findings] : check.findings)
        for (const proof::Finding& finding : findings)
            all += std::string(proof::name_of(finding.fault)) + " " + finding.place.file + "#" +
                   finding.place.pointer + "\n";
    return all;
}

// Amounts are given by kind of case, too.
json rules_without_kinds() {
    json rules = tests::shipped_file(rules_file);
    rules["kinds"] = json::object();
    rules["acceptance"] = json::array();
    rules["criminal_hints"] = json::array();
    return rules;
}

dialogs::Answer value(dialogs::Value held) { return {.value = std::move(held)}; }

} // namespace

TEST_CASE("each case that the shipped tree hands over has one lead, and no rule is without cases") {
    const auto check = routed::check_routes(*tests::shipped_library().content);
    CHECK(told(check) == "");
    CHECK(check.cases > 2000);
}

TEST_CASE("a reason that no conversation comes to is found, and what an officer says is no conversation") {
    json tree = tests::shipped_tree();
    std::string group = tests::pointer_to_ask(tree, "respondents[].region");
    while (!tree.at(json::json_pointer(group)).is_object() ||
           !tree.at(json::json_pointer(group)).contains("each"))
        group = tests::parent_of(group);
    tree.at(json::json_pointer(group))["max"] = 2;
    const auto check = routed::check_routes(*load({{tree_file, tree}})->content);
    CHECK(told(check) == "never_applied directory/rules.json#/reasons/group\n"
                         "never_applied directory/rules.json#/reasons/group_without_platform\n");
}

TEST_CASE("what is reached otherwise has to be said, no more than that, and a rule that nothing comes under "
          "is found") {
    json rules = tests::shipped_file(rules_file);
    rules["rules"]["X-9"] = {{"source", "S0"}, {"needs_legal_check", true}};
    rules["otherwise"]["platform_preferred"] = "officer";
    rules["otherwise"]["offline_case"] = "officer";
    rules["otherwise"].erase("group_by_word");
    const auto check = routed::check_routes(*load({{rules_file, rules}})->content);
    CHECK(told(check) == "never_applied directory/rules.json#/rules/X-9\n"
                         "never_applied directory/rules.json#/reasons/group_by_word\n"
                         "never_applied directory/rules.json#/otherwise/platform_preferred\n"
                         "never_applied directory/rules.json#/otherwise/offline_case\n");
}

TEST_CASE("a case whose place the rules cannot read is shown by a conversation") {
    json tree = tests::shipped_tree();
    json& region = tree.at(json::json_pointer(tests::pointer_to_ask(tree, "source.maker_region")));
    region["as"] = "text";
    region["may"] = {"later", "unknown"};
    json fields = tests::shipped_file("fields.json");
    for (json& row : fields["fields"])
        if (row["path"] == "source.maker_region") row["kind"] = "text";
    const auto library = load({{tree_file, tree}, {"fields.json", fields}});
    const auto check = routed::check_routes(*library->content);
    const auto& findings = check.findings.at("intake");
    INFO(told(check));
    // Each kind of case in which somebody is asked for the maker.
    std::set<std::string> kinds;
    for (const proof::Finding& finding : findings) kinds.insert(finding.subject);
    CHECK(kinds == std::set<std::string>{"patent_infringement", "patent_passing_off"});
    CHECK(findings.size() == kinds.size());
    for (const proof::Finding& finding : findings) {
        CHECK(finding.fault == Fault::unrouted);
        CHECK(finding.place.file == tree_file);
        CHECK(finding.what.find("source/maker_region") != std::string::npos);
        REQUIRE(finding.conversation);
        CHECK(finding.conversation->submits);
        const auto& said = finding.conversation->said;
        std::string why;
        for (const proof::Said& one : said)
            if (one.decisive)
                why += one.path + " " + std::string(name_of(one.state)) + " " + one.words + "\n";
        INFO(why);
        const auto decisive = std::ranges::find(said, "source.maker_region", &proof::Said::path);
        REQUIRE(decisive != said.end());
        CHECK(decisive->state == dialogs::State::value);
        CHECK(decisive->decisive);
    }
}

TEST_CASE("only cases that a conversation can hand over are seen") {
    const content::Content& content = *tests::shipped_library().content;
    const dialogs::Tree& tree = tests::shipped_library().tree();
    proof::Subject subject{
        .tree = &tree, .places = &content.places.find(tree.name)->second, .fields = &content.fields};
    for (const std::string& kind : tree.cases) {
        subject.checklists.push_back(&content.checklists.at(kind));
        subject.rules.push_back(&content.rules.at(kind));
    }
    const auto respondents = [](std::uint32_t count) {
        return proof::Sight{.items = {{"respondents", count}}, .traits = {}};
    };
    std::deque<proof::Trait> traits;
    proof::Sight named;
    std::vector<proof::Sight> sights{respondents(0)};
    const auto add = [&](proof::Sight sight, proof::Trait trait) {
        sight.traits.push_back(&traits.emplace_back(std::move(trait)));
        named.items.push_back(sight.items.front());
        named.traits.push_back(sight.traits.front());
        sights.push_back(std::move(sight));
    };
    add(respondents(1), {"respondents[0].region", {value(std::string("330106"))}});
    add(respondents(1), {"respondents[0].region", {std::nullopt}});
    add(respondents(1), {"scope.principal_respondent", {value(std::int64_t{1})}});
    add(respondents(2), {"scope.principal_respondent", {value(std::int64_t{1})}});
    add(respondents(2), {"respondents[1].platform", {value(std::string("jd"))}});
    add(respondents(2), {"respondents[1].platform", {value(std::string("nowhere"))}});
    add(respondents(2), {"respondents[2].platform", {value(std::string("jd"))}});
    add(respondents(3), {"source.maker_name", {value(std::monostate{})}});
    proof::Submissions submissions(subject, named);
    std::vector<proof::Submissions::Sights> each;
    for (const proof::Sight& sight : sights) each.push_back({sight});
    const std::vector<bool> expected{false, true, false, false, true, true, false, false, true};
    CHECK(submissions.possible(0, each) == expected);
    CHECK(submissions.possible(0, {{sights[0], sights[2], sights[3]}, {sights[0], sights[4]}}) ==
          std::vector<bool>{false, true});
}

TEST_CASE("fields.json says of the same fields that routing uses them") {
    std::set<std::string> declared;
    for (const auto& [path, row] : tests::shipped_library().content->fields.rows)
        if (row.is_used_by("route")) declared.insert(path);
    std::set<std::string> read{"case.kind"};
    for (const std::string_view path :
         {routed::centre_path,      routed::region_path,      routed::platform_path,
          routed::link_path,        routed::principal_path,   routed::border_path,
          routed::maker_known_path, routed::maker_name_path,  routed::maker_region_path,
          routed::offline_path,     routed::ticket_path,      routed::matter_path,
          routed::role_path,        routed::complainant_path, routed::code_path,
          routed::registered_path,  routed::obvious_path,     routed::measure_path,
          routed::measured_path,    routed::venue_path,       routed::port_path,
          routed::industry_path,    routed::unable_path,      routed::refused_path,
          routed::turnover_path,    routed::gains_path,       routed::loss_path,
          routed::others_path,      routed::status_path,      routed::group_path,
          routed::influence_path,   routed::serious_path,     routed::suspicion_path,
          routed::conflict_path,    routed::other_side_path})
        read.emplace(path);
    CHECK(declared == read);
}

TEST_CASE("a kind of case without rules goes to a desk, which is no fault") {
    const auto check = routed::check_routes(*load({{rules_file, rules_without_kinds()}})->content);
    CHECK(told(check) == "");
    CHECK(check.cases == 0);
}

// Complaints about a patent, handed over as if they were reports of passing-off: no platform makes them.
TEST_CASE(
    "of blocks by which no tree hands over a case nothing is said, and of the others all is looked for") {
    json rules = rules_without_kinds();
    rules["kinds"]["patent_infringement"] = "passing_off";
    const auto check = routed::check_routes(*load({{rules_file, rules}})->content);
    CHECK(told(check) == "never_applied directory/rules.json#/rules/C-1\n"
                         "never_applied directory/rules.json#/rules/PO-0\n"
                         "never_applied directory/rules.json#/reasons/obvious_respondent\n"
                         "never_applied directory/rules.json#/reasons/obvious_platform\n"
                         "never_applied directory/rules.json#/reasons/criminal_hint\n");
    CHECK(check.cases > 2000);
}
