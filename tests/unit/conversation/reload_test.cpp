#include "tests/unit/conversation/rig.hpp"

#include "bot/conversation/stored_session.hpp"

#include <nlohmann/json.hpp>

// What a change of the content is to those who are in the middle of something.
namespace plaint::conversation {
namespace {

using dialogs::Modality;
using dialogs::Said;
using library::Edition;
using storage::ConversationId;
using storage::MemoryStore;

const std::string tree_file = "trees/shared/standing.json";

Edition load(const content::FolderTexts& dialogs) {
    auto loaded = library::load_library(dialogs.texts(), tests::shipped_texts().locales.texts());
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
}

const Edition& before() {
    static const Edition edition = load(tests::shipped_texts().dialogs);
    return edition;
}

// The role is asked before the urgency, and the telephone number before the address.
const Edition& after() {
    static const Edition edition = [] {
        content::FolderTexts dialogs = tests::shipped_texts().dialogs;
        const auto ask_first = [&](const std::string& file, const std::string& path, nlohmann::json& json,
                                   nlohmann::json& list) {
            const auto asks = [&](const nlohmann::json& node) {
                return (node.contains("when") ? node["do"][0] : node).value("ask", "") == path;
            };
            const auto found = std::find_if(list.begin(), list.end(), asks);
            REQUIRE(found != list.end());
            std::rotate(list.begin(), found, found + 1);
            dialogs.bytes[file] = json.dump();
        };
        auto standing = nlohmann::json::parse(dialogs.bytes.at(tree_file));
        REQUIRE(standing["do"].size() == 2); // each with its condition
        std::swap(standing["do"][0], standing["do"][1]);
        dialogs.bytes[tree_file] = standing.dump();
        auto contact = nlohmann::json::parse(dialogs.bytes.at("trees/shared/contact.json"));
        ask_first("trees/shared/contact.json", "phone", contact, contact["do"]);
        return load(dialogs);
    }();
    return edition;
}

// A server whose content changes; `restart` is the next one on the same store.
struct Server {
    std::deque<std::move_only_function<void()>> tasks;
    std::shared_ptr<MemoryStore> store;
    support::Config config;
    support::FakeClock clock{1'795'000'000'000};
    support::Metrics metrics;
    std::vector<Edition> kept; // that can be fetched
    int fetched = 0;
    casework::Casework::Post post = [this](std::move_only_function<void()> task) {
        tasks.push_back(std::move(task));
    };
    library::Shelf shelf;
    casework::Casework casework{*store, config, post};
    Conversation conversation{{shelf,
                               *store,
                               casework,
                               clock,
                               config,
                               support::silent_log(),
                               metrics,
                               std::string(32, 'k'),
                               post,
                               {}}};
    Modality modality = Modality::web;

    explicit Server(Edition edition = before(), std::shared_ptr<MemoryStore> on = nullptr)
        : store(on ? std::move(on) : MemoryStore::create(MemoryStore::Answering::pumped)),
          shelf(std::move(edition), [this](const std::string& version, library::Shelf::Found found) {
              ++fetched;
              const auto one = std::ranges::find(kept, version, &library::Library::version);
              post([found, edition = one != kept.end() ? *one : Edition()] { found(edition); });
          }) {}

    void settle() {
        for (;;) {
            if (tasks.empty() && store->pump(1) == 0) return;
            if (tasks.empty()) continue;
            auto task = std::move(tasks.front());
            tasks.pop_front();
            task();
        }
    }

    Reply receive(Inbound inbound) {
        std::optional<std::expected<Reply, Refusal>> answered;
        inbound.conversation = ConversationId("c");
        inbound.locale = "zh-CN";
        inbound.modality = modality;
        conversation.receive(std::move(inbound), true, [&](auto outcome) { answered = std::move(outcome); });
        settle();
        REQUIRE(answered.has_value());
        REQUIRE(answered->has_value());
        return std::move(**answered);
    }
    Reply begin() { return receive({.said = Said::begin}); }
    Reply say(const std::string& words) { return receive({.words = words}); }

    // Answers until that is asked.
    Reply until(const std::string& path) {
        Reply reply = begin();
        for (int turns = 0; asked(reply) != path; ++turns) {
            REQUIRE(turns < 100);
            const dialogs::Ask* ask = nullptr;
            for (const dialogs::Output& output : reply.content.outputs)
                if (output.ask) ask = &*output.ask;
            if (ask == nullptr) return reply; // it came to its end
            reply = receive({.words = answer_to(*ask), .value = answer_to(*ask)});
        }
        return reply;
    }

