#include "tests/proof/edited.hpp"
#include "tests/proof/replayed.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace plaint;
using nlohmann::json;
using proof::Fault;
using tests::checklist_file;
using tests::tree_file;

namespace {

json& node(json& tree, const std::string& leaf) {
    const std::string pointer = tests::pointer_to_ask(tree, leaf);
    REQUIRE_FALSE(pointer.empty());
    return tree.at(json::json_pointer(pointer));
}

// The list that the leaf stands in, and its position there.
json& list_around(json& tree, const std::string& leaf) {
    return tree.at(json::json_pointer(tests::parent_of(tests::pointer_to_ask(tree, leaf))));
}
std::size_t position(const json& tree, const std::string& leaf) {
    const std::string pointer = tests::pointer_to_ask(tree, leaf);
    return std::stoul(pointer.substr(pointer.rfind('/') + 1));
}
// The `when` in whose first part, or in whose other part, the leaf stands.
json& branch_around(json& tree, const std::string& leaf) {
    return tree.at(json::json_pointer(tests::parent_of(tests::parent_of(tests::pointer_to_ask(tree, leaf)))));
}
void remove(json& tree, const std::string& leaf) {
    json& list = list_around(tree, leaf);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(position(tree, leaf)));
}
json& line(json& checklist, const std::string& name) {
    for (json& one : checklist["lines"])
        if (one["line"] == name) return one;
    FAIL("there is no line " << name);
    return checklist;
}

struct Edit {
    const char* what;
    std::function<void(json& tree, json& checklist)> make;
    Fault fault;
    const char* subject;
    bool shown = true; // by a conversation
    dialogs::Modality modality = dialogs::Modality::web;
    bool of_items = false; // something about a group's items
};

