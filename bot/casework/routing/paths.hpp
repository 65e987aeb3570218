#pragma once

#include "bot/casework/routing/facts.hpp"

#include <expected>
#include <nlohmann/json_fwd.hpp>

namespace plaint::routing {

// Turns members named by field paths ({"respondents[0].links[1].url": …}) into nested objects and lists;
// members with plain names stay as they are. Fails on a name that is no path and on two that contradict one
// another.
std::expected<nlohmann::json, Error> nest_paths(const nlohmann::json& object);

} // namespace plaint::routing
