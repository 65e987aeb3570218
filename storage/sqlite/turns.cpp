#include "storage/sqlite/turns.hpp"

#include "storage/sqlite/casework.hpp"
#include "storage/sqlite/lookups.hpp"

namespace plaint::storage::sqlite {

namespace {

constexpr Millis hour_ms = 3'600'000;

// What the store knows of a commit's session and conversation before it is applied. A key of 0: not there.
struct Standing {
    std::int64_t session = 0;
    std::uint64_t version = 0;
    SessionState state = SessionState::draft;
    std::int64_t expires_hour = 0;
    bool same_receipt = false;

    std::int64_t conversation = 0;
    bool conversation_is_ours = false;
};

void read_session(const Query& row, Standing& standing) {
    standing.session = row.integer(0);
    standing.version = row.as<std::uint64_t>(1);
    standing.state = row.as<SessionState>(2);
    standing.expires_hour = row.integer(3);
    standing.same_receipt = row.integer(4) != 0;
}

Standing look(Connection& connection, const Commit& commit) {
    Standing standing;
    {
        auto row = connection.query(
            "SELECT s.key, s.version, s.state, s.expires_hour, s.receipt_hash IS ?, c.key, s.id = ?"
            " FROM conversation c JOIN session s ON s.key = c.session WHERE c.id = ?");
        row.with(NullIfEmpty{commit.session.receipt_hash}, commit.session.id.text,
                 commit.turn.conversation.text);
        if (row.next()) {
            standing.conversation = row.integer(5);
            standing.conversation_is_ours = row.integer(6) != 0;
            if (standing.conversation_is_ours) {
                read_session(row, standing);
                return standing;
            }
        }
    }
    auto row = connection.query(
        "SELECT key, version, state, expires_hour, receipt_hash IS ? FROM session WHERE id = ?");
    row.with(NullIfEmpty{commit.session.receipt_hash}, commit.session.id.text);
    if (row.next()) read_session(row, standing);
    return standing;
}

bool receipt_is_taken(Connection& connection, const SessionRecord& session) {
    if (session.receipt_hash.empty()) return false;
    auto row = connection.query("SELECT 1 FROM session WHERE receipt_hash = ?");
    return row.with(session.receipt_hash).next();
}

bool conflicts(Connection& connection, const Commit& commit, const Standing& now) {
    if (now.version != commit.expected_version) return true;
    if (commit.new_conversation ? now.conversation != 0 && now.session == 0 : !now.conversation_is_ours)
        return true;
    return !now.same_receipt && receipt_is_taken(connection, commit.session);
}

void write_session(Connection& connection, const SessionRecord& session, Standing& now) {
    const auto hour = session.expires_at / hour_ms;
    if (now.session == 0) {
        connection
            .query("INSERT INTO session (id, receipt_hash, state, expires_hour, version, expires_at, content)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?)")
            .with(session.id.text, NullIfEmpty{session.receipt_hash}, session.state, hour, session.version,
                  session.expires_at, Blob{session.content})
            .execute();
        now.session = connection.last_key();
    } else if (now.same_receipt && now.state == session.state && now.expires_hour == hour) {
        // The everyday turn names no column that stands in an index, so no index is touched.
        connection.query("UPDATE session SET version = ?, expires_at = ?, content = ? WHERE key = ?")
            .with(session.version, session.expires_at, Blob{session.content}, now.session)
            .execute();
    } else {
        connection
            .query("UPDATE session SET receipt_hash = ?, state = ?, expires_hour = ?, version = ?, "
                   "expires_at = ?,"
                   " content = ? WHERE key = ?")
            .with(NullIfEmpty{session.receipt_hash}, session.state, hour, session.version, session.expires_at,
                  Blob{session.content}, now.session)
            .execute();
    }
}

void write_conversation(Connection& connection, const ConversationRecord& conversation, Standing& now) {
    if (now.conversation != 0) {
        connection.query("UPDATE conversation SET session = ? WHERE key = ?")
            .with(now.session, now.conversation)
            .execute();
        return;
    }
    connection.query("INSERT INTO conversation (id, session, resume_hash, begun_at) VALUES (?, ?, ?, ?)")
        .with(conversation.id.text, now.session, NullIfEmpty{conversation.resume_hash}, conversation.begun_at)
        .execute();
    now.conversation = connection.last_key();
}

void write_turn(Connection& connection, const TurnRecord& turn, const Standing& now) {
    connection
        .query("INSERT INTO turn (session, turn, conversation, external_id, at, first_activity, "
               "activity_count, content)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .with(now.session, turn.turn, now.conversation, NullIfEmpty{turn.external_id}, turn.at,
              turn.first_activity, turn.activity_count, Blob{turn.content})
        .execute();
}

void write_files(Connection& connection, const std::vector<FileRecord>& files, std::int64_t session) {
    // The same file sent twice is one file.
    for (const auto& file : files)
        connection
            .query("INSERT INTO file (session, sha256, size_bytes, media_type, stored_at, content)"
                   " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .with(session, file.sha256, file.size_bytes, file.media_type, file.stored_at, Blob{file.content})
            .execute();
}

void write_callbacks(Connection& connection, const std::vector<CallbackRecord>& callbacks,
                     std::int64_t session) {
    for (const auto& one : callbacks) {
        // Somebody who is to be called waits once, whatever they say meanwhile.
        connection.query("DELETE FROM callback WHERE session = ? AND kept_by IS NULL")
            .with(session)
            .execute();
        connection.query("INSERT INTO callback (session, turn, region, at, content) VALUES (?, ?, ?, ?, ?)")
            .with(session, one.turn, one.region, one.at, Blob{one.content})
            .execute();
    }
}

CommitOutcome apply_turn(Connection& connection, const Commit& commit) {
    // The group holds the write lock, so what is looked up here still holds when it is written below.
    auto now = look(connection, commit);
    if (now.conversation != 0 && !commit.turn.external_id.empty())
        if (auto recorded = find_turn(connection, now.conversation, commit.turn.external_id))
            return Duplicate{std::move(*recorded)};
    if (conflicts(connection, commit, now)) return Conflict{};

    write_session(connection, commit.session, now);
    if (commit.new_conversation) write_conversation(connection, *commit.new_conversation, now);
    write_turn(connection, commit.turn, now);
    write_files(connection, commit.files, now.session);
    write_callbacks(connection, commit.callbacks, now.session);
    for (const auto& record : commit.cases)
        if (!write_case(connection, record, now.session)) return Conflict{};
    if (!write_audit(connection, commit.audit) || !write_events(connection, commit.events)) return Conflict{};
    return Committed{};
}

// For work that may find a conflict after it has begun to write.
template<class Work>
CommitOutcome undone_on_conflict(Connection& connection, Work work) {
    connection.query("SAVEPOINT one").execute();
    CommitOutcome outcome = work();
    if (!std::holds_alternative<Committed>(outcome)) connection.query("ROLLBACK TO one").execute();
    connection.query("RELEASE one").execute();
    return outcome;
}

} // namespace

CommitOutcome apply(Connection& connection, const Commit& commit) {
    // The plain turn checks everything before it writes anything, and is spared the savepoint.
    if (commit.cases.empty() && commit.audit.empty() && commit.events.empty())
        return apply_turn(connection, commit);
    return undone_on_conflict(connection, [&] { return apply_turn(connection, commit); });
}

CommitOutcome apply(Connection& connection, const CaseChange& change) {
    return undone_on_conflict(connection, [&]() -> CommitOutcome {
        if (!move_case(connection, change) || !write_audit(connection, change.audit) ||
            !write_events(connection, change.events))
            return Conflict{};
        return Committed{};
    });
}

std::vector<SessionId> expire(Connection& connection, Millis now, std::uint32_t limit) {
    std::vector<std::pair<std::int64_t, SessionId>> expired;
    {
        auto row = connection.query("SELECT key, id FROM session WHERE state = 0 AND expires_hour <= ?"
                                    " AND expires_at < ? ORDER BY expires_hour LIMIT ?");
        row.with(now / hour_ms, now, limit);
        while (row.next()) expired.emplace_back(row.integer(0), SessionId{row.text(1)});
    }
    std::vector<SessionId> removed;
    for (auto& [key, id] : expired) {
        // A conversation that came here from another session has turns there, which must stay: it goes back.
        connection
            .query(
                "UPDATE conversation SET session = t.session FROM"
                " (SELECT conversation, session, max(key) FROM turn WHERE session <> ?1 AND conversation IN"
                "  (SELECT key FROM conversation WHERE session = ?1) GROUP BY conversation) AS t"
                " WHERE conversation.key = t.conversation")
            .with(key)
            .execute();
        connection.query("DELETE FROM session WHERE key = ?").with(key).execute();
        removed.push_back(std::move(id));
    }
    connection.query("DELETE FROM spending WHERE until <= ?").with(now).execute();
    connection.query("DELETE FROM staff_session WHERE expires_at <= ?").with(now).execute();
    return removed;
}

} // namespace plaint::storage::sqlite
