#include "dialogs/engine/remaining.hpp"
#include "dialogs/engine/step.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

// How many questions the shipped tree puts to people. Language, notice, consents, confirmations, the questions after each
// item and the review are not counted.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

using Answers = std::map<std::string, std::string, std::less<>>;

// What is said to any question of a kind.
const Answers usual_answers{{"yes_no", "yes"},
                            {"text", "a description of ten characters and more"},
                            {"number", "1"},
                            {"date", "2024-03-05"},
                            {"region", "330110"},
                            {"phone", "13800138000"},
                            {"email", "someone@example.com"},
                            {"link", "https://item.taobao.com/item.htm?id=520813250866"},
                            {"patent_number", "201610951190.4"},
                            {"credit_code", "91330110MA2TEK701U"},
                            {"resident_id", "11010519491231002X"}};

bool counts(const Ask& ask) {
    static const std::set<std::string, std::less<>> beside{"intake.locale", "intake.consent",
                                                           "intake.consent_sensitive", "review"};
    return !beside.contains(ask.path) && !ask.path.ends_with(".more") && !ask.path.ends_with(".confirm");
}

class Chat {
  public:
    explicit Chat(Answers answers) : answers_(std::move(answers)) { turn({.said = Said::begin}); }

    // The questions that counted, until the case is handed over.
    std::vector<std::string> questions() {
        std::vector<std::string> asked;
        for (int inputs = 0; !submitted_; ++inputs) {
            REQUIRE(inputs < 200);
            REQUIRE(ask_);
            const Ask ask = *ask_;
            INFO(ask.path);
            if (counts(ask)) asked.push_back(ask.path);
            answer(ask);
        }
        return asked;
    }
    const Session& until(const std::string& path) {
        for (int inputs = 0; ask_->path != path; ++inputs) {
            REQUIRE(inputs < 200);
            answer(*ask_);
            REQUIRE(ask_);
        }
        return session_;
    }

  private:
    void answer(const Ask& ask) {
        if (ask.as == "file")
            return turn({.said = Said::files, .files = {{"ab", "a.pdf", "application/pdf", 1}}});
        std::string words = ask.options.empty() ? "" : ask.options.front().value;
        if (const auto usual = usual_answers.find(ask.as); usual != usual_answers.end())
            words = usual->second;
        if (ask.path == "review") words = "confirm";
        // One respondent, one link, one piece of evidence.
        if (ask.path.ends_with(".more"))
            words = ask.path == "evidence.more" && evidence_++ == 0 ? "yes" : "no";
        if (const auto given = answers_.find(ask.path); given != answers_.end()) words = given->second;
        Input input{.said = Said::words, .raw = words, .folded = words, .value = words};
        if (words == "unknown") input.candidates = {{.meaning = Meaning::formal, .what = words}};
        turn(std::move(input));
    }

    void turn(Input input) {
        input.conversation = "first";
        input.locale = "en";
        input.at_ms = 1'700'000'000'000;
        input.today = {2026, 1, 5};
        auto result = step(tests::shipped_library().tree(), std::move(session_), input);
        session_ = std::move(result.session);
        submitted_ = std::ranges::find(result.effects, Effect::submit) != result.effects.end();
        ask_.reset();
        for (const Output& output : result.outputs)
            if (output.ask) ask_ = output.ask;
    }

    Answers answers_;
    Session session_ = begin_session(tests::shipped_library().tree(), 0, {{"intake.locale", "en"}});
    std::optional<Ask> ask_;
    bool submitted_ = false;
    int evidence_ = 0;
};

} // namespace

TEST_CASE("an owner's plain complaint about an infringement takes at most 35 questions") {
    const std::vector<std::string> asked = Chat({{"case.wish", "complain"},
                                                 {"case.matter", "patent_infringement"},
                                                 {"party.role", "owner"},
                                                 {"complainant.foreign", "no"},
                                                 {"prior.platform_complaint", "no"},
                                                 {"respondents[0].name", "unknown"},
                                                 {"source.maker_known", "no"},
                                                 {"scope.extras_wanted", "no"}})
                                               .questions();
    std::string all;
    for (const std::string& path : asked) all += path + "\n";
    INFO(all);
    CHECK(asked.size() <= 35);
    CHECK(std::ranges::find(asked, "evidence[0].file") != asked.end());
    CHECK(std::ranges::find(asked, "wishes.electronic_service") != asked.end());
}

TEST_CASE("an anonymous report of passing off takes at most nine questions, and none about who it is") {
    const std::vector<std::string> asked = Chat({{"case.wish", "complain"},
                                                 {"case.matter", "patent_passing_off"},
                                                 {"party.role", "reporter_anonymous"},
                                                 {"report.details_wanted", "no"}})
                                               .questions();
    CHECK(asked.size() <= 9);
    for (const std::string& path : asked) {
        INFO(path);
        CHECK_FALSE(path.starts_with("complainant."));
        CHECK_FALSE(path.starts_with("agent."));
    }
}

TEST_CASE("only the questions of the kind that somebody chose are said to be left") {
    const Tree& tree = tests::shipped_library().tree();
    const auto left = [&](const char* matter) {
        Chat talk({{"case.wish", "complain"}, {"case.matter", matter}});
        return remaining_questions(tree, talk.until("party.role"));
    };
    Chat undecided({});
    const std::uint32_t any = remaining_questions(tree, undecided.until("case.wish"));
    CHECK(left("patent_infringement") < any);
    CHECK(left("patent_passing_off") < left("patent_infringement"));
}
