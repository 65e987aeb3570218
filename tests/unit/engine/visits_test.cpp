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
                             std::vector<Candidate> candidates = {}, std::vector<kinds::Found> facts = {}) {
        Input input{.said = said, .conversation = conversation, .locale = "en", .at_ms = 1'700'000'001'000};
        input.today = {2026, 1, 5};
        input.raw = input.folded = words;
        input.candidates = std::move(candidates);
        input.facts = std::move(facts);
        StepResult read_anew = step(tree(), *decode(tree(), encode(tree(), session_)), input);
        StepResult result = step(tree(), std::move(session_), input);
        session_ = std::move(result.session);
        const bool is_same = encode(tree(), read_anew.session) == encode(tree(), session_);
        CHECK(is_same);
        return result.outputs;
    }

    std::size_t respondents() const {
        const Group& group = tree().groups[tree().group_by_path.at("respondents")];
        return session_.root.groups[group.index].items.size();
    }

    static const Tree& tree() { return tests::shipped_library().tree(); }

    std::size_t facts_waiting() const { return session_.facts.size(); }

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

TEST_CASE("what was said of a field that is not asked here waits for no other of its kind") {
    const auto waiting = [](std::vector<std::string> paths) {
        Complaint complaint("respondents[0].platform");
        const std::size_t before = complaint.facts_waiting();
        const std::string link = "https://item.jd.com/100012043978.html";
        complaint.turn("first", Said::words, "see " + link, {},
                       {{.kind = kinds::Kind::link, .value = link, .paths = std::move(paths)}});
        return complaint.facts_waiting() - before;
    };
    CHECK(waiting({}) == 1);
    CHECK(waiting({"respondents[].links[].url"}) == 1);
    CHECK(waiting({"nowhere.url"}) == 0);
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

TEST_CASE("a correction beyond the place that another conversation went back to is the same when read anew") {
    Complaint complaint("links[0].url");
    const auto asks = [](const std::vector<Output>& outputs, std::string_view path) {
        return !outputs.empty() && outputs.back().ask && outputs.back().ask->path.ends_with(path);
    };
    const Candidate later{.meaning = Meaning::formal, .what = "later"};
    const auto change = [](const char* path) {
        return Candidate{.meaning = Meaning::command, .what = "change", .targets = {path}};
    };
    complaint.turn("first", Said::words, "https://item.taobao.com/item.htm?id=637790854189");
    REQUIRE(asks(complaint.turn("first", Said::words, "later", {later}), "links.more"));
    REQUIRE(asks(complaint.turn("first", Said::words, "change", {change("respondents[].links[].screenshot")}),
                 "links[0].screenshot"));
    complaint.turn("second", Said::begin);
    complaint.turn("second", Said::words, "change", {change("right.patent_number")});
    const auto behind = complaint.turn("second", Said::words, "ZL201430009113.9");
    REQUIRE(!behind.empty());
    REQUIRE(behind.back().ask);
    const std::string next = behind.back().ask->path;
    REQUIRE(next.starts_with("right."));
    REQUIRE(next != "right.patent_number");
    CHECK(asks(complaint.turn("first", Said::words, "none", {{.meaning = Meaning::formal, .what = "none"}}),
               next));
}
