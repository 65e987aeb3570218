#pragma once

#include "bot/casework/waiting.hpp"
#include "bot/conversation/turn_content.hpp"
#include "bot/support/seal.hpp"
#include "storage/store.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// How promises look into a store.
namespace plaint::tests {

inline constexpr std::uint32_t everything = 1'000'000;
inline constexpr std::string_view by_staff = "staff:"; // begins the conversations of rulings

// Past the program, so it never fails.
template<class T, class Call>
T ask(Call call) {
    return casework::wait_for<T>(std::move(call)).value();
}

inline std::optional<conversation::TurnContent> content_of(const storage::TurnRecord& turn) {
    const auto bytes = support::open(turn.session.text, turn.content);
    auto content =
        bytes ? conversation::decode_turn(*bytes) : std::unexpected<std::string>("sealed by another key");
    if (!content) return std::nullopt;
    return *std::move(content);
}

inline bool has(const conversation::TurnContent& content, dialogs::Effect effect) {
    return std::ranges::find(content.effects, effect) != content.effects.end();
}

inline std::string in(const storage::SessionId& session, std::uint64_t turn) {
    return " (turn " + std::to_string(turn) + " of session " + session.text + ")";
}

} // namespace plaint::tests
