#include "bot/review/journal.hpp"

#include "bot/casework/audit_chain.hpp"
#include "bot/conversation/at_home.hpp"

#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::review {
namespace {

using conversation::at_home;

// Others write on the same chain: whoever comes second reads it again.
constexpr int attempts_max = 8;
constexpr std::size_t acts_max = 1'000; // that wait to be written

} // namespace

void Journal::note(std::string actor, std::string action, nlohmann::json content,
                   std::function<void(bool)> noted) {
    act({.actor = std::move(actor),
         .action = std::move(action),
         .content = std::move(content),
         .acted = [noted = std::move(noted)](Acted acted) { noted(acted == Acted::done); }});
}

void Journal::act(Act act) {
    if (acts_.size() >= acts_max) return act.acted(Acted::unavailable);
    acts_.push_back(std::move(act));
    if (acts_.size() == 1) write();
}

// One after the other, so that only other programs on the same store can come in between.
void Journal::write() {
    parts_.store.desk().last_note(at_home(parts_.post, [this](auto last) {
        if (!last) {
            parts_.log.error("journal_not_written",
                             {support::field(support::Field::error, last.error().what)});
            return finish(Acted::unavailable);
        }
        const Act& act = acts_.front();
        casework::ChainHead head;
        if (*last) head = {(*last)->sequence, (*last)->hash};
        storage::DeskChange change = act.change;
        change.note = casework::append(head, storage::journal_number, parts_.clock.now(), act.actor,
                                       act.action, act.content);
        parts_.store.desk().change(
            std::move(change), at_home(parts_.post, [this](auto outcome) {
                if (!outcome) return finish(Acted::unavailable);
                if (*outcome == storage::DeskOutcome::behind)
                    return ++acts_.front().attempts < attempts_max ? write() : finish(Acted::unavailable);
                finish(*outcome == storage::DeskOutcome::done ? Acted::done : Acted::refused);
            }));
    }));
}

void Journal::finish(Acted acted) {
    const auto answered = std::move(acts_.front().acted);
    acts_.pop_front();
    if (!acts_.empty()) write();
    answered(acted);
}

void Journal::note_access(Access access) { append(std::make_shared<Access>(std::move(access))); }

void Journal::append(const std::shared_ptr<Access>& access) {
    parts_.store.audit(
        access->change.number, at_home(parts_.post, [this, access](auto chain) {
            if (!chain) return access->noted(false);
            auto head = casework::head_of(*chain);
            storage::CaseChange change = access->change;
            change.audit.push_back(casework::append(head, change.number, parts_.clock.now(), access->actor,
                                                    access->action, access->content));
            parts_.store.change(std::move(change), at_home(parts_.post, [this, access](auto outcome) {
                                    if (!outcome) return access->noted(false);
                                    const bool committed =
                                        std::holds_alternative<storage::Committed>(*outcome);
                                    if (!committed && ++access->attempts < attempts_max)
                                        return append(access);
                                    access->noted(committed);
                                }));
        }));
}

} // namespace plaint::review
