#include "tests/unit/outbox/outbox_rig.hpp"

#include <catch2/catch.hpp>

#include <future>

namespace plaint::outbox::rig {

namespace {

template<class T, class Call>
T ask(Call call) {
    auto promise = std::make_shared<std::promise<std::expected<T, storage::Error>>>();
    auto answer = promise->get_future();
    call([promise](std::expected<T, storage::Error> result) { promise->set_value(std::move(result)); });
    auto result = answer.get();
    REQUIRE(result);
    return *std::move(result);
}

} // namespace

std::expected<Response, TransportProblem> FakeTransport::send(const Request& request) {
    if (meanwhile) meanwhile(request);
    const std::lock_guard lock(mutex);
    sent.push_back(request);
    if (answers.empty()) return Response{.status = 200};
    Answer answer = std::move(answers.front());
    answers.pop_front();
    return answer;
}

std::string header(const Request& request, const std::string& name) {
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return "";
}

Response status(int code, std::string retry_after) {
    return {.status = code, .retry_after = std::move(retry_after)};
}

std::unexpected<TransportProblem> fault(TransportFault fault, std::string what) {
    return std::unexpected(TransportProblem{fault, std::move(what)});
}

Rig::Rig(storage::MemoryStore::Answering answering, OutboxSettings settings)
    : store(storage::MemoryStore::create(answering)) {
    renderer = [](const storage::LeasedEvent& leased) {
        return Delivery{.url = "https://" + leased.event.destination + ".example.cn/hook",
                        .secret = secret,
                        .body = leased.event.content};
    };
    outbox = std::make_unique<Outbox>(
        *store, transport, clock,
        [this](const storage::LeasedEvent& leased) {
            {
                const std::lock_guard lock(transport.mutex);
                rendered.push_back(leased.event.id.text);
            }
            return renderer(leased);
        },
        settings, support::silent_log(), metrics);
}

void Rig::add_case(const std::string& number) {
    storage::Commit commit;
    commit.session.id = storage::SessionId("session of " + number);
    commit.session.version = 1;
    commit.session.receipt_hash = "receipt of " + number;
    commit.turn.session = commit.session.id;
    commit.turn.turn = 1;
    commit.turn.conversation = storage::ConversationId("conversation of " + number);
    commit.new_conversation = storage::ConversationRecord{commit.turn.conversation, commit.session.id, "", 0};
    storage::CaseRecord record;
    record.number = storage::CaseNumber(number);
    record.session = commit.session.id;
    commit.cases.push_back(record);
    const auto outcome =
        ask<storage::CommitOutcome>([&](auto answer) { store->commit(commit, std::move(answer)); });
    REQUIRE(std::holds_alternative<storage::Committed>(outcome));
}

void Rig::add_event(const std::string& id, const std::string& number, const std::string& destination) {
    storage::CaseChange change;
    change.number = storage::CaseNumber(number);
    change.events.push_back({storage::EventId(id), "dossier.submitted", destination, change.number, 1,
                             clock.now(), "{\"event\":\"" + id + "\"}"});
    const auto outcome =
        ask<storage::CommitOutcome>([&](auto answer) { store->change(change, std::move(answer)); });
    REQUIRE(std::holds_alternative<storage::Committed>(outcome));
}

storage::EventStatus Rig::event(const std::string& id) {
    const auto all = ask<std::vector<storage::EventStatus>>(
        [&](auto answer) { store->events(std::nullopt, 1'000, std::move(answer)); });
    for (const auto& status : all)
        if (status.event.id.text == id) return status;
    FAIL("no event " << id);
    return {};
}

int Rig::drain() {
    int taken = 0;
    while (outbox->run_once()) ++taken;
    return taken;
}

} // namespace plaint::outbox::rig
