#include "bot/cli/faults.hpp"

#include "adapters/hotline/telephone_check.hpp"
#include "bot/library/orphans.hpp"
#include "bot/routed/route_check.hpp"
#include "dialogs/proof/findings.hpp"

namespace plaint::cli {

content::LoadErrors faults_of(const library::Library& library, const ContentOptions& from) {
    content::LoadErrors faults;
    const auto add = [&](const auto& findings) {
        for (const auto& one : findings) faults.push_back({one.place.file, one.place.pointer, one.what});
    };
    for (const auto& [name, tree] : library.content->trees)
        add(proof::prove(*library.content, tree, {.conversations = false}).findings);
    for (const auto& [tree, findings] :
         routed::check_routes(*library.content, {.conversations = false}).findings)
        add(findings);
    for (const auto check : {hotline::check_questions, hotline::check_spoken}) add(check(library));
    // The built-in languages word more than a dialog that is tried with them.
    if (from.dialogs.empty() == from.locales.empty())
        for (content::LoadError& orphan : library::orphans(library)) faults.push_back(std::move(orphan));
    return faults;
}

} // namespace plaint::cli
