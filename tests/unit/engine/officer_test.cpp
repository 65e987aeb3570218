#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/recording.hpp"
#include "dialogs/engine/reopen.hpp"
#include "dialogs/engine/walk.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/engine/stored.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

// What officers do to answers: they ask again for what is deficient, and type what was only spoken.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

const Tree& tree() { return tests::shipped_library().tree(); }

// A conversation that stands at a question for words that nothing was said to yet.
struct Complaint {
    std::string path; // first: finding the session finds it
    Session session;

    Complaint()
        : session(*decode(tree(), tests::conversation([this](const Ask& ask) {
                                      path = ask.path;
                                      return ask.as == "text" && !ask.offer && ask.attempt == 1 &&
                                             !ask.path.ends_with(".confirm");
                                  }).session)) {}

    std::vector<Output> turn(Input input) {
        if (input.conversation.empty()) input.conversation = "first";
        input.locale = "en";
        input.at_ms = 1'700'000'001'000;
        input.today = {2026, 1, 5};
        StepResult result = step(tree(), std::move(session), input);
        // Whatever is done to answers, they are stored and read as they are.
        const std::string bytes = encode(tree(), result.session);
        session = *decode(tree(), bytes);
        CHECK(encode(tree(), session) == bytes);
        return result.outputs;
    }
    std::vector<Output> say(const std::string& words) {
        return turn({.said = Said::words, .raw = words, .folded = words});
    }
    std::vector<Output> request(const std::string& reason) {
        return turn({.said = Said::reopen, .conversation = "staff", .raw = reason, .reopen = {path}});
    }
    std::vector<Output> type(const std::string& words, const std::string& recording = "RE1") {
        return turn({.said = Said::typed,
                     .conversation = "staff",
                     .modality = Modality::voice,
                     .raw = words,
                     .value = recording,
                     .to = path});
    }
    const Slot& slot() {
        for (const Ref& ref : refs_at(tree(), session, path))
            if (const Slot* found = slot_of(tree(), session, ref);
                found != nullptr && found->answer != nullptr)
                return *found;
        FAIL("there is no answer at " + path);
        throw;
    }
};

bool asks(const std::vector<Output>& outputs, const std::string& path) {
    return !outputs.empty() && outputs.back().ask && outputs.back().ask->path == path;
}

const Message* request_in(const std::vector<Output>& outputs) {
    const auto found = std::ranges::find_if(
        outputs, [](const Output& output) { return output.message.key == "request.again"; });
    return found != outputs.end() ? &found->message : nullptr;
}

} // namespace

TEST_CASE("what an officer asks for is a question again, with the reason before it") {
    Complaint complaint;
    complaint.say("the words that were given first");
    REQUIRE(complaint.request("it says nothing of the product").empty());
    CHECK(complaint.session.find_visit("staff") == nullptr);
    CHECK(waits_reopened(tree(), complaint.session));

    const auto again = complaint.turn({.said = Said::begin});
    CHECK(asks(again, complaint.path));
    const Message* told = request_in(again);
    REQUIRE(told != nullptr);
    CHECK(std::get<std::string>(told->args.at(0).value) == "it says nothing of the product");

    const auto after = complaint.say("other words, of the product");
    CHECK_FALSE(asks(after, complaint.path));
    CHECK(request_in(after) == nullptr);
    CHECK_FALSE(waits_reopened(tree(), complaint.session));
    CHECK(std::get<std::string>(complaint.slot().answer->value) == "other words, of the product");
    CHECK(std::get<std::string>(complaint.slot().history.back().value) == "the words that were given first");
}

TEST_CASE("of several leaves for one field the one that is answered answers for all") {
    // The claims are asked for by two leaves in branches that exclude each other.
    const std::string path = "right.claims";
    Complaint complaint;
    complaint.path = path;
    complaint.request("the page with claim 1 is missing");
    CHECK(waits_reopened(tree(), complaint.session));
    const auto refs = refs_at(tree(), complaint.session, path);
    REQUIRE(refs.size() == 2);
    CHECK(is_same_place(tree(), refs[0], refs[1]));
    CHECK_FALSE(is_same_place(tree(), refs[0], refs_at(tree(), complaint.session, "case.statement").at(0)));
    Slot& second = *slot_of(tree(), complaint.session, refs[1]);
    second.answer = std::make_unique<Answer>(Answer{.state = State::none, .reason = "lost"});
    CHECK_FALSE(waits_reopened(tree(), complaint.session));
}

TEST_CASE("a place that the session does not have cannot be asked for") {
    Complaint complaint;
    for (const char* path : {"", "nothing.of.the.kind", "respondents[7].name", "respondents[].name",
                             "right.kind", "respondents[99999999].name"}) {
        INFO(path);
        CHECK_FALSE(reopen(tree(), complaint.session, path));
    }
}

TEST_CASE("a recording that was typed answers in words, and its history keeps the recording") {
    Complaint complaint;
    complaint.turn({.said = Said::recording, .value = "RE1"});
    REQUIRE(spoken_at(tree(), complaint.session, complaint.path, "RE1"));
    const Channel channel = complaint.slot().answer->channel;

    CHECK(complaint.type("what was said in another", "RE2").empty());
    CHECK(std::get<std::string>(complaint.slot().answer->value) == recording_text("RE1"));
    CHECK(complaint.type("what was said").empty());
    CHECK(std::get<std::string>(complaint.slot().answer->value) == "what was said");
    CHECK(complaint.slot().answer->channel == channel);
    REQUIRE(complaint.slot().history.size() == 1);
    CHECK(std::get<std::string>(complaint.slot().history[0].value) == recording_text("RE1"));
    CHECK(complaint.session.find_visit("staff") == nullptr);
    // The person is asked what they would have been asked anyway.
    CHECK_FALSE(asks(complaint.turn({.said = Said::begin}), complaint.path));

    CHECK(complaint.type("and once more").empty());
    CHECK(std::get<std::string>(complaint.slot().answer->value) == "what was said");
}
