#include "bot/casework/ruling.hpp"

#include "bot/casework/dossier.hpp"
#include "bot/casework/projection.hpp"
#include "bot/support/seal.hpp"
#include "tests/unit/casework/filing.hpp"

#include <catch2/catch.hpp>
#include <functional>

using namespace plaint;
using casework::Ruling;
using casework::RulingFault;
using storage::CaseState;

namespace {

// A filed case that is in review.
struct Reviewed {
    tests::Filing filing;
    storage::CaseRecord record;
    std::string dossier;

    Reviewed() {
        filing.file({});
        record = filing.cases().front();
        dossier = *support::open(record.session.text, record.dossier);
        record.state = CaseState::in_review;
    }
    std::expected<casework::RuledCase, RulingFault> rule(const Ruling& ruling) const {
        return casework::rule_on(record, dossier, ruling,
                                 {.content = *tests::shipped_library().content, .at_ms = 5000, .turn = 90});
    }
    Ruling ruling(Ruling::Kind kind) const {
        return {.kind = kind,
                .number = record.number,
                .version = record.version,
                .by = "staff_1",
                .reason = "so"};
    }
};

} // namespace

TEST_CASE("a ruling makes the dossier's next version, in which it stands with its reason") {
    const Reviewed reviewed;
    auto ruling = reviewed.ruling(Ruling::Kind::request);
    ruling.fields = {"right.claims"};
    const auto ruled = reviewed.rule(ruling);
    REQUIRE(ruled);
    CHECK(ruled->record.version == 2);
    CHECK(ruled->record.state == CaseState::awaiting_materials);
    const auto json = nlohmann::json::parse(ruled->dossier);
    CHECK(json["case"]["state"] == "awaiting_materials");
    CHECK(json["rulings"][0]["reason"] == "so");
    CHECK(json["rulings"][0]["by"] == "staff_1");
    const auto head = casework::read_head(ruled->dossier);
    REQUIRE(head);
    CHECK(head->requested == std::vector<std::string>{"right.claims"});
    // The chain names what was decided, and a person's words stay out of it.
    CHECK(ruled->audit["fields"][0] == "right.claims");
    CHECK_FALSE(ruled->audit.contains("reason"));
}

TEST_CASE("a transfer gives the case into another centre's custody, and says from where") {
    const Reviewed reviewed;
    auto ruling = reviewed.ruling(Ruling::Kind::transfer);
    ruling.to = "centre:440000";
    const auto ruled = reviewed.rule(ruling);
    REQUIRE(ruled);
    CHECK(ruled->record.centre == "440000");
    CHECK(ruled->record.sender == reviewed.record.centre);
    CHECK(ruled->record.lead == "centre:440000");
    CHECK(ruled->record.state == CaseState::transferred);
}

TEST_CASE("a ruling that cannot be is refused with what is wrong") {
    const Reviewed reviewed;
    struct Row {
        Ruling::Kind kind;
        RulingFault fault;
        std::function<void(Ruling&)> change;
    };
    const Row rows[] = {
        {Ruling::Kind::accept, RulingFault::stale, [](Ruling& one) { one.version = 9; }},
        {Ruling::Kind::accept, RulingFault::no_reason, [](Ruling& one) { one.reason = " \n"; }},
        {Ruling::Kind::request, RulingFault::nothing_named, [](Ruling&) {}},
        {Ruling::Kind::release, RulingFault::nothing_named, [](Ruling&) {}},
        {Ruling::Kind::release, RulingFault::unknown_proposal, [](Ruling& one) { one.proposals = {999}; }},
        {Ruling::Kind::transfer, RulingFault::unknown_target, [](Ruling& one) { one.to = "office:3301"; }},
        {Ruling::Kind::transfer, RulingFault::unknown_target, [](Ruling& one) { one.to = ""; }},
    };
    for (const Row& row : rows) {
        auto ruling = reviewed.ruling(row.kind);
        row.change(ruling);
        const auto ruled = reviewed.rule(ruling);
        REQUIRE_FALSE(ruled);
        CHECK(ruled.error() == row.fault);
    }
}

TEST_CASE("a place within an item is in place as long as the item is the one that the dossier has there") {
    Reviewed reviewed;
    const dialogs::Tree& tree = tests::shipped_library().tree();
    auto dossier = nlohmann::json::parse(reviewed.dossier);
    const auto in_place = [&](const char* path) {
        return casework::is_in_place(tree, reviewed.filing.session(), dossier, path);
    };
    const char* const link = "respondents[0].links[0].url";
    REQUIRE(dossier["provenance"].contains(link));
    CHECK(in_place("case.statement"));
    CHECK(in_place(link));
    CHECK(in_place("respondents[0].links"));
    // What was corrected since is the same item still.
    reviewed.filing.correct(link, {{link, "https://item.taobao.com/item.htm?id=637790875525"}});
    CHECK(in_place(link));
    // Another link stands where the dossier has this one: said in another turn, or in the same with other words.
    const auto turn = dossier["provenance"][link]["turn"].get<std::uint32_t>();
    dossier["provenance"][link]["turn"] = turn + 1'000;
    CHECK_FALSE(in_place(link));
    CHECK_FALSE(in_place("respondents[0].links[0].screenshot"));
    CHECK(in_place("respondents[0].name"));
    dossier["provenance"][link]["turn"] = turn;
    dossier["facts"]["respondents"][0]["links"][0]["url"] = "https://item.jd.com/100012043978.html";
    CHECK_FALSE(in_place(link));
    // The dossier has a second one, which was removed since.
    dossier["provenance"]["respondents[0].links[1].url"] = dossier["provenance"][link];
    CHECK_FALSE(in_place("respondents[0].links[1].url"));
    CHECK(in_place("evidence"));
}

