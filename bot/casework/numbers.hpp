#pragma once

#include "storage/ids.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace plaint::casework {

// What a serial is unique within: "2026-330100", the year in China and the region of the receiving centre.
std::string serial_scope(std::int64_t at_ms, std::string_view centre);
// "IP-2026-330100-0000123".
storage::CaseNumber case_number(std::string_view scope, std::uint64_t serial);
// Whether a text that came from outside has the form of a case number, so that it may stand in a path.
bool is_case_number(std::string_view text);

// "evt_" and 24 digits that follow from what the event is about: the same fact never has two ids.
storage::EventId event_id(const storage::CaseNumber& number, std::uint32_t version, std::string_view type,
                          std::string_view destination);

} // namespace plaint::casework
