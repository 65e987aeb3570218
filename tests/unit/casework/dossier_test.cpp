#include "tests/unit/casework/filing.hpp"

#include "bot/casework/audit_chain.hpp"
#include "bot/casework/closing_words.hpp"
#include "bot/casework/deadlines.hpp"
#include "bot/casework/dossier.hpp"
#include "bot/casework/states.hpp"
#include "bot/support/seal.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>

using namespace plaint;
using namespace plaint::tests;
using storage::CaseState;
using Json = nlohmann::json;

namespace {

// 2026-01-05T22:00+08:00, a Monday.
constexpr std::int64_t monday_evening = 1'767'621'600'000;
constexpr std::int64_t day_ms = 86'400'000;

support::Config with_receivers() {
    support::Config config;
    config.hand_over.push_back({.centre = "office:*", .url = "https://a.example/", .name = "offices"});
    config.hand_over.push_back({.centre = "*", .url = "https://b.example/", .name = "rest"});
    return config;
}

const Answers with_offline_maker{{"scope.extras_wanted", "yes"},
                                 {"source.maker_known", "yes"},
                                 {"source.maker_region", "浙江省义乌市"},
                                 {"source.offline_wanted", "yes"},
                                 {"marking.subkind", "none"}};

std::string opened(const storage::CaseRecord& record) {
    return support::open(record.session.text, record.dossier).value();
}

bool has_line(const Json& dossier, const std::string& line, const std::string& state) {
    return std::ranges::any_of(dossier["checklist"],
                               [&](const Json& one) { return one["line"] == line && one["state"] == state; });
}

} // namespace

TEST_CASE("a submitted complaint becomes one case with a number, a lead and an audit link") {
    Filing filing;
    const auto made = filing.file({});
    REQUIRE(made.cases.size() == 1);
    CHECK(made.cases[0].number.text == "IP-2026-330100-0000001");
    CHECK(made.cases[0].version == 1);
    CHECK(made.cases[0].state == CaseState::submitted);
    CHECK(made.cases[0].centre == "330100");
    CHECK(made.cases[0].lead == "office:3301");
    CHECK(made.closing.number == "IP-2026-330100-0000001");
    CHECK(made.closing.lead == "office:3301");
    REQUIRE(made.audit.size() == 1);
    CHECK(made.audit[0].action == "submitted");
    CHECK(made.audit[0].actor == "complainant");
    // Nobody is configured to be told.
    CHECK(made.events.empty());
}

TEST_CASE("the dossier of a whole complaint reads as it did") {
    Filing filing;
    const auto made = filing.file({{"scope.extras_wanted", "yes"},
                                   {"marking.subkind", "none"},
                                   {"source.maker_known", "yes"},
                                   {"source.maker_region", "浙江省义乌市"},
                                   {"source.offline_wanted", "yes"},
                                   {"right.evaluation_report", "later"},
                                   {"right.claims", "none"},
                                   {"respondents[0].credit_code", "unknown"},
                                   {"respondents[0].links.more", "no"},
                                   {"wishes.mediation", "unknown"}});
    Json dossier = Json::parse(opened(made.cases[0]));
    // What hangs on the wording and the version of the content is not looked at here.
    dossier["case"]["content_version"] = "CONTENT";
    for (Json& origin : dossier["provenance"])
        if (origin.contains("content")) origin["content"] = "CONTENT";
    for (Json& line : dossier["checklist"]) {
        CHECK(line["label"].contains("zh-Hans"));
        CHECK(line["label"].contains("en"));
        line.erase("label");
    }
    for (Json& reason : dossier["route"]["reasons"]) reason.erase("text");
    const std::string path = "tests/unit/casework/golden/dossier.json";
    if (std::getenv("PLAINT_UPDATE")) std::ofstream(path, std::ios::binary) << dossier.dump(1) << "\n";
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    CHECK(Json::parse(file) == dossier);
}

TEST_CASE("the same conversation gives the same bytes") {
    Filing first;
    Filing second;
    const auto one = first.file(with_offline_maker);
    const auto other = second.file(with_offline_maker);
    REQUIRE(one.cases.size() == other.cases.size());
    for (std::size_t i = 0; i < one.cases.size(); ++i) CHECK(one.cases[i].dossier == other.cases[i].dossier);
    for (std::size_t i = 0; i < one.audit.size(); ++i) CHECK(one.audit[i].hash == other.audit[i].hash);
}

