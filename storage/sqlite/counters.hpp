#pragma once

#include "storage/sqlite/connection.hpp"

namespace plaint::storage::sqlite {

// The small things that must outlive a restart.
std::uint64_t take_serials(Connection& connection, std::string_view scope, std::uint32_t count);
bool spend(Connection& connection, std::string_view budget, std::uint32_t limit, Millis window, Millis now);
Bytes keep_setting(Connection& connection, std::string_view name, std::string_view fresh);
void count_probe(Connection& connection);

} // namespace plaint::storage::sqlite
