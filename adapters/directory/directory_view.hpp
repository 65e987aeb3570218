#pragma once

#include "adapters/staff/html.hpp"
#include "bot/library/library.hpp"
#include "bot/support/clock.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::directory {

using staff::Html;

// What was asked for, understood.
struct Asked {
    std::string language;              // id of a catalogue
    std::string query;                 // as it was typed
    std::optional<std::string> region; // a code in force
    std::vector<std::string> choices;  // codes that the query may mean
    bool unknown = false;              // the query, or the code, means nothing
};

// The whole page.
std::string page_of(const library::Library& library, const Asked& asked, support::Millis now);

} // namespace plaint::directory
