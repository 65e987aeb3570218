#include "bot/cli/stops.hpp"

#include "bot/conversation/session_content.hpp"
#include "bot/support/seal.hpp"
#include "storage/desk.hpp"
#include "storage/waiting.hpp"

namespace plaint::cli {
namespace {

constexpr std::uint32_t drafts_per_page = 500;

void count(const dialogs::Tree& tree, storage::SessionRecord draft, pictures::Stops& stops) {
    using dialogs::Put;
    ++stops.drafts;
    const auto bytes = support::open(draft.id.text, std::move(draft.content));
    const auto content = bytes ? conversation::decode_session(tree, *bytes)
                               : std::unexpected<std::string>("sealed by another key");
    if (!content || content->session.visits.empty()) {
        ++stops.elsewhere;
        return;
    }
    const dialogs::Visit& last = content->session.visits.back();
    const std::uint32_t hash = last.question.what;
    if (last.put == Put::leaf && tree.leaf_by_hash.contains(hash))
        ++stops.at[hash];
    else if (last.put == Put::more && tree.group_by_hash.contains(hash))
        ++stops.at[hash];
    else if (last.put == Put::review)
        ++stops.review;
    else if (last.put == Put::ended)
        ++stops.ended;
    else
        ++stops.elsewhere;
}

} // namespace

std::expected<pictures::Stops, storage::Error> count_stops(const library::Library& library,
                                                           storage::Store& store) {
    pictures::Stops stops;
    storage::SessionId after;
    for (;;) {
        auto drafts = storage::wait_for<std::vector<storage::SessionRecord>>(
            [&](auto answer) { store.desk().drafts(after, drafts_per_page, std::move(answer)); });
        if (!drafts) return std::unexpected(std::move(drafts).error());
        if (drafts->empty()) return stops;
        after = drafts->back().id;
        for (storage::SessionRecord& draft : *drafts) count(library.tree(), std::move(draft), stops);
    }
}

} // namespace plaint::cli
