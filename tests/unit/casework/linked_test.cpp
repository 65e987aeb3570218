#include "bot/casework/audit_chain.hpp"
#include "tests/unit/casework/filing.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::tests;
using casework::Ruling;
using casework::RulingFault;
using storage::CaseState;
using Json = nlohmann::json;

namespace {

// An owner whose design is copied, and who says that the shop passes off patents besides. The operator is in Hangzhou now and
// was first registered in Fuzhou.
Answers with_passing_off(Answers more = {}) {
    Answers answers{{"source.maker_known", "no"},
                    {"respondents[0].credit_code", "91350100M000100Y43"},
                    {"scope.extras_wanted", "yes"},
                    {"marking.subkind", "never_patented"},
                    {"marking.number_shown", "ZL201610951190.4"}};
    for (auto& [path, words] : more) answers[path] = words;
    return answers;
}

const storage::CaseRecord& of_kind(const casework::Proceeding& made, std::string_view kind) {
    const auto found = std::ranges::find(made.cases, kind, &storage::CaseRecord::kind);
    REQUIRE(found != made.cases.end());
    return *found;
}

std::string state_of_line(const Json& dossier, const std::string& line) {
    for (const Json& one : dossier["checklist"])
        if (one["line"] == line) return one["state"];
    return "no line";
}

bool has_act(const Json& dossier, const std::string& act) {
    return std::ranges::any_of(dossier["proposals"],
                               [&](const Json& one) { return one.value("act", std::string()) == act; });
}

// A platform that asks for an opinion, which the centre has taken up.
struct Opinion {
    Filing filing;
    std::string number;

    Opinion() {
        const auto made = filing.file({{"case.wish", "platform"},
                                       {"case.platform_matter", "opinion_request"},
                                       {"party.role", "platform"},
                                       {"respondents[0].region", "广东省深圳市南山区"}});
        number = made.closing.number;
        REQUIRE_FALSE(filing.rule(number, {.kind = Ruling::Kind::accept, .reason = "so"}).fault);
    }
    casework::Ruled refuse(const std::string& said) {
        return filing.rule(number, {.kind = Ruling::Kind::route, .facts = {{"opinion.refused", said}}});
    }
};

} // namespace

TEST_CASE("an infringement by somebody who passes off patents as well is two cases, each of its kind") {
    Filing filing;
    const auto made = filing.file(with_passing_off());
    REQUIRE(made.cases.size() == 2);
    const auto& infringement = of_kind(made, "patent_infringement");
    const auto& passing_off = of_kind(made, "patent_passing_off");
    // The one goes where the operator is, the other where it was first registered.
    CHECK(infringement.lead == "office:3301");
    CHECK(passing_off.lead == "office:3501");
    CHECK(made.closing.number == infringement.number.text);
    REQUIRE(made.closing.linked.size() == 1);
    CHECK(made.closing.linked[0].number == passing_off.number.text);
    REQUIRE(made.begun.size() == 1);
    CHECK(made.begun[0].number == passing_off.number.text);
    CHECK(made.begun[0].kind == "patent_passing_off");
    CHECK_FALSE(made.begun[0].is_offline);
    const Json one = filing.dossier(infringement.number.text, 1);
    const Json other = filing.dossier(passing_off.number.text, 1);
    CHECK(one["route"]["rules"][0] == "PI-1");
    CHECK(other["route"]["rules"][0] == "PO-1");
    CHECK(one["linked"][0]["number"] == passing_off.number.text);
    CHECK(other["linked"][0]["number"] == infringement.number.text);
    CHECK(one["facts"]["case"]["kind"] == "patent_infringement");
    CHECK(other["facts"]["case"]["kind"] == "patent_passing_off");
    CHECK(one["facts"]["respondents"] == other["facts"]["respondents"]);
    // Each by the checklist of its kind.
    CHECK(state_of_line(one, "evaluation_report") == "present");
    CHECK(state_of_line(one, "number_shown") == "no line");
    CHECK(state_of_line(other, "number_shown") == "present");
    CHECK(state_of_line(other, "shown_on_the_page") == "present");
    CHECK(state_of_line(other, "evaluation_report") == "no line");
}

