#include "adapters/webchat/used_tickets.hpp"

#include <algorithm>

namespace plaint::webchat {

bool UsedTickets::use(const std::string& nonce, std::int64_t expires_at_ms, std::int64_t now_ms) {
    if (expiry_.size() > sweep_above_) {
        std::erase_if(expiry_, [&](const auto& one) { return one.second <= now_ms; });
        // Not before as many again have come, so that each pays for its own share of the sweeping.
        sweep_above_ = std::max<std::size_t>(1024, 2 * expiry_.size());
    }
    return expiry_.emplace(nonce, expires_at_ms).second;
}

} // namespace plaint::webchat