const std::vector<Edit> edits{
    {"one of two questions for a field is gone", [](json& tree, json&) { remove(tree, "right.claims"); },
     Fault::incomplete, "claims"},
    {"a line allows less than the question",
     [](json&, json& list) {
         json& claims = line(list, "claims");
         claims["allow"] = {"later"};
         claims.erase("absent");
     },
     Fault::incomplete, "claims"},
    {"a question within a group asks only some",
     [](json& tree, json&) {
         json& list = list_around(tree, "respondents[].region");
         const std::size_t at = position(tree, "respondents[].region");
         list[at] = {{"when", json::parse(R"({"!=": [{"var": "respondents[].platform"}, "other"]})")},
                     {"do", json::array({list[at]})}};
     },
     Fault::incomplete, "respondent_region", true, dialogs::Modality::web, true},
    {"a condition is turned round",
     [](json& tree, json&) {
         json& branch = branch_around(tree, "right.evaluation_report");
         branch["when"] = {{"!", branch["when"]}};
     },
     Fault::needless, "right.evaluation_report"},
    {"what a line hangs on is asked of some only",
     [](json& tree, json&) {
         json& list = list_around(tree, "source.maker_known");
         const std::size_t at = position(tree, "source.maker_known");
         list[at] = {{"when", json::parse(R"({"==": [{"var": "complainant.kind"}, "person"]})")},
                     {"do", json::array({list[at]})}};
     },
     Fault::undecided, "maker"},
    {"nobody is stopped without consent",
     [](json&, json& list) {
         line(list, "consent_given")["must"] = json::parse(R"({"var": "intake.consent_sensitive"})");
     },
     Fault::not_fulfilled, "consent_given"},
    {"a group may be put off, but not for the checklist",
     [](json&, json& list) { line(list, "a_link").erase("allow"); }, Fault::too_few_items, "a_link", true,
     dialogs::Modality::voice, true},
    {"fewer than the checklist wants", [](json&, json& list) { line(list, "a_respondent")["at_least"] = 2; },
     Fault::too_few_items, "a_respondent", true, dialogs::Modality::web, true},
    {"a question stands behind the review",
     [](json& tree, json&) {
         const json moved = node(tree, "wishes.mediation");
         remove(tree, "wishes.mediation");
         json& whole = tree["do"];
         const auto review =
             std::ranges::find_if(whole, [](const json& one) { return one.contains("review"); });
         whole.insert(review + 1, moved);
     },
     Fault::unreviewed, "reviewed"},
    {"identity is asked for before its consent",
     [](json&, json& list) { line(list, "sensitive_consent_first")["of"].push_back("complainant.name"); },
     Fault::too_early, "sensitive_consent_first complainant.name@person"},
    {"what is needed of some is asked of everybody",
     [](json& tree, json&) {
         const json asked = node(tree, "coowners.consent");
         branch_around(tree, "coowners.consent")["when"] =
             json::parse(R"({"!=": [{"var": "party.standing"}, "heir"]})");
     },
     Fault::needless, "coowners.consent"},
    {"a field is asked for twice",
     [](json& tree, json&) {
         json& branch = branch_around(tree, "right.claims@design");
         const json both = json::array({branch["do"][0], branch["else"][0]});
         branch["do"] = both;
         branch["else"] = json::array({both[1]});
         branch["else"][0]["id"] = "right.claims@other";
     },
     Fault::asked_twice, "right.claims@design right.claims"},
    {"a menu may be empty",
     [](json& tree, json&) {
         const json only = json::parse(R"({"==": [{"var": "case.urgent"}, "ordinary"]})");
         for (json& option : node(tree, "agent.principal_role")["options"])
             option = {{"value", option}, {"if", only}};
     },
     Fault::empty_menu, "agent.principal_role"},
    {"a question can never be asked",
     [](json& tree, json&) {
         json& branch = branch_around(tree, "respondents[].platform_name");
         branch = {{"when", json::parse(R"({"==": [{"var": "respondents[].platform"}, "jd"]})")},
                   {"do", json::array({branch})}};
     },
     Fault::never_true, "", false},
    {"a condition decides nothing",
     [](json& tree, json&) {
         branch_around(tree, "licence.contract")["when"] =
             json::parse(R"({"!=": [{"var": "party.standing"}, "volunteer"]})");
     },
     Fault::always_true, "", false},
    {"an answer is read where it cannot be known",
     [](json& tree, json&) {
         json& branch = branch_around(tree, "agent.principal_role");
         branch["else"] = json::parse(
             R"([{"when": {"==": [{"var": "agent.principal_role"}, "heir"]}, "do": [{"say": "safety"}]}])");
     },
     Fault::never_known, "agent.principal_role", false},
    {"an option is missing", [](json& tree, json&) { node(tree, "party.role")["options"].erase(5); },
     Fault::other_options, "party.role", false},
    {"no line uses what the dictionary says that one does",
     [](json&, json& list) {
         json& lines = list["lines"];
         lines.erase(
             std::ranges::find_if(lines, [](const json& one) { return one["line"] == "green_channel"; }));
     },
     Fault::undeclared_use, "party.green_channel", false},
};

tests::Files files_of(const Edit& edit) {
    json tree = tests::shipped_tree();
    json checklist = tests::shipped_file(checklist_file);
    edit.make(tree, checklist);
    return {{tree_file, tree}, {checklist_file, checklist}};
}

} // namespace

TEST_CASE("the shipped tree hands over nothing incomplete, and has nothing that never happens") {
    const library::Library& library = tests::shipped_library();
    const proof::Proof proof = proof::prove(*library.content, library.tree());
    for (const proof::Finding& finding : proof.findings)
        UNSCOPED_INFO(content::to_string({finding.place.file, finding.place.pointer, finding.what}));
    CHECK(proof.findings.empty());
    CHECK(proof.obligations > 150);
    CHECK(proof.goals > 150);
}

TEST_CASE("to tell more items apart changes no verdict") {
    CHECK(tests::judge_edited({}, {.more_items = 3}).proof.findings.empty());
    for (const Edit& edit : edits) {
        if (!edit.of_items) continue;
        INFO(edit.what);
        const tests::Verdict few = tests::judge_edited(files_of(edit), {.conversations = false});
        const tests::Verdict many =
            tests::judge_edited(files_of(edit), {.conversations = false, .more_items = 2});
        REQUIRE(few.proof.findings.size() == many.proof.findings.size());
        for (std::size_t i = 0; i < few.proof.findings.size(); ++i)
            CHECK(few.proof.findings[i].subject == many.proof.findings[i].subject);
    }
}

