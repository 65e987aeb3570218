#pragma once

#include "bot/casework/routing/facts.hpp"

namespace plaint::routing {

// What the amounts hint at. Only another's patent counts (Criminal Law 216): of a number that belongs to nobody an officer
// is asked how serious it is.
struct Hint {
    bool is_for_crime = false;
    bool asks_whose_number = false;
    bool asks_how_serious = false;
};
Hint criminal_hint(const Facts& facts, const content::Rules& rules);

} // namespace plaint::routing
