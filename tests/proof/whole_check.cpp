#include "tests/proof/whole_check.hpp"

#include "adapters/hotline/telephone_check.hpp"
#include "bot/library/orphans.hpp"
#include "bot/routed/route_check.hpp"

#include <algorithm>

namespace plaint::tests {

FoundBy check_edited(const Files& dialogs, const Files& languages) {
    const auto loaded = load_edited(dialogs, languages);
    if (!loaded) return FoundBy::loading;
    const library::Library& library = **loaded;
    if (!hotline::check_questions(library).empty() || !hotline::check_spoken(library).empty())
        return FoundBy::telephone;
    if (!library::orphans(library).empty()) return FoundBy::orphans;
    constexpr proof::ProofOptions quick{.conversations = false};
    for (const auto& [name, tree] : library.content->trees)
        if (!proof::prove(*library.content, tree, quick).findings.empty()) return FoundBy::proof;
    const auto routes = routed::check_routes(*library.content, quick);
    const bool unrouted =
        std::ranges::any_of(routes.findings, [](const auto& found) { return !found.second.empty(); });
    return unrouted ? FoundBy::routes : FoundBy::nothing;
}

} // namespace plaint::tests
