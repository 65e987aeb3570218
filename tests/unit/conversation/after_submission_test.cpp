#include "tests/unit/conversation/rig.hpp"

#include <algorithm>

// What is heard once a complaint has been submitted.
namespace plaint::conversation {
namespace {

const dialogs::Ask* asking(const Reply& reply) {
    for (const dialogs::Output& output : reply.content.outputs)
        if (output.ask) return &*output.ask;
    return nullptr;
}

bool shows_card(const Reply& reply) {
    return std::ranges::any_of(reply.content.outputs, &dialogs::Output::closing);
}

std::vector<std::string> keys_of(const Reply& reply) {
    std::vector<std::string> keys;
    for (const dialogs::Output& output : reply.content.outputs) keys.push_back(output.message.key);
    return keys;
}

std::string text_of(const Reply& reply) {
    std::string text;
    for (const dialogs::Output& output : reply.content.outputs)
        text += reply.edition->renderer(reply.content.locale, dialogs::Modality::web, reply.blanks)
                    .text(output.message) +
                "\n";
    return text;
}

// A rig with a complaint that was submitted in its conversation, with much left for later.
struct Submitted : Rig {
    Reply last = *say("");

    Submitted() {
        for (int turn = 0; !shows_card(last); ++turn) {
            REQUIRE(turn < 120);
            const dialogs::Ask* ask = asking(last);
            REQUIRE(ask != nullptr);
            Inbound next = inbound(answer_to(*ask));
            next.value = next.words;
            hear(std::move(next));
        }
    }
    const Reply& hear(Inbound inbound) {
        auto reply = Rig::say(node, std::move(inbound));
        REQUIRE(reply.has_value());
        last = std::move(*reply);
        return last;
    }
    const Reply& hear(const std::string& words) { return hear(inbound(words)); }
};

using Keys = std::vector<std::string>;

} // namespace

TEST_CASE("thanks for a submission are answered in one sentence, without the card") {
    Submitted complaint;
    for (const char* words : {"谢谢", "好的", "好的，谢谢！", "没有了", "Thank you", "ok"}) {
        CAPTURE(words);
        const Reply& reply = complaint.hear(words);
        CHECK(keys_of(reply) == Keys{"submitted.thanks"});
        CHECK_FALSE(shows_card(reply));
        CHECK(asking(reply) == nullptr);
    }
}

TEST_CASE("who writes on after the submission is told what becomes of it, and what can be done now") {
    Submitted complaint;
    const Reply& reply = complaint.hear("昨天他们又来电话威胁我，我很生气");
    CHECK(keys_of(reply) == Keys{"submitted.aside"});
    CHECK_FALSE(shows_card(reply));
    CHECK_THAT(text_of(reply), Catch::Matchers::Contains("没有写进案件"));
    REQUIRE(asking(reply) != nullptr);
    CHECK(asking(reply)->path == "after");
    Keys values;
    for (const dialogs::AskOption& option : asking(reply)->options) values.push_back(option.value);
    CHECK(values == Keys{"progress", "supplement", "change", "callback", "new"});
    // The words are kept with the turn that they were said in.
    CHECK(reply.content.words == "昨天他们又来电话威胁我，我很生气");
}

TEST_CASE("what can be done after a submission is chosen by value, by number and in words") {
    Submitted complaint;
    const auto choose = [&](const std::string& value) {
        Inbound inbound = Rig::inbound(value);
        inbound.value = value;
        inbound.to = "after";
        return keys_of(complaint.hear(std::move(inbound)));
    };
    for (const char* progress : {"progress", "1"}) CHECK(choose(progress).front() == "submitted.again");
    CHECK(keys_of(complaint.hear("进度")).front() == "submitted.again");
    CHECK(shows_card(complaint.last));
    CHECK(keys_of(complaint.hear("什么时候受理")).front() == "submitted.again");
    CHECK(choose("new") == Keys{"submitted.new"});
    CHECK(keys_of(complaint.hear("新建投诉")) == Keys{"submitted.new"});
    CHECK(choose("callback").back().starts_with("callback."));
    CHECK(choose("change") == Keys{"change.which"});
    CHECK(asked(complaint.last) == "change");
    // "Confirm" once more asks whether it has been submitted.
    Submitted other;
    CHECK(keys_of(other.hear("确认提交")) == Keys{"submitted.stands"});
    // What was put off is asked for at once.
    other.hear("补交");
    CHECK_FALSE(shows_card(other.last));
    REQUIRE(asking(other.last) != nullptr);
    CHECK(asking(other.last)->path != "after");
}

TEST_CASE("the term stands right behind the number, and its reason is told on request") {
    Submitted complaint;
    // The card is the last thing that was said; the term comes before all that else belongs to it.
    const Keys keys = keys_of(complaint.last);
    const auto done = std::ranges::find(keys, "submitted.done");
    REQUIRE(done != keys.end());
    REQUIRE(std::next(done) != keys.end());
    CHECK(*std::next(done) == "submitted.lacking");
    const Keys progress = keys_of(complaint.hear("进度"));
    REQUIRE(progress.size() > 2);
    CHECK(progress[1] == "submitted.lacking");
    CHECK(progress[2] == "submitted.state");
    CHECK(keys_of(complaint.hear("为什么")) == Keys{"submitted.reason"});
    CHECK_THAT(text_of(complaint.last), Catch::Matchers::Contains("工作日"));
    CHECK_FALSE(shows_card(complaint.last));
}

} // namespace plaint::conversation
