#include "bot/support/watched_folders.hpp"

namespace plaint::support {

namespace fs = std::filesystem;

WatchedFolders::WatchedFolders(std::vector<fs::path> folders)
    : folders_(std::move(folders)), told_(look()), seen_(told_) {}

bool WatchedFolders::changed() {
    Times now = look();
    const bool at_rest = now == seen_;
    seen_ = std::move(now);
    if (!at_rest || seen_ == told_) return false;
    told_ = seen_;
    return true;
}

// What is gone between two calls is found gone at the next look.
WatchedFolders::Times WatchedFolders::look() const {
    Times times;
    for (const fs::path& folder : folders_) {
        std::error_code error;
        for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
             at.increment(error)) {
            std::error_code gone;
            if (at->path().extension() != ".json" || !at->is_regular_file(gone)) continue;
            const auto written = at->last_write_time(gone).time_since_epoch().count();
            const auto size = at->file_size(gone);
            if (!gone) times.emplace(at->path(), std::pair{static_cast<std::int64_t>(written), size});
        }
    }
    return times;
}

} // namespace plaint::support
