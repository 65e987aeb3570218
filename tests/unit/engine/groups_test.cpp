#include "dialogs/engine/codec.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/engine/stored.hpp"

#include <catch2/catch.hpp>

// How a group is closed, and closed otherwise.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

// Somebody who is asked whether there is any evidence.
class Owner {
  public:
    Owner()
        : session_(*decode(tree(), tests::conversation([](const Ask& ask) {
                                       return !ask.correcting && ask.path == "evidence.more";
                                   }).session)) {}

    void say(const std::string& words, const Candidate& meant) {
        Input input{.conversation = "first", .locale = "en", .at_ms = 1'700'000'001'000};
        input.today = {2026, 1, 5};
        input.raw = input.folded = words;
        input.candidates = {meant};
        session_ = step(tree(), std::move(session_), input).session;
    }
    void back() { say("back", {.meaning = Meaning::command, .what = "back"}); }

    // "no", "later", or nothing while it is open.
    std::string closed_with() const {
        const Group& group = tree().groups[tree().group_by_path.at("evidence")];
        const Answer* closed = session_.root.groups[group.index].closed.get();
        if (closed == nullptr) return {};
        return closed->has_value() ? "no" : std::string(name_of(closed->state));
    }

  private:
    static const Tree& tree() { return tests::shipped_library().tree(); }

    Session session_;
};

} // namespace

TEST_CASE("a group that was put off is closed by the no of whoever goes back to it") {
    Owner owner;
    owner.say("later", {.meaning = Meaning::formal, .what = "later"});
    REQUIRE(owner.closed_with() == "later");
    owner.back();
    owner.say("no", {.meaning = Meaning::no});
    CHECK(owner.closed_with() == "no");
    owner.back();
    owner.say("later", {.meaning = Meaning::formal, .what = "later"});
    CHECK(owner.closed_with() == "later");
    // To keep it changes nothing.
    owner.back();
    owner.say("keep", {.meaning = Meaning::keep});
    CHECK(owner.closed_with() == "later");
}
