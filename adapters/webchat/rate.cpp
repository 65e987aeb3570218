#include "adapters/webchat/rate.hpp"

#include "bot/net/http.hpp"

namespace plaint::webchat {

namespace {

constexpr std::int64_t minute_ms = 60'000;
// Beyond so many addresses in one minute, which is an attack, newcomers share counters by chance: memory is bounded, and
// hardly anybody meets somebody else there who has spent the share.
constexpr std::size_t addresses_max = 200'000;
constexpr std::size_t crowd_counters = 1 << 16;

} // namespace

bool Rate::take(std::string_view address, std::int64_t now_ms) {
    if (const std::int64_t minute = now_ms / minute_ms; minute != minute_) {
        minute_ = minute;
        taken_.clear();
        crowd_ = {};
    }
    const std::string counted = net::counted_address(address);
    auto found = taken_.find(counted);
    if (found == taken_.end()) {
        if (taken_.size() >= addresses_max) {
            crowd_.resize(crowd_counters);
            return ++crowd_[Hash()(counted) % crowd_counters] <= per_minute_;
        }
        found = taken_.emplace(counted, 0).first;
    }
    return ++found->second <= per_minute_;
}

std::uint32_t Rate::seconds_left(std::int64_t now_ms) {
    return static_cast<std::uint32_t>((minute_ms - now_ms % minute_ms + 999) / 1000);
}

} // namespace plaint::webchat
