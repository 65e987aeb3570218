#pragma once

#include "bot/casework/audit_chain.hpp"
#include "bot/support/signing.hpp"
#include "storage/desk.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Signed checkpoints: each names where the chains ended that have grown since the one before, and its digest, so that
// what is cut off a chain's end, or written anew from some link on, contradicts a signature.
namespace plaint::casework {

inline constexpr std::uint32_t ends_per_checkpoint = 5'000;

// The checkpoint after `before`, which is null for the first. The ends are in ascending order of their numbers.
storage::Checkpoint make_checkpoint(const storage::Checkpoint* before, std::vector<storage::ChainEnd> ends,
                                    std::int64_t at_ms, const support::SigningKey& key);

struct ReadCheckpoint {
    std::vector<storage::ChainEnd> ends;
    std::string before_sha256; // of the content before; 64 zeros for the first
};
// The error is a sentence: what is no checkpoint, or not this key's.
std::expected<ReadCheckpoint, std::string> read_checkpoint(const storage::Checkpoint& checkpoint,
                                                           std::string_view public_key);

// The check of everything: chains, journal and checkpoints, as `plaint verify-audit` reports it.
struct AuditFinding {
    std::string where; // a case number, "journal" or "checkpoint 3"
    std::string what;
};
struct AuditReport {
    std::vector<AuditFinding> findings;
    std::uint64_t cases = 0, links = 0, checkpoints = 0;
    std::uint64_t uncovered = 0; // links that no checkpoint covers yet
    std::string last_checkpoint_sha256;
};
// Blocks on the store. A clock that went back is a finding only where a chain shows it within itself. `noted` is the digest
// of a checkpoint that was written down elsewhere, and must still be among them; empty where none was.
std::expected<AuditReport, storage::Error> verify_audit(storage::Store& store, std::string_view public_key,
                                                        std::string_view noted = {});

// Writes checkpoints until none is due. Blocks on the store, so it belongs on the housekeeping thread.
std::expected<std::uint32_t, storage::Error> write_checkpoints(storage::Store& store, std::int64_t at_ms,
                                                               const support::SigningKey& key);

} // namespace plaint::casework
