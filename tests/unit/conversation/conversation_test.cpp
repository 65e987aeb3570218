#include "tests/unit/conversation/rig.hpp"

#include "bot/conversation/callbacks.hpp"
#include "bot/library/house_blanks.hpp"
#include "bot/support/receipt.hpp"
#include "bot/support/seal.hpp"

#include <algorithm>

namespace plaint::conversation {

using dialogs::Said;
using storage::ConversationId;
using storage::Fault;
using storage::MemoryStore;

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
        const locales::Renderer words =
            tests::shipped_library().renderer("en", dialogs::Modality::web, reply->blanks);
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

TEST_CASE("office hours are told in the words of the language") {
    Rig rig;
    const auto told = [&](const char* hours, const char* language) {
        rig.node.config.operator_.hours = *support::OfficeHours::parse(hours);
        return library::hours_in_words(tests::shipped_library(), rig.node.config, language);
    };
    const char* both = "mon-fri 08:30-12:00, mon-fri 13:05-17:30, sat 09:00-24:00";
    CHECK(told(both, "zh-Hans") == "周一至周五8点30分至12点、13点05分至17点30分，周六9点至24点");
    CHECK(told(both, "en") == "Monday to Friday, 8:30 to 12:00; 13:05 to 17:30; Saturday, 9:00 to 24:00");
    CHECK(told("always", "zh-Hans") == "全天");
    CHECK(told("never", "en") == "to be announced");

    // It is evening in China.
    rig.node.config.operator_ = {.number = "+8657112330",
                                 .hours = *support::OfficeHours::parse("mon-fri 08:30-17:30")};
    rig.say("");
    const auto reply = rig.say("转人工");
    REQUIRE(reply.has_value());
    CHECK(reply->blanks.hours == "周一至周五8点30分至17点30分");
    CHECK(rig.say("是")->blanks.hours.empty());
}

TEST_CASE("hours are told where they say when somebody will be there, and not else") {
    struct Row {
        const char* number;
        const char* hours;
        bool told;
    };
    constexpr Row rows[] = {{"+8657112330", "mon-fri 08:30-17:30", true},
                            {"+8657112330", "mon-sun 08:30-24:00", false}, // it is open now
                            {"+8657112330", "always", false},
                            {"+8657112330", "never", false},
                            {"", "mon-fri 08:30-17:30", false}};
    for (const Row& row : rows) {
        INFO(row.number << " " << row.hours);
        Rig rig;
        rig.node.config.operator_ = {.number = row.number, .hours = *support::OfficeHours::parse(row.hours)};
        rig.say("");
        const auto reply = rig.say("转人工");
        REQUIRE(reply.has_value());
        CHECK(!reply->blanks.hours.empty() == row.told);
    }
}

TEST_CASE("the number of a caller is kept only for the short message that is sent there") {
    const auto kept_of = [](const char* number, const char* consent, bool sends) {
        Rig rig;
        if (sends) rig.node.config.notifications = support::Receiver{.url = "https://sms.example/in"};
        rig.say("");
        rig.say(consent, "m1");
        Inbound end = Rig::inbound("", "end");
        end.said = Said::note;
        end.value = "hang_up";
        end.client = end.caller = number;
        REQUIRE(rig.say(rig.node, end).has_value());
        std::string kept;
        rig.store->turn(ConversationId("c"), "end", [&](auto turn) {
            kept = decode_turn(*support::open((*turn)->session.text, (*turn)->content))->client;
        });
        rig.settle(rig.node);
        return kept;
    };
    CHECK(kept_of("+8613800138000", "是", true) == "+8613800138000");
    CHECK(kept_of("+13055550100", "是", true) == "+13055550100");
    CHECK(kept_of("+8613800138000", "是", false).empty());
    CHECK(kept_of("+8613800138000", "否", true).empty());
    // Short messages do not go to a landline.
    CHECK(kept_of("+8657188880000", "是", true).empty());
}

TEST_CASE("of whoever reports without a name the number that the call came from is not kept") {
    Rig rig;
    rig.node.config.notifications = support::Receiver{.url = "https://sms.example/in"};
    rig.say("");
    for (const char* words : {"是", "投诉", "假冒专利", "匿名举报"}) rig.say(words, words);
    Inbound end = Rig::inbound("", "end");
    end.said = Said::note;
    end.value = "hang_up";
    end.client = end.caller = "+8613800138000";
    REQUIRE(rig.say(rig.node, end).has_value());
    rig.store->turn(ConversationId("c"), "end", [&](auto turn) {
        CHECK(decode_turn(*support::open((*turn)->session.text, (*turn)->content))->client.empty());
    });
    rig.settle(rig.node);
}

TEST_CASE("a promise to call back forgets the number of a caller who becomes anonymous") {
    const dialogs::Tree& tree = tests::shipped_library().tree();
    const storage::SessionId id("s");
    dialogs::Session session = dialogs::begin_session(tree, 0, {});
    Inbound call = Rig::inbound("...");
    call.caller = "+8613800138000";
    TurnContent wants;
    wants.effects = {dialogs::Effect::callback};
    const auto answer = [&](const char* path, const char* value) {
        const dialogs::Leaf& leaf = tree.leaves[tree.field(path)->leaves.front()];
        session.root.slots[leaf.slot].answer =
            std::make_unique<dialogs::Answer>(dialogs::Answer{.value = std::string(value)});
    };
    const auto promised = [&](const TurnContent& said, const std::optional<storage::CallbackRecord>& before) {
        return promise_of(call, {id, tree, session}, said, "330100", 1, before);
    };
    const auto first = promised(wants, std::nullopt);
    REQUIRE(first.has_value());
    CHECK(read_promise(*first)->to == "+8613800138000");
    CHECK_FALSE(promised({}, first).has_value());

    answer("party.role", "reporter_anonymous");
    const auto forgot = promised({}, first);
    REQUIRE(forgot.has_value());
    CHECK(read_promise(*forgot)->to.empty());
    CHECK_FALSE(promised({}, forgot).has_value());
    CHECK(read_promise(*promised(wants, std::nullopt))->to.empty());
    // What they give themselves to be called at is kept.
    answer("complainant.phone", "13900139000");
    CHECK(read_promise(*promised(wants, forgot))->to == "13900139000");
}

TEST_CASE("a recording that comes after the submission goes over with a version of its own") {
    Rig rig;
    rig.node.config.hand_over.push_back(
        {.centre = "*", .url = "https://office.example/in", .name = "office"});
    auto reply = rig.say("");
    const storage::SessionId session = reply->session;
    const auto closes = [&] { return reply->content.closing.has_value(); };
    for (int turn = 0; !closes(); ++turn) {
        REQUIRE(turn < 120);
        const auto asking = std::ranges::find_if(
            reply->content.outputs, [](const dialogs::Output& output) { return output.ask.has_value(); });
        REQUIRE(asking != reply->content.outputs.end());
        Inbound next = Rig::inbound("", "m" + std::to_string(turn));
        if (asking->ask->path == "complainant.name") {
            next.said = Said::recording;
            next.value = "RE1";
        } else {
            next.said = Said::words;
            next.words = next.value = answer_to(*asking->ask);
        }
        reply = rig.say(rig.node, next);
        REQUIRE(reply.has_value());
    }
    CHECK(reply->content.closing->version == 1);

    const auto keep = [&](const char* name) {
        std::optional<Rig::Outcome> answered;
        rig.node.conversation.keep(session, name, {std::string(64, 'a'), "RE1.wav", "audio/wav", 300},
                                   [&](Rig::Outcome outcome) { answered = std::move(outcome); });
        rig.settle(rig.node);
        return answered.value();
    };
    const auto kept = keep("RE1");
    REQUIRE(kept.has_value());
    REQUIRE(kept->content.closing.has_value());
    CHECK(kept->content.closing->version == 2);
    CHECK(keep("RE1")->repeated);
    std::vector<storage::EventStatus> events;
    rig.store->events({}, 100, [&](auto found) { events = *found; });
    rig.settle(rig.node);
    CHECK(std::ranges::count(events, "dossier.submitted",
                             [](const storage::EventStatus& one) { return one.event.type; }) == 2);

    // Nobody wants what comes after the withdrawal.
    const std::string code = support::receipt_code(std::string(32, 'k'), session.text);
    rig.node.conversation.withdraw(code, [](const Rig::Outcome&) {});
    rig.settle(rig.node);
    CHECK(keep("RE2").error() == Refusal::unknown);
}

TEST_CASE("a recording is kept once, as a turn that asks nothing, and also after the call") {
    Rig rig;
    Inbound begin = Rig::inbound("", "begin");
    begin.modality = dialogs::Modality::voice;
    const auto first = rig.say(rig.node, begin);
    Inbound end = Rig::inbound("", "end");
    end.said = Said::note;
    end.value = "hang_up";
    REQUIRE(rig.say(rig.node, end).has_value());
    const auto keep = [&](const storage::SessionId& session) {
        std::optional<Rig::Outcome> answered;
        rig.node.conversation.keep(session, "RE1", {std::string(64, 'a'), "RE1.wav", "audio/wav", 300},
                                   [&](Rig::Outcome outcome) { answered = std::move(outcome); });
        rig.settle(rig.node);
        return answered.value();
    };
    const auto kept = keep(first->session);
    REQUIRE(kept.has_value());
    CHECK(kept->content.outputs.empty());
    CHECK(kept->turn == first->turn + 2);
    CHECK(keep(first->session)->repeated);
    CHECK(keep(storage::SessionId(std::string(32, 'f'))).error() == Refusal::unknown);
    std::vector<storage::FileRecord> files;
    rig.store->files(first->session, [&](auto found) { files = *found; });
    rig.settle(rig.node);
    REQUIRE(files.size() == 1);
    CHECK(files[0].media_type == "audio/wav");
    // The question is still the same.
    CHECK(asked(*rig.say("2", "step:1")) == "intake.consent");
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
    CHECK(asked(*again) == "case.wish");
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
    CHECK(asked(*rig.say("投诉", "m2")) == "case.matter");
}

TEST_CASE("inputs of one session are worked on one after the other, in their order") {
    Rig rig;
    rig.say("");
    std::vector<std::string> order;
    for (const auto& [words, id] : {std::pair("是", "m1"), std::pair("投诉", "m2"), std::pair("是", "m3")})
        rig.node.conversation.receive(Rig::inbound(words, id), false, [&](const Rig::Outcome& outcome) {
            REQUIRE(outcome.has_value());
            order.push_back(outcome->external_id + " " + asked(*outcome));
        });
    rig.settle(rig.node);
    CHECK(order == std::vector<std::string>{"m1 case.wish", "m2 case.matter", "m3 case.matter"});
    CHECK(rig.node.conversation.waiting() == 0);
}

TEST_CASE("two nodes on one store: the one that comes late reads again and steps again") {
    Rig rig;
    Node other(*rig.store, rig.clock);
    rig.say("");
    CHECK(asked(*rig.say(other, Rig::inbound("是", "m1"))) == "case.wish");
    // This node still holds the session as it was before.
    const auto late = rig.say("投诉", "m2");
    REQUIRE(late.has_value());
    CHECK(asked(*late) == "case.matter");
    CHECK(rig.node.metrics.value(support::Count::turns_conflict) == 1);
}

TEST_CASE("a conversation that nobody began is unknown where it must not begin") {
    Rig rig;
    const auto reply = rig.say(rig.node, Rig::inbound("你好"), false);
    REQUIRE_FALSE(reply.has_value());
    CHECK(reply.error() == Refusal::unknown);
    CHECK(rig.node.conversation.waiting() == 0);
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
    CHECK(asked(*rig.say("是", "m1", "a")) == "case.wish");
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

TEST_CASE("a ruling that cannot stand is refused with the reason, and changes nothing of its session") {
    Rig rig;
    rig.say("");
    const auto before = rig.say("同意");
    REQUIRE(before.has_value());
    const auto ruled = [&](casework::Ruling::Kind kind, std::vector<std::string> fields) {
        const casework::Ruling ruling{.kind = kind,
                                      .number = storage::CaseNumber("IP-2026-330100-0000001"),
                                      .version = 1,
                                      .by = "staff_1",
                                      .reason = "so",
                                      .fields = std::move(fields)};
        std::optional<Overruled> overruled;
        rig.node.conversation.rule(before->session, ruling,
                                   [&](std::optional<Overruled> answer) { overruled = answer; });
        rig.settle(rig.node);
        REQUIRE(overruled.has_value());
        REQUIRE(std::holds_alternative<casework::RulingFault>(*overruled));
        return std::get<casework::RulingFault>(*overruled);
    };
    using Kind = casework::Ruling::Kind;
    CHECK(ruled(Kind::accept, {}) == casework::RulingFault::unknown_case);
    CHECK(ruled(Kind::request, {"nothing.of.the.kind"}) == casework::RulingFault::unknown_field);
    CHECK(ruled(Kind::request, {"intake.consent"}) == casework::RulingFault::unknown_case);
    CHECK(ruled(Kind::type, {"case.statement"}) == casework::RulingFault::unknown_case);
    CHECK(rig.node.conversation.waiting() == 0);
    CHECK(rig.node.metrics.value(support::Count::rulings_requested) == 0);
    // What was asked before is asked still, and the session's turns count on.
    const auto after = rig.say("");
    REQUIRE(after.has_value());
    CHECK(asked(*after) == asked(*before));
    CHECK(after->turn == before->turn + 1);
}

} // namespace plaint::conversation
