#include "bot/outbox/schedule.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

namespace plaint::outbox {

namespace {

constexpr Millis second = 1'000;
constexpr Millis minute = 60 * second;
constexpr Millis hour = 60 * minute;
constexpr Millis retry_after_max = 24 * hour;

constexpr Millis waits[attempts_max] = {0,        5 * second, 5 * minute, 30 * minute, 2 * hour,
                                        5 * hour, 10 * hour,  14 * hour,  20 * hour,   24 * hour};

// FNV-1a: the spread has to be even, not secret, and the same in every run.
std::uint64_t spread(std::string_view text, std::uint32_t attempt) {
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3; };
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(static_cast<unsigned char>(attempt));
    return hash >> 16;
}

} // namespace

std::optional<Millis> wait_after(std::uint32_t failed, std::string_view event_id) {
    if (failed >= attempts_max) return std::nullopt;
    const Millis wait = waits[failed];
    const auto share = static_cast<Millis>(spread(event_id, failed) % 1'000);
    return wait + wait / 10 * share / 1'000;
}

std::optional<Millis> retry_after(std::string_view header, Millis now) {
    if (header.empty()) return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, fault] = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (end == header.data() + header.size()) {
        if (fault == std::errc::result_out_of_range) return retry_after_max;
        if (fault != std::errc() || seconds < 0) return std::nullopt;
        return std::min(seconds, retry_after_max / second) * second;
    }
    std::tm date{};
    const std::string text(header);
    const char* const rest = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
    if (!rest || *rest) return std::nullopt;
    return std::clamp<Millis>(static_cast<Millis>(timegm(&date)) * second - now, 0, retry_after_max);
}

} // namespace plaint::outbox
