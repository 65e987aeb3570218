#pragma once

#include "storage/store.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>

// What every store must keep, told as facts in *_facts.cpp. The facts are compiled once for each store,
// together with that store's rig.
namespace plaint::storage::contract {

// One store under test, and what can be done to it from outside. Everything goes away with the rig.
class StoreRig {
  public:
    virtual ~StoreRig() = default;
    virtual Store& store() = 0;

    // Closes the store and opens it again; false where nothing outlives the process.
    virtual bool reopen() = 0;
    // From now on there is no room (or next to none), until relieve().
    virtual void fill_up() = 0;
    virtual void relieve() = 0;
    // A second opening of what the backup at `path` holds; null where there are no backups.
    virtual std::unique_ptr<Store> open_backup(const std::string& path) = 0;
    virtual std::string backup_path() = 0;
};

std::unique_ptr<StoreRig> make_rig();

// Calls and waits: ask<bool>([&](auto answer) { store.probe(answer); }).
template<class T, class Call>
std::expected<T, Error> try_ask(Call&& call) {
    auto promise = std::make_shared<std::promise<std::expected<T, Error>>>();
    auto future = promise->get_future();
    call(Answer<T>{[promise](std::expected<T, Error> result) { promise->set_value(std::move(result)); }});
    if (future.wait_for(std::chrono::seconds{20}) != std::future_status::ready)
        throw std::runtime_error("the store did not answer");
    return future.get();
}

template<class T, class Call>
T ask(Call&& call) {
    auto result = try_ask<T>(std::forward<Call>(call));
    if (!result) throw std::runtime_error("the store failed: " + result.error().what);
    return std::move(*result);
}

enum class Outcome { committed, duplicate, conflict, unavailable, full, broken };
std::ostream& operator<<(std::ostream& out, Outcome outcome);
Outcome outcome_of(const std::expected<CommitOutcome, Error>& result);

Outcome commit(Store& store, Commit commit);
Outcome change(Store& store, CaseChange change);

// A session that is told turn by turn on one conversation. next() answers the commit of the next turn as if
// the one before had been committed; keep(), called by commit(), remembers that it was.
class Talk {
  public:
    explicit Talk(const std::string& name);

    Commit next(const std::string& external_id = "");
    void keep(const Commit& commit);

    SessionId session;
    ConversationId conversation;
    std::uint64_t version = 0;
    std::uint64_t turns = 0;
    std::uint64_t activities = 0;
    bool known = false; // the conversation is
};
Outcome commit(Store& store, Talk& talk, const std::string& external_id = "");

CaseRecord case_of(const Talk& talk, const std::string& number, std::uint32_t version = 1);
AuditRecord link_of(const std::string& number, std::uint64_t sequence);
EventRecord event_of(const std::string& id, const std::string& number,
                     const std::string& destination = "centre", Millis due_at = 0);
FileRecord file_of(const Talk& talk, char digit);
// A session with one submitted case, its first audit link and nothing to deliver.
Talk submitted(Store& store, const std::string& name, const std::string& number);

} // namespace plaint::storage::contract