    // As it is stored, under the content that it stands under.
    StoredSession stored(const storage::SessionId& id) {
        std::optional<StoredSession> read;
        store->session(id, [&](auto found) {
            read_session(shelf, std::move(found.value().value()),
                         [&](auto opened) { read = std::move(opened.value()); });
        });
        settle();
        return std::move(read.value());
    }
    // The value that stands at a question outside of groups; empty where there is none.
    std::string value_at(const storage::SessionId& id, const std::string& path) {
        const StoredSession stored = this->stored(id);
        const dialogs::Tree& tree = stored.edition->tree();
        const dialogs::Field* field = tree.field(path);
        const dialogs::Leaf& leaf = tree.leaves[field->leaves.front()];
        const dialogs::Slot& slot = stored.content.session.root.slots[leaf.slot];
        if (slot.answer == nullptr || !std::holds_alternative<std::string>(slot.answer->value)) return "";
        return std::get<std::string>(slot.answer->value);
    }
};

} // namespace

TEST_CASE("an input is read under the content that put its question, and what follows uses the newest") {
    Server server;
    const Reply asking = server.until("case.urgent");
    server.shelf.put(after());
    const Reply reply = server.say("ordinary");
    CHECK(reply.edition == after());
    CHECK(server.value_at(asking.session, "case.urgent") == "ordinary");
    CHECK(asked(reply) == "party.role");
    const StoredSession stored = server.stored(asking.session);
    CHECK(stored.content.session.contents == std::vector{before()->version, after()->version});
    const dialogs::Leaf& leaf = after()->tree().leaves[after()->tree().field("case.urgent")->leaves.front()];
    CHECK(stored.content.session.root.slots[leaf.slot].answer->content == 0);
    CHECK(asked(server.say("owner")) == "intake.consent_sensitive");
}

TEST_CASE("an answer that no question asks for any more is kept, and one that is new is asked") {
    Server server;
    server.until("case.urgent");
    server.shelf.put(after());
    // Not understood under the old content: the new one begins with the role.
    const Reply reply = server.say("呃……");
    CHECK(asked(reply) == "party.role");
    CHECK(asked(server.say("owner")) == "case.urgent");
}

TEST_CASE("what was read back before the content changed can be confirmed") {
    Server server;
    server.modality = Modality::voice;
    server.until("complainant.phone");
    const Reply asking = server.say("13800138000");
    REQUIRE(asked(asking) == "complainant.phone.confirm");
    server.shelf.put(after());
    const Reply reply = server.say("1");
    CHECK(server.value_at(asking.session, "complainant.phone") == "13800138000");
    CHECK(asked(reply) != "complainant.phone.confirm");
}

TEST_CASE("what was read back is put anew as a question when the content changes before it is confirmed") {
    Server server;
    server.modality = Modality::voice;
    server.until("complainant.phone");
    const Reply asking = server.say("13800138000");
    server.shelf.put(after());
    CHECK(asked(server.say("重复")) == "complainant.phone");
    CHECK(server.value_at(asking.session, "complainant.phone").empty());
    CHECK(asked(server.say("13900139000")) == "complainant.phone.confirm");
}

TEST_CASE("a value that comes when the content has changed is read back under the newest") {
    Server server;
    server.modality = Modality::voice;
    const Reply asking = server.until("complainant.phone");
    server.shelf.put(after());
    const Reply reply = server.say("13800138000");
    CHECK(reply.edition == after());
    CHECK(asked(reply) == "complainant.phone.confirm");
    server.say("1");
    CHECK(server.value_at(asking.session, "complainant.phone") == "13800138000");
}

TEST_CASE("a correction that is begun is carried out, or dropped with the content that asked for it") {
    Server server;
    const Reply asking = server.until("intake.consent_sensitive");
    REQUIRE(asked(server.say("返回")) == "party.role");
    server.shelf.put(after());
    SECTION("the new answer counts") {
        const Reply reply = server.say("heir");
        CHECK(server.value_at(asking.session, "party.role") == "heir");
        CHECK(asked(reply) == "intake.consent_sensitive");
    }
    SECTION("anything else leaves the old one, and the dialog goes on") {
        const Reply reply = server.say("重复");
        CHECK(server.value_at(asking.session, "party.role") == "owner");
        CHECK(asked(reply) == "intake.consent_sensitive");
        CHECK_FALSE(server.stored(asking.session).content.session.visits.back().focus);
    }
}

TEST_CASE("after a restart with other content the input is still read under what put its question") {
    Server first;
    const Reply asking = first.until("case.urgent");
    Server second(after(), first.store);
    SECTION("where that is kept") {
        second.kept = {before()};
        const Reply reply = second.say("ordinary");
        CHECK(second.value_at(asking.session, "case.urgent") == "ordinary");
        CHECK(asked(reply) == "party.role");
        CHECK(reply.edition == after());
        CHECK(second.fetched == 1);
    }
    SECTION("where it is not kept, the present question is put, and nothing given before is lost") {
        const Reply reply = second.say("ordinary");
        CHECK(asked(reply) == "party.role");
        CHECK(second.value_at(asking.session, "case.urgent").empty());
        CHECK(asked(second.say("owner")) == "case.urgent");
        CHECK(second.fetched == 1);
    }
}

TEST_CASE("a case stays under the content that it was submitted under, as long as that is kept") {
    Server first;
    const Reply submitted = first.until("nothing that is ever asked");
    REQUIRE(submitted.content.closing.has_value());
    first.shelf.put(after());
    CHECK(first.begin().edition == before());
    CHECK(first.stored(submitted.session).content.session.contents == std::vector{before()->version});

    Server second(after(), first.store);
    second.kept = {before()};
    const Reply again = second.begin();
    CHECK(again.edition->version == before()->version);
    CHECK(second.stored(submitted.session).content.session.contents == std::vector{before()->version});

    Server third(after(), first.store);
    CHECK(third.begin().edition == after());
}

TEST_CASE("what was said is shown again under the content that worded it") {
    Server server;
    const Reply asking = server.until("case.urgent");
    server.shelf.put(after());
    const auto shown = [&](Server& by) {
        std::vector<std::string> versions;
        by.conversation.replay(ConversationId("c"), 0, 100, [&](auto replies) {
            REQUIRE(replies.has_value());
            for (const Reply& reply : *replies) versions.push_back(reply.edition->version);
        });
        by.settle();
        return versions;
    };
    const auto repeated = [&](Server& by) {
        Inbound inbound{.external_id = "m1"};
        inbound.words = "ordinary";
        return by.receive(inbound);
    };
    CHECK(repeated(server).edition == after());
    std::vector<std::string> versions(asking.turn, before()->version);
    versions.push_back(after()->version);
    CHECK(shown(server) == versions);

    Server second(before(), server.store);
    second.kept = {after()};
    CHECK(shown(second) == versions);
    const Reply again = repeated(second);
    CHECK(again.repeated);
    CHECK(again.edition == after());

    // What is not kept any more is told in the present words.
    Server third(before(), server.store);
    CHECK(shown(third) == std::vector(versions.size(), before()->version));
}

TEST_CASE("content that nobody is in the middle of does not stay in memory") {
    content::FolderTexts dialogs = tests::shipped_texts().dialogs;
    const auto next = [&] {
        dialogs.bytes[tree_file] += ' ';
        return load(dialogs);
    };
    Server server(next());
    const std::weak_ptr<const library::Library> old = server.shelf.current();
    server.until("case.urgent");
    for (int changes = 0; changes < 4; ++changes) server.shelf.put(next());
    CHECK_FALSE(old.expired());
    Inbound other{.said = Said::begin};
    other.conversation = ConversationId("somebody else");
    server.conversation.receive(other, true, [](const auto&) {});
    server.settle();
    CHECK(old.expired());
    // Its session goes on as one that was not in memory.
    CHECK(asked(server.say("ordinary")) == "party.role");
    CHECK(server.fetched == 1);
}

TEST_CASE("content that is served again is the one that sessions stand under") {
    Server server;
    server.until("case.urgent");
    server.shelf.put(after());
    server.shelf.put(before());
    const Reply reply = server.say("ordinary");
    CHECK(reply.edition == before());
    CHECK(server.stored(reply.session).content.session.contents == std::vector{before()->version});
}

TEST_CASE("content that is served again while it is being fetched is one and the same") {
    Server server(after());
    server.kept = {load(tests::shipped_texts().dialogs)};
    Edition found;
    server.shelf.find(before()->version, [&](Edition edition) { found = std::move(edition); });
    server.shelf.put(before());
    server.settle();
    CHECK(server.fetched == 1);
    CHECK(found == before());
}

} // namespace plaint::conversation
