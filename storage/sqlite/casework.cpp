#include "storage/sqlite/casework.hpp"

namespace plaint::storage::sqlite {

bool write_case(Connection& connection, const CaseRecord& record, std::int64_t session) {
    if (record.version == 1)
        connection
            .query("INSERT INTO cases (number, session, state, version, centre, sender)"
                   " VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING")
            .with(record.number.text, session, record.state, record.centre, NullIfEmpty{record.sender})
            .execute();
    else
        connection
            .query("UPDATE cases SET state = ?1, version = ?3, centre = ?5, sender = ?6,"
                   // Whoever had taken a case that is sent on has no more to do with it.
                   " taken_by = iif(centre = ?5, taken_by, NULL)"
                   " WHERE number = ?2 AND version = ?3 - 1 AND session = ?4")
            .with(record.state, record.number.text, record.version, session, record.centre,
                  NullIfEmpty{record.sender})
            .execute();
    if (connection.changed() != 1) return false;
    connection
        .query("INSERT INTO dossier (case_key, version, kind, centre, lead, submitted_at, content)"
               " SELECT key, version, ?, ?, ?, ?, ? FROM cases WHERE number = ?")
        .with(record.kind, record.centre, record.lead, record.submitted_at, Blob{record.dossier},
              record.number.text)
        .execute();
    return true;
}

namespace {

bool take_case(Connection& connection, const CaseNumber& number, const Taking& taking) {
    connection.query("UPDATE cases SET taken_by = ?, taken_at = ? WHERE number = ? AND taken_by IS ?")
        .with(NullIfEmpty{taking.by.text}, taking.at, number.text, NullIfEmpty{taking.from.text})
        .execute();
    return connection.changed() == 1;
}

} // namespace

bool move_case(Connection& connection, const CaseChange& change) {
    {
        auto row = connection.query("SELECT centre FROM cases WHERE number = ?");
        if (!row.with(change.number.text).next()) return false;
        if (change.within && !change.within->holds(row.text(0))) return false;
    }
    if (change.taking && !take_case(connection, change.number, *change.taking)) return false;
    if (!change.from) return true;
    connection.query("UPDATE cases SET state = ? WHERE number = ? AND state = ?")
        .with(*change.to, change.number.text, *change.from)
        .execute();
    return connection.changed() == 1;
}

bool write_audit(Connection& connection, const std::vector<AuditRecord>& links) {
    for (const auto& link : links) {
        connection.query("UPDATE cases SET audit_sequence = ?1 WHERE number = ?2 AND audit_sequence = ?1 - 1")
            .with(link.sequence, link.number.text)
            .execute();
        if (connection.changed() != 1) return false;
        connection
            .query("INSERT INTO audit (case_key, sequence, at, actor, action, previous_hash, hash, content)"
                   " SELECT key, ?, ?, ?, ?, ?, ?, ? FROM cases WHERE number = ?")
            .with(link.sequence, link.at, link.actor, link.action, link.previous_hash, link.hash,
                  Blob{link.content}, link.number.text)
            .execute();
    }
    return true;
}

bool write_events(Connection& connection, const std::vector<EventRecord>& events) {
    for (const auto& event : events) {
        connection
            .query("INSERT INTO event (id, type, destination, number, case_version, due_at, ready_at, state, "
                   "content)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0, ?7) ON CONFLICT DO NOTHING")
            .with(event.id.text, event.type, event.destination, event.number.text, event.case_version,
                  event.due_at, Blob{event.content})
            .execute();
        if (connection.changed() != 1) return false;
    }
    return true;
}

namespace {

EventRecord read_event(const Query& row) {
    return {EventId{row.text(0)},     row.text(1),    row.text(2), CaseNumber{row.text(3)},
            row.as<std::uint32_t>(4), row.integer(5), row.text(6)};
}

} // namespace

// Of event e: an older event of its order is not settled yet, or its destination wants no more.
#define PLAINT_MUST_WAIT                                                                                     \
    "(EXISTS (SELECT 1 FROM event b WHERE b.number = e.number AND b.destination = e.destination"             \
    " AND b.state IN (0, 1) AND b.key < e.key)"                                                              \
    " OR EXISTS (SELECT 1 FROM event r WHERE r.state = 4 AND r.destination = e.destination))"

std::vector<std::int64_t> events_to_take(Connection& connection, Millis now, std::uint32_t limit) {
    std::vector<std::int64_t> keys;
    auto row = connection.query("SELECT key FROM event e WHERE state IN (0, 1) AND ready_at <= ?"
                                " AND NOT " PLAINT_MUST_WAIT " ORDER BY ready_at, key LIMIT ?");
    row.with(now, limit);
    while (row.next()) keys.push_back(row.integer(0));
    return keys;
}

std::vector<LeasedEvent> take_events(Connection& connection, const std::vector<std::int64_t>& keys,
                                     Millis now, Millis lease_time) {
    std::vector<LeasedEvent> taken;
    for (const auto key : keys) {
        auto row = connection.query(
            "UPDATE event AS e SET state = 1, ready_at = ?1 + ?2, attempts = attempts + 1, leases = leases + "
            "1"
            " WHERE key = ?3 AND state IN (0, 1) AND ready_at <= ?1 AND NOT " PLAINT_MUST_WAIT
            " RETURNING id, type, destination, number, case_version, due_at, content, attempts - 1, leases");
        row.with(now, lease_time, key);
        while (row.next()) taken.push_back({read_event(row), row.as<std::uint32_t>(7), row.text(8)});
    }
    return taken;
}

bool settle(Connection& connection, const Settlement& settlement) {
    // The lease is compared as text: what is no number must not pass for one.
    connection
        .query("UPDATE event SET state = ?1, last_problem = ?2, attempts = attempts - ?6,"
               " due_at = iif(?1 = 0, ?3, due_at), ready_at = iif(?1 = 0, ?3, ready_at)"
               " WHERE id = ?4 AND state = 1 AND CAST(leases AS TEXT) = ?5")
        .with(settlement.state, settlement.problem, settlement.due_at, settlement.id.text, settlement.lease,
              settlement.attempt)
        .execute();
    return connection.changed() == 1;
}

bool replay(Connection& connection, const EventId& id, Millis now) {
    connection
        .query(
            "UPDATE event SET state = 0, attempts = iif(state = 0, attempts, 0), due_at = ?1, ready_at = ?1"
            " WHERE id = ?2 AND (state IN (?3, ?4) OR (state = 0 AND attempts > 0))")
        .with(now, id.text, EventState::dead, EventState::refused)
        .execute();
    if (connection.changed() != 1) return false;
    connection
        .query("UPDATE event SET state = ?1 WHERE state = ?2"
               " AND destination = (SELECT destination FROM event WHERE id = ?3)")
        .with(EventState::dead, EventState::refused, id.text)
        .execute();
    return true;
}

std::vector<EventStatus> list_events(Connection& connection, std::optional<EventState> state,
                                     std::uint32_t limit) {
    std::vector<EventStatus> list;
    const auto read = [&](Query& row) {
        while (row.next())
            list.push_back({read_event(row), row.as<EventState>(7), row.as<std::uint32_t>(8), row.text(9)});
    };
    if (state) {
        auto row = connection.query(
            "SELECT id, type, destination, number, case_version, due_at, content, state, attempts,"
            " last_problem FROM event WHERE state = ? ORDER BY key LIMIT ?");
        read(row.with(*state, limit));
    } else {
        auto row = connection.query(
            "SELECT id, type, destination, number, case_version, due_at, content, state, attempts,"
            " last_problem FROM event ORDER BY key LIMIT ?");
        read(row.with(limit));
    }
    return list;
}

} // namespace plaint::storage::sqlite