TEST_CASE("formal answers stand where the value would") {
    Filing filing;
    const auto made = filing.file({{"right.evaluation_report", "later"},
                                   {"respondents[0].region", "unknown"},
                                   {"evidence.more", "later"}});
    const Json facts = Json::parse(opened(made.cases[0]))["facts"];
    CHECK(facts["right"]["evaluation_report"] == Json{{"later", true}});
    CHECK(facts["respondents"][0]["region"] == Json{{"unknown", true}});
    CHECK(facts["evidence"] == Json{{"later", true}});
    CHECK(facts["right"]["kind"] == "design");
    CHECK(facts["case"]["kind"] == "patent_infringement");
    CHECK(facts["intake"]["centre"] == "330100");
}

TEST_CASE("what is missing is told by its field and in the words of the question") {
    Filing filing;
    const auto made =
        filing.file({{"right.evaluation_report", "later"}, {"respondents[0].links[0].screenshot", "later"}});
    REQUIRE(made.closing.missing.size() == 2);
    CHECK(made.closing.missing[0].path == "right.evaluation_report");
    CHECK(made.closing.missing[1].path == "respondents[0].links[0].screenshot");
    const auto& label = made.closing.missing[1].label;
    REQUIRE(label.size() == 3);
    CHECK(label[0].key == "group.respondents.item");
    CHECK(label[1].key == "group.respondents[].links.item");
    CHECK(label[2].key == "label.respondents[].links[].screenshot");
    const Json dossier = Json::parse(opened(made.cases[0]));
    CHECK(has_line(dossier, "evaluation_report", "later"));
    CHECK(has_line(dossier, "patent", "present"));
    CHECK(dossier["missing"].size() == 2);
    CHECK(filing.status() == made.closing);
}

TEST_CASE("a known maker who is to be acted against makes a second, linked case") {
    Filing filing(with_receivers());
    const auto made = filing.file(with_offline_maker);
    REQUIRE(made.cases.size() == 2);
    CHECK(made.cases[1].number.text == "IP-2026-330100-0000002");
    CHECK(made.cases[1].lead == "office:3307");
    REQUIRE(made.closing.linked.size() == 1);
    CHECK(made.closing.linked[0].number == "IP-2026-330100-0000002");
    CHECK(made.closing.linked[0].lead == "office:3307");
    const Json main = Json::parse(opened(made.cases[0]));
    const Json offline = Json::parse(opened(made.cases[1]));
    CHECK(main["facts"] == offline["facts"]);
    CHECK(main["linked"][0]["number"] == "IP-2026-330100-0000002");
    CHECK(offline["linked"][0]["number"] == "IP-2026-330100-0000001");
    CHECK(offline["case"]["part"] == "O-1");
    CHECK(offline["route"]["rules"] == Json{"O-1"});
    CHECK(offline["proposals"].empty());
    // One event for each case, to the first receiver that matches its lead.
    REQUIRE(made.events.size() == 2);
    for (const auto& event : made.events) {
        CHECK(event.type == "dossier.submitted");
        CHECK(event.destination == "offices");
    }
    CHECK(made.events[0].id != made.events[1].id);
    // Two chains, each from its own beginning.
    REQUIRE(made.audit.size() == 2);
    CHECK(made.audit[0].sequence == 1);
    CHECK(made.audit[1].sequence == 1);
}

TEST_CASE("copies wait for an officer unless a switch lets them go") {
    const auto copies_of = [](const Json& dossier) {
        return std::ranges::count_if(dossier["proposals"],
                                     [](const Json& one) { return one["kind"] == "copy"; });
    };
    Filing waiting(with_receivers());
    const auto made = waiting.file({});
    CHECK(copies_of(Json::parse(opened(made.cases[0]))) > 0);
    CHECK(made.events.size() == 1);

    auto config = with_receivers();
    config.intake.copies_at_once = true;
    Filing at_once(config);
    const auto sent = at_once.file({});
    const auto is_copy = [](const storage::EventRecord& event) { return event.type == "dossier.copied"; };
    CHECK(std::ranges::any_of(sent.events, is_copy));
    CHECK(std::ranges::count_if(sent.events,
                                [](const auto& event) { return event.type == "dossier.submitted"; }) == 1);
}

