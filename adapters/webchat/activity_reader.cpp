#include "adapters/webchat/activity_reader.hpp"

#include "adapters/webchat/json_fields.hpp"

#include <algorithm>

namespace plaint::webchat {

namespace {

using Form = FieldSpec::Form;

enum : std::size_t { type, name, user, text, locale, value, receipt, client_id, exact, to, count };

constexpr std::size_t text_bytes_max = 100'000;
constexpr std::array<FieldSpec, count> members{{{"type", 64},
                                                {"name", 128},
                                                {"from/id", 128},
                                                {"text", text_bytes_max},
                                                {"locale", 64},
                                                {"value", text_bytes_max, Form::text_only},
                                                {"value/receipt", 64},
                                                {"channelData/clientActivityID", 128},
                                                {"channelData/plaint/value", text_bytes_max},
                                                {"channelData/plaint/to", 512}}};

// What windows of others send by themselves; none of it is an answer.
constexpr std::array ignored_types{"typing",
                                   "conversationUpdate",
                                   "endOfConversation",
                                   "messageReaction",
                                   "messageUpdate",
                                   "messageDelete",
                                   "contactRelationUpdate",
                                   "trace",
                                   "installationUpdate",
                                   "invoke",
                                   "command",
                                   "commandResult"};

} // namespace

std::expected<ClientActivity, std::string> read_activity(std::string_view json, Comes comes) {
    auto fields = read_fields(json, members);
    if (!fields) return std::unexpected(std::move(fields).error());
    const auto take = [&](std::size_t at) { return std::move((*fields)[at]).value_or(std::string()); };
    ClientActivity activity{.user = take(user), .client_id = take(client_id), .locale = take(locale)};
    const std::string kind = take(type);
    if (kind.empty()) return std::unexpected("\"type\" is missing: \"message\", \"event\" or \"typing\".");
    if (activity.user.empty())
        return std::unexpected("\"from.id\" is missing: the client's id of the person.");
    if (kind == "message") {
        activity.text = take(text);
        activity.value = take(exact);
        if (activity.value.empty()) activity.value = take(value);
        activity.to = take(to);
        if (activity.text.empty()) activity.text = activity.value;
        if (activity.text.empty() && comes == Comes::alone)
            return std::unexpected(
                "\"text\" is missing; files are sent to the address that ends in /upload.");
        return activity;
    }
    if (comes == Comes::with_files)
        return std::unexpected("Files come with an activity of type \"message\".");
    if (kind == "event") {
        const std::string event = take(name);
        if (event.empty()) return std::unexpected("\"name\" of the event is missing.");
        activity.kind = ClientActivity::Kind::ignored;
        if (event == "plaint.resume") {
            activity.kind = ClientActivity::Kind::resume;
            activity.receipt = take(receipt);
            if (activity.receipt.empty())
                return std::unexpected("\"value.receipt\" is missing: a receipt code.");
        } else if (event == "plaint.locale") {
            activity.kind = ClientActivity::Kind::locale;
            activity.locale = take(value);
            if (activity.locale.empty())
                return std::unexpected("\"value\" is missing: a language such as \"en\".");
        }
        return activity;
    }
    if (std::ranges::find(ignored_types, kind) == ignored_types.end())
        return std::unexpected("\"type\" must be \"message\", \"event\" or \"typing\".");
    activity.kind = ClientActivity::Kind::ignored;
    return activity;
}

} // namespace plaint::webchat
