#include "tests/contract/store_contract.hpp"

#include <algorithm>
#include <ostream>

namespace plaint::storage::contract {

std::ostream& operator<<(std::ostream& out, Outcome outcome) {
    constexpr const char* names[] = {"committed", "duplicate", "conflict", "unavailable", "full", "broken"};
    return out << names[static_cast<std::size_t>(outcome)];
}

Outcome outcome_of(const std::expected<CommitOutcome, Error>& result) {
    if (!result) switch (result.error().fault) {
        case Fault::unavailable: return Outcome::unavailable;
        case Fault::full: return Outcome::full;
        case Fault::broken: return Outcome::broken;
        }
    if (std::holds_alternative<Committed>(*result)) return Outcome::committed;
    return std::holds_alternative<Duplicate>(*result) ? Outcome::duplicate : Outcome::conflict;
}

Outcome commit(Store& store, Commit commit) {
    return outcome_of(try_ask<CommitOutcome>([&](auto answer) { store.commit(std::move(commit), answer); }));
}

Outcome change(Store& store, CaseChange change) {
    return outcome_of(try_ask<CommitOutcome>([&](auto answer) { store.change(std::move(change), answer); }));
}

Talk::Talk(const std::string& name) : conversation("test:" + name) {
    // Ids are hexadecimal; a name that is not becomes one by its bytes.
    for (const unsigned char c : name) {
        session.text += "0123456789abcdef"[c >> 4];
        session.text += "0123456789abcdef"[c & 15];
    }
    session.text.resize(32, '0');
}

Commit Talk::next(const std::string& external_id) {
    Commit commit;
    commit.session = {session,
                      version + 1,
                      SessionState::draft,
                      "receipt of " + session.text,
                      1'000'000,
                      "answers " + std::to_string(version + 1)};
    commit.expected_version = version;
    if (!known)
        commit.new_conversation = ConversationRecord{conversation, session, "resume " + conversation.text, 7};
    commit.turn = {session,
                   turns + 1,
                   conversation,
                   external_id,
                   100,
                   activities,
                   2,
                   "said " + std::to_string(turns + 1)};
    return commit;
}

void Talk::keep(const Commit& commit) {
    version = commit.session.version;
    turns = commit.turn.turn;
    activities = commit.turn.first_activity + commit.turn.activity_count;
    known = true;
}

Outcome commit(Store& store, Talk& talk, const std::string& external_id) {
    const auto next = talk.next(external_id);
    const auto outcome = commit(store, next);
    if (outcome == Outcome::committed) talk.keep(next);
    return outcome;
}

CaseRecord case_of(const Talk& talk, const std::string& number, std::uint32_t version) {
    return {CaseNumber{number},
            talk.session,
            "patent_infringement",
            version,
            CaseState::submitted,
            "330100",
            "office:330100",
            1000 + version,
            "dossier " + std::to_string(version)};
}

AuditRecord link_of(const std::string& number, std::uint64_t sequence) {
    return {CaseNumber{number},
            sequence,
            2000,
            "complainant",
            "submitted",
            std::string(64, '0'),
            "hash " + std::to_string(sequence),
            "content " + std::to_string(sequence)};
}

EventRecord event_of(const std::string& id, const std::string& number, const std::string& destination,
                     Millis due_at) {
    return {EventId{id}, "dossier.submitted", destination, CaseNumber{number}, 1, due_at, "event " + id};
}

FileRecord file_of(const Talk& talk, char digit) {
    return {talk.session, std::string(64, digit), 50, "image/png", 3000, "sealed name"};
}

Talk submitted(Store& store, const std::string& name, const std::string& number) {
    Talk talk{name};
    auto first = talk.next();
    first.session.state = SessionState::submitted;
    first.cases = {case_of(talk, number)};
    first.audit = {link_of(number, 1)};
    if (commit(store, first) != Outcome::committed)
        throw std::runtime_error("the first turn was not committed");
    talk.keep(first);
    return talk;
}

} // namespace plaint::storage::contract
