#pragma once

#include "bot/library/library.hpp"

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace plaint::library {

// One version of the content. Whoever works under it holds it, so it stays whole until the last of them lets go.
using Edition = std::shared_ptr<const Library>;

// The content that is served now, and the ways to what was served before: sessions name the versions that they stand under.
// On the application's thread only, which makes a change of content one assignment.
class Shelf {
  public:
    using Found = std::function<void(Edition)>;
    // Brings an edition that is in nobody's hands any more; answers on the application's thread, with null where it is not
    // kept.
    using Fetch = std::function<void(const std::string& version, Found found)>;

    explicit Shelf(Edition first, Fetch fetch = {});

    const Edition& current() const { return current_; }
    void put(Edition newest);
    // Whether it stays in memory though nobody else holds it: the newest few do.
    bool keeps(const Edition& edition) const;
    // The edition of that version, or null. Answers at once where it is in memory, or where nothing can be fetched.
    void find(const std::string& version, Found found);

  private:
    Edition in_memory(const std::string& version) const;
    void know(const Edition& edition);

    Edition current_;
    Fetch fetch_;
    std::map<std::string, std::weak_ptr<const Library>> known_; // in memory, or lately so
    std::list<Edition> recent_;                                 // kept in memory; newest first
    std::set<std::string> gone_;                                // not kept anywhere
    std::map<std::string, std::vector<Found>> fetching_;
};

} // namespace plaint::library
