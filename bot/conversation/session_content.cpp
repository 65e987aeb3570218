#include "bot/conversation/session_content.hpp"

#include "dialogs/engine/bytes.hpp"

#include <algorithm>

namespace plaint::conversation {

void make_room(SessionContent& content) {
    static_assert(conversations_max > dialogs::visits_max);
    auto& known = content.next_activity;
    if (known.size() < conversations_max) return;
    // Those that spoke last have a visit.
    const auto silent = std::ranges::find_if(
        known, [&](const auto& one) { return content.session.find_visit(one.first) == nullptr; });
    if (silent != known.end()) known.erase(silent);
}

std::string encode(const dialogs::Tree& tree, const SessionContent& content) {
    dialogs::ByteWriter to;
    to.number(content.next_activity.size());
    for (const auto& [conversation, next] : content.next_activity) {
        to.text(conversation);
        to.number(next);
    }
    std::string bytes = to.take();
    bytes += dialogs::encode(tree, content.session);
    return bytes;
}

std::expected<SessionContent, std::string> decode_session(const dialogs::Tree& tree, std::string_view bytes) {
    dialogs::ByteReader from(bytes);
    std::map<std::string, std::uint64_t> next_activity;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        std::string conversation = from.text();
        next_activity[std::move(conversation)] = from.number();
    }
    if (!from.good()) return std::unexpected("a session that is damaged");
    auto session = dialogs::decode(tree, from.rest());
    if (!session) return std::unexpected(std::move(session).error());
    return SessionContent{std::move(next_activity), std::move(*session)};
}

} // namespace plaint::conversation
