#pragma once

#include "dialogs/proof/findings.hpp"

#include <map>
#include <string>
#include <vector>

// Whether every case that a conversation can hand over has exactly one body that leads it, and every rule has cases. The
// rules themselves are run on all that they could tell apart, and what they do not like is looked for among the
// conversations: nothing here has an opinion on who is responsible.
namespace plaint::routed {

struct RouteCheck {
    std::size_t cases = 0; // that were routed
    // By tree, those that a conversation shows; under the empty name, rules that nothing comes under.
    std::map<std::string, std::vector<proof::Finding>> findings;
};

RouteCheck check_routes(const content::Content& content, const proof::ProofOptions& options = {});

} // namespace plaint::routed
