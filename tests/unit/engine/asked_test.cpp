#include "dialogs/engine/codec.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/engine/stored.hpp"

#include <catch2/catch.hpp>

// Questions that the person asks, at the consultation and beside other questions.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

const std::string topic = "consultation.topics[].topic";

Candidate option(const std::string& path, const std::string& value) {
    return {.meaning = Meaning::option, .what = path + "." + value};
}

// Somebody who stands at a question that ends so.
class Asker {
  public:
    explicit Asker(std::string_view question)
        : session_(*decode(tree(), tests::conversation([&](const Ask& ask) {
                                       return !ask.correcting && !ask.offer && ask.path.ends_with(question);
                                   }).session)) {}

    void say(Input input) {
        input.conversation = "first";
        input.locale = "en";
        input.at_ms = 1'700'000'001'000;
        input.today = {2026, 1, 5};
        input.folded = input.raw;
        StepResult result = step(tree(), *decode(tree(), encode(tree(), session_)), input);
        session_ = std::move(result.session);
        said_.clear();
        asked_.reset();
        for (Output& output : result.outputs) {
            said_.push_back(output.message.key);
            if (output.ask) asked_ = std::move(output.ask);
        }
    }
    void ask(const std::string& words, const std::vector<std::string>& topics) {
        Input input{.raw = words, .asks = true};
        for (const std::string& one : topics) input.asked.push_back(option(topic, one));
        say(std::move(input));
    }
    void back() { say({.raw = "back", .candidates = {{.meaning = Meaning::command, .what = "back"}}}); }

    bool heard(std::string_view key) const { return std::ranges::find(said_, key) != said_.end(); }
    std::string waiting() const { return asked_ ? asked_->path : ""; }
    std::size_t options() const { return asked_ ? asked_->options.size() : 0; }
    std::size_t items(const std::string& path) const {
        return session_.root.groups[tree().groups[tree().group_by_path.at(path)].index].items.size();
    }
    std::uint32_t strikes() const { return session_.visits.back().strikes; }
    std::vector<std::string> kept_words() const {
        std::vector<std::string> words;
        for (const Fact& fact : session_.facts)
            if (fact.path == "consultation.question") words.push_back(fact.value);
        return words;
    }

  private:
    static const Tree& tree() { return tests::shipped_library().tree(); }

    Session session_;
    std::vector<std::string> said_;
    std::optional<Ask> asked_;
};

} // namespace

TEST_CASE("a question is answered where another one is offered, and counts as one") {
    Asker asker("consultation.topics.more");
    const std::size_t before = asker.items("consultation.topics");
    asker.ask("is there a reward", {"rewards"});
    CHECK(asker.heard("say.topic_rewards"));
    CHECK(asker.waiting() == "consultation.topics.more");
    CHECK(asker.items("consultation.topics") == before + 1);
}

TEST_CASE("of two questions that one may mean the person chooses, and of four none is meant") {
    Asker asker("consultation.topics.more");
    asker.ask("is there a reward and what does it cost", {"rewards", "costs"});
    CHECK(asker.heard("clarify.choice"));
    CHECK(asker.options() == 2);
    asker.say({.raw = "2"});
    CHECK(asker.heard("say.topic_costs"));
    asker.ask("everything", {"rewards", "costs", "limits", "bodies"});
    CHECK(asker.heard("problem.choice.unanswered"));
    CHECK(asker.options() == 17);
}

TEST_CASE("a number where another item is offered is none of an item's options") {
    Asker asker("evidence.more");
    const std::size_t before = asker.items("evidence");
    asker.say({.raw = "3"});
    CHECK(asker.waiting() == "evidence.more");
    CHECK(asker.items("evidence") == before);
}

TEST_CASE("who names what another item begins with says that there is one") {
    Asker asker("evidence.more");
    const std::size_t before = asker.items("evidence");
    asker.say({.raw = "video", .candidates = {option("evidence[].type", "video")}});
    CHECK(asker.items("evidence") == before + 1);
    CHECK(asker.waiting().starts_with("evidence["));
    CHECK(!asker.waiting().ends_with(".type"));
}

TEST_CASE("what has no answer is kept in the person's words, each question once") {
    Asker asker("consultation.topics[0].topic");
    asker.ask("may a cat own a patent", {});
    CHECK(asker.heard("problem.choice.unanswered"));
    asker.ask("may a cat own a patent", {});
    CHECK(asker.kept_words() == std::vector<std::string>{"may a cat own a patent"});
    asker.ask("is there a reward", {"rewards"});
    asker.ask("and a dog?", {});
    CHECK(asker.kept_words() == std::vector<std::string>{"may a cat own a patent and a dog?"});
    // What is no question is nothing to ask the staff.
    asker.say({.raw = "hm hm hm"});
    CHECK(asker.kept_words().front().find("hm") == std::string::npos);
}

TEST_CASE("a question beside another is answered and is no failure to answer that") {
    Asker asker("intake.consent");
    asker.ask("is it free", {"costs"});
    CHECK(asker.heard("say.topic_costs"));
    CHECK(asker.waiting() == "intake.consent");
    CHECK(asker.strikes() == 0);
    asker.ask("is it free, and is there a reward", {"costs", "rewards"});
    CHECK(asker.heard("asked.which"));
    CHECK(asker.strikes() == 0);
    asker.ask("may a cat own a patent", {});
    CHECK(asker.strikes() == 1);
}
