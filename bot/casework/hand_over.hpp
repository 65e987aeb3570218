#pragma once

#include "bot/support/config.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The facts about a case that leave the house, as rows of the outbox.
namespace plaint::casework {

inline constexpr std::string_view event_submitted = "dossier.submitted";
inline constexpr std::string_view event_copied = "dossier.copied"; // to a body that only has to know
// To a body that had the version before and gets this one no more: others lead now.
inline constexpr std::string_view event_reassigned = "dossier.reassigned";
inline constexpr std::string_view event_withdrawn = "dossier.withdrawn";

// The event for the body's receiver; nothing where none is configured: then the staff console is the inbox.
std::optional<storage::EventRecord> hand_over(const support::Config& config, std::string_view type,
                                              const storage::CaseRecord& record, std::string_view body,
                                              std::int64_t at_ms);

// The body of a delivery: thin, the package is fetched from its address. The same bytes at every attempt, because the
// time is that of the fact.
std::string event_body(const support::Config& config, const storage::EventRecord& event,
                       std::string_view manifest_sha256);

// "https://…/api/v1/cases/IP-2026-330100-0000123/package?version=1"
std::string package_url(const support::Config& config, const storage::CaseNumber& number,
                        std::uint32_t version);

} // namespace plaint::casework
