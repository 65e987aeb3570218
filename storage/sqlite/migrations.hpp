#pragma once

#include "storage/sqlite/connection.hpp"

namespace plaint::storage::sqlite {

// Brings the schema up to the newest step this program knows, each step in a transaction of its own; refuses
// a file that is not a Plaint store, or that a newer program has already moved on.
std::expected<void, Error> migrate(Connection& connection, const std::string& path);

} // namespace plaint::storage::sqlite
