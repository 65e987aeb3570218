#include "bot/pictures/condition_words.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/pictures/drawn.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::pictures;
using nlohmann::json;

namespace {

// Stands behind everything but the review.
std::string words_of(const std::string& condition, bool holds = true) {
    auto content = tests::small_pictures();
    json& list = content.dialogs.at("trees/small.json")["do"];
    list.insert(list.end() - 2,
                json{{"when", json::parse(condition)}, {"do", json::parse(R"([{"say": "welcome"}])")}});
    const tests::Drawn drawn(content);
    const Subject subject = drawn.subject();
    const Wording wording(subject);
    return ConditionWords(subject.tree, wording).words(subject.tree.conditions.back(), 0, holds);
}

struct Row {
    const char* condition;
    const char* words;
    const char* otherwise;
};

} // namespace

TEST_CASE("each condition is said in words, and so is what holds when it does not") {
    constexpr Row rows[] = {
        {R"({"var": "intake.consent"})", "“intake.consent” is “yes in words”",
         "“intake.consent” is not “yes in words”"},
        {R"({"==": [{"var": "intake.consent"}, false]})", "“intake.consent” is “no in words”",
         "“intake.consent” is not “no in words”"},
        {R"({"==": [{"var": "party.role"}, "agent"]})", "“party.role” is “agent”",
         "“party.role” is not “agent”"},
        {R"({"!=": [{"var": "party.role"}, "agent"]})", "“party.role” is not “agent”",
         "“party.role” is “agent”"},
        {R"({"in": [{"var": "party.role"}, ["owner", "heir"]]})", "“party.role” is “owner” or “heir”",
         "“party.role” is not “owner” or “heir”"},
        {R"({"var": "right.patent_number"})", "“right.patent_number” is given",
         "“right.patent_number” is not given"},
        {R"({"var": "scope.turnover_cny"})", "“scope.turnover_cny” is given and not zero",
         "“scope.turnover_cny” is zero or not given"},
        {R"({"==": [{"var": "right.proof.@state"}, "value"]})", "“right.proof” is given",
         "“right.proof” is not given"},
        {R"({"in": [{"var": "right.proof.@state"}, ["value", "later"]]})",
         "“right.proof” is given or “formal.later in words”",
         "“right.proof” is not given or “formal.later in words”"},
        {R"({"missing": ["right.proof"]})", "“right.proof” is not given", "“right.proof” is given"},
        {R"({"missing": ["right.proof", "right.kind"]})",
         "at least one of “right.proof”; “right.kind” is not given",
         "all of “right.proof”; “right.kind” are given"},
        {R"({"<": [{"var": ["scope.turnover_cny", 7]}, 100]})",
         "“scope.turnover_cny” is less than 100 (7 where it is not given)",
         "“scope.turnover_cny” is at least 100 (7 where it is not given)"},
        {R"({">=": [{"var": ["scope.turnover_cny", 7]}, 100]})",
         "“scope.turnover_cny” is at least 100 (7 where it is not given)",
         "“scope.turnover_cny” is less than 100 (7 where it is not given)"},
        {R"({">": [{"var": "respondents.@count"}, 1]})", "the number of “respondents” is more than 1",
         "the number of “respondents” is at most 1"},
        {R"({"<=": [{"var": "respondents.@count"}, 1]})", "the number of “respondents” is at most 1",
         "the number of “respondents” is more than 1"},
        {R"({"==": [{"var": "respondents.@count"}, 2]})", "the number of “respondents” is 2",
         "the number of “respondents” is not 2"},
        {R"({"some": [{"var": "respondents"}, {"==": [{"var": "region"}, "330100"]}]})",
         "for at least one of “respondents” “respondents[].region” is “Hangzhou, Zhejiang”",
         "for none of “respondents” “respondents[].region” is “Hangzhou, Zhejiang”"},
        {R"({"all": [{"var": "respondents"}, {"var": "region"}]})",
         "for each of “respondents” “respondents[].region” is given",
         "not for each of “respondents” “respondents[].region” is given"},
        {R"({"and": [{"var": "intake.consent"}, {"or": [{"var": "right.proof"}, {"var": "right.kind"}]}]})",
         "“intake.consent” is “yes in words”, and (“right.proof” is given, or “right.kind” is given)",
         "“intake.consent” is not “yes in words”, or (“right.proof” is not given, and “right.kind” is not "
         "given)"},
        {R"({"!": {"or": [{"var": "intake.consent"}, {"!": {"var": "right.kind"}}]}})",
         "“intake.consent” is not “yes in words”, and “right.kind” is given",
         "“intake.consent” is “yes in words”, or “right.kind” is not given"},
        {"true", "anything", "never"},
    };
    for (const Row& row : rows) {
        INFO(row.condition);
        CHECK(words_of(row.condition) == row.words);
        CHECK(words_of(row.condition, false) == row.otherwise);
    }
}

TEST_CASE("the shipped conditions are said in both languages with the words of the questions") {
    const auto& library = tests::shipped_library();
    const auto words = [&](std::string_view locale, const std::string& leaf) {
        const Subject subject = tests::Drawn::subject_of(library, locale);
        const Wording wording(subject);
        // The branch right before the leaf is the one around it.
        const dialogs::Tree& tree = subject.tree;
        for (std::size_t at = 1; at < tree.nodes.size(); ++at)
            if (tree.nodes[at].op == dialogs::Op::ask && tree.leaves[tree.nodes[at].index].id == leaf)
                return ConditionWords(tree, wording)
                    .words(tree.conditions[tree.nodes[at - 1].index],
                           tree.leaves[tree.nodes[at].index].scope);
        return std::string("no such leaf");
    };
    CHECK(words("zh-Hans", "right.evaluation_report") == "“专利类型”是“实用新型专利”或“外观设计专利”");
    CHECK(words("en", "right.evaluation_report") == "“Kind of patent” is “Utility model” or “Design”");
    CHECK(words("zh-Hans", "scope.principal_respondent") == "“被投诉人”的项数大于1");
    CHECK(words("en", "respondents[].credit_code") == "“Name of the operator” is given");
    CHECK(words("zh-Hans", "right.succession_proof") == "“主张权利的身份”是“合法继承人”");
}
