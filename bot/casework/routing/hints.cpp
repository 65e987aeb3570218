#include "bot/casework/routing/hints.hpp"

#include <algorithm>

namespace plaint::routing {

namespace {

bool reaches(const Amounts& amounts, const content::CriminalHint& hint) {
    const auto is_met = [](std::optional<std::int64_t> said, std::optional<std::int64_t> from) {
        return said && from && *said >= *from;
    };
    return is_met(amounts.turnover_cny, hint.turnover_cny) || is_met(amounts.gains_cny, hint.gains_cny) ||
           is_met(amounts.loss_cny, hint.loss_cny);
}

} // namespace

Hint criminal_hint(const Facts& facts, const content::Rules& rules) {
    Hint out{.is_for_crime = facts.officer.criminal_suspicion};
    const auto others = facts.amounts.others_patents;
    for (const content::CriminalHint& hint : rules.criminal_hints) {
        const bool is_of_kind = std::ranges::find(hint.kinds, facts.case_kind) != hint.kinds.end();
        if (!is_of_kind || !reaches(facts.amounts, hint)) continue;
        if (others.value_or(0) >= hint.others_patents_min) {
            out.is_for_crime = true;
        } else {
            out.asks_whose_number = !others;
            if (hint.others_patents_min == 1) out.asks_how_serious = !facts.officer.serious_circumstances;
        }
    }
    if (out.is_for_crime) return {.is_for_crime = true};
    return out;
}

} // namespace plaint::routing
