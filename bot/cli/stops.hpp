#pragma once

#include "bot/library/library.hpp"
#include "bot/pictures/subject.hpp"
#include "storage/store.hpp"

#include <expected>

namespace plaint::cli {

// Where the drafts of the store stand in the tree that conversations begin with: by the question that was put last.
std::expected<pictures::Stops, storage::Error> count_stops(const library::Library& library,
                                                           storage::Store& store);

} // namespace plaint::cli
