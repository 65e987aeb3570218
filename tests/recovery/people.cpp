#include "tests/recovery/people.hpp"

#include "bot/casework/audit_chain.hpp"
#include "bot/casework/waiting.hpp"
#include "tests/recovery/complainant.hpp"
#include "tests/recovery/officer.hpp"

#include <nlohmann/json.hpp>

namespace plaint::tests {
namespace {

using conversation::Conversation;
using conversation::Refusal;
using conversation::Reply;
using storage::EventStatus;

std::vector<EventStatus> events(World& world, std::optional<storage::EventState> state) {
    return casework::wait_for<std::vector<EventStatus>>(
               [&](auto answer) { world.disk().events(state, 1'000'000, std::move(answer)); })
        .value();
}

// Has a receipt code, looks at the status of the complaint, and now and then withdraws it.
class StatusReader final : public Visitor {
  public:
    void act(World& world) override {
        Process* const process = world.process();
        if (world.closing() || world.receipts.empty() || process == nullptr) return;
        const std::string receipt = world.chance().one_of(world.receipts);
        const auto withdrawn = [&world](const std::expected<Reply, Refusal>& outcome) {
            if (outcome) world.promises().replied(std::nullopt, *outcome);
        };
        if (world.chance().permille(30)) return process->conversation().withdraw(receipt, withdrawn);
        process->conversation().open(receipt, [&world, process, receipt, withdrawn](
                                                  std::expected<Conversation::Opened, Refusal> opened) {
            if (!opened || opened->closing.linked.empty() || !world.chance().permille(50)) return;
            const storage::CaseNumber number(opened->closing.linked.front().number);
            process->conversation().withdraw_linked(receipt, number, withdrawn);
        });
    }
};

// Has what is dead delivered again, where that can help.
class Operator final : public Visitor {
  public:
    void act(World& world) override {
        Process* const process = world.process();
        if (process == nullptr || !world.chance().permille(100)) return;
        for (const auto state : {storage::EventState::dead, storage::EventState::refused}) {
            auto dead = events(world, state);
            std::erase_if(dead, &Receivers::is_over);
            if (dead.empty()) continue;
            const storage::EventId id = world.chance().one_of(dead).event.id;
            world.promises().replayed(id);
            process->store().replay(id, world.now(), [](const auto&) {});
        }
    }
};

// Fetches a package at a receiving body: each access is a link of the case's audit chain, beside those of its turns.
class Fetcher final : public Visitor {
  public:
    void act(World& world) override {
        Process* const process = world.process();
        if (world.closing() || process == nullptr || !world.chance().permille(100)) return;
        const auto known = events(world, std::nullopt);
        if (known.empty()) return;
        const storage::CaseNumber number = world.chance().one_of(known).event.number;
        process->store().audit(number, [&world, process, number](auto chain) {
            if (!chain) return;
            auto head = casework::head_of(*chain);
            storage::CaseChange change{.number = number};
            change.audit.push_back(casework::append(head, number, world.now(), "office:3301", "fetched",
                                                    nlohmann::json::object()));
            process->store().change(std::move(change), [](const auto&) {});
        });
    }
};

} // namespace

std::vector<std::unique_ptr<Visitor>> people(World& world) {
    std::vector<std::unique_ptr<Visitor>> all;
    for (std::size_t left = 1 + world.chance().below(3); left > 0; --left)
        all.push_back(std::make_unique<Complainant>(world));
    all.push_back(std::make_unique<StatusReader>());
    all.push_back(std::make_unique<Operator>());
    all.push_back(std::make_unique<Fetcher>());
    // Two at the centre that receives, and one who sees what is sent to any other.
    all.push_back(std::make_unique<Officer>("staff_1", storage::StaffRole::reviewer, "330100"));
    all.push_back(std::make_unique<Officer>("staff_2", storage::StaffRole::intake_officer, "330000"));
    all.push_back(std::make_unique<Officer>("staff_3", storage::StaffRole::reviewer, "000000"));
    return all;
}

} // namespace plaint::tests
