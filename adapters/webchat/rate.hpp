#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plaint::webchat {

// How often a client's address does something, by the minute of the clock. Generous, because whole offices share an
// address.
class Rate {
  public:
    explicit Rate(std::uint32_t per_minute) : per_minute_(per_minute) {}

    // Counts one; false when the minute's share is spent.
    bool take(std::string_view address, std::int64_t now_ms);
    // Until the next minute begins.
    static std::uint32_t seconds_left(std::int64_t now_ms);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    std::uint32_t per_minute_;
    std::int64_t minute_ = 0;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> taken_;
    std::vector<std::uint32_t>
        crowd_; // what addresses took that are not counted one by one; empty in common minutes
};

} // namespace plaint::webchat
