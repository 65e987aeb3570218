#pragma once

#include "storage/sqlite/connection.hpp"

namespace plaint::storage::sqlite {

// Cases, their audit chains and the events about them. A write that answers false is a conflict, and may have
// written a part: the caller undoes it.
bool write_case(Connection& connection, const CaseRecord& record, std::int64_t session);
bool move_case(Connection& connection, const CaseChange& change);
bool write_audit(Connection& connection, const std::vector<AuditRecord>& links);
bool write_events(Connection& connection, const std::vector<EventRecord>& events);

// The outbox. Which events may be taken is asked on a reading connection first, so that a long search holds
// up no turn; taking them asks again, for each alone, under the lock.
std::vector<std::int64_t> events_to_take(Connection& connection, Millis now, std::uint32_t limit);
std::vector<LeasedEvent> take_events(Connection& connection, const std::vector<std::int64_t>& keys,
                                     Millis now, Millis lease_time);
bool settle(Connection& connection, const Settlement& settlement);
bool replay(Connection& connection, const EventId& id, Millis now);
std::vector<EventStatus> list_events(Connection& connection, std::optional<EventState> state,
                                     std::uint32_t limit);

} // namespace plaint::storage::sqlite
