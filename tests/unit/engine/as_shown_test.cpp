#include "dialogs/engine/step.hpp"
#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

// A number that stands on goods is evidence above all where it cannot be right.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

const Tree& shipped_tree() { return tests::shipped_library().tree(); }

struct Remark {
    std::string words;
    std::string conversation = "first";
};

// A report of passing off, up to the number that is shown, and then what is said there, until `behind` is asked.
Slot number_shown_after(const std::vector<Remark>& said, const std::string& behind = "marking.photo") {
    const std::map<std::string, std::string> before{{"intake.consent", "yes"},
                                                    {"case.wish", "complain"},
                                                    {"case.matter", "patent_passing_off"},
                                                    {"party.role", "reporter_anonymous"},
                                                    {"report.details_wanted", "no"}};
    Session session = begin_session(shipped_tree(), 0, {{"intake.locale", "en"}});
    std::string asked;
    const auto turn = [&](Input input, const std::string& conversation) {
        input.conversation = conversation;
        input.locale = "en";
        input.at_ms = 1'700'000'000'000;
        input.today = {2026, 1, 5};
        StepResult result = step(shipped_tree(), std::move(session), input);
        session = std::move(result.session);
        for (const Output& output : result.outputs)
            if (output.ask) asked = output.ask->path;
    };
    const auto say = [&](const std::string& words, const std::string& conversation = "first") {
        turn({.said = Said::words, .raw = words, .folded = words, .value = words}, conversation);
    };
    turn({.said = Said::begin}, "first");
    while (asked != "marking.number_shown") {
        INFO(asked);
        REQUIRE(before.contains(asked));
        say(before.at(asked));
    }
    turn({.said = Said::begin}, "second");
    for (const Remark& one : said) say(one.words, one.conversation);
    CHECK(asked == behind);
    const Leaf& leaf = shipped_tree().leaves[shipped_tree().field("marking.number_shown")->leaves.front()];
    return std::move(session.root.slots[leaf.slot]);
}

} // namespace

TEST_CASE("a number that cannot be right is recorded as it is shown once nobody means another") {
    const Slot slot = number_shown_after({{"ZL201610951190.5"}, {"no"}});
    REQUIRE(slot.answer != nullptr);
    CHECK(slot.answer->state == State::unverified);
    CHECK(slot.answer->reason == "ZL201610951190.5");
}

TEST_CASE("a number that is meant instead does not make the one that was said first forgotten") {
    const Slot slot = number_shown_after({{"ZL201610951190.5"}, {"yes"}});
    REQUIRE(slot.answer != nullptr);
    CHECK(slot.answer->value == Value(std::string("201610951190.4")));
    REQUIRE(slot.history.size() == 1);
    CHECK(slot.history.front().state == State::unverified);
    CHECK(slot.history.front().reason == "ZL201610951190.5");
}

TEST_CASE("a number that is meant instead takes no other place than its own") {
    const Slot slot = number_shown_after({{"ZL201610951190.5"}, {"ZL201430009113.9", "second"}, {"yes"}},
                                         "marking.number_shown.confirm");
    REQUIRE(slot.answer != nullptr);
    CHECK(slot.answer->value == Value(std::string("201430009113.9")));
    CHECK(slot.history.empty());
}

// It would never be offered there, and would only be counted among what was noted.
TEST_CASE("what a number should be is not kept for the question of what is shown") {
    const auto kept_after = [](const std::string& words) {
        Session session = begin_session(shipped_tree(), 0, {{"intake.locale", "zh-Hans"}});
        Input begins{
            .said = Said::begin, .conversation = "first", .locale = "zh-Hans", .today = {2026, 1, 5}};
        session = step(shipped_tree(), std::move(session), begins).session;
        Input input{.conversation = "first", .locale = "zh-Hans", .today = {2026, 1, 5}, .raw = words};
        library::understand(tests::shipped_library(), "zh-Hans", input);
        std::string kept;
        session = step(shipped_tree(), std::move(session), input).session;
        for (const Fact& fact : session.facts)
            if (fact.kind == kinds::Kind::patent_number) kept += fact.path + "=" + fact.value + ";";
        return kept;
    };
    CHECK(kept_after("包装上印着专利号ZL201610951190.5，查不到") == "");
    CHECK(kept_after("包装上印着专利号ZL201610951190.4，查不到") == "marking.number_shown=201610951190.4;");
    CHECK(kept_after("我的专利号是ZL201610951190.5") == "right.patent_number=201610951190.4;");
}
