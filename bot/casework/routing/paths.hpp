#pragma once

#include "bot/casework/routing/facts.hpp"

#include <expected>
#include <nlohmann/json_fwd.hpp>

namespace plaint::routing {

// Whether some of the members are named by field paths, so that they have to be nested; what is no object at all is for
// nest_paths to refuse.
bool names_paths(const nlohmann::json& object);

// Turns members named by field paths ({"respondents[0].links[1].url": …}) into nested objects and lists;
// members with plain names stay as they are. Fails on a name that is no path and on two that contradict one
// another.
std::expected<nlohmann::json, Error> nest_paths(const nlohmann::json& object);

} // namespace plaint::routing
