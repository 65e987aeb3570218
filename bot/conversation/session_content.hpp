#pragma once

#include "dialogs/engine/codec.hpp"

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>

// What a session row keeps: the engine's session, and for each of its conversations the number of the next activity.
namespace plaint::conversation {

inline constexpr std::size_t conversations_max = 64;

struct SessionContent {
    std::map<std::string, std::uint64_t> next_activity; // by conversation
    dialogs::Session session;
};

// Forgets one of the conversations that have been silent for long when there is no room for another. One that is
// forgotten is unknown from then on: its client begins anew, and the code opens the session again.
void make_room(SessionContent& content);

std::string encode(const dialogs::Tree& tree, const SessionContent& content);
std::expected<SessionContent, std::string> decode_session(const dialogs::Tree& tree, std::string_view bytes);

} // namespace plaint::conversation
