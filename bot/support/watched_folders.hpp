#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace plaint::support {

// Says when the .json files below some folders have changed: another time of writing, another size, one more or one
// less. Looks each time it is asked, which costs two calls of the system a file, works on every file system, and so leaves
// nothing to be missed, as a queue of events that overflows would.
class WatchedFolders {
  public:
    explicit WatchedFolders(std::vector<std::filesystem::path> folders);

    // True once for each change, when two looks in a row find the same: half of a save is not yet a change. Meant to be
    // asked once or twice a second.
    bool changed();
    // What is there now is no change any more, for whoever is about to read it without having been told.
    void know() { told_ = seen_ = look(); }

  private:
    using Times = std::map<std::filesystem::path, std::pair<std::int64_t, std::uintmax_t>>;
    Times look() const;

    std::vector<std::filesystem::path> folders_;
    Times told_, seen_;
};

} // namespace plaint::support
