#pragma once

#include "storage/desk.hpp"
#include "storage/store.hpp"

#include <deque>
#include <map>
#include <set>
#include <unordered_map>

namespace plaint::storage {

// Everything a store knows, in plain containers, with the port's rules as plain functions: the memory store
// is these behind a queue, and whoever doubts a rule reads it here.
class Books {
  public:
    CommitOutcome commit(const Commit& commit);
    CommitOutcome change(const CaseChange& change);

    std::optional<SessionRecord> session(const SessionId& id) const;
    std::optional<SessionRecord> session_by_receipt(const std::string& receipt_hash) const;
    std::optional<ConversationRecord> conversation(const ConversationId& id) const;
    std::optional<ConversationRecord> conversation_by_resume(const std::string& resume_hash) const;
    std::optional<TurnRecord> turn(const ConversationId& conversation, const std::string& external_id) const;
    std::vector<TurnRecord> turns(const ConversationId& conversation, std::uint64_t first_activity,
                                  std::uint32_t limit) const;
    std::vector<TurnRecord> turns_of_session(const SessionId& id, std::uint64_t after,
                                             std::uint32_t limit) const;

    std::uint64_t serials(const std::string& scope, std::uint32_t count);
    bool spend(const std::string& budget, std::uint32_t limit, Millis window, Millis now);
    Bytes setting(const std::string& name, const Bytes& fresh);

    std::optional<CaseRecord> find_case(const CaseNumber& number, std::optional<std::uint32_t> version) const;
    std::vector<CaseRecord> cases(const SessionId& session) const;
    std::vector<AuditRecord> audit(const CaseNumber& number) const;
    std::vector<FileRecord> files(const SessionId& session) const;

    std::vector<LeasedEvent> lease(Millis now, Millis lease_time, std::uint32_t limit);
    bool settle(const Settlement& settlement);
    std::vector<EventStatus> events(std::optional<EventState> state, std::uint32_t limit) const;
    bool replay(const EventId& id, Millis now);

    std::vector<SessionId> expire(Millis now, std::uint32_t limit);
    std::vector<SessionRecord> drafts(const SessionId& after, std::uint32_t limit) const;

    std::vector<CaseSummary> list_cases(const Scope& scope, const CaseFilter& filter) const;
    std::optional<CaseFile> find_case_within(const Scope& scope, const CaseNumber& number,
                                             std::optional<std::uint32_t> version) const;
    std::vector<EventStatus> events_of_case(const Scope& scope, const CaseNumber& number) const;
    std::vector<OwedCall> open_callbacks(const Scope& scope, const CallerPlace& after,
                                         std::uint32_t limit) const;
    std::optional<CallbackRecord> find_callback(const Scope& scope, const SessionId& session,
                                                std::uint64_t turn) const;
    std::optional<CallbackRecord> promised(const SessionId& session) const;
    void keep_callback(const DeskChange::Keeping& keeping); // of a promise that is found
    std::vector<AuditRecord> chain_ends() const;            // by case number; of cases that have a chain
    std::vector<CaseNumber> case_numbers(const CaseNumber& after, std::uint32_t limit) const;

  private:
    struct SessionEntry {
        SessionRecord record;
        std::map<std::uint64_t, TurnRecord> turns;
        std::vector<FileRecord> files;
    };
    struct ConversationEntry {
        ConversationRecord record;
        std::vector<std::pair<SessionId, std::uint64_t>>
            turns; // in order; of other sessions too, if it moved
        std::unordered_map<std::string, std::pair<SessionId, std::uint64_t>> by_external_id;
    };
    struct CaseEntry {
        std::vector<CaseRecord> versions;
        std::vector<AuditRecord> audit;
        StaffId taken_by;
        Millis taken_at = 0;
        bool seen_from(const Scope& scope) const;
    };
    struct CallbackEntry {
        CallbackRecord record;
        StaffId kept_by;
        Millis kept_at = 0;
        bool stands_in(const Scope& scope) const { return kept_by.empty() && scope.holds(record.region); }
    };
    struct EventEntry {
        EventStatus status;
        Millis ready_at = 0;
        std::uint64_t leases = 0;
        bool settled() const { return status.state != EventState::due && status.state != EventState::leased; }
    };

    const TurnRecord& turn_at(const std::pair<SessionId, std::uint64_t>& place) const;
    // Each answers false for a conflict and changes nothing; `planned` says what the same commit brings
    // along.
    bool session_fits(const Commit& commit) const;
    bool cases_fit(const std::vector<CaseRecord>& records) const;
    bool audit_fits(const std::vector<AuditRecord>& links, const std::vector<CaseRecord>& planned) const;
    bool events_fit(const std::vector<EventRecord>& events) const;
    void write_audit(const std::vector<AuditRecord>& links);
    void write_events(const std::vector<EventRecord>& events);
    void remove(const SessionId& id);

    std::unordered_map<SessionId, SessionEntry> sessions_;
    std::unordered_map<std::string, SessionId> receipts_;
    std::unordered_map<ConversationId, ConversationEntry> conversations_;
    std::map<CaseNumber, CaseEntry> cases_;
    std::map<std::pair<SessionId, std::uint64_t>, CallbackEntry> callbacks_;
    std::deque<EventEntry> events_; // in order of arrival
    std::unordered_map<EventId, std::size_t> events_by_id_;
    std::map<std::string, std::uint64_t> serials_;
    std::map<std::string, std::multiset<Millis>> budgets_;
    std::map<std::string, Bytes> settings_;
};

} // namespace plaint::storage
