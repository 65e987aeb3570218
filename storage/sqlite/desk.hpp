#pragma once

#include "storage/desk.hpp"
#include "storage/sqlite/lane.hpp"

#include <memory>

namespace plaint::storage::sqlite {

// The staff's side of a store, over the store's own lanes, which outlive it.
std::unique_ptr<Desk> make_desk(Lane& writer, Lane& reader);

} // namespace plaint::storage::sqlite
