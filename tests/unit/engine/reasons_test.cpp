#include "dialogs/engine/reasons.hpp"

#include "dialogs/engine/codec.hpp"
#include "tests/simulation/person.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/content/small_content.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

// Why a question is the next one, and why another was not asked.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

const Reason& of(const Reasons& reasons, std::string_view id) {
    const auto found = std::ranges::find(reasons.questions, id, &Reason::id);
    INFO(id);
    REQUIRE(found != reasons.questions.end());
    return *found;
}

// A complaint under the small tree, answered so far.
class SmallComplaint {
  public:
    explicit SmallComplaint(const Tree& tree)
        : tree_(tree), session_(begin_session(tree, 0, {{"intake.locale", "en"}})) {
        turn({.said = Said::begin});
    }

    void say(const std::string& words) { turn({.raw = words, .folded = words, .value = words}); }
    void send_file() { turn({.said = Said::files, .files = {{"ab", "a.pdf", "application/pdf", 1}}}); }

    Reasons reasons() {
        session_ = *decode(tree_, encode(tree_, session_));
        return dialogs::reasons(tree_, session_, visit_ = session_.visits.back());
    }
    Session& session() { return session_; }

  private:
    void turn(Input input) {
        input.conversation = "first";
        input.locale = "en";
        input.at_ms = 1'700'000'000'000;
        input.today = {2026, 1, 5};
        session_ = std::move(step(tree_, std::move(session_), input).session);
    }

    const Tree& tree_;
    Session session_;
    Visit visit_;
};

// What has to hold of the reasons of any session.
void check(const Tree& tree, const std::string& bytes) {
    Session walked = *decode(tree, bytes);
    const Visit visit = walked.visits.back();
    const Standing standing = advance(tree, walked, visit, nullptr);
    Session read = *decode(tree, bytes);
    const Reasons told = reasons(tree, read, visit);

    const bool at_question = standing.put == Put::leaf || standing.put == Put::more;
    const auto now = std::ranges::count(told.questions, Asked::now, &Reason::asked);
    CHECK(now == (at_question ? 1 : 0));
    std::size_t answered = 0;
    for (const Reason& one : told.questions) {
        INFO(one.id);
        if (one.asked == Asked::now) CHECK(one.ref == standing.ref);
        CHECK((one.asked == Asked::passed_over) == (one.barrier() != nullptr));
        if (const Turning* barrier = one.barrier()) {
            CHECK(barrier->condition->holds(barrier->view) != barrier->wanted);
            CHECK_FALSE(reads(tree, *barrier).empty());
        }
        const bool passed = std::ranges::any_of(read.walk.passed, [&](const Walk::Passed& place) {
            return place.op != Op::each && place.ref == one.ref;
        });
        // A group that is full has no closing answer.
        if (one.leaf != nullptr)
            CHECK(passed == (one.asked == Asked::answered || one.asked == Asked::not_carried));
        if (one.leaf != nullptr && one.asked == Asked::answered) {
            REQUIRE(one.answer != nullptr);
            ++answered;
        }
    }
    CHECK(answered == live_answers(tree, walked).size());
    CHECK(encode(tree, read) == encode(tree, walked));
}

} // namespace

TEST_CASE("a condition that did not hold is why a question was not asked, with the answer it hangs on") {
    const auto library = tests::small_content().load();
    REQUIRE(library);
    const Tree& tree = (*library)->tree();
    SmallComplaint complaint(tree);
    complaint.say("yes");
    complaint.say("201610951190.4");
    complaint.send_file();

    const Reasons before = complaint.reasons();
    CHECK(of(before, "party.role").asked == Asked::now);
    CHECK(of(before, "right.proof").asked == Asked::answered);
    CHECK(of(before, "agent.name").asked == Asked::ahead);
    CHECK_FALSE(of(before, "agent.name").way.front().holds);
    REQUIRE(reads(tree, of(before, "agent.name").way.front()).size() == 1);
    CHECK(reads(tree, of(before, "agent.name").way.front()).front().answer == nullptr);
    CHECK(of(before, "respondents[].region").asked == Asked::ahead);

    complaint.say("owner");
    const Reasons after = complaint.reasons();
    CHECK(of(after, "respondents[0].region").asked == Asked::now);
    CHECK(of(after, "respondents.more").asked == Asked::ahead);
    const Reason& agent = of(after, "agent.name");
    CHECK(agent.asked == Asked::passed_over);
    REQUIRE(agent.barrier() != nullptr);
    const auto looked_at = reads(tree, *agent.barrier());
    REQUIRE(looked_at.size() == 1);
    CHECK(looked_at.front().path == "party.role");
    REQUIRE(looked_at.front().answer != nullptr);
    CHECK(looked_at.front().answer->value == Value("owner"));
}

TEST_CASE("a dialog that has ended asks nothing that stands behind the end") {
    const auto library = tests::small_content().load();
    REQUIRE(library);
    SmallComplaint complaint((*library)->tree());
    complaint.say("no");
    const Reasons told = complaint.reasons();
    CHECK(told.standing.put == Put::ended);
    CHECK(of(told, "intake.consent").asked == Asked::answered);
    CHECK(of(told, "party.role").asked == Asked::ended);
}

TEST_CASE("a line is undecided by what was not answered, and lacks what was put off") {
    const auto library = tests::small_content().load();
    REQUIRE(library);
    const Tree& tree = (*library)->tree();
    SmallComplaint complaint(tree);
    complaint.say("yes");
    complaint.say("later");
    complaint.reasons();
    for (const LineResult& line :
         examine(*(*library)->checklist(tree, complaint.session()), tree, complaint.session())) {
        if (line.line->name == "agent") {
            CHECK(line.needed == Decided::undecided);
            const auto hangs_on = undecided_reads(tree, complaint.session(), line);
            REQUIRE(hangs_on.size() == 1);
            CHECK(hangs_on.front().path == "party.role");
        }
        if (line.line->name == "patent") {
            CHECK(line.state == LineState::missing);
            const auto lacking = lacking_reads(tree, complaint.session(), line);
            REQUIRE(lacking.size() == 1);
            CHECK(lacking.front().path == "right.patent_number");
        }
    }
}

TEST_CASE("whatever was said, the reasons are those of the walk") {
    const Tree& tree = tests::shipped_library().tree();
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        INFO("seed " << seed);
        tests::Chance chance(seed);
        tests::Person person(tree, chance);
        const Modality modality = seed % 3 == 0 ? Modality::voice : Modality::web;
        Session session = begin_session(tree, 0, {{"intake.centre", "330100"}, {"intake.locale", "en"}});
        std::optional<Ask> asked;
        Input input{.said = Said::begin};
        for (int turn = 0; turn < 120; ++turn) {
            input.conversation = "first";
            input.modality = modality;
            input.locale = "en";
            input.at_ms = 1'700'000'000'000 + turn;
            input.today = {2026, 1, 5};
            StepResult result = step(tree, std::move(session), input);
            session = std::move(result.session);
            for (const Output& output : result.outputs)
                if (output.ask) asked = output.ask;
            if (turn % 6 == 0) check(tree, encode(tree, session));
            input = person.speak(asked, modality);
        }
    }
}
