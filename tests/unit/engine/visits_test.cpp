#include "dialogs/engine/codec.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/engine/stored.hpp"

#include <catch2/catch.hpp>

// Two conversations about one complaint.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

class Complaint {
  public:
    // Stands in "first" at a question that ends so.
    explicit Complaint(std::string_view question)
        : session_(*decode(tree(), tests::conversation([&](const Ask& ask) {
                                       return !ask.correcting && ask.path.ends_with(question);
                                   }).session)) {}

    std::vector<Output> turn(const std::string& conversation, Said said, const std::string& words = {},
                             std::vector<Candidate> candidates = {}) {
        Input input{.said = said, .conversation = conversation, .locale = "en", .at_ms = 1'700'000'001'000};
        input.today = {2026, 1, 5};
        input.raw = input.folded = words;
        input.candidates = std::move(candidates);
        StepResult result = step(tree(), std::move(session_), input);
        session_ = std::move(result.session);
        return result.outputs;
    }

    std::size_t respondents() const {
        const Group& group = tree().groups[tree().group_by_path.at("respondents")];
        return session_.root.groups[group.index].items.size();
    }

    static const Tree& tree() { return tests::shipped_library().tree(); }

    bool remembers(std::string_view conversation) { return session_.find_visit(conversation) != nullptr; }

  private:
    Session session_;
};

} // namespace

TEST_CASE("a third silence about an item that another conversation has removed is harmless") {
    Complaint complaint("links.more");
    complaint.turn("first", Said::silence);
    complaint.turn("first", Said::silence);
    complaint.turn("second", Said::begin);
    while (complaint.respondents() > 0) {
        const std::size_t before = complaint.respondents();
        complaint.turn("second", Said::words, "remove",
                       {{.meaning = Meaning::command, .what = "remove", .targets = {"respondents"}}});
        complaint.turn("second", Said::words, "1");
        // The tree asks for a respondent at least, so a new one begins when the last has gone.
        if (complaint.respondents() >= before) break;
    }
    const auto outputs = complaint.turn("first", Said::silence);
    REQUIRE(!outputs.empty());
    REQUIRE(outputs.back().ask);
    CHECK(outputs.back().ask->path == "respondents[0].platform");
}

TEST_CASE("of more conversations than are remembered the one that has been silent for longest is forgotten") {
    Complaint complaint("links.more");
    complaint.turn("second", Said::begin);
    complaint.turn("first", Said::silence);
    for (std::size_t i = 2; i < visits_max; ++i) complaint.turn("later " + std::to_string(i), Said::begin);
    REQUIRE(complaint.remembers("second"));
    complaint.turn("one more", Said::begin);
    CHECK_FALSE(complaint.remembers("second"));
    CHECK(complaint.remembers("first"));
}
