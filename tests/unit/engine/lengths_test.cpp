#include "dialogs/engine/remaining.hpp"
#include "dialogs/engine/step.hpp"
#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <string>

// How many questions are said to be left, in the shipped tree.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

using Answers = std::map<std::string, std::string, std::less<>>;

// What is said to any question of a kind.
const Answers usual_answers{{"yes_no", "yes"}};

class Chat {
  public:
    explicit Chat(Answers answers) : answers_(std::move(answers)) { turn({.said = Said::begin}); }

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
        std::string words = ask.options.empty() ? "" : ask.options.front().value;
        if (const auto usual = usual_answers.find(ask.as); usual != usual_answers.end())
            words = usual->second;
        if (const auto given = answers_.find(ask.path); given != answers_.end()) words = given->second;
        turn({.said = Said::words, .raw = words, .folded = words, .value = words});
    }

    void turn(Input input) {
        input.conversation = "first";
        input.locale = "en";
        input.at_ms = 1'700'000'000'000;
        input.today = {2026, 1, 5};
        auto result = step(tests::shipped_library().tree(), std::move(session_), input);
        session_ = std::move(result.session);
        ask_.reset();
        for (const Output& output : result.outputs)
            if (output.ask) ask_ = output.ask;
    }

    Answers answers_;
    Session session_ = begin_session(tests::shipped_library().tree(), 0, {{"intake.locale", "en"}});
    std::optional<Ask> ask_;
};

} // namespace

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
