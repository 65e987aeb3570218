#include "bot/conversation/turn_line.hpp"

#include "bot/conversation/turn_content.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/seal.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace plaint::conversation {
namespace {

std::string_view name_of(dialogs::Said said) {
    constexpr std::array<std::string_view, 13> names{
        "begin",     "resume",        "words", "files",  "silence", "locale",   "withdraw",
        "recording", "person_failed", "note",  "reopen", "typed",   "wrong_key"};
    static_assert(names.size() == static_cast<std::size_t>(dialogs::Said::wrong_key) + 1);
    return names[static_cast<std::size_t>(said)];
}

} // namespace

std::string turn_line(const storage::TurnRecord& turn) {
    const auto bytes = support::open(turn.session.text, turn.content);
    const auto content = bytes ? decode_turn(*bytes) : std::unexpected<std::string>("sealed");
    if (!content) return {};
    nlohmann::json line{{"turn", turn.turn},
                        {"at", support::rfc3339_utc(turn.at)},
                        {"conversation", turn.conversation.text},
                        {"input", name_of(content->said)},
                        {"locale", content->locale},
                        {"said", nlohmann::json::array()}};
    if (!content->words.empty()) line["words"] = content->words;
    if (!content->value.empty()) line["value"] = content->value;
    for (const dialogs::FileRef& file : content->files)
        line["files"].push_back(
            {{"sha256", file.sha256}, {"name", file.name}, {"size_bytes", file.size_bytes}});
    for (const dialogs::Output& output : content->outputs) {
        nlohmann::json said{{"message", output.message.key}};
        if (output.ask) said["ask"] = output.ask->path;
        line["said"].push_back(std::move(said));
    }
    // Whatever bytes a client sent, the line is valid UTF-8.
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace plaint::conversation
