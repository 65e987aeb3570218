#include "storage/sqlite/migrations.hpp"

#include <span>

namespace plaint::storage::sqlite {

namespace {

// "Plnt": tells a Plaint store from any other SQLite file.
constexpr std::int64_t application_id = 0x506c6e74;

struct Migration {
    int number;
    const char* script;
};

// A step that has been released is never edited; what must change becomes the next step.
//
// Every record has a small integer key, given in order of arrival, and records refer to each other by it:
// what is in use at one time then lies close together, so that a turn costs the same however many sessions
// are stored. The order of columns puts what is compared before what is large.
constexpr Migration migrations[] = {
    {1, R"(
CREATE TABLE session (
    key          INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    receipt_hash TEXT    UNIQUE,
    state        INTEGER NOT NULL,
    expires_hour INTEGER NOT NULL,  -- expires_at in whole hours, so that its index rarely changes
    version      INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    content      BLOB    NOT NULL
) STRICT;
CREATE INDEX draft_by_expiry ON session (expires_hour) WHERE state = 0;

CREATE TABLE conversation (
    key         INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE,
    session     INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    resume_hash TEXT,
    begun_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_by_session ON conversation (session);
CREATE INDEX conversation_by_resume ON conversation (resume_hash) WHERE resume_hash IS NOT NULL;

CREATE TABLE turn (
    key            INTEGER PRIMARY KEY,
    session        INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    turn           INTEGER NOT NULL,
    conversation   INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    external_id    TEXT,
    at             INTEGER NOT NULL,
    first_activity INTEGER NOT NULL,
    activity_count INTEGER NOT NULL,
    content        BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX turn_of_session ON turn (session, turn);
CREATE INDEX turn_of_conversation ON turn (conversation, first_activity);
CREATE UNIQUE INDEX turn_of_message ON turn (conversation, external_id) WHERE external_id IS NOT NULL;

CREATE TABLE file (
    session    INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    sha256     TEXT    NOT NULL,
    size_bytes INTEGER NOT NULL,
    media_type TEXT    NOT NULL,
    stored_at  INTEGER NOT NULL,
    content    BLOB    NOT NULL,
    PRIMARY KEY (session, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
    key            INTEGER PRIMARY KEY,
    number         TEXT    NOT NULL UNIQUE,
    session        INTEGER NOT NULL REFERENCES session,
    state          INTEGER NOT NULL,
    version        INTEGER NOT NULL,            -- the newest dossier
    audit_sequence INTEGER NOT NULL DEFAULT 0   -- of the newest audit entry
) STRICT;
CREATE INDEX case_by_session ON cases (session);

CREATE TABLE dossier (
    case_key     INTEGER NOT NULL REFERENCES cases,
    version      INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    centre       TEXT    NOT NULL,
    lead         TEXT    NOT NULL,
    submitted_at INTEGER NOT NULL,
    content      BLOB    NOT NULL,
    PRIMARY KEY (case_key, version)
) STRICT;

CREATE TABLE audit (
    case_key      INTEGER NOT NULL REFERENCES cases,
    sequence      INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    actor         TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    previous_hash TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    content       BLOB    NOT NULL,
    PRIMARY KEY (case_key, sequence)
) STRICT;

CREATE TABLE event (
    key          INTEGER PRIMARY KEY,  -- the order of delivery per (number, destination)
    id           TEXT    NOT NULL UNIQUE,
    type         TEXT    NOT NULL,
    destination  TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    case_version INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    ready_at     INTEGER NOT NULL,            -- when it may be taken: due_at, or the end of its lease
    attempts     INTEGER NOT NULL DEFAULT 0,
    leases       INTEGER NOT NULL DEFAULT 0,  -- ever given; names the present one
    last_problem TEXT    NOT NULL DEFAULT '',
    content      BLOB    NOT NULL
) STRICT;
CREATE INDEX event_by_state ON event (state);
CREATE INDEX event_unsettled ON event (number, destination) WHERE state IN (0, 1);
CREATE INDEX event_ready ON event (ready_at) WHERE state IN (0, 1);

CREATE TABLE serial (scope TEXT PRIMARY KEY, given INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE probe (key INTEGER PRIMARY KEY CHECK (key = 1), count INTEGER NOT NULL) STRICT;
INSERT INTO probe VALUES (1, 0);

CREATE TABLE spending (
    key    INTEGER PRIMARY KEY,
    budget TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    until  INTEGER NOT NULL  -- the end of its window; after it the row means nothing
) STRICT;
CREATE INDEX spending_by_budget ON spending (budget, at);
CREATE INDEX spending_by_end ON spending (until);
)"},
    // The staff. A case names its centre beside its dossiers, so that the question who may see it is one of an index.
    {2, R"(
ALTER TABLE cases ADD COLUMN centre TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN sender TEXT;
ALTER TABLE cases ADD COLUMN taken_by TEXT;
ALTER TABLE cases ADD COLUMN taken_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN audit_covered INTEGER NOT NULL DEFAULT 0;  -- by the newest checkpoint
UPDATE cases SET centre = (SELECT d.centre FROM dossier d WHERE d.case_key = cases.key AND d.version = cases.version);
CREATE INDEX case_by_centre ON cases (centre, number);
CREATE INDEX case_by_sender ON cases (sender, number) WHERE sender IS NOT NULL;
CREATE INDEX case_uncovered ON cases (number) WHERE audit_sequence > audit_covered;
CREATE INDEX event_by_case ON event (number);

CREATE TABLE staff (
    key        INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    login      TEXT    NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    role       INTEGER NOT NULL,
    region     TEXT    NOT NULL,
    disabled   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    content    BLOB    NOT NULL
) STRICT;

CREATE TABLE staff_session (
    token_hash TEXT    PRIMARY KEY,
    staff      TEXT    NOT NULL,
    begun_at   INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_session_by_staff ON staff_session (staff);
CREATE INDEX staff_session_by_end ON staff_session (expires_at);

-- What was promised on the telephone or in a chat, and kept by somebody or not yet.
CREATE TABLE callback (
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    turn    INTEGER NOT NULL,
    region  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    kept_by TEXT,
    kept_at INTEGER NOT NULL DEFAULT 0,
    content BLOB    NOT NULL,
    PRIMARY KEY (session, turn)
) STRICT, WITHOUT ROWID;
CREATE INDEX callback_open ON callback (region, at) WHERE kept_by IS NULL;

CREATE TABLE journal (
    sequence      INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL,
    actor         TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    previous_hash TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    content       BLOB    NOT NULL
) STRICT;

CREATE TABLE checkpoint (
    sequence INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    content  BLOB    NOT NULL
) STRICT;
CREATE TABLE journal_covered (key INTEGER PRIMARY KEY CHECK (key = 1), sequence INTEGER NOT NULL) STRICT;
INSERT INTO journal_covered VALUES (1, 0);
)"},
    // Regions are told by the beginning of their code, so that a province's and a prefecture's cases come out of an index in
    // the order of their numbers, too.
    {3, R"(
CREATE INDEX case_by_province ON cases (substr(centre, 1, 2), number);
CREATE INDEX case_by_prefecture ON cases (substr(centre, 1, 4), number);
CREATE INDEX case_by_province_of_sender ON cases (substr(sender, 1, 2), number) WHERE sender IS NOT NULL;
CREATE INDEX case_by_prefecture_of_sender ON cases (substr(sender, 1, 4), number) WHERE sender IS NOT NULL;
)"},
};

std::int64_t number_from(Connection& connection, const char* sql) {
    auto query = connection.query(sql);
    return query.next() ? query.integer(0) : 0;
}

// Finds out what the file is. A file that is not a database at all shows here, at the first reading.
std::expected<int, Error> applied_so_far(Connection& connection, const std::string& path) {
    const auto id = number_from(connection, "PRAGMA application_id");
    const auto tables = number_from(connection, "SELECT count(*) FROM sqlite_schema");
    if (auto error = connection.take_error()) return std::unexpected(about_file(path, std::move(*error)));
    if (tables == 0) return 0;
    if (id != application_id)
        return std::unexpected(Error{Fault::broken, path + " is an SQLite database, but not a Plaint store"});
    const auto applied = number_from(connection, "SELECT max(number) FROM migration");
    if (auto error = connection.take_error()) return std::unexpected(about_file(path, std::move(*error)));
    return static_cast<int>(applied);
}

} // namespace

std::expected<void, Error> migrate(Connection& connection, const std::string& path) {
    constexpr int newest = std::span{migrations}.back().number;
    auto applied = applied_so_far(connection, path);
    if (!applied) return std::unexpected(std::move(applied).error());

    if (*applied > newest)
        return std::unexpected(Error{Fault::broken, path + " was written by a newer Plaint: its schema is " +
                                                        std::to_string(*applied) + ", this program knows " +
                                                        std::to_string(newest)});

    if (*applied == 0) {
        // These are properties of a file from its first page on.
        connection.run("PRAGMA page_size=4096; PRAGMA auto_vacuum=NONE;");
        connection.run(("PRAGMA application_id=" + std::to_string(application_id)).c_str());
    }
    connection.run("PRAGMA journal_mode=WAL");
    connection.run(
        "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY) STRICT; COMMIT");
    for (const auto& migration : migrations) {
        // Another process may have been at it in the meantime, so the question is asked again under the lock.
        connection.run("BEGIN IMMEDIATE");
        if (number_from(connection, "SELECT max(number) FROM migration") < migration.number) {
            connection.run(migration.script);
            connection.query("INSERT INTO migration VALUES (?)").with(migration.number).execute();
        }
        connection.run("COMMIT");
        if (auto error = connection.take_error()) {
            connection.abandon();
            return std::unexpected(about_file(path, std::move(*error)));
        }
    }
    return {};
}

} // namespace plaint::storage::sqlite
