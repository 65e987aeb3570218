#pragma once

#include "bot/outbox/transport.hpp"

#include <string>

namespace plaint::outbox {

// Whether a request may go to this numeric address. Public means globally routable unicast and nothing that stands
// for another address: no v4-mapped, NAT64, 6to4 or Teredo address, because what stands behind them was not checked.
bool may_reach(const std::string& address, Reach reach);

} // namespace plaint::outbox
