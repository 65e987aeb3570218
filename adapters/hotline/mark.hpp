#pragma once

#include "adapters/hotline/voice.hpp"
#include "bot/net/http.hpp"

#include <optional>
#include <string>

namespace plaint::hotline {

// "turn=12&step=34&at=respondents%5B0%5D.region&keys=entry", for the address of an action.
std::string query_of(const Mark& mark);
// Nothing where the address is none of ours.
std::optional<Mark> mark_of(const net::Parameters& query);

} // namespace plaint::hotline
