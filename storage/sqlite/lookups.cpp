#include "storage/sqlite/lookups.hpp"

namespace plaint::storage::sqlite {

namespace {

template<class Record>
std::optional<Record> one(Query& row, Record (*read)(const Query&)) {
    if (!row.next()) return std::nullopt;
    return read(row);
}

template<class Record>
std::vector<Record> all(Query& row, Record (*read)(const Query&)) {
    std::vector<Record> records;
    while (row.next()) records.push_back(read(row));
    return records;
}

SessionRecord read_session(const Query& row) {
    return {SessionId{row.text(0)},  row.as<std::uint64_t>(1),
            row.as<SessionState>(2), row.text(3),
            row.integer(4),          row.text(5)};
}

ConversationRecord read_conversation(const Query& row) {
    return {ConversationId{row.text(0)}, SessionId{row.text(1)}, row.text(2), row.integer(3)};
}

TurnRecord read_turn(const Query& row) {
    return {SessionId{row.text(0)}, row.as<std::uint64_t>(1), ConversationId{row.text(2)}, row.text(3),
            row.integer(4),         row.as<std::uint64_t>(5), row.as<std::uint32_t>(6),    row.text(7)};
}

CaseRecord read_case(const Query& row) {
    return {CaseNumber{row.text(0)},
            SessionId{row.text(1)},
            row.text(2),
            row.as<std::uint32_t>(3),
            row.as<CaseState>(4),
            row.text(5),
            row.text(6),
            row.integer(7),
            row.text(8),
            row.text(9)};
}

AuditRecord read_audit(const Query& row) {
    return {CaseNumber{row.text(0)},
            row.as<std::uint64_t>(1),
            row.integer(2),
            row.text(3),
            row.text(4),
            row.text(5),
            row.text(6),
            row.text(7)};
}

FileRecord read_file(const Query& row) {
    return {SessionId{row.text(0)}, row.text(1), row.as<std::uint64_t>(2), row.text(3),
            row.integer(4),         row.text(5)};
}

// The columns of a record, in the order in which it is read above.
#define PLAINT_SESSION "SELECT id, version, state, receipt_hash, expires_at, content FROM session "
#define PLAINT_CONVERSATION                                                                                  \
    "SELECT c.id, s.id, c.resume_hash, c.begun_at FROM conversation c JOIN session s ON s.key = c.session "
#define PLAINT_TURN                                                                                          \
    "SELECT s.id, t.turn, c.id, t.external_id, t.at, t.first_activity, t.activity_count, t.content FROM "    \
    "turn t "                                                                                                \
    "JOIN conversation c ON c.key = t.conversation JOIN session s ON s.key = t.session "
#define PLAINT_CASE                                                                                          \
    "SELECT c.number, s.id, d.kind, d.version, c.state, d.centre, d.lead, d.submitted_at, d.content, "       \
    "c.sender FROM cases c "                                                                                 \
    "JOIN dossier d ON d.case_key = c.key JOIN session s ON s.key = c.session "

} // namespace

std::optional<SessionRecord> find_session(Connection& connection, const SessionId& id) {
    auto row = connection.query(PLAINT_SESSION "WHERE id = ?");
    return one(row.with(id.text), read_session);
}

std::optional<SessionRecord> find_session_by_receipt(Connection& connection, std::string_view receipt_hash) {
    auto row = connection.query(PLAINT_SESSION "WHERE receipt_hash = ?");
    return one(row.with(receipt_hash), read_session);
}

std::vector<SessionRecord> drafts_after(Connection& connection, const SessionId& id, std::uint32_t limit) {
    auto row = connection.query(PLAINT_SESSION "WHERE state = ? AND id > ? ORDER BY id LIMIT ?");
    return all(row.with(SessionState::draft, id.text, limit), read_session);
}

std::optional<ConversationRecord> find_conversation(Connection& connection, const ConversationId& id) {
    auto row = connection.query(PLAINT_CONVERSATION "WHERE c.id = ?");
    return one(row.with(id.text), read_conversation);
}

std::optional<ConversationRecord> find_conversation_by_resume(Connection& connection,
                                                              std::string_view resume_hash) {
    auto row = connection.query(PLAINT_CONVERSATION "WHERE c.resume_hash = ? ORDER BY c.key DESC LIMIT 1");
    return one(row.with(resume_hash), read_conversation);
}

std::optional<TurnRecord> find_turn(Connection& connection, std::int64_t conversation,
                                    std::string_view external_id) {
    auto row = connection.query(PLAINT_TURN "WHERE t.conversation = ? AND t.external_id = ?");
    return one(row.with(conversation, external_id), read_turn);
}

std::optional<TurnRecord> find_turn(Connection& connection, const ConversationId& conversation,
                                    std::string_view external_id) {
    auto row = connection.query(PLAINT_TURN "WHERE c.id = ? AND t.external_id = ?");
    return one(row.with(conversation.text, external_id), read_turn);
}

std::vector<TurnRecord> turns_of_conversation(Connection& connection, const ConversationId& id,
                                              std::uint64_t first_activity, std::uint32_t limit) {
    // The search begins at the last turn that starts at or before the activity wanted, however long the talk.
    auto row = connection.query(
        PLAINT_TURN
        "WHERE t.conversation = (SELECT key FROM conversation WHERE id = ?1) AND t.first_activity >="
        " ifnull((SELECT max(b.first_activity) FROM turn b WHERE b.conversation ="
        "         (SELECT key FROM conversation WHERE id = ?1) AND b.first_activity <= ?2), 0)"
        " AND t.activity_count > 0 AND t.first_activity + t.activity_count > ?2 ORDER BY t.first_activity "
        "LIMIT ?3");
    return all(row.with(id.text, first_activity, limit), read_turn);
}

std::vector<TurnRecord> turns_of_session(Connection& connection, const SessionId& id, std::uint64_t after,
                                         std::uint32_t limit) {
    auto row =
        connection.query(PLAINT_TURN "WHERE t.session = (SELECT key FROM session WHERE id = ?) AND t.turn > ?"
                                     " ORDER BY t.turn LIMIT ?");
    return all(row.with(id.text, after, limit), read_turn);
}

std::optional<CaseRecord> find_case(Connection& connection, const CaseNumber& number,
                                    std::optional<std::uint32_t> version) {
    if (version) {
        auto row = connection.query(PLAINT_CASE "WHERE c.number = ? AND d.version = ?");
        return one(row.with(number.text, *version), read_case);
    }
    auto row = connection.query(PLAINT_CASE "WHERE c.number = ? AND d.version = c.version");
    return one(row.with(number.text), read_case);
}

std::vector<CaseRecord> cases_of_session(Connection& connection, const SessionId& id) {
    auto row = connection.query(PLAINT_CASE "WHERE s.id = ? AND d.version = c.version ORDER BY c.key");
    return all(row.with(id.text), read_case);
}

std::vector<AuditRecord> audit_of_case(Connection& connection, const CaseNumber& number) {
    auto row = connection.query(
        "SELECT c.number, a.sequence, a.at, a.actor, a.action, a.previous_hash, a.hash, a.content"
        " FROM audit a JOIN cases c ON c.key = a.case_key WHERE c.number = ? ORDER BY a.sequence");
    return all(row.with(number.text), read_audit);
}

std::vector<FileRecord> files_of_session(Connection& connection, const SessionId& id) {
    auto row = connection.query(
        "SELECT s.id, f.sha256, f.size_bytes, f.media_type, f.stored_at, f.content FROM file f"
        " JOIN session s ON s.key = f.session WHERE s.id = ? ORDER BY f.stored_at, f.sha256");
    return all(row.with(id.text), read_file);
}

} // namespace plaint::storage::sqlite
