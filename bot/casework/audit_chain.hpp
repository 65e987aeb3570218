#pragma once

#include "storage/store.hpp"

#include <cstdint>
#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

// One hash chain per case. A link's hash covers the hash before it and everything that the link says, its content by
// digest: content can be erased one day and the chain still be followed.
namespace plaint::casework {

struct ChainHead {
    std::uint64_t sequence = 0; // of the last link; 0: none yet
    std::string hash;           // of the last link; empty: none yet
};
ChainHead head_of(const std::vector<storage::AuditRecord>& chain);

// Makes the next link and moves the head. The content holds no personal data: versions, states, bodies, digests.
storage::AuditRecord append(ChainHead& head, const storage::CaseNumber& number, std::int64_t at_ms,
                            std::string actor, std::string action, const nlohmann::json& content);

struct ChainFault {
    std::uint64_t sequence = 0; // where the first bad link stands or should stand
    std::string what;
};
// Follows a case's whole chain, oldest link first. What was cut off its end leaves no trace in the rest.
std::expected<ChainHead, ChainFault> verify_chain(const storage::CaseNumber& number,
                                                  const std::vector<storage::AuditRecord>& chain);

// A link as one line of metadata/audit.jsonl, and back.
std::string to_line(const storage::AuditRecord& link);
std::expected<storage::AuditRecord, std::string> from_line(std::string_view line);

} // namespace plaint::casework
