#include "bot/pictures/materials.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/pictures/drawn.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace plaint;
using namespace plaint::pictures;
using namespace plaint::dialogs;

namespace {

void visit(const Tree& tree, const std::vector<Step>& steps, const Premises& premises,
           const std::function<void(const Step&, const Premises&)>& tell) {
    for (const Step& step : steps) {
        tell(step, premises);
        const bool branch = step.op == Op::branch;
        visit(tree, step.inner, branch ? within(premises, tree, step, true) : premises, tell);
        visit(tree, step.otherwise, branch ? within(premises, tree, step, false) : premises, tell);
    }
}

// The lines of each question of the shipped tree, by the leaf's id; a line that has a condition of its own there
// with a question mark.
const std::map<std::string, std::set<std::string>>& lines() {
    static const auto found = [] {
        std::map<std::string, std::set<std::string>> lines;
        const Subject subject = tests::Drawn::subject_of(tests::shipped_library(), "en");
        const Materials materials(subject);
        visit(subject.tree, plan(subject.tree).steps, {}, [&](const Step& step, const Premises& premises) {
            if (step.op == Op::ask)
                for (const auto& [line, always] : materials.of_leaf(step.index, premises))
                    lines[subject.tree.leaves[step.index].id].insert(line->name + (always ? "" : "?"));
            if (step.op == Op::each)
                for (const auto& [line, always] : materials.of_group(step.index, premises))
                    lines[subject.tree.groups[step.index].path].insert(line->name + (always ? "" : "?"));
        });
        return lines;
    }();
    return found;
}

using Names = std::set<std::string>;

} // namespace

TEST_CASE("a question serves the lines that need its field, and none that cannot apply where it is asked") {
    CHECK(lines().at("right.evaluation_report") == Names{"evaluation_report", "evaluation_report?"});
    CHECK(lines().at("intake.consent") == Names{"consent", "consent_given"});
    CHECK(lines().at("complainant.identity_document@person") == Names{"identity_document_person"});
    CHECK(lines().at("complainant.identity_document@foreign_person") ==
          Names{"identity_document_person", "translation"});
    CHECK(lines().at("complainant.identity_document@licence") == Names{"identity_document_body?"});
    CHECK(lines().at("respondents[].links[].url") == Names{"link"});
    CHECK(lines().at("respondents") == Names{"a_respondent"});
    CHECK(lines().at("respondents[].links") == Names{"a_link"});
}

TEST_CASE("what is worked out is served by the questions that it is worked out from") {
    CHECK(lines().at("right.patent_number") ==
          Names{"granted_in_china", "granted_in_china?", "patent", "patent_kind", "patent_kind?"});
    CHECK(lines().at("right.kind_stated") ==
          Names{"granted_in_china", "granted_in_china?", "patent_kind", "patent_kind?"});
    // The holder is the complainant only where the complainant is the sole owner, and is asked for only without a proof.
    CHECK(lines().at("complainant.name@person") == Names{"asker", "complainant_name",
                                                         "holder_is_complainant?", "patent_holder?",
                                                         "reporter?", "suggester?"});
    CHECK(lines().at("right.holder_stated") == Names{"patent_holder?"});
    CHECK(lines().at("agent.principal_role") == Names{"principal_standing", "standing"});
}

TEST_CASE("every line of the shipped checklist is served by a question or by the review") {
    const Subject subject = tests::Drawn::subject_of(tests::shipped_library(), "en");
    const Materials materials(subject);
    for (const Checklist* checklist : subject.checklists)
        for (const Line& line : checklist->lines) {
            INFO(line.name);
            CHECK((line.reviewed || line.of || !materials.leaves_of(line).empty()));
        }
}

namespace {

// Whether what is asked follows where the others hold; all of them about the small tree.
std::string follows_from(const std::vector<std::string>& premises, const std::string& asked) {
    auto content = tests::small_pictures();
    auto& list = content.dialogs.at("trees/small.json")["do"];
    using nlohmann::json;
    for (const std::string* one : [&] {
             std::vector<const std::string*> all;
             for (const std::string& premise : premises) all.push_back(&premise);
             all.push_back(&asked);
             return all;
         }())
        list.insert(list.end() - 2,
                    json{{"when", json::parse(*one)}, {"do", json::parse(R"([{"say": "welcome"}])")}});
    const tests::Drawn drawn(content);
    const Subject subject = drawn.subject();
    const auto& conditions = subject.tree.conditions;
    Premises known;
    for (std::size_t at = conditions.size() - 1 - premises.size(); at + 1 < conditions.size(); ++at)
        known.push_back({&conditions[at], 0, true});
    const auto found = follows(subject.tree, known, conditions.back(), 0);
    return !found ? "open" : *found ? "yes" : "no";
}

} // namespace

TEST_CASE("what holds around a place settles what it can, and leaves the rest open") {
    const std::string agent = R"({"==": [{"var": "party.role"}, "agent"]})";
    const std::string owner = R"({"==": [{"var": "party.role"}, "owner"]})";
    const std::string either = R"({"in": [{"var": "party.role"}, ["owner", "agent"]]})";
    const std::string heir_or_owner = R"({"in": [{"var": "party.role"}, ["heir", "owner"]]})";
    const auto no = [](const std::string& one) { return "{\"!\": " + one + "}"; };
    const auto both = [](const std::string& a, const std::string& b) {
        return "{\"and\": [" + a + "," + b + "]}";
    };
    const auto any = [](const std::string& a, const std::string& b) {
        return "{\"or\": [" + a + "," + b + "]}";
    };
    CHECK(follows_from({}, agent) == "open");
    CHECK(follows_from({agent}, agent) == "yes");
    CHECK(follows_from({agent}, owner) == "no");
    CHECK(follows_from({agent}, either) == "yes");
    CHECK(follows_from({either}, agent) == "open");
    CHECK(follows_from({either, heir_or_owner}, owner) == "yes");
    CHECK(follows_from({no(agent)}, agent) == "no");
    CHECK(follows_from({no(agent)}, owner) == "open");
    CHECK(follows_from({either, no(agent)}, owner) == "yes");
    CHECK(follows_from({no(either)}, agent) == "no");
    CHECK(follows_from({both(agent, R"({"var": "intake.consent"})")},
                       R"({"==": [{"var": "intake.consent"}, true]})") == "yes");
    CHECK(follows_from({no(any(agent, R"({"var": "intake.consent"})"))}, R"({"var": "intake.consent"})") ==
          "no");
    CHECK(follows_from({any(agent, R"({"var": "intake.consent"})")}, agent) == "open");
    CHECK(follows_from({agent}, any(agent, R"({"var": "intake.consent"})")) == "yes");
    CHECK(follows_from({agent}, both(owner, R"({"var": "intake.consent"})")) == "no");
    CHECK(follows_from({agent}, no(owner)) == "yes");
    // That it is not yes does not say that it is no: it may have no answer.
    CHECK(follows_from({no(R"({"var": "intake.consent"})")},
                       R"({"==": [{"var": "intake.consent"}, false]})") == "open");
    CHECK(follows_from({R"({">": [{"var": "respondents.@count"}, 1]})"},
                       R"({">": [{"var": "respondents.@count"}, 1]})") == "yes");
    CHECK(follows_from({R"({">": [{"var": "respondents.@count"}, 1]})"},
                       R"({">": [{"var": "respondents.@count"}, 2]})") == "open");
    CHECK(follows_from({R"({"==": [{"var": "right.proof.@state"}, "later"]})"},
                       R"({"==": [{"var": "right.proof.@state"}, "later"]})") == "yes");
}
