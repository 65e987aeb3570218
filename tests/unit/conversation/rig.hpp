#pragma once

#include "bot/conversation/conversation.hpp"

#include "storage/memory/memory_store.hpp"
#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>
#include <deque>

// Nodes of the program on one store in memory, in which nothing happens until the test lets it.
namespace plaint::conversation {

// One node of the program on a thread that the test owns: nothing happens until settle().
struct Node {
    std::deque<std::move_only_function<void()>> tasks;
    storage::MemoryStore& store;
    support::Config config;
    support::FakeClock& clock;
    support::Metrics metrics;
    casework::Casework::Post post = [this](std::move_only_function<void()> task) {
        tasks.push_back(std::move(task));
    };
    library::Shelf shelf{library::Edition(library::Edition(), &tests::shipped_library())};
    casework::Casework casework{store, config, post};
    Conversation conversation{{shelf,
                               store,
                               casework,
                               clock,
                               config,
                               support::silent_log(),
                               metrics,
                               std::string(32, 'k'),
                               post,
                               {}}};

    Node(storage::MemoryStore& shared, support::FakeClock& time) : store(shared), clock(time) {}

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
    std::unique_ptr<storage::MemoryStore> store =
        storage::MemoryStore::create(storage::MemoryStore::Answering::pumped);
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
        Inbound inbound{.conversation = storage::ConversationId(std::move(conversation)),
                        .external_id = std::move(id),
                        .locale = "zh-CN"};
        inbound.words = std::move(words);
        if (inbound.words.empty()) inbound.said = dialogs::Said::begin;
        return inbound;
    }
};

inline std::string asked(const Reply& reply) {
    for (const dialogs::Output& output : reply.content.outputs)
        if (output.ask) return output.ask->path;
    return "";
}

// Puts off what may be put off, and denies or takes the first of everything else.
inline std::string answer_to(const dialogs::Ask& ask) {
    using dialogs::State;
    if (ask.path == "review") return "confirm";
    for (const State state : {State::later, State::skip, State::unknown, State::none})
        if (allows(ask.may, state)) return std::string(name_of(state));
    if (ask.as == "yes_no") {
        const bool agrees = ask.path.starts_with("intake.") || ask.path.starts_with("declaration.");
        return agrees ? "yes" : "no";
    }
    if (!ask.options.empty()) return ask.options.front().value;
    return ask.as == "number" ? "3" : "结构与权利要求逐项对应，内容足够长。";
}

} // namespace plaint::conversation
