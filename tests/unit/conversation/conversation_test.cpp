#include "bot/conversation/conversation.hpp"

#include "bot/support/receipt.hpp"
#include "storage/memory/memory_store.hpp"

#include <catch2/catch.hpp>
#include <deque>

namespace plaint::conversation {
namespace {

using dialogs::Said;
using storage::ConversationId;
using storage::Fault;
using storage::MemoryStore;

const library::Library& shipped() {
    static const auto library = [] {
        const auto dialogs = content::read_folder("dialogs");
        const auto locales = content::read_folder("locales");
        auto loaded = library::load_library(dialogs->texts(), locales->texts());
        REQUIRE(loaded.has_value());
        return std::move(*loaded);
    }();
    return *library;
}

// One node of the program on a thread that the test owns: nothing happens until settle().
struct Node {
    std::deque<std::move_only_function<void()>> tasks;
    MemoryStore& store;
    support::Config config;
    support::FakeClock& clock;
    support::Metrics metrics;
    casework::Casework::Post post = [this](std::move_only_function<void()> task) {
        tasks.push_back(std::move(task));
    };
    casework::Casework casework{shipped(), store, config, post};
    Conversation conversation{{shipped(),
                               store,
                               casework,
                               clock,
                               config,
                               support::silent_log(),
                               metrics,
                               std::string(32, 'k'),
                               post,
                               {}}};

    Node(MemoryStore& shared, support::FakeClock& time) : store(shared), clock(time) {}

    bool run_one() {
        if (tasks.empty()) return false;
        auto task = std::move(tasks.front());
        tasks.pop_front();
        task();
        return true;
    }
};

struct Rig {
    support::FakeClock clock{1'795'000'000'000};
    std::unique_ptr<MemoryStore> store = MemoryStore::create(MemoryStore::Answering::pumped);
    Node node{*store, clock};

    void settle(Node& which) {
        while (which.run_one() || store->pump(1) > 0) {}
    }

    using Outcome = std::expected<Reply, Refusal>;
    Outcome say(Node& which, Inbound inbound, bool may_begin = true) {
        std::optional<Outcome> answered;
        which.conversation.receive(std::move(inbound), may_begin,
                                   [&](Outcome outcome) { answered = std::move(outcome); });
        settle(which);
        REQUIRE(answered.has_value());
        return std::move(*answered);
    }
    Outcome say(std::string words, std::string id = "", std::string conversation = "c") {
        return say(node, inbound(std::move(words), std::move(id), std::move(conversation)));
    }
    static Inbound inbound(std::string words, std::string id = "", std::string conversation = "c") {
        Inbound inbound{.conversation = ConversationId(std::move(conversation)),
                        .external_id = std::move(id),
                        .locale = "zh-CN"};
        inbound.words = std::move(words);
        if (inbound.words.empty()) inbound.said = Said::begin;
        return inbound;
    }
};

std::string asked(const Reply& reply) {
    for (const dialogs::Output& output : reply.content.outputs)
        if (output.ask) return output.ask->path;
    return "";
}

} // namespace

TEST_CASE("the bot speaks first, in the language of the client") {
    Rig rig;
    const auto reply = rig.say("");
    REQUIRE(reply.has_value());
    CHECK(reply->content.locale == "zh-Hans");
    CHECK(asked(*reply) == "intake.consent");
    CHECK(reply->first_activity == 0);
}

TEST_CASE("the privacy notice names who keeps the data, how to reach them, and for how long") {
    Rig rig;
    const auto notice = [&](const std::string& conversation) {
        const auto reply = rig.say("", "", conversation);
        REQUIRE(reply.has_value());
        const locales::Renderer words = shipped().renderer("en", dialogs::Modality::web, reply->blanks);
        return words.text(reply->content.outputs.at(1).message);
    };
    const auto says = [](const std::string& text) { return Catch::Matchers::Contains(text); };
    CHECK_THAT(notice("c"), says("Who: 中国（杭州）知识产权维权援助中心; contact: 12330.") &&
                                says("How long: 3 years after") && says("deleted 30 days after"));
    rig.node.config.privacy.controller = "The Centre of Somewhere";
    rig.node.config.privacy.contact = "data@centre.example";
    rig.node.config.privacy.retention_days = 400;
    rig.node.config.privacy.draft_days = 1;
    CHECK_THAT(notice("d"), says("Who: The Centre of Somewhere; contact: data@centre.example.") &&
                                says("How long: 400 days after") && says("deleted one day after"));
}

TEST_CASE("a repeated message gets the recorded reply and changes nothing") {
    Rig rig;
    rig.say("");
    const auto first = rig.say("是", "m1");
    const auto second = rig.say("是", "m1");
    REQUIRE(second.has_value());
    CHECK(second->repeated);
    CHECK(second->turn == first->turn);
    CHECK((second->content.outputs == first->content.outputs));
    const auto third = rig.say("是", "m2");
    CHECK(third->turn == first->turn + 1);
    CHECK(third->first_activity == first->first_activity + first->content.activity_count());
}

TEST_CASE("no reply leaves before its turn is durable") {
    Rig rig;
    rig.say("");
    bool answered = false;
    rig.node.conversation.receive(Rig::inbound("是", "m1"), false, [&](auto) { answered = true; });
    while (rig.node.run_one()) {}
    CHECK_FALSE(answered);
    rig.settle(rig.node);
    CHECK(answered);
}

TEST_CASE("a commit that fails is answered as unavailable, and the same message goes through afterwards") {
    Rig rig;
    rig.say("");
    rig.store->fail_next(1, Fault::unavailable);
    const auto failed = rig.say("是", "m1");
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error() == Refusal::unavailable);
    const auto again = rig.say("是", "m1");
    REQUIRE(again.has_value());
    CHECK_FALSE(again->repeated);
    CHECK(asked(*again) == "intake.consent_sensitive");
}

