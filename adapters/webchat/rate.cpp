#include "adapters/webchat/rate.hpp"

namespace plaint::webchat {

namespace {

constexpr std::int64_t minute_ms = 60'000;
// Beyond so many addresses in one minute nobody new is counted in: memory is bounded, and this is an attack.
constexpr std::size_t addresses_max = 200'000;

} // namespace

bool Rate::take(std::string_view address, std::int64_t now_ms) {
    if (const std::int64_t minute = now_ms / minute_ms; minute != minute_) {
        minute_ = minute;
        taken_.clear();
    }
    auto found = taken_.find(address);
    if (found == taken_.end()) {
        if (taken_.size() >= addresses_max) return false;
        found = taken_.emplace(address, 0).first;
    }
    return ++found->second <= per_minute_;
}

std::uint32_t Rate::seconds_left(std::int64_t now_ms) {
    return static_cast<std::uint32_t>((minute_ms - now_ms % minute_ms + 999) / 1000);
}

} // namespace plaint::webchat
