#include "dialogs/engine/recording.hpp"

#include <algorithm>

namespace plaint::dialogs {
namespace {

constexpr std::string_view mark = "\x1frecording:";
constexpr std::size_t id_bytes_max = 64;

bool is_id(std::string_view id) {
    return !id.empty() && id.size() <= id_bytes_max && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.';
    });
}

} // namespace

std::string recording_text(std::string_view id) { return std::string(mark).append(id); }

std::optional<std::string_view> recording_of(std::string_view text) {
    if (!text.starts_with(mark)) return std::nullopt;
    text.remove_prefix(mark.size());
    return is_id(text) ? std::optional(text) : std::nullopt;
}

} // namespace plaint::dialogs
