#pragma once

#include "dialogs/engine/step.hpp"
#include "dialogs/load/directory.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

namespace plaint::casework {

// The last day of so many working days after the day of `at_ms` in Asia/Shanghai.
content::WorkingDays::Deadline deadline_after(const content::Directory& directory, std::int64_t at_ms,
                                              int working_days);

// By which law a body that gets a case of that kind decides whether it takes it up; null where none is known.
const content::Acceptance* acceptance_of(const content::Directory& directory, std::string_view kind,
                                         std::string_view body);

// The same for a sentence that says {by}, and whether the day is {provisional} (0 or 1).
std::vector<dialogs::Arg> deadline_words(const content::WorkingDays::Deadline& deadline);

// [{"of": "missing", "acceptance" or an act's name, "working_days": 5, "date": "2026-10-12", "provisional": false}, …]: each
// term that the route of a case of that kind and its list of missing materials name, with its day. The term for acceptance
// begins when nothing lacks any more, and that for filing a case when the report is received.
nlohmann::json deadlines_of(const nlohmann::json& route, std::string_view kind, bool is_lacking,
                            const content::Directory& directory, std::int64_t at_ms);
// Terms that ran before keep their days, but for those of one name; an empty name is none.
void keep_days(nlohmann::json& terms, const nlohmann::json& earlier, std::string_view but);
// The day of the term for acceptance among them; nothing where it has not begun, or none is known.
std::optional<content::WorkingDays::Deadline> acceptance_in(const nlohmann::json& deadlines);

} // namespace plaint::casework
