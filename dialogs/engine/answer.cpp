#include "dialogs/engine/answer.hpp"

#include <algorithm>
#include <array>

namespace plaint::dialogs {
namespace {

constexpr std::array<std::string_view, 6> channel_names{"web_chat",     "phone",  "face_to_face",
                                                        "platform_api", "letter", "transfer_in"};
constexpr std::array<std::string_view, 6> state_names{"value",   "later", "none",
                                                      "unknown", "skip",  "unverified"};

template<class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

} // namespace

std::optional<Channel> channel_of(std::string_view name) { return find<Channel>(channel_names, name); }
std::string_view name_of(Channel channel) { return channel_names[static_cast<std::size_t>(channel)]; }
std::optional<State> state_of(std::string_view name) { return find<State>(state_names, name); }
std::string_view name_of(State state) { return state_names[static_cast<std::size_t>(state)]; }

// FNV-1a: these hashes tell values apart within one session; they guard nothing.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
    for (const char byte : text) seed = (seed ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    return seed;
}

std::uint64_t mix(std::uint64_t digest, std::uint64_t next) {
    digest ^= next + 0x9e3779b97f4a7c15U + (digest << 6U) + (digest >> 2U);
    return digest * 0xff51afd7ed558ccdU;
}

std::uint64_t hash_of(const Value& value) {
    const std::uint64_t start = hash_of(std::string_view{}) + value.index();
    if (const auto* flag = std::get_if<bool>(&value)) return mix(start, *flag ? 1 : 2);
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return mix(start, static_cast<std::uint64_t>(*number));
    if (const auto* text = std::get_if<std::string>(&value)) return hash_of(*text, start);
    std::uint64_t digest = start;
    if (const auto* files = std::get_if<std::vector<FileRef>>(&value))
        for (const FileRef& file : *files) digest = hash_of(file.name, hash_of(file.sha256, digest));
    return digest;
}

bool same_content(const Answer& left, const Answer& right) {
    return left.state == right.state && left.value == right.value && left.reason == right.reason;
}

} // namespace plaint::dialogs
