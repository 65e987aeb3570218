#pragma once

#include "bot/cli/kept.hpp"
#include "bot/library/library.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace plaint::cli {

// What running sessions meet when other dialogs give way to these.
struct AgainstOptions {
    std::string folder; // of the dialogs before; empty: nothing is compared
    KeptOptions kept;   // neither named: all sessions that can exist, else those of this store too
};

struct AgainstReport {
    bool ok = true; // nobody is stranded
    std::string text;
};

// What cannot be read is complained of. The report is in words, or as the member of a JSON object.
std::optional<AgainstReport> compare_against(const AgainstOptions& options, const library::Library& library,
                                             nlohmann::json& json);

} // namespace plaint::cli