TEST_CASE("what is missing of both is told once, and by each dossier for itself") {
    Filing filing;
    const auto made = filing.file(with_passing_off(
        {{"respondents[0].links[0].screenshot", "later"}, {"right.evaluation_report", "later"}}));
    CHECK(made.closing.missing.size() == 2);
    CHECK(filing.status() == made.closing);
    const Json other = filing.dossier(of_kind(made, "patent_passing_off").number.text, 1);
    REQUIRE(other["missing"].size() == 1);
    CHECK(other["missing"][0]["line"] == "shown_on_the_page");
}

TEST_CASE("action against the maker is one case, whichever kind asks for it") {
    Filing filing;
    const auto made = filing.file(with_passing_off({{"source.maker_known", "yes"},
                                                    {"source.maker_region", "浙江省义乌市"},
                                                    {"source.offline_wanted", "yes"}}));
    REQUIRE(made.cases.size() == 3);
    std::vector<std::string> parts;
    for (const auto& record : made.cases)
        parts.push_back(filing.dossier(record.number.text, 1)["case"]["part"]);
    CHECK(parts == std::vector<std::string>{"main", "O-1", "patent_passing_off"});
}

TEST_CASE(
    "the case that went with another ends when the answers stop telling of it, and goes on when they do") {
    Filing filing;
    const auto first = filing.file(with_passing_off());
    const std::string linked = of_kind(first, "patent_passing_off").number.text;
    const auto without = filing.correct("marking.subkind", {{"marking.subkind", "none"}});
    REQUIRE(without.cases.size() == 2);
    CHECK(of_kind(without, "patent_passing_off").state == CaseState::withdrawn);
    CHECK(of_kind(without, "patent_infringement").state == CaseState::submitted);
    CHECK(filing.dossier(first.closing.number, 2)["linked"].empty());
    const auto again = filing.correct("marking.subkind", with_passing_off());
    CHECK(of_kind(again, "patent_passing_off").number.text == linked);
    CHECK(of_kind(again, "patent_passing_off").state == CaseState::submitted);
    CHECK(casework::verify_chain(storage::CaseNumber(linked), filing.audit(linked)));
}

TEST_CASE("what an officer decides on one of the two leaves the other alone, and withdrawing takes both") {
    Filing filing;
    const auto made = filing.file(with_passing_off());
    const std::string linked = of_kind(made, "patent_passing_off").number.text;
    REQUIRE_FALSE(filing.rule(linked, {.kind = Ruling::Kind::not_accept, .reason = "so"}).fault);
    const auto states = [&] {
        std::vector<CaseState> all;
        for (const auto& record : filing.cases()) all.push_back(record.state);
        return all;
    };
    CHECK(states() == std::vector{CaseState::submitted, CaseState::not_accepted});
    filing.withdraw();
    CHECK(states() == std::vector{CaseState::withdrawn, CaseState::not_accepted});
}

TEST_CASE("what an officer says of a case finds its route anew, beside answers that stay as they are") {
    Filing filing;
    const auto made = filing.file({{"right.evaluation_report", "later"}});
    const std::string number = made.closing.number;
    const Json before = filing.dossier(number, 1);
    CHECK_FALSE(has_act(before, "designate_jurisdiction"));
    const auto ruled = filing.rule(number, {.kind = Ruling::Kind::route,
                                            .facts = {{"scope.jurisdiction_conflict", "yes"},
                                                      {"scope.conflict_region", "广东省广州市"},
                                                      {"scope.group", ""}}});
    REQUIRE_FALSE(ruled.fault);
    const Json after = filing.dossier(number, 2);
    CHECK(after["facts"] == before["facts"]);
    CHECK(after["provenance"] == before["provenance"]);
    CHECK(after["deadlines"] == before["deadlines"]);
    CHECK(after["officers"] ==
          Json{{"scope.jurisdiction_conflict", true}, {"scope.conflict_region", "440100"}});
    CHECK(has_act(after, "designate_jurisdiction"));
    CHECK(std::ranges::count(after["route"]["rules"], "X-4") == 1);
    CHECK(after["rulings"][0]["facts"] == after["officers"]);
    CHECK(after["rulings"][0]["by"] == "staff_1");
    const auto audit = filing.audit(number);
    CHECK(audit.back().action == "route");
    CHECK(casework::verify_chain(storage::CaseNumber(number), audit));
    // It holds whatever the complainant adds.
    filing.supplement({});
    CHECK(filing.dossier(number, 3)["officers"] == after["officers"]);
    CHECK(has_act(filing.dossier(number, 3), "designate_jurisdiction"));
    // Until it is taken back.
    const auto back =
        filing.rule(number, {.kind = Ruling::Kind::route, .facts = {{"scope.jurisdiction_conflict", ""}}});
    REQUIRE_FALSE(back.fault);
    CHECK_FALSE(has_act(filing.dossier(number, 4), "designate_jurisdiction"));
    CHECK(filing.dossier(number, 4)["rulings"][1]["facts"] == Json{{"scope.jurisdiction_conflict", nullptr}});
}

