#pragma once

#include "storage/disk.hpp"
#include "tests/simulation/chance.hpp"

#include <limits>
#include <map>
#include <mutex>

namespace plaint::tests {

// A disk in memory that loses power as a real one does, and that can be full. Programs see all that they have written; what
// they have not synced is safe nowhere. A name is the business of its folder: the file may be whole and its name gone.
class FragileDisk final : public storage::Disk {
  public:
    // A file or a folder. Who holds one keeps it, even when its name is gone.
    struct Node;
    using NodePtr = std::shared_ptr<Node>;
    enum class Outcome { done, no_power, no_room };

    FragileDisk();
    ~FragileDisk() override;

    // What befalls it. A change is a write, a new size, a sync, or a name that comes or goes: so many are still made. The
    // next may have happened or not, and after it nothing does.
    void cut_power_after(std::uint64_t changes);
    void cut_power_after_syncs(std::uint64_t syncs); // the next loses what it was for
    void keep_power();
    bool is_off() const;
    std::uint64_t changes() const; // so far
    void limit_room(std::uint64_t bytes);
    void lift_limit() { limit_room(std::numeric_limits<std::uint64_t>::max()); }
    bool is_limited() const;
    std::uint64_t used_bytes() const;
    void set_clock(storage::Millis now); // of what is written from now on

    // The disk that is found when power is back: what was synced, and of the rest what chance leaves, in any order, torn
    // between sectors.
    std::unique_ptr<FragileDisk> after_power_cut(Chance& chance) const;
    // What the next program finds when only this one has died: everything, and what was unsynced still is.
    std::unique_ptr<FragileDisk> after_kill() const;

    // SQLite's way in.
    NodePtr find(const Path& path) const;
    std::expected<NodePtr, Outcome> find_or_make(const Path& path);
    Outcome write(Node& node, std::uint64_t at, std::string_view bytes);
    Outcome resize(Node& node, std::uint64_t size);
    Outcome sync(Node& node);
    std::expected<std::string, Outcome> read(const Node& node, std::uint64_t at, std::size_t most) const;
    std::uint64_t size_bytes(const Node& node) const;
    bool has_room_for(std::uint64_t bytes) const;

    std::expected<std::unique_ptr<storage::DiskFile>, storage::Error> create_unique(Path& path) override;
    std::expected<std::unique_ptr<storage::DiskFile>, storage::Error> open(const Path& path) override;
    std::expected<void, storage::Error> make_file(const Path& path) override;
    std::expected<void, storage::Error> make_folder(const Path& path) override;
    std::expected<void, storage::Error> sync_folder(const Path& folder) override;
    bool exists(const Path& path) override;
    std::expected<std::optional<storage::Millis>, storage::Error> written_at(const Path& path) override;
    std::expected<std::vector<std::string>, storage::Error> list(const Path& folder) override;
    std::expected<void, storage::Error> rename(const Path& from, const Path& to) override;
    std::expected<void, storage::Error> remove(const Path& path) override;
    std::expected<bool, storage::Error> remove_folder(const Path& folder) override;
    std::expected<std::uint64_t, storage::Error> free_bytes(const Path& folder) override;

  private:
    enum class Power { on, failing, off };
    enum class Kind { sync, other };
    Power use_power(Kind kind);
    std::uint64_t room_left() const;
    NodePtr walk(const Path& path) const;
    // Gives a name in a folder to a node, or takes it away where the node is null.
    Outcome put_name(const Path& path, NodePtr node);
    std::expected<NodePtr, Outcome> make(const Path& path, NodePtr node);

    mutable std::mutex mutex_;
    NodePtr root_;
    bool off_ = false;
    std::uint64_t changes_ = 0;
    std::uint64_t changes_max_ = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t syncs_ = 0;
    std::uint64_t syncs_max_ = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t room_bytes_ = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t unique_names_ = 0;
    storage::Millis now_ = 0;
};

} // namespace plaint::tests
