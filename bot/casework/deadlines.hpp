#pragma once

#include "dialogs/engine/step.hpp"
#include "dialogs/load/directory.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

namespace plaint::casework {

// The last day of so many working days after the day of `at_ms` in Asia/Shanghai.
content::WorkingDays::Deadline deadline_after(const content::Directory& directory, std::int64_t at_ms,
                                              int working_days);

// The same for a sentence that says {by}, and whether the day is {provisional} (0 or 1).
std::vector<dialogs::Arg> deadline_words(const content::WorkingDays::Deadline& deadline);

// [{"of": "missing" or an act's name, "working_days": 5, "date": "2026-10-12", "provisional": false}, …]: each term that a
// route and its list of missing materials name, with its day.
nlohmann::json deadlines_of(const nlohmann::json& route, bool is_lacking, const content::Directory& directory,
                            std::int64_t at_ms);

} // namespace plaint::casework