TEST_CASE("a copy that is held waits for an officer even where a switch lets copies go") {
    const Json lead = {{"body", "office:3501"}};
    Json route = {{"lead", lead}};
    for (const char* list : {"acts", "children", "linked", "reasons", "rules"}) route[list] = Json::array();
    route["copies"] = {{{"body", "police_liaison:350100"}, {"rule", "C-1"}, {"held", true}},
                       {{"body", "centre:330100"}, {"rule", "PO-1"}}};
    support::Config config;
    config.intake.copies_at_once = true;
    casework::Draft draft;
    draft.records.push_back({.route = route});
    const auto parts = casework::parts_of(draft, config);
    REQUIRE(parts.size() == 1);
    REQUIRE(parts[0].proposals.size() == 2);
    CHECK(parts[0].proposals[0]["released"] == false);
    CHECK(parts[0].proposals[1]["released"] == true);
}

TEST_CASE("what is given later makes the next version under the same number") {
    Filing filing(with_receivers());
    filing.file({{"right.evaluation_report", "later"}});
    const auto made = filing.supplement({});
    REQUIRE(made.cases.size() == 1);
    CHECK(made.cases[0].number.text == "IP-2026-330100-0000001");
    CHECK(made.cases[0].version == 2);
    CHECK(made.closing.missing.empty());
    REQUIRE(made.audit.size() == 1);
    CHECK(made.audit[0].action == "resubmitted");
    REQUIRE(made.events.size() == 1);
    CHECK(made.events[0].case_version == 2);
    const std::string number = made.cases[0].number.text;
    CHECK(filing.dossier(number, 1)["facts"]["right"]["evaluation_report"] == Json{{"later", true}});
    CHECK(filing.dossier(number, 2)["facts"]["right"]["evaluation_report"][0]["media_type"] == "image/png");
    CHECK(casework::verify_chain(made.cases[0].number, filing.audit(number)));
    CHECK(filing.cases().size() == 1);
}

TEST_CASE("a supplement that tells of the maker adds the linked case, at its own first version") {
    Filing filing;
    filing.file({{"right.evaluation_report", "later"},
                 {"scope.extras_wanted", "yes"},
                 {"marking.subkind", "none"},
                 {"source.maker_known", "yes"},
                 {"source.maker_region", "later"},
                 {"source.offline_wanted", "yes"}});
    const auto made = filing.supplement({{"source.maker_region", "浙江省义乌市"}});
    REQUIRE(made.cases.size() == 2);
    CHECK(made.cases[0].version == 2);
    CHECK(made.cases[1].version == 1);
    CHECK(made.cases[1].number.text == "IP-2026-330100-0000002");
}

TEST_CASE("a supplement takes a case that waits for materials back into review") {
    Filing filing;
    const auto first = filing.file({{"right.evaluation_report", "later"}});
    const auto number = first.cases[0].number;
    for (const auto& [from, to] : {std::pair(CaseState::submitted, CaseState::in_review),
                                   std::pair(CaseState::in_review, CaseState::awaiting_materials)})
        filing.store().change({.number = number, .from = from, .to = to},
                              [](auto outcome) { REQUIRE(outcome); });
    const auto made = filing.supplement({});
    CHECK(made.cases[0].state == CaseState::in_review);
    CHECK(filing.dossier(number.text, 2)["case"]["state"] == "in_review");
}

TEST_CASE("withdrawing ends all open cases of the session and tells their receivers") {
    Filing filing(with_receivers());
    filing.file(with_offline_maker);
    const auto made = filing.withdraw();
    REQUIRE(made.cases.size() == 2);
    for (const auto& record : made.cases) {
        CHECK(record.version == 2);
        CHECK(record.state == CaseState::withdrawn);
        CHECK(casework::verify_chain(record.number, filing.audit(record.number.text)));
        CHECK(filing.dossier(record.number.text, 2)["case"]["state"] == "withdrawn");
    }
    REQUIRE(made.events.size() == 2);
    CHECK(made.events[0].type == "dossier.withdrawn");
    CHECK(made.closing.state == CaseState::withdrawn);
    CHECK(filing.status().state == CaseState::withdrawn);
}

