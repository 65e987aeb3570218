#include "bot/conversation/callbacks.hpp"

#include "bot/support/seal.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::conversation {
namespace {

using dialogs::Effect;

// The number that a call comes from, else the one that was given: the same as was told to whoever asks to be called. Of
// somebody who reports without a name it is only the one that they gave.
std::string number_of(const Inbound& inbound, const CallStanding& standing) {
    const bool given = inbound.caller.empty() || dialogs::is_anonymous(standing.tree, standing.session);
    return given ? dialogs::number_given(standing.tree, standing.session) : inbound.caller;
}

} // namespace

bool promises_call(const TurnContent& said) {
    return std::ranges::find(said.effects, Effect::callback) != said.effects.end();
}

std::optional<storage::CallbackRecord> promise_of(const Inbound& inbound, const CallStanding& standing,
                                                  const TurnContent& said, const std::string& region,
                                                  std::int64_t at_ms,
                                                  const std::optional<storage::CallbackRecord>& before) {
    Promise earlier = (before ? read_promise(*before) : std::nullopt).value_or(Promise{});
    const std::string number = number_of(inbound, standing);
    // Whoever becomes anonymous takes the number along that they called from before.
    const bool forgets = dialogs::is_anonymous(standing.tree, standing.session) && earlier.to != number;
    if (forgets) earlier.to.clear();
    if (!promises_call(said) && !(before && forgets)) return std::nullopt;
    std::vector<std::string> recordings = earlier.recordings;
    if (promises_call(said) && inbound.said == dialogs::Said::recording) recordings.push_back(inbound.value);
    if (recordings.size() > messages_max) recordings.erase(recordings.begin());
    const nlohmann::json content{{"kind", recordings.empty() ? "callback" : "message"},
                                 {"channel", dialogs::name_of(inbound.channel)},
                                 {"to", number.empty() ? earlier.to : number},
                                 {"recordings", recordings},
                                 {"locale", said.locale}};
    return storage::CallbackRecord{
        .session = standing.id,
        .turn = standing.session.turn,
        .region = region,
        .at = before ? before->at : at_ms,
        .content = support::seal(standing.id.text,
                                 content.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))};
}

std::optional<Promise> read_promise(const storage::CallbackRecord& record) {
    const auto bytes = support::open(record.session.text, record.content);
    const auto content = bytes ? nlohmann::json::parse(*bytes, nullptr, false) : nlohmann::json();
    if (!content.is_object()) return std::nullopt;
    Promise promise{.kind = content.value("kind", std::string()),
                    .channel = content.value("channel", std::string()),
                    .to = content.value("to", std::string()),
                    .recordings = content.value("recordings", std::vector<std::string>()),
                    .locale = content.value("locale", std::string())};
    // As it was written when a promise had one message only.
    if (const auto one = content.value("recording", std::string()); !one.empty())
        promise.recordings.push_back(one);
    return promise;
}

} // namespace plaint::conversation
