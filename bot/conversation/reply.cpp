#include "bot/conversation/reply.hpp"

#include "bot/library/house_blanks.hpp"
#include "bot/support/receipt.hpp"
#include "bot/support/seal.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace plaint::conversation {

namespace {

bool tells_hours(const dialogs::Output& output) {
    return std::ranges::any_of(output.message.args, [](const dialogs::Arg& arg) {
        const auto* blank = std::get_if<dialogs::Blank>(&arg.value);
        return blank != nullptr && *blank == dialogs::Blank::hours;
    });
}

std::expected<Reply, storage::Error> read_turn(storage::TurnRecord turn) {
    auto bytes = support::open(turn.session.text, std::move(turn.content));
    auto content = bytes ? decode_turn(*bytes) : std::unexpected<std::string>("sealed by another key");
    if (!content) return std::unexpected(storage::Error{storage::Fault::broken, content.error()});
    return Reply{.session = turn.session,
                 .conversation = turn.conversation,
                 .external_id = turn.external_id,
                 .turn = turn.turn,
                 .first_activity = turn.first_activity,
                 .at_ms = turn.at,
                 .content = std::move(*content)};
}

using Editions = std::map<std::string, library::Edition>; // by version; those that are not kept are not there

void find_all(library::Shelf& shelf, std::set<std::string> versions, Editions found,
              std::function<void(const Editions&)> answered) {
    if (versions.empty()) return answered(found);
    const std::string version = std::move(versions.extract(versions.begin()).value());
    shelf.find(version, [&shelf, version, versions = std::move(versions), found = std::move(found),
                         answered = std::move(answered)](library::Edition edition) mutable {
        if (edition) found.emplace(version, std::move(edition));
        find_all(shelf, std::move(versions), std::move(found), std::move(answered));
    });
}

} // namespace

locales::Blanks blanks_of(const library::Library& library, const support::Config& config,
                          const TurnContent& content, std::string receipt) {
    locales::Blanks blanks = library::house_blanks(library, config, content.locale);
    blanks.receipt = std::move(receipt);
    if (std::ranges::any_of(content.outputs, tells_hours))
        blanks.hours = library::hours_in_words(library, config, content.locale);
    if (content.closing) {
        blanks.case_number = content.closing->number;
        if (const content::Body* lead = library.content->directory.body(content.closing->lead))
            blanks.lead = std::string(content::name_in(lead->name, content.locale));
    }
    return blanks;
}

void recorded(const Conversation::Parts& parts, std::vector<storage::TurnRecord> turns, Replayed answered) {
    std::vector<Reply> replies;
    std::set<std::string> versions;
    for (storage::TurnRecord& turn : turns) {
        auto reply = read_turn(std::move(turn));
        if (!reply) return answered(std::unexpected(std::move(reply).error()));
        versions.insert(reply->content.content_version);
        replies.push_back(std::move(*reply));
    }
    versions.erase(std::string());
    find_all(parts.shelf, std::move(versions), {},
             [&parts, replies = std::move(replies),
              answered = std::move(answered)](const Editions& found) mutable {
                 for (Reply& reply : replies) {
                     const auto words = found.find(reply.content.content_version);
                     reply.edition = words != found.end() ? words->second : parts.shelf.current();
                     reply.blanks = blanks_of(*reply.edition, parts.config, reply.content,
                                              support::receipt_code(parts.server_key, reply.session.text));
                 }
                 answered(std::move(replies));
             });
}

} // namespace plaint::conversation
