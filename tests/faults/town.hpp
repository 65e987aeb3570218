#pragma once

#include "bot/casework/audit_chain.hpp"
#include "storage/files.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/simulation/chance.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace plaint::tests {

inline constexpr storage::Millis day_ms = 24 * 3'600'000;

// One call on a store, which can be made on several: on the one under test, and on the book of what it has acknowledged.
struct Deed {
    // The answer in words, the same from every store that keeps the contract.
    using Done = std::function<void(std::expected<std::string, storage::Error>)>;

    std::string what;
    std::optional<std::size_t> person; // whose records it touches; nothing: anybody's
    std::function<void(storage::Store&, Done)> ask;
    std::function<void()> keep = [] {}; // to be called when it is known to have happened
};

// Someone who complains, as the answers that were given so far show him.
struct Person {
    struct Case {
        storage::CaseNumber number;
        std::uint32_t version = 1;
        storage::CaseState state = storage::CaseState::submitted;
        casework::ChainHead chain;
    };
    storage::contract::Talk talk;
    std::vector<storage::StoredFile> unnamed; // uploads that were acknowledged and that no turn names yet
    std::vector<Case> cases;
    std::optional<storage::Commit> last; // as it was committed
};

// People, the cases that come of them, and those who deliver and decide: chance says what happens next.
class Town {
  public:
    Town(Chance& chance, std::size_t people);

    const std::vector<Person>& people() const { return people_; }
    Person& person(std::size_t index) { return people_[index]; }
    storage::Millis now() const { return now_; }
    void pass(storage::Millis time) { now_ += time; }
    std::string bytes(std::size_t most); // never the same twice

    // What somebody says, submits or repeats, or what is decided about a case of his.
    Deed next(std::size_t person);
    // A number for a case to come; what has been given is never given again.
    void take_serial(std::uint64_t serial) { serials_.push_back(serial); }

    // Those who deliver take what is due, and settle each of it.
    using Leased = std::shared_ptr<std::vector<storage::LeasedEvent>>;
    Deed lease(Leased taken);
    Deed settle(const storage::LeasedEvent& taken);
    Deed replay(storage::EventId event);
    // Drafts that nobody came back for go, and those who began them begin anew.
    Deed expire(std::shared_ptr<std::vector<storage::SessionId>> gone);

  private:
    Person stranger();
    Deed commit(std::size_t person, std::string what, storage::Commit commit,
                std::vector<Person::Case> cases);
    Deed say(std::size_t person);
    Deed submit(std::size_t person);
    Deed correct(std::size_t person);
    Deed decide(std::size_t person);
    storage::Commit turn(Person& person);
    storage::AuditRecord link(Person::Case& one, const char* action);
    storage::EventRecord event(const Person::Case& one, const char* type, const char* destination);

    Chance& chance_;
    storage::Millis now_ = 1'790'000'000'000;
    std::vector<Person> people_;
    std::vector<std::uint64_t> serials_;
    std::uint64_t strangers_ = 0;
    std::uint64_t messages_ = 0;
    std::uint64_t events_ = 0;
    std::uint64_t leases_ = 0;
    // The same lease has another name in each store.
    std::map<std::pair<const storage::Store*, storage::EventId>, std::string> lease_names_;
};

// Everything that a store knows about somebody, line by line.
std::string told(storage::Store& store, const Person& person);
std::string told(storage::Store& store, const std::vector<Person>& people);

} // namespace plaint::tests
