#pragma once

#include "storage/sqlite/connection.hpp"

namespace plaint::storage::sqlite {

// What is written in the transaction of a group. Each of these leaves nothing behind when it is a duplicate
// or a conflict, so that the rest of the group can go on.
CommitOutcome apply(Connection& connection, const Commit& commit);
CommitOutcome apply(Connection& connection, const CaseChange& change);

// Removes expired drafts with all that hangs on them.
std::vector<SessionId> expire(Connection& connection, Millis now, std::uint32_t limit);

} // namespace plaint::storage::sqlite
