#include "tests/unit/conversation/rig.hpp"

#include "bot/support/receipt.hpp"

// One session in several conversations, by its receipt code or on another node.
namespace plaint::conversation {

using dialogs::Said;
using storage::ConversationId;
using storage::Fault;

TEST_CASE(
    "a receipt code brings another conversation into the session, where only the open question is put") {
    Rig rig;
    const auto begun = rig.say("");
    rig.say("是", "m1");
    rig.say("投诉", "m2");
    const std::string code = support::receipt_code(std::string(32, 'k'), begun->session.text);
    rig.say("", "", "second");
    Inbound resume{
        .conversation = ConversationId("second"), .locale = "zh-CN", .said = Said::resume, .receipt = code};
    const auto joined = rig.say(rig.node, resume);
    REQUIRE(joined.has_value());
    CHECK(joined->session == begun->session);
    CHECK(asked(*joined) == "case.matter");
    CHECK(joined->first_activity > 0);

    std::optional<std::vector<Reply>> replayed;
    rig.node.conversation.replay(ConversationId("second"), 0, 100, [&](auto turns) { replayed = *turns; });
    rig.settle(rig.node);
    CHECK(replayed->size() == 2);

    resume.receipt = "1234567890123456";
    const auto refused = rig.say(rig.node, resume);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error() == Refusal::bad_receipt);
}

TEST_CASE("a conversation that joins another session counts on from what another node has said on it") {
    Rig rig;
    Node other(*rig.store, rig.clock);
    const auto target = rig.say("");
    const std::string code = support::receipt_code(std::string(32, 'k'), target->session.text);
    rig.say("", "", "second");
    const auto there = rig.say(other, Rig::inbound("是", "m1", "second"));
    REQUIRE(there.has_value());
    // This node still holds the session that is left as it was before.
    const auto joined = rig.say(
        rig.node,
        {.conversation = ConversationId("second"), .locale = "zh-CN", .said = Said::resume, .receipt = code});
    REQUIRE(joined.has_value());
    CHECK(joined->session == target->session);
    CHECK(joined->first_activity == there->first_activity + there->content.activity_count());
}

TEST_CASE("a conversation that failed to begin here counts on from what another node has said on it") {
    Rig rig;
    Node other(*rig.store, rig.clock);
    const auto target = rig.say("");
    const std::string code = support::receipt_code(std::string(32, 'k'), target->session.text);
    rig.store->fail_next(1, Fault::unavailable);
    REQUIRE_FALSE(rig.say("", "", "second").has_value());
    const auto there = rig.say(other, Rig::inbound("", "", "second"));
    REQUIRE(there.has_value());
    const auto joined = rig.say(
        rig.node,
        {.conversation = ConversationId("second"), .locale = "zh-CN", .said = Said::resume, .receipt = code});
    REQUIRE(joined.has_value());
    CHECK(joined->session == target->session);
    CHECK(joined->first_activity == there->first_activity + there->content.activity_count());
}

TEST_CASE("a code that comes twice at once is answered twice, and no activity is numbered twice") {
    Rig rig;
    const auto target = rig.say("");
    rig.say("", "", "second");
    std::vector<Reply> replies;
    for (const char* id : {"m1", "m2"})
        rig.node.conversation.receive(
            {.conversation = ConversationId("second"),
             .external_id = id,
             .locale = "zh-CN",
             .said = Said::resume,
             .receipt = support::receipt_code(std::string(32, 'k'), target->session.text)},
            false, [&](Rig::Outcome outcome) { replies.push_back(std::move(outcome.value())); });
    rig.settle(rig.node);
    REQUIRE(replies.size() == 2);
    for (const Reply& reply : replies) CHECK(reply.session == target->session);
    CHECK(replies.back().first_activity ==
          replies.front().first_activity + replies.front().content.activity_count());
}

TEST_CASE("a conversation that joined another session on one node is found there on another") {
    Rig rig;
    Node other(*rig.store, rig.clock);
    const auto target = rig.say("");
    rig.say(rig.node, Rig::inbound("", "", "second"));
    // The other node holds both sessions as they were before.
    rig.say(other, Rig::inbound("帮助"));
    rig.say(other, Rig::inbound("帮助", "", "second"));
    const std::string code = support::receipt_code(std::string(32, 'k'), target->session.text);
    REQUIRE(rig.say(rig.node, {.conversation = ConversationId("second"),
                               .locale = "zh-CN",
                               .said = Said::resume,
                               .receipt = code}));
    const auto there = rig.say(other, Rig::inbound("帮助", "m1", "second"), false);
    REQUIRE(there.has_value());
    CHECK(there->session == target->session);
}

TEST_CASE("a conversation whose code comes under the name of an answered message stays where it was") {
    Rig rig;
    const auto target = rig.say("");
    const std::string code = support::receipt_code(std::string(32, 'k'), target->session.text);
    rig.say("", "", "second");
    const auto said = rig.say("帮助", "m1", "second");
    const auto again = rig.say(rig.node, {.conversation = ConversationId("second"),
                                          .external_id = "m1",
                                          .locale = "zh-CN",
                                          .said = Said::resume,
                                          .receipt = code});
    REQUIRE(again.has_value());
    CHECK(again->repeated);
    CHECK(again->turn == said->turn);
    const auto next = rig.say(rig.node, Rig::inbound("帮助", "m2", "second"), false);
    REQUIRE(next.has_value());
    CHECK(next->session == said->session);
}

TEST_CASE("a receipt code opens its session however often it was opened before") {
    Rig rig;
    const auto begun = rig.say("");
    rig.say("是", "m1");
    const std::string code = support::receipt_code(std::string(32, 'k'), begun->session.text);
    for (int i = 0; i < 70; ++i) {
        const auto joined = rig.say(rig.node, Inbound{.conversation = ConversationId("w" + std::to_string(i)),
                                                      .locale = "zh-CN",
                                                      .said = Said::resume,
                                                      .receipt = code});
        INFO(i);
        REQUIRE(joined.has_value());
        CHECK(joined->session == begun->session);
    }
    // Those who spoke last are known still; of the others so many begin anew as there is no room for.
    CHECK(rig.say("帮助", "m2", "w69").has_value());
    int forgotten = 0;
    for (int i = -1; i < 69; ++i) {
        const std::string conversation = i < 0 ? "c" : "w" + std::to_string(i);
        const auto reply = rig.say(rig.node, Rig::inbound("帮助", "m3", conversation), false);
        if (reply) continue;
        CHECK(reply.error() == Refusal::unknown);
        ++forgotten;
    }
    CHECK(forgotten == 71 - 64);
}

TEST_CASE("a withdrawal by code is a turn like any other and ends the session") {
    Rig rig;
    const auto begun = rig.say("");
    rig.say("是", "m1");
    const std::string code = support::receipt_code(std::string(32, 'k'), begun->session.text);
    std::optional<Rig::Outcome> withdrawn;
    rig.node.conversation.withdraw(code, [&](Rig::Outcome outcome) { withdrawn = std::move(outcome); });
    rig.settle(rig.node);
    REQUIRE(withdrawn->has_value());
    std::optional<std::expected<Conversation::Opened, Refusal>> opened;
    rig.node.conversation.open(code, [&](auto found) { opened = std::move(found); });
    rig.settle(rig.node);
    REQUIRE(opened->has_value());
    CHECK((*opened)->state == storage::SessionState::ended);
}

} // namespace plaint::conversation
