#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace plaint::webchat {

// The tickets that were used, by their nonces, until they are over.
class UsedTickets {
  public:
    // False when it was used before.
    bool use(const std::string& nonce, std::int64_t expires_at_ms, std::int64_t now_ms);
    std::size_t held() const { return expiry_.size(); }

  private:
    std::unordered_map<std::string, std::int64_t> expiry_;
    std::size_t sweep_above_ = 1024;
};

} // namespace plaint::webchat