TEST_CASE("what is wrong is found, at its place, with a conversation that comes to just that") {
    for (const Edit& edit : edits) {
        INFO(edit.what);
        const tests::Files files = files_of(edit);
        const auto library = tests::load_edited(files);
        if (!library)
            for (const content::LoadError& error : library.error()) UNSCOPED_INFO(content::to_string(error));
        REQUIRE(library);
        const dialogs::Tree& tree = (*library)->tree();
        const proof::Proof proof = proof::prove(*(*library)->content, tree);
        bool expected = false;
        for (const proof::Finding& finding : proof.findings) {
            INFO(content::to_string({finding.place.file, finding.place.pointer, finding.what}));
            const json file = files.contains(finding.place.file) ? files.at(finding.place.file)
                                                                 : tests::shipped_file(finding.place.file);
            CHECK(file.contains(json::json_pointer(finding.place.pointer)));
            if (finding.fault == edit.fault && finding.subject == edit.subject) {
                expected = true;
                CHECK(finding.conversation.has_value() == edit.shown);
                if (finding.conversation) CHECK(finding.conversation->modality == edit.modality);
            }
            if (!finding.conversation) continue;
            CHECK(tests::not_replayed(finding, **library, tree) == "");
        }
        CHECK(expected);
    }
}

TEST_CASE("what goes with a case is as complete as what goes alone, or the way to it is shown") {
    // Nobody who complains of an infringement is asked for a photo of the mark.
    const std::string file = "materials/patent_passing_off.json";
    json list = tests::shipped_file(file);
    line(list, "photo").erase("if");
    const auto library = tests::load_edited({{file, list}});
    REQUIRE(library);
    const proof::Proof proof = proof::prove(*(*library)->content, (*library)->tree());
    REQUIRE(proof.findings.size() == 1);
    const proof::Finding& finding = proof.findings.front();
    CHECK(finding.fault == Fault::incomplete);
    CHECK(finding.subject == "photo");
    CHECK(finding.place.file == file);
    REQUIRE(finding.conversation);
    CHECK(std::ranges::any_of(finding.conversation->said, [](const proof::Said& said) {
        return said.path == "marking.subkind" && said.words != "none";
    }));
    CHECK(tests::not_replayed(finding, **library, (*library)->tree()) == "");
}

TEST_CASE("what is asked for the case that goes along is not needless") {
    // The screenshot alone shows the mark; that the infringement does not need it any more changes nothing.
    json list = tests::shipped_file(checklist_file);
    json& screenshot = line(list, "link_screenshot");
    screenshot["if"] = json::parse(R"({"!=": [{"var": "marking.subkind.@state"}, "value"]})");
    const tests::Verdict verdict = tests::judge_edited({{checklist_file, list}}, {.conversations = false});
    for (const proof::Finding& finding : verdict.proof.findings)
        CHECK_FALSE(
            (finding.fault == Fault::needless && finding.subject.find("screenshot") != std::string::npos));
}

TEST_CASE("the conversation is as short as can be, and the decisive answers are told") {
    json tree = tests::shipped_tree();
    remove(tree, "right.claims");
    const tests::Verdict verdict = tests::judge_edited({{tree_file, tree}});
    // An opinion is asked for with the claims too; the line is one finding, by the shorter way to it.
    REQUIRE(verdict.proof.findings.size() == 1);
    const proof::Finding& finding = verdict.proof.findings.front();
    CHECK(finding.subject == "claims");
    REQUIRE(finding.conversation);
    std::vector<std::string> decisive;
    for (const proof::Said& said : finding.conversation->said)
        if (said.decisive) decisive.push_back(said.path + " " + said.words);
    // Anything but a design will do; everything else is as it may be.
    CHECK(decisive == std::vector<std::string>{"party.role owner", "right.patent_number 201610951190.4"});
    CHECK(finding.conversation->said.size() == 34);
}
