#include "storage/sqlite/desk_rows.hpp"

#include "storage/sqlite/lookups.hpp"

namespace plaint::storage::sqlite {

namespace {

StaffRecord read_staff(const Query& row) {
    return {StaffId{row.text(0)}, row.text(1),         row.as<std::uint64_t>(2), row.as<StaffRole>(3),
            row.text(4),          row.integer(5) != 0, row.integer(6),           row.text(7)};
}

StaffSession read_staff_session(const Query& row) {
    return {row.text(0), StaffId{row.text(1)}, row.integer(2), row.integer(3), row.integer(4)};
}

CaseSummary read_summary(const Query& row) {
    return {CaseNumber{row.text(0)},
            SessionId{row.text(1)},
            row.text(2),
            row.as<std::uint32_t>(3),
            row.as<CaseState>(4),
            row.text(5),
            row.text(6),
            row.text(7),
            row.integer(8),
            StaffId{row.text(9)},
            row.integer(10)};
}

AuditRecord read_note(const Query& row) {
    return {journal_number, row.as<std::uint64_t>(0),
            row.integer(1), row.text(2),
            row.text(3),    row.text(4),
            row.text(5),    row.text(6)};
}

Checkpoint read_checkpoint(const Query& row) {
    return {row.as<std::uint64_t>(0), row.integer(1), row.text(2), {}};
}

CallbackRecord read_callback(const Query& row) {
    return {SessionId{row.text(0)}, row.as<std::uint64_t>(1), row.text(2), row.integer(3), row.text(4)};
}

#define PLAINT_CALLBACK                                                                                      \
    "SELECT s.id, b.turn, b.region, b.at, b.content FROM callback b JOIN session s ON s.key = b.session"     \
    " WHERE b.kept_by IS NULL "
#define PLAINT_OWED_WITHIN "AND b.region >= ?1 AND b.region < ?2 "
#define PLAINT_STAFF "SELECT id, login, version, role, region, disabled, created_at, content FROM staff "
#define PLAINT_NOTE "SELECT sequence, at, actor, action, previous_hash, hash, content FROM journal "
// Whether the scope from ?1 to ?2 holds the centre that has the case, or the one that has sent it on.
#define PLAINT_WITHIN "((c.centre >= ?1 AND c.centre < ?2) OR (c.sender >= ?1 AND c.sender < ?2))"

bool save_staff(Connection& connection, const DeskChange::Saving& saving) {
    const StaffRecord& record = saving.record;
    if (saving.expected_version == 0)
        connection
            .query("INSERT INTO staff (id, login, version, role, region, disabled, created_at, content)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .with(record.id.text, record.login, record.version, record.role, record.region, record.disabled,
                  record.created_at, Blob{record.content})
            .execute();
    else
        connection
            .query(
                "UPDATE OR IGNORE staff SET login = ?1, version = ?2, role = ?3, region = ?4, disabled = ?5,"
                " content = ?6 WHERE id = ?7 AND version = ?8")
            .with(record.login, record.version, record.role, record.region, record.disabled,
                  Blob{record.content}, record.id.text, saving.expected_version)
            .execute();
    return connection.changed() == 1;
}

bool open_staff_session(Connection& connection, const StaffSession& session) {
    connection
        .query("INSERT INTO staff_session (token_hash, staff, begun_at, seen_at, expires_at)"
               " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .with(session.token_hash, session.staff.text, session.begun_at, session.seen_at, session.expires_at)
        .execute();
    return connection.changed() == 1;
}

bool end_sessions(Connection& connection, const DeskChange::Ending& ending) {
    if (!ending.token_hash) {
        connection.query("DELETE FROM staff_session WHERE staff = ? AND token_hash <> ?")
            .with(ending.staff.text, ending.but)
            .execute();
        return true;
    }
    connection.query("DELETE FROM staff_session WHERE staff = ? AND token_hash = ?")
        .with(ending.staff.text, *ending.token_hash)
        .execute();
    return connection.changed() == 1;
}

bool keep_callback(Connection& connection, const DeskChange::Keeping& keeping) {
    const std::string to = keeping.scope.to();
    connection
        .query("UPDATE callback SET kept_by = ?5, kept_at = ?6 WHERE kept_by IS NULL AND region >= ?1"
               " AND region < ?2 AND session = (SELECT key FROM session WHERE id = ?3) AND turn = ?4")
        .with(keeping.scope.from(), to, keeping.session.text, keeping.turn, keeping.by.text, keeping.at)
        .execute();
    return connection.changed() == 1;
}

bool write_note(Connection& connection, const AuditRecord& link) {
    connection
        .query("INSERT INTO journal (sequence, at, actor, action, previous_hash, hash, content)"
               " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
               " WHERE ?1 = (SELECT ifnull(max(sequence), 0) + 1 FROM journal)")
        .with(link.sequence, link.at, link.actor, link.action, link.previous_hash, link.hash,
              Blob{link.content})
        .execute();
    return connection.changed() == 1;
}

bool carry_out(Connection& connection, const DeskChange& change) {
    return (!change.saves || save_staff(connection, *change.saves)) &&
           (!change.opens || open_staff_session(connection, *change.opens)) &&
           (!change.ends || end_sessions(connection, *change.ends)) &&
           (!change.keeps || keep_callback(connection, *change.keeps));
}

// What the filter leaves of one side of a page: of what the scope's centres have, or of what they have sent on. Both come out
// of an index from the highest number on, so that they are merged as far as the page goes and nothing is sorted.
#define PLAINT_FILTERED                                                                                      \
    " AND number < ?2 AND (?3 < 0 OR state = ?3) AND (NOT ?4 OR ifnull(taken_by, '') = ?5)"
#define PLAINT_PAGE(centre, sender)                                                                          \
    "SELECT number FROM cases WHERE " centre " = ?1" PLAINT_FILTERED                                         \
    " UNION SELECT number FROM cases WHERE " sender " = ?1 AND sender IS NOT NULL" PLAINT_FILTERED           \
    " ORDER BY number DESC LIMIT ?6"

std::optional<CaseSummary> find_summary(Connection& connection, const CaseNumber& number) {
    auto row = connection.query(
        "SELECT c.number, s.id, d.kind, c.version, c.state, c.centre, c.sender, d.lead, d.submitted_at,"
        " c.taken_by, c.taken_at FROM cases c JOIN dossier d ON d.case_key = c.key AND d.version = c.version"
        " JOIN session s ON s.key = c.session WHERE c.number = ?");
    if (!row.with(number.text).next()) return std::nullopt;
    return read_summary(row);
}

std::vector<CaseNumber> cases_of_session_within(Connection& connection, const Scope& scope,
                                                const SessionId& session) {
    std::vector<CaseNumber> numbers;
    const std::string to = scope.to();
    auto row = connection.query("SELECT c.number FROM cases c WHERE " PLAINT_WITHIN
                                " AND c.session = (SELECT key FROM session WHERE id = ?3) ORDER BY c.number");
    row.with(scope.from(), to, session.text);
    while (row.next()) numbers.emplace_back(row.text(0));
    return numbers;
}

bool stands_in(const CaseSummary& one, const Scope& scope, const CaseFilter& filter) {
    return (scope.holds(one.centre) || (!one.sender.empty() && scope.holds(one.sender))) &&
           (!filter.state || one.state == *filter.state) &&
           (!filter.taken_by || one.taken_by == *filter.taken_by) &&
           (filter.before.empty() || one.number < filter.before);
}

} // namespace

DeskOutcome apply(Connection& connection, const DeskChange& change) {
    connection.query("SAVEPOINT one").execute();
    const DeskOutcome outcome = !write_note(connection, change.note) ? DeskOutcome::behind
                                : !carry_out(connection, change)     ? DeskOutcome::refused
                                                                     : DeskOutcome::done;
    if (outcome != DeskOutcome::done) connection.query("ROLLBACK TO one").execute();
    connection.query("RELEASE one").execute();
    return outcome;
}

std::optional<StaffRecord> find_staff(Connection& connection, const StaffId& id) {
    auto row = connection.query(PLAINT_STAFF "WHERE id = ?");
    if (!row.with(id.text).next()) return std::nullopt;
    return read_staff(row);
}

std::optional<StaffRecord> find_staff_by_login(Connection& connection, std::string_view login) {
    auto row = connection.query(PLAINT_STAFF "WHERE login = ?");
    if (!row.with(login).next()) return std::nullopt;
    return read_staff(row);
}

std::vector<StaffRecord> all_staff(Connection& connection, const Scope& scope) {
    std::vector<StaffRecord> all;
    const std::string to = scope.to();
    auto row = connection.query(PLAINT_STAFF "WHERE region >= ? AND region < ? ORDER BY login");
    row.with(scope.from(), to);
    while (row.next()) all.push_back(read_staff(row));
    return all;
}

std::optional<StaffSession> find_staff_session(Connection& connection, std::string_view token_hash) {
    auto row = connection.query(
        "SELECT token_hash, staff, begun_at, seen_at, expires_at FROM staff_session WHERE token_hash = ?");
    if (!row.with(token_hash).next()) return std::nullopt;
    return read_staff_session(row);
}

std::vector<StaffSession> sessions_of_staff(Connection& connection, const StaffId& staff) {
    std::vector<StaffSession> sessions;
    auto row = connection.query("SELECT token_hash, staff, begun_at, seen_at, expires_at FROM staff_session"
                                " WHERE staff = ? ORDER BY begun_at, token_hash");
    row.with(staff.text);
    while (row.next()) sessions.push_back(read_staff_session(row));
    return sessions;
}

bool touch_staff_session(Connection& connection, std::string_view token_hash, Millis seen_at) {
    connection.query("UPDATE staff_session SET seen_at = ? WHERE token_hash = ?")
        .with(seen_at, token_hash)
        .execute();
    return connection.changed() == 1;
}

// An index begins with the region's code as far as a scope of that size tells it.
const char* page_of_cases(const Scope& scope) {
    switch (scope.from().size()) {
    case 0: return "SELECT number FROM cases WHERE ?1 = ''" PLAINT_FILTERED " ORDER BY number DESC LIMIT ?6";
    case 2: return PLAINT_PAGE("substr(centre, 1, 2)", "substr(sender, 1, 2)");
    case 4: return PLAINT_PAGE("substr(centre, 1, 4)", "substr(sender, 1, 4)");
    case 6: return PLAINT_PAGE("centre", "sender");
    default: return nullptr;
    }
}

std::vector<CaseSummary> list_cases(Connection& connection, const Scope& scope, const CaseFilter& filter) {
    std::vector<CaseNumber> numbers;
    const char* const page = page_of_cases(scope);
    if (!filter.number.empty()) {
        numbers.push_back(filter.number);
    } else if (page != nullptr) {
        const std::string_view before = filter.before.empty() ? "~" : std::string_view(filter.before.text);
        const int state = filter.state ? static_cast<int>(*filter.state) : -1;
        const std::string_view taken_by = filter.taken_by ? filter.taken_by->text : std::string_view();
        auto row = connection.query(page);
        row.with(scope.from(), before, state, filter.taken_by.has_value(), taken_by, filter.limit);
        while (row.next()) numbers.emplace_back(row.text(0));
    }
    std::vector<CaseSummary> list;
    for (const CaseNumber& number : numbers) {
        auto one = find_summary(connection, number);
        if (one && stands_in(*one, scope, filter)) list.push_back(std::move(*one));
    }
    return list;
}

std::optional<CaseFile> find_case_within(Connection& connection, const Scope& scope, const CaseNumber& number,
                                         std::optional<std::uint32_t> version) {
    CaseFile file;
    {
        const std::string to = scope.to();
        auto row = connection.query("SELECT c.taken_by, c.taken_at FROM cases c WHERE " PLAINT_WITHIN
                                    " AND c.number = ?3");
        if (!row.with(scope.from(), to, number.text).next()) return std::nullopt;
        file.taken_by = StaffId{row.text(0)};
        file.taken_at = row.integer(1);
    }
    auto record = find_case(connection, number, version);
    if (!record) return std::nullopt;
    file.record = std::move(*record);
    return file;
}

std::vector<EventStatus> events_of_case(Connection& connection, const Scope& scope,
                                        const CaseNumber& number) {
    std::vector<EventStatus> list;
    const std::string to = scope.to();
    auto row = connection.query(
        "SELECT e.id, e.type, e.destination, e.number, e.case_version, e.due_at, e.content, e.state,"
        " e.attempts, e.last_problem FROM event e JOIN cases c ON c.number = e.number"
        " WHERE " PLAINT_WITHIN " AND e.number = ?3 ORDER BY e.key");
    row.with(scope.from(), to, number.text);
    while (row.next())
        list.push_back({{EventId{row.text(0)}, row.text(1), row.text(2), CaseNumber{row.text(3)},
                         row.as<std::uint32_t>(4), row.integer(5), row.text(6)},
                        row.as<EventState>(7),
                        row.as<std::uint32_t>(8),
                        row.text(9)});
    return list;
}

std::vector<OwedCall> open_callbacks(Connection& connection, const Scope& scope, const CallerPlace& after,
                                     std::uint32_t limit) {
    std::vector<OwedCall> list;
    const std::string to = scope.to();
    {
        auto row = connection.query(PLAINT_CALLBACK PLAINT_OWED_WITHIN
                                    "AND (b.at, s.id) > (?3, ?4) ORDER BY b.at, s.id LIMIT ?5");
        row.with(scope.from(), to, after.at, after.session.text, limit);
        while (row.next()) list.push_back({read_callback(row), {}});
    }
    for (OwedCall& one : list) one.cases = cases_of_session_within(connection, scope, one.record.session);
    return list;
}

std::optional<CallbackRecord> find_callback(Connection& connection, const Scope& scope,
                                            const SessionId& session, std::uint64_t turn) {
    const std::string to = scope.to();
    auto row = connection.query(PLAINT_CALLBACK PLAINT_OWED_WITHIN "AND s.id = ?3 AND b.turn = ?4");
    if (!row.with(scope.from(), to, session.text, turn).next()) return std::nullopt;
    return read_callback(row);
}

std::optional<CallbackRecord> find_promised(Connection& connection, const SessionId& session) {
    auto row = connection.query(PLAINT_CALLBACK "AND s.id = ? ORDER BY b.turn DESC LIMIT 1");
    if (!row.with(session.text).next()) return std::nullopt;
    return read_callback(row);
}

std::optional<AuditRecord> last_note(Connection& connection) {
    auto row = connection.query(PLAINT_NOTE "ORDER BY sequence DESC LIMIT 1");
    if (!row.next()) return std::nullopt;
    return read_note(row);
}

std::vector<AuditRecord> notes_after(Connection& connection, std::uint64_t after, std::uint32_t limit) {
    std::vector<AuditRecord> notes;
    auto row = connection.query(PLAINT_NOTE "WHERE sequence > ? ORDER BY sequence LIMIT ?");
    row.with(after, limit);
    while (row.next()) notes.push_back(read_note(row));
    return notes;
}

std::vector<AuditRecord> notes_within(Connection& connection, const Scope& scope, std::uint64_t before,
                                      std::uint32_t limit) {
    std::vector<AuditRecord> notes;
    const std::string to = scope.to();
    // Whoever has no account, the program itself, belongs to the country.
    auto row = connection.query(
        "SELECT j.sequence, j.at, j.actor, j.action, j.previous_hash, j.hash, j.content"
        " FROM journal j LEFT JOIN staff s ON s.id = j.actor"
        " WHERE ifnull(s.region, '') >= ?1 AND ifnull(s.region, '') < ?2 AND (?3 = 0 OR j.sequence < ?3)"
        " ORDER BY j.sequence DESC LIMIT ?4");
    row.with(scope.from(), to, before, limit);
    while (row.next()) notes.push_back(read_note(row));
    return notes;
}

std::vector<ChainEnd> uncovered_ends(Connection& connection, std::uint32_t limit) {
    std::vector<ChainEnd> ends;
    {
        auto row = connection.query(
            "SELECT c.number, a.sequence, a.hash FROM cases c JOIN audit a ON a.case_key = c.key"
            " AND a.sequence = c.audit_sequence WHERE c.audit_sequence > c.audit_covered"
            " ORDER BY c.number LIMIT ?");
        row.with(limit);
        while (row.next()) ends.push_back({CaseNumber{row.text(0)}, row.as<std::uint64_t>(1), row.text(2)});
    }
    auto row = connection.query("SELECT sequence, hash FROM journal WHERE sequence ="
                                " (SELECT max(sequence) FROM journal)"
                                " AND sequence > (SELECT sequence FROM journal_covered)");
    if (row.next()) ends.push_back({journal_number, row.as<std::uint64_t>(0), row.text(1)});
    return ends;
}

bool add_checkpoint(Connection& connection, const Checkpoint& checkpoint) {
    connection
        .query("INSERT INTO checkpoint (sequence, at, content) SELECT ?1, ?2, ?3"
               " WHERE ?1 = (SELECT ifnull(max(sequence), 0) + 1 FROM checkpoint)")
        .with(checkpoint.sequence, checkpoint.at, Blob{checkpoint.content})
        .execute();
    if (connection.changed() != 1) return false;
    for (const ChainEnd& end : checkpoint.ends) {
        if (end.number == journal_number)
            connection.query("UPDATE journal_covered SET sequence = ?").with(end.sequence).execute();
        else
            connection.query("UPDATE cases SET audit_covered = ? WHERE number = ?")
                .with(end.sequence, end.number.text)
                .execute();
    }
    return true;
}

std::optional<Checkpoint> last_checkpoint(Connection& connection) {
    auto row =
        connection.query("SELECT sequence, at, content FROM checkpoint ORDER BY sequence DESC LIMIT 1");
    if (!row.next()) return std::nullopt;
    return read_checkpoint(row);
}

std::vector<Checkpoint> checkpoints_after(Connection& connection, std::uint64_t after, std::uint32_t limit) {
    std::vector<Checkpoint> list;
    auto row = connection.query(
        "SELECT sequence, at, content FROM checkpoint WHERE sequence > ? ORDER BY sequence LIMIT ?");
    row.with(after, limit);
    while (row.next()) list.push_back(read_checkpoint(row));
    return list;
}

std::vector<CaseNumber> case_numbers(Connection& connection, const CaseNumber& after, std::uint32_t limit) {
    std::vector<CaseNumber> numbers;
    auto row = connection.query("SELECT number FROM cases WHERE number > ? ORDER BY number LIMIT ?");
    row.with(after.text, limit);
    while (row.next()) numbers.emplace_back(row.text(0));
    return numbers;
}

} // namespace plaint::storage::sqlite