TEST_CASE("a linked case that is asked for again is submitted again") {
    Filing filing(with_receivers());
    const auto first = filing.file(with_offline_maker);
    const std::string linked = first.cases[1].number.text;
    REQUIRE(first.begun.size() == 1);
    CHECK(first.begun[0].number == linked);
    const auto without = filing.correct("source.offline_wanted", {{"source.offline_wanted", "no"}});
    REQUIRE(without.cases.size() == 2);
    CHECK(without.begun.empty());
    CHECK(without.cases[1].state == CaseState::withdrawn);
    CHECK(filing.dossier(without.cases[0].number.text, 2)["linked"].empty());
    const auto again = filing.correct("source.offline_wanted", {{"source.offline_wanted", "yes"}});
    REQUIRE(again.cases.size() == 2);
    CHECK(again.cases[1].number.text == linked);
    CHECK(again.cases[1].version == 3);
    CHECK(again.cases[1].state == CaseState::submitted);
    CHECK(filing.dossier(linked, 3)["case"]["state"] == "submitted");
    REQUIRE(again.begun.size() == 1);
    CHECK(again.begun[0].number == linked);
    CHECK(casework::verify_chain(again.cases[1].number, filing.audit(linked)));
}

TEST_CASE("a linked case is withdrawn alone, and no supplement brings it back") {
    Filing filing(with_receivers());
    const auto first = filing.file(with_offline_maker);
    const std::string linked = first.cases[1].number.text;
    const auto made = filing.withdraw_linked(linked);
    REQUIRE(made.cases.size() == 1);
    CHECK(made.cases[0].number.text == linked);
    CHECK(made.cases[0].state == CaseState::withdrawn);
    REQUIRE(made.events.size() == 1);
    CHECK(made.events[0].type == "dossier.withdrawn");
    CHECK(filing.status().state == CaseState::submitted);
    const auto later = filing.correct("wishes.mediation", {{"wishes.mediation", "no"}});
    REQUIRE(later.cases.size() == 1);
    CHECK(later.cases[0].number == first.cases[0].number);
    CHECK(later.cases[0].version == 2);
    CHECK(later.closing.linked.empty());
    CHECK(later.begun.empty());
    CHECK(filing.cases()[1].state == CaseState::withdrawn);
}

TEST_CASE("an answer that cannot be routed leaves the lead and the linked case as they are") {
    auto config = with_receivers();
    config.intake.copies_at_once = true;
    Filing filing(config);
    const auto first = filing.file(with_offline_maker);
    filing.give("scope.group", "perhaps");
    const auto made = filing.correct("wishes.mediation", {{"wishes.mediation", "no"}});
    REQUIRE(made.cases.size() == 1);
    CHECK(made.cases[0].lead == first.cases[0].lead);
    for (const auto& event : made.events) CHECK(event.type != "dossier.reassigned");
    const std::string number = first.cases[0].number.text;
    CHECK_FALSE(filing.dossier(number, 1)["proposals"].empty());
    CHECK(filing.dossier(number, 2)["proposals"] == filing.dossier(number, 1)["proposals"]);
    REQUIRE(made.closing.linked.size() == 1);
    CHECK(filing.dossier(number, 2)["route"]["problem"]["pointer"] == "/scope/group");
    CHECK(filing.dossier(number, 2)["linked"][0]["number"] == first.cases[1].number.text);
    CHECK(filing.cases()[1].state == CaseState::submitted);
}

