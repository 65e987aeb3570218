#pragma once

#include "bot/cli/editions.hpp"
#include "bot/net/server.hpp"
#include "bot/support/log.hpp"
#include "bot/support/metrics.hpp"
#include "bot/support/watched_folders.hpp"
#include "bot/uploads/workers.hpp"

#include <expected>

namespace plaint::cli {

// Takes over what is changed in the content while the program runs. It is read and proved on a thread of its own; what
// passes is served from the next input on, what does not is told, and the last good content stays.
class Reloader {
  public:
    // All of them outlive it.
    struct Parts {
        const Editions& editions;
        library::Shelf& shelf;
        net::Server& server;
        support::Log& log;
        support::Metrics& metrics;
    };
    // `watched` has looked at the folders before the present content was read from them.
    Reloader(Parts parts, support::WatchedFolders watched);

    // Looks for changes from now on; what is still being written is waited for. Before the server runs.
    void watch();
    // At once, whether or not something seems to have changed. On the application's thread.
    void reload();

  private:
    using Outcome = std::expected<Editions::Proposal, content::LoadErrors>;
    static Outcome read(const Editions& editions);
    void take(Outcome outcome);
    void refuse(const content::LoadErrors& errors);

    Parts parts_;
    support::WatchedFolders watched_; // the worker's
    bool reading_ = false;
    bool again_ = false; // asked for while reading
    uploads::Workers worker_{1};
};

} // namespace plaint::cli