TEST_CASE("paths in the order of the tree stand as they are asked, item by item") {
    const dialogs::Tree& tree = tests::shipped_library().tree();
    const char* const asked[] = {"intake.centre",
                                 "case.urgent",
                                 "complainant.name",
                                 "right.patent_number",
                                 "respondents[0].platform",
                                 "respondents[0].links[0].url",
                                 "respondents[0].links[0].screenshot",
                                 "respondents[0].links[1].url",
                                 "respondents[0].links",
                                 "respondents[0].name",
                                 "respondents[1].platform",
                                 "respondents",
                                 "case.statement",
                                 "nothing.of.the.kind"};
    for (std::size_t i = 1; i < std::size(asked); ++i) {
        INFO(asked[i - 1] << " before " << asked[i]);
        CHECK(casework::order_of(tree, asked[i - 1]) < casework::order_of(tree, asked[i]));
    }
}

TEST_CASE("nothing is decided while a request is open, nor on a case that is closed") {
    for (const CaseState state : {CaseState::submitted, CaseState::awaiting_materials, CaseState::accepted,
                                  CaseState::not_accepted, CaseState::transferred, CaseState::withdrawn})
        for (const Ruling::Kind kind :
             {Ruling::Kind::request, Ruling::Kind::accept, Ruling::Kind::not_accept, Ruling::Kind::transfer})
            CHECK_FALSE(casework::may_rule(kind, state));
    CHECK(casework::may_rule(Ruling::Kind::accept, CaseState::in_review));
}

TEST_CASE("a recording that was typed gives its place to the words, and stands among what was said before") {
    Reviewed reviewed;
    auto json = nlohmann::json::parse(reviewed.dossier);
    json["facts"]["case"]["statement"] = {{"recording", "RE1"}};
    const auto turn = json["provenance"]["case.statement"]["turn"];
    reviewed.dossier = json.dump();
    auto ruling = reviewed.ruling(Ruling::Kind::type);
    ruling.fields = {"case.statement"};
    ruling.text = "what was said";
    // Another one was heard.
    ruling.recording = "RE2";
    CHECK(reviewed.rule(ruling).error() == RulingFault::unknown_field);
    ruling.recording = "RE1";
    const auto ruled = reviewed.rule(ruling);
    REQUIRE(ruled);
    const auto typed = nlohmann::json::parse(ruled->dossier);
    CHECK(typed["facts"]["case"]["statement"] == "what was said");
    CHECK(typed["provenance"]["case.statement"]["turn"] == 90);
    CHECK(typed["superseded"]["case.statement"].back()["value"]["recording"] == "RE1");
    CHECK(typed["superseded"]["case.statement"].back()["turn"] == turn);
    CHECK(typed["rulings"].back()["recording"] == "RE1");
    CHECK(ruled->record.state == CaseState::in_review);
    // Words are typed once; and only where a recording stands.
    reviewed.dossier = ruled->dossier;
    ++reviewed.record.version;
    ruling.version = reviewed.record.version;
    CHECK(reviewed.rule(ruling).error() == RulingFault::unknown_field);
}

TEST_CASE("a case waits for what was asked for until the person comes back where they can give it") {
    tests::Filing filing;
    filing.file({});
    const auto asked = filing.request({"right.claims", "case.statement"});
    REQUIRE(asked.cases.at(0).state == CaseState::awaiting_materials);
    CHECK(asked.audit.at(0).action == "request");

    // Words can be said on the telephone, a paper cannot.
    const auto called =
        filing.supplement({{"case.statement", "they copy the whole front of it"}}, dialogs::Modality::voice);
    CHECK(called.cases.at(0).state == CaseState::awaiting_materials);
    const auto dossier = filing.dossier(called.cases.at(0).number.text, 3);
    CHECK(dossier["facts"]["case"]["statement"] == "they copy the whole front of it");

    const auto given = filing.supplement({});
    CHECK(given.cases.at(0).state == CaseState::in_review);
    CHECK_FALSE(filing.dossier(given.cases.at(0).number.text, 4).contains("requested"));
}

TEST_CASE("a case that is asked about twice waits for the second answer too") {
    tests::Filing filing;
    filing.file({});
    filing.request({"case.statement"});
    CHECK(filing.supplement({}).cases.at(0).state == CaseState::in_review);
    CHECK(filing.request({"right.claims"}).cases.at(0).state == CaseState::awaiting_materials);
    CHECK(filing.supplement({}).cases.at(0).state == CaseState::in_review);
}

TEST_CASE("a group that is asked for again may have another item, or no more") {
    tests::Filing filing;
    filing.file({});
    REQUIRE(filing.request({"evidence"}).cases.at(0).state == CaseState::awaiting_materials);
    const auto given = filing.supplement({});
    CHECK(given.cases.at(0).state == CaseState::in_review);
}
