#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// When an event is tried again.
namespace plaint::outbox {

using Millis = std::int64_t;

// Attempts at one event before it is dead: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h
// (Standard Webhooks).
inline constexpr std::uint32_t attempts_max = 10;

// How long to wait after `failed` attempts, with up to a tenth more that depends on the event, so that a receiver
// that comes back is not met by everything at once; nothing when there is to be no further attempt.
std::optional<Millis> wait_after(std::uint32_t failed, std::string_view event_id);

// What a Retry-After header asks for, from 0 to 24 h: seconds, or a date of RFC 9110. Nothing when it is neither.
std::optional<Millis> retry_after(std::string_view header, Millis now);

} // namespace plaint::outbox