TEST_CASE("a full device refuses the turn and recovers when there is room") {
    Rig rig;
    rig.store->fail_next(1, Fault::full);
    const auto failed = rig.say("");
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error() == Refusal::full);
    const auto again = rig.say("");
    REQUIRE(again.has_value());
    CHECK(asked(*again) == "intake.consent");
}

TEST_CASE("a commit whose answer was lost is found by the repeat") {
    Rig rig;
    rig.say("");
    rig.store->fail_next(1, Fault::unavailable, MemoryStore::Failing::after_durable);
    CHECK_FALSE(rig.say("是", "m1").has_value());
    const auto again = rig.say("是", "m1");
    REQUIRE(again.has_value());
    CHECK(again->repeated);
    CHECK(asked(*rig.say("是", "m2")) == "case.urgent");
}

TEST_CASE("inputs of one session are worked on one after the other, in their order") {
    Rig rig;
    rig.say("");
    std::vector<std::string> order;
    for (const char* id : {"m1", "m2", "m3"})
        rig.node.conversation.receive(Rig::inbound("是", id), false, [&](const Rig::Outcome& outcome) {
            REQUIRE(outcome.has_value());
            order.push_back(outcome->external_id + " " + asked(*outcome));
        });
    rig.settle(rig.node);
    CHECK(order ==
          std::vector<std::string>{"m1 intake.consent_sensitive", "m2 case.urgent", "m3 case.urgent"});
    CHECK(rig.node.conversation.waiting() == 0);
}

TEST_CASE("two nodes on one store: the one that comes late reads again and steps again") {
    Rig rig;
    Node other(*rig.store, rig.clock);
    rig.say("");
    CHECK(asked(*rig.say(other, Rig::inbound("是", "m1"))) == "intake.consent_sensitive");
    // This node still holds the session as it was before.
    const auto late = rig.say("是", "m2");
    REQUIRE(late.has_value());
    CHECK(asked(*late) == "case.urgent");
    CHECK(rig.node.metrics.value(support::Count::turns_conflict) == 1);
}

TEST_CASE("a conversation that nobody began is unknown where it must not begin") {
    Rig rig;
    const auto reply = rig.say(rig.node, Rig::inbound("你好"), false);
    REQUIRE_FALSE(reply.has_value());
    CHECK(reply.error() == Refusal::unknown);
    CHECK(rig.node.conversation.waiting() == 0);
}

TEST_CASE(
    "a receipt code brings another conversation into the session, where only the open question is put") {
    Rig rig;
    const auto begun = rig.say("");
    rig.say("是", "m1");
    rig.say("是", "m2");
    const std::string code = support::receipt_code(std::string(32, 'k'), begun->session.text);
    rig.say("", "", "second");
    Inbound resume{
        .conversation = ConversationId("second"), .locale = "zh-CN", .said = Said::resume, .receipt = code};
    const auto joined = rig.say(rig.node, resume);
    REQUIRE(joined.has_value());
    CHECK(joined->session == begun->session);
    CHECK(asked(*joined) == "case.urgent");
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

TEST_CASE("an input that waits too long in the queue is refused, and none is lost") {
    Rig rig;
    rig.node.config.limits.inputs_waiting_per_session = 2;
    rig.say("");
    int taken = 0, refused = 0;
    for (int i = 0; i < 5; ++i)
        rig.node.conversation.receive(Rig::inbound("帮助", "m" + std::to_string(i)), false,
                                      [&](const Rig::Outcome& outcome) { ++(outcome ? taken : refused); });
    rig.settle(rig.node);
    CHECK(taken == 2);
    CHECK(refused == 3);
    CHECK(rig.say("是", "m9").has_value());
}

TEST_CASE("sessions leave memory when too many are loaded, and come back whole") {
    Rig rig;
    rig.node.config.limits.sessions_loaded = 2;
    for (const char* conversation : {"a", "b", "c", "d"}) rig.say("", "", conversation);
    CHECK(rig.node.conversation.loaded() <= 2);
    CHECK(asked(*rig.say("是", "m1", "a")) == "intake.consent_sensitive");
}

TEST_CASE("a conversation is found by its secret once its first turn is kept") {
    Rig rig;
    Inbound first = Rig::inbound("");
    first.resume_hash = "hash of the secret";
    REQUIRE(rig.say(rig.node, first).has_value());
    std::optional<ConversationId> found;
    rig.store->conversation_by_resume(
        "hash of the secret",
        [&](std::expected<std::optional<storage::ConversationRecord>, storage::Error> record) {
            found = record->value().id;
        });
    rig.settle(rig.node);
    CHECK(found == ConversationId("c"));
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