TEST_CASE("an officer says only what officers say, of such a case, and so that it is understood") {
    Filing filing;
    const std::string number = filing.file({}).closing.number;
    struct Row {
        const char* path;
        const char* said;
        RulingFault fault;
    };
    for (const Row& row : {Row{"right.title", "Vacuum flask", RulingFault::unknown_fact},
                           {"opinion.refused", "yes", RulingFault::unknown_fact},
                           {"scope.group", "perhaps", RulingFault::unknown_fact},
                           {"scope.conflict_region", "somewhere", RulingFault::unknown_fact},
                           {"scope.group", "", RulingFault::nothing_named}}) {
        INFO(row.path << " " << row.said);
        const auto ruled =
            filing.rule(number, {.kind = Ruling::Kind::route, .facts = {{row.path, row.said}}});
        CHECK(ruled.fault == row.fault);
    }
    CHECK(filing.cases().front().version == 1);
}

TEST_CASE("an opinion that is not accepted opens a case in the general procedure, with all that was given") {
    Opinion opinion;
    const auto ruled = opinion.refuse("yes");
    REQUIRE_FALSE(ruled.fault);
    REQUIRE(ruled.proceeding.cases.size() == 2);
    const auto& opened = of_kind(ruled.proceeding, "patent_infringement");
    CHECK(opened.lead == "office:4403");
    CHECK(opened.state == CaseState::submitted);
    const Json request = opinion.filing.dossier(opinion.number, 3);
    const Json linked = opinion.filing.dossier(opened.number.text, 1);
    CHECK(request["case"]["state"] == "accepted");
    CHECK(request["linked"][0]["number"] == opened.number.text);
    CHECK(linked["linked"][0]["number"] == opinion.number);
    CHECK(linked["case"]["part"] == "OP-3");
    CHECK(linked["route"]["rules"] == Json{"PI-1", "OP-3", "G-0"});
    CHECK(has_act(linked, "attach_opinion"));
    CHECK(state_of_line(linked, "comparison") == "present");
    CHECK_FALSE(linked.contains("rulings"));
    Json facts = linked["facts"];
    facts["case"]["kind"] = "opinion_request";
    CHECK(facts == request["facts"]);
    CHECK(linked["files"] == request["files"]);
    const auto chain = opinion.filing.audit(opened.number.text);
    CHECK(casework::verify_chain(opened.number, chain));
    CHECK(chain.front().actor == "staff_1");
}

TEST_CASE("the case that a refused opinion opened ends with the refusal, and goes on under its number") {
    Opinion opinion;
    const std::string opened = of_kind(opinion.refuse("yes").proceeding, "patent_infringement").number.text;
    const auto back = opinion.refuse("no");
    REQUIRE_FALSE(back.fault);
    CHECK(of_kind(back.proceeding, "patent_infringement").state == CaseState::withdrawn);
    CHECK(opinion.filing.dossier(opinion.number, 4)["linked"].empty());
    const auto again = opinion.refuse("yes");
    REQUIRE_FALSE(again.fault);
    CHECK(of_kind(again.proceeding, "patent_infringement").number.text == opened);
    CHECK(of_kind(again.proceeding, "patent_infringement").state == CaseState::submitted);
    CHECK(opinion.filing.cases().size() == 2);
    CHECK(casework::verify_chain(storage::CaseNumber(opened), opinion.filing.audit(opened)));
}
