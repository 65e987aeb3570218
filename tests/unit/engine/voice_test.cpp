#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/recording.hpp"
#include "tests/simulation/promises.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/engine/stored.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

// What only a telephone has: keys, silence, recordings, and a person who is not there.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

const Tree& tree() { return tests::shipped_library().tree(); }

bool in_words(const Ask& ask) {
    return ask.as == "text" && !ask.offer && ask.attempt == 1 && !ask.path.ends_with(".confirm");
}

// A complaint that was begun, and agreed to, in a chat, and goes on by telephone.
struct Call {
    Session session;
    std::vector<Output> outputs;
    std::vector<Effect> effects;
    PhoneLine line{.speech = false, .records = true, .number = true};

    explicit Call(const std::function<bool(const Ask&)>& until = in_words)
        : session(*decode(tree(), tests::conversation(until).session)) {}

    void turn(Input input, const std::string& conversation = "call") {
        input.conversation = conversation;
        input.modality = Modality::voice;
        input.channel = Channel::phone;
        input.locale = "en";
        input.at_ms = 1'700'000'001'000;
        input.today = {2026, 1, 5};
        input.line = line;
        StepResult result = step(tree(), std::move(session), input);
        outputs = std::move(result.outputs);
        effects = std::move(result.effects);
        const std::string bytes = encode(tree(), result.session);
        session = *decode(tree(), bytes);
        CHECK(encode(tree(), session) == bytes);
    }
    void press(const std::string& keys) { turn({.said = Said::words, .raw = keys, .folded = keys}); }
    void ask_for_person() {
        turn({.said = Said::words,
              .raw = "0",
              .folded = "0",
              .candidates = {{.meaning = Meaning::command, .what = "person"}}});
    }
    // As if the consent had been given on this channel; by telephone, on a line that records.
    void agree_by(Channel channel) {
        const Field& consent = *tree().field("intake.consent");
        session.root.slots[tree().leaves[consent.leaves.front()].slot].answer->channel = channel;
        for (Visit& visit : session.visits) visit.may_record = channel == Channel::phone;
    }
    void forget_numbers() {
        for (const char* path : {"agent.phone", "complainant.phone"})
            for (const std::uint32_t leaf : tree().field(path)->leaves)
                session.root.slots[tree().leaves[leaf].slot].answer.reset();
    }

    const Visit& visit() { return *session.find_visit("call"); }
    std::string asked() const {
        return !outputs.empty() && outputs.back().ask ? outputs.back().ask->path : std::string();
    }
    bool says(std::string_view key) const {
        return std::ranges::any_of(outputs, [&](const Output& one) { return one.message.key == key; });
    }
    bool has(Effect effect) const { return std::ranges::find(effects, effect) != effects.end(); }
};

} // namespace

TEST_CASE("a key that stands for nothing leaves whatever is being confirmed as it is") {
    for (int i = 1; i <= static_cast<int>(Pending::recording); ++i) {
        const auto pending = static_cast<Pending>(i);
        INFO(i);
        const bool of_group = pending == Pending::tail;
        Call call(
            [&](const Ask& ask) { return of_group ? ask.path.ends_with("links.more") : in_words(ask); });
        Visit& visit = *call.session.find_visit("first");
        visit.pending = pending;
        visit.values = {"some words"};
        visit.refs = {visit.question};
        const std::size_t traces = tests::traces(call.session);
        for (int again = 0; again < 2; ++again) {
            call.turn({.said = Said::wrong_key}, "first");
            const Visit& after = *call.session.find_visit("first");
            CHECK(after.pending == pending);
            CHECK(after.values == std::vector<std::string>{"some words"});
            CHECK(after.refused.empty());
            CHECK(call.says("problem.option"));
            CHECK(tests::traces(call.session) == traces);
        }
    }
}

TEST_CASE("silence and wrong keys have a patience each, and an answer gives both back") {
    Call call([](const Ask& ask) { return ask.path == "party.role"; });
    call.turn({.said = Said::begin});
    for (const Said said : {Said::wrong_key, Said::silence, Said::silence, Said::wrong_key}) {
        call.turn({.said = said});
        CHECK(call.asked() == "party.role");
        CHECK_FALSE(call.says("ladder.callback"));
    }
    CHECK(call.visit().strikes == 2);
    CHECK(call.visit().silences == 2);
    CHECK(call.outputs.back().ask->attempt == 3);
    call.press("1");
    CHECK(call.visit().strikes == 0);
    CHECK(call.visit().silences == 0);
}

TEST_CASE("who was not understood once hears the question in few words, and after that in full") {
    Call call([](const Ask& ask) { return ask.path == "right.patent_number" && !ask.offer; });
    call.turn({.said = Said::begin});
    const auto key = [&] { return call.outputs.back().message.key; };
    CHECK(key() == "ask.right.patent_number");
    call.turn({.said = Said::silence});
    CHECK(key() == "short.right.patent_number");
    call.turn({.said = Said::silence});
    CHECK(key() == "ask.right.patent_number");
    CHECK(call.says("help.right.patent_number"));
}

