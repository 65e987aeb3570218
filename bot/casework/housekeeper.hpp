#pragma once

#include "bot/support/clock.hpp"
#include "bot/support/log.hpp"
#include "bot/support/metrics.hpp"
#include "storage/files.hpp"
#include "storage/store.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace plaint::casework {

// Removes what nobody needs any more: drafts that nobody came back for with their files, and orphans, which are files
// that no turn names. Those are left by an upload whose turn was refused, and by a crash after a draft's expiry was
// committed and before its files were erased.
class Housekeeper {
  public:
    // How much one round does at most; the next goes on where it ended.
    struct Bounds {
        std::uint32_t drafts = 2'000;
        std::size_t folders = 1'000; // of files, each of one session
    };

    // All that is borrowed outlives the housekeeper.
    Housekeeper(storage::Store& store, storage::Files& files, const support::Clock& clock, support::Log& log,
                support::Metrics& metrics, Bounds bounds);

    // Blocks on store and disk, so it belongs on a thread of its own; one call at a time.
    void round();
    // From any thread, for good: a round under way ends after what it has in hand.
    void stop() { stopping_ = true; }

  private:
    void expire_drafts();
    void collect_orphans();
    // False when the round is to end: the store does not say what it names.
    bool collect(const storage::SessionId& session, std::uint64_t& collected);

    storage::Store& store_;
    storage::Files& files_;
    const support::Clock& clock_;
    support::Log& log_;
    support::Metrics& metrics_;
    Bounds bounds_;
    std::vector<storage::SessionId> unseen_; // whose files have not been looked at since the last listing
    std::atomic<bool> stopping_ = false;
};

} // namespace plaint::casework