TEST_CASE("who led a case and who had a copy of it hear that others have it now") {
    auto config = with_receivers();
    config.hand_over.insert(config.hand_over.begin(),
                            {.centre = "office:3307", .url = "https://c.example/", .name = "jinhua"});
    config.intake.copies_at_once = true;
    Filing filing(config);
    filing.file({});
    const auto made = filing.correct("respondents[0].region", {{"respondents[0].region", "浙江省义乌市"}});
    REQUIRE(made.cases.size() == 1);
    CHECK(made.cases[0].lead == "office:3307");
    std::set<std::pair<std::string, std::string>> told;
    for (const auto& event : made.events) told.emplace(event.type, event.destination);
    CHECK(told == std::set<std::pair<std::string, std::string>>{{"dossier.submitted", "jinhua"},
                                                                {"dossier.copied", "rest"},
                                                                {"dossier.reassigned", "offices"}});
    const auto ended = filing.withdraw();
    told.clear();
    for (const auto& event : ended.events) told.emplace(event.type, event.destination);
    CHECK(told == std::set<std::pair<std::string, std::string>>{{"dossier.withdrawn", "jinhua"},
                                                                {"dossier.withdrawn", "rest"}});
}

TEST_CASE("a case keeps the time at which it was submitted first") {
    Filing filing;
    const auto first = filing.file({{"right.evaluation_report", "later"}});
    const std::string number = first.cases[0].number.text;
    const Json about = filing.dossier(number, 1)["case"];
    CHECK_FALSE(about.contains("updated_at"));
    const auto second = filing.supplement({});
    CHECK(second.cases[0].submitted_at == first.cases[0].submitted_at);
    const Json updated = filing.dossier(number, 2)["case"];
    CHECK(updated["submitted_at"] == about["submitted_at"]);
    CHECK(updated["updated_at"] > about["submitted_at"]);
    const auto last = filing.withdraw();
    CHECK(last.cases[0].submitted_at == first.cases[0].submitted_at);
    const Json withdrawn = filing.dossier(number, 3)["case"];
    CHECK(withdrawn["submitted_at"] == about["submitted_at"]);
    CHECK(withdrawn["updated_at"] == updated["updated_at"]);
    CHECK(withdrawn["withdrawn_at"] > updated["updated_at"]);
}

TEST_CASE("a paper that the law wants is still to be supplied when it is said not to be there") {
    Filing filing;
    const auto made = filing.file({{"right.patent_number", "unknown"},
                                   {"right.proof", "none"},
                                   {"right.claims", "none"},
                                   {"complainant.identity_document", "none"},
                                   {"case.signed_request", "none"},
                                   {"respondents[0].name", "unknown"}});
    std::set<std::string> missing;
    for (const auto& one : made.closing.missing) missing.insert(one.path);
    CHECK(missing == std::set<std::string>{"right.patent_number", "right.proof", "right.claims",
                                           "complainant.identity_document", "case.signed_request"});
    const Json dossier = Json::parse(opened(made.cases[0]));
    CHECK(has_line(dossier, "patent", "declared_absent"));
    CHECK(dossier["missing"].size() == 5);
    // What has to be told about it is said once, with its days.
    const auto words = casework::closing_words(made.closing, made.begun, shipped_library().content->directory,
                                               "en", monday_evening);
    REQUIRE(words.size() == 2);
    // The term for acceptance has not begun, so it has no day yet.
    CHECK(words[0].message.key == "submitted.lacking");
    CHECK(words[1].message.key == "submitted.missing");
    CHECK(std::get<std::vector<dialogs::Message>>(words[1].message.args[0].value).size() == 5);
    CHECK(std::get<std::int64_t>(words[1].message.args[1].value) == 5);
    const locales::Blanks blanks;
    const auto told = [&](std::int64_t at_ms, const char* locale) {
        const auto closing = casework::closing_words(made.closing, made.begun,
                                                     shipped_library().content->directory, locale, at_ms);
        return shipped_library().renderer(locale, dialogs::Modality::web, blanks).text(closing[1].message);
    };
    CHECK_THAT(told(monday_evening, "en"),
               Catch::Matchers::Contains("within 5 working days, by 12 January 2026; after that"));
    CHECK_THAT(told(monday_evening, "zh-Hans"),
               Catch::Matchers::Contains("请在5个工作日内补交，最迟2026年1月12日；"));
    // Five working days after 29 December 2026 end in a year whose holidays nobody knows yet.
    CHECK_THAT(told(monday_evening + 358 * day_ms, "en"), Catch::Matchers::Contains("provisional date"));
    CHECK_THAT(told(monday_evening + 358 * day_ms, "zh-Hans"), Catch::Matchers::Contains("暂定日期"));
    // The dossier says it, too.
    REQUIRE(dossier["deadlines"].size() == 1);
    CHECK(dossier["deadlines"][0]["of"] == "missing");
    CHECK(dossier["deadlines"][0]["working_days"] == 5);
    CHECK(dossier["deadlines"][0]["provisional"] == false);
}

