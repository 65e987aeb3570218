#include "tests/proof/longest_ways.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

// How many questions the shipped tree puts to people at most, however they answer: looked for among all ways, not among
// answers that somebody thought of.

using namespace plaint;
using tests::Held;
using tests::Questions;

namespace {

constexpr std::array modalities{dialogs::Modality::web, dialogs::Modality::voice};

std::string named(const std::string& way, const Questions& questions) {
    std::string all = way + ": " + std::to_string(questions.size()) + " questions\n";
    for (const std::string& path : questions) all += "  " + path + "\n";
    return all;
}

// The longest ways, none of which is longer than that.
std::map<std::string, Questions> checked(std::size_t most, dialogs::Modality modality, const Held& held) {
    auto ways = tests::longest_ways(tests::shipped_library().tree(), modality, held);
    for (const auto& [way, questions] : ways) {
        INFO(named(way, questions));
        CHECK(questions.size() <= most);
    }
    return ways;
}

bool has(const Questions& questions, std::string_view path) {
    return std::ranges::find(questions, path) != questions.end();
}

} // namespace

TEST_CASE("nobody is put more than 60 questions, whatever they answer") {
    const dialogs::Tree& tree = tests::shipped_library().tree();
    for (const dialogs::Modality modality : modalities) {
        const auto ways = checked(60, modality, {});
        // None is missed.
        for (const std::string& kind : tree.cases) {
            INFO(kind);
            CHECK(ways.contains(kind));
        }
    }
}

TEST_CASE("an owner's plain complaint about an infringement takes at most 35 questions") {
    const Held plain{{"case.wish", {"complain"}},          {"case.matter", {"patent_infringement"}},
                     {"case.urgent", {"ordinary"}},        {"party.role", {"owner"}},
                     {"complainant.foreign", {"no"}},      {"right.patent_number", {"value"}},
                     {"right.proof_kind", {"value"}},      {"respondents[].name", {"unknown", "skip"}},
                     {"prior.platform_complaint", {"no"}}, {"declaration.no_litigation", {"yes"}},
                     {"scope.extras_wanted", {"no"}}};
    for (const dialogs::Modality modality : modalities) {
        const auto ways = checked(35, modality, plain);
        REQUIRE(ways.contains("patent_infringement"));
        const Questions& questions = ways.at("patent_infringement");
        INFO(named("patent_infringement", questions));
        CHECK(has(questions, "evidence[].file") == (modality == dialogs::Modality::web));
        CHECK(has(questions, "wishes.electronic_service"));
    }
}

TEST_CASE("an anonymous report of passing off takes at most nine questions, and none about who it is") {
    const Held brief{{"case.wish", {"complain"}},
                     {"case.matter", {"patent_passing_off"}},
                     {"party.role", {"reporter_anonymous"}},
                     {"report.details_wanted", {"no"}}};
    for (const dialogs::Modality modality : modalities) {
        const auto ways = checked(9, modality, brief);
        REQUIRE(ways.contains("patent_passing_off"));
        for (const std::string& path : ways.at("patent_passing_off")) {
            INFO(path);
            CHECK_FALSE(path.starts_with("complainant."));
            CHECK_FALSE(path.starts_with("agent."));
        }
        // With a link and without one somebody else can find what is meant.
        CHECK(has(ways.at("patent_passing_off"), "respondents[].shop_name@anywhere"));
    }
}
