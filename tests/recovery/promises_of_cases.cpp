#include "bot/casework/audit_chain.hpp"
#include "bot/casework/hand_over.hpp"
#include "bot/casework/ruling.hpp"
#include "bot/casework/states.hpp"
#include "bot/support/crypto.hpp"
#include "storage/desk.hpp"
#include "tests/recovery/looking.hpp"
#include "tests/recovery/promises.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

// What is promised of cases, and of what the staff do with them.
namespace plaint::tests {
namespace {

using conversation::TurnContent;
using dialogs::Effect;
using dialogs::Said;
using nlohmann::json;
using storage::CaseNumber;
using storage::CaseState;
using storage::SessionId;
using storage::TurnRecord;

// Of what whoever leads is told, for each link that has a version.
std::string_view event_of(const std::string& action) {
    static const std::map<std::string, std::string_view> events{
        {"withdrawn", casework::event_withdrawn}, {"request", "dossier.materials_requested"},
        {"release", "dossier.released"},          {"accept", "dossier.accepted"},
        {"not_accept", "dossier.not_accepted"},   {"transfer", "dossier.transferred"},
        {"type", "dossier.recording_typed"}};
    const auto known = events.find(action);
    return known != events.end() ? known->second : casework::event_submitted;
}

} // namespace

void Promises::tries(const casework::Ruling& ruling) {
    Decision& decision = decisions_[ruling.reason];
    decision.number = ruling.number;
    decision.version = ruling.version;
    ++decision.tried;
}

void Promises::ruled(const casework::Ruling& ruling, Ruled outcome) {
    Decision& decision = decisions_[ruling.reason];
    if (outcome == Ruled::refused) ++decision.refused;
    if (outcome != Ruled::stands) return;
    decision.stands = true;
    ++rulings_;
    look_at_rulings(ruling.number);
}

void Promises::tries_to_take(const CaseNumber& number, const storage::StaffId& by) {
    ++takings_[{number, by.text}].tried;
}
void Promises::took(const CaseNumber& number, const storage::StaffId& by) {
    ++takings_[{number, by.text}].done;
}
void Promises::tries_to_keep(const storage::CallbackRecord& callback) {
    ++callbacks_[{callback.session, callback.turn}].tried;
}
void Promises::kept(const storage::CallbackRecord& callback) {
    ++callbacks_[{callback.session, callback.turn}].done;
}

json Promises::dossier_of(const CaseNumber& number) {
    const auto record = ask<std::optional<storage::CaseRecord>>(
        [&](auto answer) { disk_.find_case(number, std::nullopt, std::move(answer)); });
    const auto bytes = record ? support::open(record->session.text, record->dossier) : std::nullopt;
    return bytes ? json::parse(*bytes, nullptr, false) : json();
}

std::map<std::uint64_t, json> Promises::rulings_of(const SessionId& session) {
    std::map<std::uint64_t, json> rulings;
    for (const storage::CaseRecord& one :
         ask<std::vector<storage::CaseRecord>>([&](auto answer) { disk_.cases(session, std::move(answer)); }))
        for (const json& note : dossier_of(one.number).value("rulings", json::array()))
            rulings[note.value("turn", std::uint64_t{0})] = note;
    return rulings;
}

void Promises::look_at_cases(const SessionId& session, const std::vector<TurnRecord>& turns) {
    std::set<std::pair<std::string, std::uint32_t>> submitted;
    std::size_t changes = 0;
    for (const TurnRecord& turn : turns) {
        const TurnContent content = *content_of(turn);
        if (has(content, Effect::submit) || content.said == Said::withdraw ||
            has(content, Effect::withdraw) || turn.conversation.text.starts_with(by_staff) ||
            (content.said == Said::note && content.closing))
            ++changes;
        if (!has(content, Effect::submit) || !content.closing) continue;
        const casework::Closing& closing = *content.closing;
        if (!submitted.emplace(closing.number, closing.version).second)
            broken("two submissions made one version" + in(session, turn.turn));
        if (!ask<std::optional<storage::CaseRecord>>([&](auto answer) {
                disk_.find_case(storage::CaseNumber(closing.number), closing.version, std::move(answer));
            }))
            broken("a submission without its dossier" + in(session, turn.turn));
    }
    const auto cases =
        ask<std::vector<storage::CaseRecord>>([&](auto answer) { disk_.cases(session, std::move(answer)); });
    for (const storage::CaseRecord& one : cases) {
        look_at_case(one);
        if (one.version > changes) broken("a case has versions that nobody submitted: " + one.number.text);
    }
    if (submitted.empty() != cases.empty()) broken("submissions and cases do not agree: " + session.text);
}

void Promises::look_at_case(const storage::CaseRecord& newest) {
    const std::string& number = newest.number.text;
    const auto chain = ask<std::vector<storage::AuditRecord>>(
        [&](auto answer) { disk_.audit(newest.number, std::move(answer)); });
    if (const auto head = casework::verify_chain(newest.number, chain); !head)
        return broken("the audit chain of " + number + " is broken: " + head.error().what);
    look_at_links(newest.number, chain);
    look_at_rulings(newest.number);
    const auto events = ask<std::vector<storage::EventStatus>>(
        [&](auto answer) { disk_.events(std::nullopt, everything, std::move(answer)); });
    std::uint32_t version = 0;
    for (const storage::AuditRecord& link : chain) {
        const auto content = nlohmann::json::parse(link.content, nullptr, false);
        if (!content.is_object() || !content.contains("dossier_sha256")) continue;
        const std::string what = " (version " + std::to_string(++version) + " of " + number + ")";
        if (content.value("version", 0U) != version) return broken("the audit leaves out a version" + what);
        const auto record = ask<std::optional<storage::CaseRecord>>(
            [&](auto answer) { disk_.find_case(newest.number, version, std::move(answer)); });
        const auto dossier = record ? support::open(record->session.text, record->dossier) : std::nullopt;
        if (!dossier || support::sha256_hex(*dossier) != content.value("dossier_sha256", ""))
            return broken("a dossier is not what the audit says" + what);
        // Whoever leads is told of each version.
        const auto told =
            casework::hand_over(config_, event_of(link.action), *record, content.value("lead", ""), link.at);
        const bool kept = !told || std::ranges::any_of(events, [&](const storage::EventStatus& one) {
            return one.event.id == told->id;
        });
        if (!kept) broken("nobody is to be told of a version" + what);
    }
    if (version != newest.version) broken("the audit ends before the last version of " + number);
}

// A decision stands once or not at all; what was acknowledged stands, and what was refused does not.
void Promises::look_at_rulings(const CaseNumber& number) {
    std::map<std::string, std::size_t> times;
    for (const json& note : dossier_of(number).value("rulings", json::array())) {
        const std::string reason = note.value("reason", "");
        ++times[reason];
        const auto known = decisions_.find(reason);
        if (known == decisions_.end())
            return broken("nobody has decided this of " + number.text + ": " + reason);
        if (note.value("version", 0U) != known->second.version + 1)
            broken("a decision on what the officer had not read: " + reason + " of " + number.text);
    }
    for (const auto& [reason, decision] : decisions_) {
        if (decision.number != number) continue;
        const std::size_t count = times[reason];
        const std::string what = " (" + reason + " of " + number.text + ")";
        if (count > 1) broken("a decision stands twice" + what);
        if (decision.stands && count == 0) broken("an acknowledged decision is lost" + what);
        if (decision.refused == decision.tried && count > 0) broken("a refused decision stands" + what);
    }
}

// Each link follows from those before it, and whoever was told that a case is theirs has taken it.
void Promises::look_at_links(const CaseNumber& number, const std::vector<storage::AuditRecord>& chain) {
    CaseState state = CaseState::submitted;
    std::map<std::string, std::size_t> taken;
    for (const storage::AuditRecord& link : chain) {
        const auto kind = casework::ruling_of(link.action);
        if (kind && !casework::may_rule(*kind, state))
            broken("a decision that the state of " + number.text + " does not allow: " + link.action);
        if (link.action == "taken") ++taken[link.actor];
        const json content = json::parse(link.content, nullptr, false);
        const auto next =
            content.is_object() ? casework::case_state_of(content.value("state", "")) : std::nullopt;
        state = next.value_or(state);
    }
    for (const auto& [officer, times] : taken)
        if (times > takings_[{number, officer}].tried)
            broken(officer + " has taken " + number.text + " more often than tried");
    for (const auto& [taking, tries] : takings_)
        if (taking.first == number && taken[taking.second] < tries.done)
            broken(taking.second + " was told too much of " + number.text);
}

// Whoever was promised a call stands in the list until somebody has kept it.
void Promises::look_at_callback(const TurnRecord& turn) {
    const bool stands = ask<std::optional<storage::CallbackRecord>>([&](auto answer) {
                            disk_.desk().callback(storage::Scope::of_region("000000"), turn.session,
                                                  turn.turn, std::move(answer));
                        }).has_value();
    const auto known = callbacks_.find({turn.session, turn.turn});
    if (known == callbacks_.end() && !stands)
        broken("a promise to call back is lost" + in(turn.session, turn.turn));
    if (known != callbacks_.end() && known->second.done > 0 && stands)
        broken("a promise that was kept stands on" + in(turn.session, turn.turn));
    if (known != callbacks_.end() && known->second.done > 1)
        broken("a promise is kept twice" + in(turn.session, turn.turn));
}

void Promises::look_at_journal() {
    const auto chain = ask<std::vector<storage::AuditRecord>>(
        [&](auto answer) { disk_.desk().journal(0, everything, std::move(answer)); });
    if (const auto head = casework::verify_chain(storage::journal_number, chain); !head)
        broken("the journal is broken: " + head.error().what);
}

} // namespace plaint::tests