TEST_CASE("a linked case is told with its number, the name of its lead and its part of the story") {
    Filing filing;
    const auto made = filing.file(with_offline_maker);
    const content::Directory& directory = shipped_library().content->directory;
    const auto told = [&](const char* locale, dialogs::Modality modality) {
        const auto words =
            casework::closing_words(made.closing, made.begun, directory, locale, monday_evening);
        const locales::Blanks blanks;
        const auto linked = std::ranges::find(words, "submitted.linked",
                                              [](const dialogs::Output& one) { return one.message.key; });
        REQUIRE(linked != words.end());
        return shipped_library().renderer(locale, modality, blanks).text(linked->message);
    };
    CHECK_THAT(told("en", dialogs::Modality::web),
               Catch::Matchers::Contains("IP-2026-330100-0000002") &&
                   Catch::Matchers::Contains("Jinhua Intellectual Property Office") &&
                   Catch::Matchers::Contains("Patent infringement") && Catch::Matchers::Contains("offline"));
    for (const char* locale : {"zh-Hans", "zh-Hant", "ja", "ko", "de", "fr"})
        for (const auto modality : {dialogs::Modality::web, dialogs::Modality::voice})
            CHECK_THAT(told(locale, modality), Catch::Matchers::Contains("IP-2026-330100-0000002"));
    CHECK_THAT(told("zh-Hans", dialogs::Modality::voice), Catch::Matchers::Contains("线下"));
}

TEST_CASE("until when a case is decided on is told with its day once nothing lacks") {
    Filing filing;
    const auto made = filing.file({});
    REQUIRE(made.closing.missing.empty());
    const content::Directory& directory = shipped_library().content->directory;
    const locales::Blanks blanks;
    const auto told = [&](std::string_view lead, const auto& decided_by, const char* locale,
                          storage::CaseState state = storage::CaseState::submitted) -> std::string {
        const auto term =
            casework::term_of("patent_infringement", lead, state, decided_by, directory, locale);
        if (!term) return {};
        return shipped_library().renderer(locale, dialogs::Modality::web, blanks).text(term->message);
    };
    // Zhejiang has a term of its own; the dossier and the status have the same day.
    CHECK(made.closing.lead == "office:3301");
    REQUIRE(made.closing.decided_by);
    CHECK(kinds::to_iso(made.closing.decided_by->day) == "2026-01-08");
    CHECK_FALSE(made.closing.decided_by->provisional);
    const Json dossier = Json::parse(opened(made.cases[0]));
    REQUIRE(dossier["deadlines"].size() == 1);
    CHECK(dossier["deadlines"][0]["of"] == "acceptance");
    CHECK(dossier["deadlines"][0]["date"] == "2026-01-08");
    CHECK(filing.status().decided_by == made.closing.decided_by);
    CHECK(told("office:3301", made.closing.decided_by, "zh-Hans") ==
          "按规定，杭州市知识产权局一般应在2026年1月8日以前决定是否受理。");
    // Elsewhere it is the general one; and nothing is told of a case that is decided, nor where no law is known.
    const auto* general = casework::acceptance_of(directory, "patent_infringement", "office:11");
    REQUIRE(general != nullptr);
    CHECK(general->working_days == 5);
    CHECK(told("office:3301", made.closing.decided_by, "en", storage::CaseState::accepted).empty());
    CHECK(casework::acceptance_of(directory, "suggestion", "office:3301") == nullptr);
    // Who is asked for something again is told of no day until that is there.
    CHECK_THAT(
        told("office:3301", made.closing.decided_by, "zh-Hans", storage::CaseState::awaiting_materials),
        Catch::Matchers::Contains("一般应在3个工作日内"));
    // In a year whose holidays nobody knows yet the day is provisional.
    const auto next_year = casework::deadline_after(directory, monday_evening + 358 * day_ms, 5);
    CHECK_THAT(told("office:3301", std::optional(next_year), "en"),
               Catch::Matchers::Contains("provisional date"));
}