TEST_CASE("who agreed in a chat is asked before the first words are recorded") {
    Call call;
    call.turn({.said = Said::begin});
    REQUIRE(call.asked() == "recording");
    // A recording that is made all the same is nobody's answer.
    const std::size_t traces = tests::traces(call.session);
    call.turn({.said = Said::recording, .value = "RE1"});
    CHECK(call.says("problem.recording"));
    CHECK_FALSE(call.has(Effect::heard));
    CHECK(tests::traces(call.session) == traces);

    SECTION("and answers in words once they agreed") {
        call.press("1");
        const std::string question = call.asked();
        CHECK(call.outputs.back().ask->as == "text");
        call.turn({.said = Said::recording, .value = "RE1", .to = question});
        CHECK(call.has(Effect::heard));
        CHECK(tests::traces(call.session) == traces + 1);
    }
    SECTION("and who does not agree goes on elsewhere, with the code") {
        call.press("2");
        CHECK(call.says("recording.declined"));
        CHECK(call.says("stop.done"));
        CHECK(call.has(Effect::stopped));
    }
    SECTION("and who says nothing is not recorded either") {
        for (int i = 0; i < 3; ++i) call.turn({.said = Said::silence});
        CHECK(call.has(Effect::stopped));
    }
}

TEST_CASE("who agreed on a line that recorded nothing is asked as well, on the next that does") {
    Call told([](const Ask& ask) { return ask.path == "intake.consent"; });
    told.line.records = false;
    told.turn({.said = Said::begin});
    REQUIRE(told.asked() == "intake.consent");
    told.press("1");
    REQUIRE(consented_by_phone(tree(), told.session));
    CHECK_FALSE(told.visit().may_record);
    told.line.records = true;
    told.ask_for_person();
    for (const AskOption& way : told.outputs.back().ask->options) CHECK(way.value != "message");

    Call recorded([](const Ask& ask) { return ask.path == "intake.consent"; });
    recorded.turn({.said = Said::begin});
    recorded.press("1");
    CHECK(recorded.visit().may_record);
}

TEST_CASE("nobody is asked who agreed by telephone, nor where words are recognised") {
    Call told;
    told.agree_by(Channel::phone);
    told.turn({.said = Said::begin});
    CHECK(told.outputs.back().ask->as == "text");
    Call recognised;
    recognised.line.speech = true;
    recognised.turn({.said = Said::begin});
    CHECK(recognised.outputs.back().ask->as == "text");
}

TEST_CASE("a message is offered where it is recorded and may be, a call where there is a number") {
    struct Row {
        bool records, by_phone, number;
        std::vector<std::string> ways;
    };
    const Row rows[] = {{true, true, true, {"message", "callback", "continue"}},
                        {true, false, true, {"callback", "continue"}},
                        {false, true, true, {"callback", "continue"}},
                        {true, true, false, {"message", "continue"}}};
    for (const Row& row : rows) {
        Call call;
        call.forget_numbers();
        call.line = {.speech = true, .records = row.records, .number = row.number};
        if (row.by_phone) call.agree_by(Channel::phone);
        call.turn({.said = Said::begin});
        call.ask_for_person();
        REQUIRE(call.asked() == "person");
        std::vector<std::string> ways;
        for (const AskOption& option : call.outputs.back().ask->options) ways.push_back(option.value);
        CHECK(ways == row.ways);
    }
}

TEST_CASE("nobody is promised a call who has no number to be called at") {
    Call call;
    call.forget_numbers();
    call.line = {.speech = true, .records = false, .number = false};
    call.turn({.said = Said::begin});
    const std::string question = call.asked();
    call.ask_for_person();
    CHECK(call.says("callback.none"));
    CHECK_FALSE(call.has(Effect::callback));
    CHECK(call.asked() == question);
    call.turn({.said = Said::person_failed});
    CHECK(call.says("callback.none"));
    CHECK_FALSE(call.has(Effect::callback));
}

TEST_CASE("whoever says that the number which they gave is to be called is called there") {
    Call call([](const Ask& ask) { return ask.path == "right.proof_kind"; });
    call.line = {.speech = true, .records = true, .number = false};
    call.agree_by(Channel::phone);
    call.turn({.said = Said::begin});
    call.ask_for_person();
    REQUIRE(call.outputs.back().ask->options[1].label.front().key == "option.person.registered");
    call.turn({.said = Said::words,
               .raw = "the number that I gave",
               .folded = "the number that i gave",
               .candidates = {{.meaning = Meaning::option, .what = "person.registered"}}});
    CHECK(call.says("callback.noted"));
    CHECK(call.has(Effect::callback));
}
