#pragma once

#include "storage/disk.hpp"
#include "storage/sqlite/connection.hpp"

#include <atomic>

namespace plaint::storage::sqlite {

// Copies what `source` sees to a new file, synced before it gets its name; false when something has that
// name. The copy is of one moment: the caller has begun a transaction on `source`, and turns go on beside it.
std::expected<bool, Error> back_up(Connection& source, Disk& disk, const std::string& path,
                                   const std::atomic<bool>& stopping);

} // namespace plaint::storage::sqlite