TEST_CASE("what was said once stays in the dossier, whatever became of the question") {
    Filing filing;
    filing.file({{"scope.extras_wanted", "yes"},
                 {"marking.subkind", "none"},
                 {"source.maker_known", "yes"},
                 {"source.maker_name", "义乌某厂"},
                 {"source.maker_region", "later"},
                 {"source.offline_wanted", "no"}});
    filing.correct("source.maker_name", {{"source.maker_name", "later"}});
    const auto made = filing.correct("source.maker_known", {{"source.maker_known", "no"}});
    const Json dossier = Json::parse(opened(made.cases[0]));
    REQUIRE(dossier["set_aside"].contains("source.maker_name"));
    CHECK(dossier["set_aside"]["source.maker_name"][0]["value"] == "义乌某厂");
}

TEST_CASE("which campaign and which event a complaint belongs to is taken from the day and the place") {
    constexpr std::int64_t winter = 1767621600000; // 2026-01-05T22:00+08:00
    constexpr std::int64_t autumn = 1793930400000; // 2026-11-06T10:00+08:00
    const auto intake_of = [](std::int64_t begun_ms, const char* venue) {
        Filing filing;
        filing.begin_at(begun_ms);
        const auto made = filing.file({{"case.urgent", "exhibition"}, {"exhibition.venue_region", venue}});
        return Json::parse(opened(made.cases[0]))["facts"]["intake"];
    };
    const Json there = intake_of(autumn, "上海市青浦区");
    CHECK(there.value("campaign", "") == "e_commerce_2026");
    CHECK(there.value("event", "") == "ciie_2026");
    const Json elsewhere = intake_of(autumn, "杭州市余杭区");
    CHECK(elsewhere.value("campaign", "") == "e_commerce_2026");
    CHECK_FALSE(elsewhere.contains("event"));
    const Json before = intake_of(winter, "上海市青浦区");
    CHECK_FALSE(before.contains("campaign"));
    CHECK_FALSE(before.contains("event"));
}

TEST_CASE("a case at the desk has a lead with a name") {
    Filing filing;
    const auto made = filing.file({{"respondents[0].platform", "other"},
                                   {"respondents[0].links[0].url", "later"},
                                   {"respondents[0].region", "unknown"}});
    CHECK(made.closing.lead == "desk:330100");
    const auto* desk = shipped_library().content->directory.body(made.closing.lead);
    REQUIRE(desk != nullptr);
    CHECK(Json::parse(opened(made.cases[0]))["route"]["lead"]["names"]["en"] ==
          std::string(content::name_in(desk->name, "en")));
    CHECK_FALSE(desk->name.at("zh-Hans").empty());
}

TEST_CASE("a session without a submission has no status") {
    Filing filing;
    CHECK(filing.status().number.empty());
}

TEST_CASE("a case without a routing rule goes to the desk instead of being refused") {
    support::Config config;
    config.intake.centre = "000000";
    Filing filing(config);
    // The directory knows no such centre: its own receives.
    CHECK(filing.file({}).cases[0].centre == "330100");
}

TEST_CASE("a dossier about a trade secret says that it is confidential, and no other does") {
    Filing secret;
    REQUIRE(secret.file({{"case.matter", "trade_secret"}}).cases.size() == 1);
    const std::string number = "IP-2026-330100-0000001";
    CHECK(secret.dossier(number, 1)["case"]["kind"] == "trade_secret");
    CHECK(secret.dossier(number, 1)["case"]["confidential"] == 2);
    Filing mark;
    const auto told = mark.file({{"case.matter", "trademark"}, {"right.trademark_number", "12345678"}});
    REQUIRE(told.cases.size() == 1);
    CHECK(mark.dossier(number, 1)["case"]["kind"] == "trademark");
    CHECK_FALSE(mark.dossier(number, 1)["case"].contains("confidential"));
}

TEST_CASE("every state of a case has a name and finds back from it") {
    for (int i = 0; i <= static_cast<int>(CaseState::withdrawn); ++i) {
        const auto state = static_cast<CaseState>(i);
        CHECK(casework::case_state_of(casework::name_of(state)) == state);
    }
    CHECK_FALSE(casework::case_state_of("lost"));
}
