#pragma once

#include "storage/desk.hpp"
#include "storage/sqlite/connection.hpp"

namespace plaint::storage::sqlite {

DeskOutcome apply(Connection& connection, const DeskChange& change);

std::optional<StaffRecord> find_staff(Connection& connection, const StaffId& id);
std::optional<StaffRecord> find_staff_by_login(Connection& connection, std::string_view login);
std::vector<StaffRecord> all_staff(Connection& connection, const Scope& scope);

std::optional<StaffSession> find_staff_session(Connection& connection, std::string_view token_hash);
std::vector<StaffSession> sessions_of_staff(Connection& connection, const StaffId& staff);
bool touch_staff_session(Connection& connection, std::string_view token_hash, Millis seen_at);

// The statement that chooses a page's cases out of the scope's; null for a scope that holds nothing.
const char* page_of_cases(const Scope& scope);
std::vector<CaseSummary> list_cases(Connection& connection, const Scope& scope, const CaseFilter& filter);
std::optional<CaseFile> find_case_within(Connection& connection, const Scope& scope, const CaseNumber& number,
                                         std::optional<std::uint32_t> version);
std::vector<EventStatus> events_of_case(Connection& connection, const Scope& scope, const CaseNumber& number);

std::vector<OwedCall> open_callbacks(Connection& connection, const Scope& scope, const CallerPlace& after,
                                     std::uint32_t limit);
std::optional<CallbackRecord> find_callback(Connection& connection, const Scope& scope,
                                            const SessionId& session, std::uint64_t turn);
std::optional<CallbackRecord> find_promised(Connection& connection, const SessionId& session);

std::optional<AuditRecord> last_note(Connection& connection);
std::vector<AuditRecord> notes_after(Connection& connection, std::uint64_t after, std::uint32_t limit);
std::vector<AuditRecord> notes_within(Connection& connection, const Scope& scope, std::uint64_t before,
                                      std::uint32_t limit);

std::vector<ChainEnd> uncovered_ends(Connection& connection, std::uint32_t limit);
bool add_checkpoint(Connection& connection, const Checkpoint& checkpoint);
std::optional<Checkpoint> last_checkpoint(Connection& connection);
std::vector<Checkpoint> checkpoints_after(Connection& connection, std::uint64_t after, std::uint32_t limit);
std::vector<CaseNumber> case_numbers(Connection& connection, const CaseNumber& after, std::uint32_t limit);

} // namespace plaint::storage::sqlite
