#include "bot/conversation/call_events.hpp"

#include "bot/support/clock.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/seal.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::conversation {

namespace {

using storage::EventRecord;

constexpr std::size_t event_digits = 24;
// The provider needs a moment until the audio is there.
constexpr std::int64_t recording_after_ms = 3'000;

// Things of one session do not wait for each other: `thing` is part of what orders them.
EventRecord event_of(const Inbound& inbound, std::string_view type, const char* destination,
                     const std::string& order) {
    const nlohmann::json turn = {{"conversation", inbound.conversation.text}, {"turn", inbound.external_id}};
    std::string content = turn.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return {.id = storage::EventId("evt_" +
                                   support::sha256_hex(content + std::string(type)).substr(0, event_digits)),
            .type = std::string(type),
            .destination = destination,
            .number = storage::CaseNumber(order),
            .content = std::move(content)};
}

// In China short messages go to mobile numbers, which have 11 digits and begin with 13 to 19. Of other countries nothing
// is known here.
bool takes_messages(std::string_view number) {
    constexpr std::string_view china = "+86";
    constexpr std::size_t mobile_size = china.size() + 11;
    if (!number.starts_with(china)) return number.starts_with('+');
    return number.size() == mobile_size && number[3] == '1' && number[4] >= '3';
}

std::optional<TurnContent> content_of(const storage::TurnRecord& turn) {
    const auto bytes = support::open(turn.session.text, turn.content);
    auto content = bytes ? decode_turn(*bytes) : std::unexpected<std::string>("sealed");
    return content ? std::optional(std::move(*content)) : std::nullopt;
}

} // namespace

std::vector<storage::EventRecord> call_events(const Inbound& inbound, const CallStanding& standing,
                                              const TurnContent& said, const support::Config& config,
                                              std::int64_t at_ms) {
    std::vector<storage::EventRecord> events;
    if (inbound.client.empty() || standing.session.withdrawn) return events;
    // Only what has become an answer or a message; what came too late, or was no answer, is not wanted.
    const bool heard = std::ranges::find(said.effects, dialogs::Effect::heard) != said.effects.end();
    if (inbound.said == dialogs::Said::recording && heard) {
        events.push_back(
            event_of(inbound, event_recording, "recordings", standing.id.text + ":" + inbound.value));
        events.back().due_at = at_ms + recording_after_ms;
    }
    // Whoever has not agreed, or reports without a name, is not written to, and nobody goes on with what was withdrawn.
    const bool over = inbound.said == dialogs::Said::note && inbound.value == hang_up;
    if (over && config.notifications && takes_messages(inbound.client) &&
        dialogs::consented(standing.tree, standing.session) &&
        !dialogs::is_anonymous(standing.tree, standing.session)) {
        events.push_back(event_of(inbound, event_link, "notifications", standing.id.text + ":link"));
        events.back().due_at = at_ms;
    }
    return events;
}

std::optional<CallTurn> turn_of(const EventRecord& event) {
    const nlohmann::json content = nlohmann::json::parse(event.content, nullptr, false);
    if (!content.is_object()) return std::nullopt;
    CallTurn turn{storage::ConversationId(content.value("conversation", std::string())),
                  content.value("turn", std::string())};
    if (turn.conversation.empty() || turn.external_id.empty()) return std::nullopt;
    return turn;
}

std::string recording_place(std::string_view account, std::string_view url) {
    return std::string(account).append("\n").append(url);
}

std::optional<RecordingOrder> recording_in(const storage::TurnRecord& turn) {
    const auto content = content_of(turn);
    const std::size_t line = content ? content->client.find('\n') : std::string::npos;
    if (line == std::string::npos || content->said != dialogs::Said::recording) return std::nullopt;
    return RecordingOrder{.session = turn.session,
                          .id = content->value,
                          .url = content->client.substr(line + 1),
                          .account = content->client.substr(0, line)};
}

std::optional<LinkOrder> link_in(const storage::TurnRecord& turn) {
    const auto content = content_of(turn);
    if (!content || content->value != hang_up || content->client.empty()) return std::nullopt;
    return LinkOrder{
        .to = content->client, .locale = content->locale, .timestamp = support::rfc3339_utc(turn.at)};
}

} // namespace plaint::conversation
