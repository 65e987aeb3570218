#include "tests/faults/fragile_disk.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <set>

namespace plaint::tests {

using storage::Error;
using storage::Fault;

// What programs see, what is safe, and how the one came from the other.
struct FragileDisk::Node {
    struct Change {
        std::uint64_t at = 0; // of a write: its beginning; of a new size: that size
        std::string bytes;
        bool is_resize = false;
    };
    struct NameChange {
        std::string name;
        NodePtr node; // null: the name goes
    };
    bool is_folder = false;
    storage::Millis written_at = 0;

    std::string content, synced_content;
    std::vector<Change> unsynced;

    std::map<std::string, NodePtr> names, synced_names;
    std::vector<NameChange> unsynced_names;
};

namespace {

using Node = FragileDisk::Node;
using NodePtr = FragileDisk::NodePtr;
using Outcome = FragileDisk::Outcome;

constexpr std::size_t sector_bytes = 512;

void put(std::string& content, std::uint64_t at, std::string_view bytes) {
    if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
    std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(at));
}

void carry_out(std::string& content, const Node::Change& change) {
    if (change.is_resize)
        content.resize(change.at);
    else
        put(content, change.at, change.bytes);
}

void set_name(std::map<std::string, NodePtr>& names, const std::string& name, NodePtr node) {
    if (node)
        names[name] = std::move(node);
    else
        names.erase(name);
}

// What of the unsynced has reached the device when the power goes.
class Aftermath {
  public:
    // Some devices have written nearly everything, some nothing.
    explicit Aftermath(Chance& chance) : chance_(chance) {
        constexpr unsigned shares[] = {0, 100, 500, 900, 1000};
        kept_permille_ = shares[chance.below(std::size(shares))];
    }

    NodePtr of(const NodePtr& node) {
        if (!node) return nullptr;
        auto& found = found_[node.get()];
        if (found) return found;
        found = std::make_shared<Node>();
        found->is_folder = node->is_folder;
        found->written_at = node->written_at;
        if (node->is_folder)
            keep_names(*node, *found);
        else
            keep_content(*node, *found);
        return found;
    }

  private:
    bool kept() { return chance_.permille(kept_permille_); }

    void keep_content(const Node& before, Node& after) {
        after.content = before.synced_content;
        for (const auto& change : before.unsynced) {
            if (kept())
                carry_out(after.content, change);
            else if (!change.is_resize && !change.bytes.empty())
                spoil(after.content, change);
        }
        after.synced_content = after.content;
    }
    // A write that did not come through: nothing of it, some of its sectors, or only the new size of the file.
    void spoil(std::string& content, const Node::Change& change) {
        const auto end = change.at + change.bytes.size();
        switch (chance_.below(3)) {
        case 0: return;
        case 1:
            if (content.size() < end) content.resize(end);
            return;
        default:
            for (auto at = change.at; at < end;) {
                const auto next = std::min<std::uint64_t>(end, (at / sector_bytes + 1) * sector_bytes);
                if (chance_.permille(500))
                    put(content, at, std::string_view{change.bytes}.substr(at - change.at, next - at));
                at = next;
            }
        }
    }
    // Each name stands, on its own, somewhere between what was synced and what was last seen.
    void keep_names(const Node& before, Node& after) {
        auto names = before.synced_names;
        std::set<std::string> behind;
        for (const auto& [name, node] : before.unsynced_names) {
            if (behind.contains(name)) continue;
            if (kept())
                set_name(names, name, node);
            else
                behind.insert(name);
        }
        for (const auto& [name, node] : names) after.names[name] = of(node);
        after.synced_names = after.names;
    }

    Chance& chance_;
    unsigned kept_permille_ = 0;
    std::map<const Node*, NodePtr> found_;
};

NodePtr copy_of(const NodePtr& node, std::map<const Node*, NodePtr>& copies) {
    if (!node) return nullptr;
    auto& copy = copies[node.get()];
    if (copy) return copy;
    copy = std::make_shared<Node>(*node);
    for (auto* names : {&copy->names, &copy->synced_names})
        for (auto& [name, one] : *names) one = copy_of(one, copies);
    for (auto& change : copy->unsynced_names) change.node = copy_of(change.node, copies);
    return copy;
}

NodePtr new_node(bool is_folder, storage::Millis now) {
    auto node = std::make_shared<Node>();
    node->is_folder = is_folder;
    node->written_at = now;
    return node;
}

std::uint64_t bytes_below(const Node& node) {
    std::uint64_t bytes = node.content.size();
    for (const auto& [name, one] : node.names) bytes += bytes_below(*one);
    return bytes;
}

std::unexpected<Error> failure(const storage::Disk::Path& path, Outcome outcome) {
    return std::unexpected(outcome == Outcome::no_room
                               ? Error{Fault::full, path.string() + ": no room"}
                               : Error{Fault::unavailable, path.string() + ": no power"});
}
std::unexpected<Error> absent(const storage::Disk::Path& path) {
    return std::unexpected(Error{Fault::broken, path.string() + ": there is no such name"});
}
std::expected<void, Error> result_of(const storage::Disk::Path& path, Outcome outcome) {
    if (outcome != Outcome::done) return failure(path, outcome);
    return {};
}

class FragileFile final : public storage::DiskFile {
  public:
    FragileFile(FragileDisk& disk, NodePtr node, storage::Disk::Path path)
        : disk_(disk), node_(std::move(node)), path_(std::move(path)) {}

    std::expected<void, Error> write(std::string_view bytes) override {
        const auto outcome = disk_.write(*node_, at_, bytes);
        at_ += bytes.size();
        return result_of(path_, outcome);
    }
    std::expected<std::string, Error> read(std::size_t most) override {
        auto bytes = disk_.read(*node_, at_, most);
        if (!bytes) return failure(path_, bytes.error());
        at_ += bytes->size();
        return std::move(*bytes);
    }
    std::expected<std::uint64_t, Error> size_bytes() override { return disk_.size_bytes(*node_); }
    void expect_sync(std::uint64_t, std::uint64_t) override {
    } // what is not synced may be written at any time anyway
    std::expected<void, Error> sync() override { return result_of(path_, disk_.sync(*node_)); }

  private:
    FragileDisk& disk_;
    NodePtr node_;
    storage::Disk::Path path_;
    std::uint64_t at_ = 0;
};

} // namespace

FragileDisk::FragileDisk() : root_(new_node(true, 0)) {}
FragileDisk::~FragileDisk() = default;

void FragileDisk::cut_power_after(std::uint64_t changes) {
    const std::lock_guard lock(mutex_);
    changes_max_ = changes_ + changes;
}
void FragileDisk::cut_power_after_syncs(std::uint64_t syncs) {
    const std::lock_guard lock(mutex_);
    syncs_max_ = syncs_ + syncs;
}
void FragileDisk::keep_power() {
    const std::lock_guard lock(mutex_);
    changes_max_ = syncs_max_ = std::numeric_limits<std::uint64_t>::max();
}
bool FragileDisk::is_off() const {
    const std::lock_guard lock(mutex_);
    return off_;
}
std::uint64_t FragileDisk::changes() const {
    const std::lock_guard lock(mutex_);
    return changes_;
}
void FragileDisk::limit_room(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    room_bytes_ = bytes;
}
bool FragileDisk::is_limited() const {
    const std::lock_guard lock(mutex_);
    return room_bytes_ != std::numeric_limits<std::uint64_t>::max();
}
std::uint64_t FragileDisk::used_bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_below(*root_);
}
void FragileDisk::set_clock(storage::Millis now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
}

std::unique_ptr<FragileDisk> FragileDisk::after_power_cut(Chance& chance) const {
    const std::lock_guard lock(mutex_);
    auto disk = std::make_unique<FragileDisk>();
    disk->root_ = Aftermath{chance}.of(root_);
    disk->unique_names_ = unique_names_;
    disk->now_ = now_;
    return disk;
}

std::unique_ptr<FragileDisk> FragileDisk::after_kill() const {
    const std::lock_guard lock(mutex_);
    auto disk = std::make_unique<FragileDisk>();
    std::map<const Node*, NodePtr> copies;
    disk->root_ = copy_of(root_, copies);
    disk->unique_names_ = unique_names_;
    disk->now_ = now_;
    return disk;
}

FragileDisk::Power FragileDisk::use_power(Kind kind) {
    if (off_) return Power::off;
    ++changes_;
    if (kind == Kind::sync) ++syncs_;
    if (changes_ <= changes_max_ && syncs_ <= syncs_max_) return Power::on;
    off_ = true;
    return Power::failing;
}

std::uint64_t FragileDisk::room_left() const {
    if (room_bytes_ == std::numeric_limits<std::uint64_t>::max()) return room_bytes_;
    const auto used = bytes_below(*root_);
    return used < room_bytes_ ? room_bytes_ - used : 0;
}

NodePtr FragileDisk::walk(const Path& path) const {
    auto node = root_;
    for (const auto& part : path.relative_path()) {
        if (!node->is_folder) return nullptr;
        const auto found = node->names.find(part.string());
        if (found == node->names.end()) return nullptr;
        node = found->second;
    }
    return node;
}

Outcome FragileDisk::put_name(const Path& path, NodePtr node) {
    const auto folder = walk(path.parent_path());
    const auto power = use_power(Kind::other);
    if (power == Power::off) return Outcome::no_power;
    set_name(folder->names, path.filename().string(), node);
    folder->unsynced_names.push_back({path.filename().string(), std::move(node)});
    return power == Power::on ? Outcome::done : Outcome::no_power;
}

std::expected<NodePtr, Outcome> FragileDisk::make(const Path& path, NodePtr node) {
    // There is always room for a name.
    if (const auto outcome = put_name(path, node); outcome != Outcome::done) return std::unexpected(outcome);
    return node;
}

NodePtr FragileDisk::find(const Path& path) const {
    const std::lock_guard lock(mutex_);
    return off_ ? nullptr : walk(path);
}

std::expected<NodePtr, Outcome> FragileDisk::find_or_make(const Path& path) {
    const std::lock_guard lock(mutex_);
    if (off_ || !walk(path.parent_path())) return std::unexpected(Outcome::no_power);
    if (auto node = walk(path)) return node;
    return make(path, new_node(false, now_));
}

Outcome FragileDisk::write(Node& node, std::uint64_t at, std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    const auto power = use_power(Kind::other);
    if (power == Power::off) return Outcome::no_power;
    const auto size = std::max<std::uint64_t>(node.content.size(), at);
    const auto end = at + bytes.size();
    bool fits = true;
    if (const auto room = room_left(); end > size && end - size > room) {
        // What there is room for is written, as the system does it.
        fits = false;
        bytes = bytes.substr(0, size + room > at ? size + room - at : 0);
    }
    node.unsynced.push_back({at, std::string{bytes}});
    carry_out(node.content, node.unsynced.back());
    node.written_at = now_;
    if (power == Power::failing) return Outcome::no_power;
    return fits ? Outcome::done : Outcome::no_room;
}

Outcome FragileDisk::resize(Node& node, std::uint64_t size) {
    const std::lock_guard lock(mutex_);
    const auto power = use_power(Kind::other);
    if (power == Power::off) return Outcome::no_power;
    node.unsynced.push_back({.at = size, .is_resize = true});
    carry_out(node.content, node.unsynced.back());
    return power == Power::on ? Outcome::done : Outcome::no_power;
}

Outcome FragileDisk::sync(Node& node) {
    const std::lock_guard lock(mutex_);
    if (use_power(Kind::sync) != Power::on) return Outcome::no_power;
    for (const auto& change : node.unsynced) carry_out(node.synced_content, change);
    node.unsynced.clear();
    return Outcome::done;
}

std::expected<std::string, Outcome> FragileDisk::read(const Node& node, std::uint64_t at,
                                                      std::size_t most) const {
    const std::lock_guard lock(mutex_);
    if (off_) return std::unexpected(Outcome::no_power);
    return at < node.content.size() ? node.content.substr(at, most) : std::string{};
}

std::uint64_t FragileDisk::size_bytes(const Node& node) const {
    const std::lock_guard lock(mutex_);
    return node.content.size();
}

bool FragileDisk::has_room_for(std::uint64_t bytes) const {
    const std::lock_guard lock(mutex_);
    return room_left() >= bytes;
}

std::expected<std::unique_ptr<storage::DiskFile>, Error> FragileDisk::create_unique(Path& path) {
    const std::lock_guard lock(mutex_);
    if (!walk(path.parent_path())) return absent(path);
    char name[16];
    std::snprintf(name, sizeof name, "%06u", static_cast<unsigned>(++unique_names_ % 1'000'000));
    path.replace_filename(name);
    auto node = make(path, new_node(false, now_));
    if (!node) return failure(path, node.error());
    return std::make_unique<FragileFile>(*this, std::move(*node), path);
}

std::expected<std::unique_ptr<storage::DiskFile>, Error> FragileDisk::open(const Path& path) {
    const std::lock_guard lock(mutex_);
    if (off_) return failure(path, Outcome::no_power);
    auto node = walk(path);
    if (!node) return absent(path);
    return std::make_unique<FragileFile>(*this, std::move(node), path);
}

std::expected<void, Error> FragileDisk::make_file(const Path& path) {
    const std::lock_guard lock(mutex_);
    if (walk(path)) return {};
    if (!walk(path.parent_path())) return absent(path);
    const auto made = make(path, new_node(false, now_));
    return result_of(path, made ? Outcome::done : made.error());
}

std::expected<void, Error> FragileDisk::make_folder(const Path& path) {
    const std::lock_guard lock(mutex_);
    if (walk(path)) return {};
    if (!walk(path.parent_path())) return absent(path);
    const auto made = make(path, new_node(true, now_));
    return result_of(path, made ? Outcome::done : made.error());
}

std::expected<void, Error> FragileDisk::sync_folder(const Path& folder) {
    const std::lock_guard lock(mutex_);
    const auto node = walk(folder);
    if (!node) return absent(folder);
    if (use_power(Kind::sync) != Power::on) return failure(folder, Outcome::no_power);
    node->synced_names = node->names;
    node->unsynced_names.clear();
    return {};
}

bool FragileDisk::exists(const Path& path) { return find(path) != nullptr; }

std::expected<std::optional<storage::Millis>, Error> FragileDisk::written_at(const Path& path) {
    const std::lock_guard lock(mutex_);
    const auto node = walk(path);
    if (off_) return failure(path, Outcome::no_power);
    if (!node) return std::nullopt;
    return node->written_at;
}

std::expected<std::vector<std::string>, Error> FragileDisk::list(const Path& folder) {
    const std::lock_guard lock(mutex_);
    if (off_) return failure(folder, Outcome::no_power);
    std::vector<std::string> names;
    if (const auto node = walk(folder))
        for (const auto& [name, one] : node->names) names.push_back(name);
    return names;
}

std::expected<void, Error> FragileDisk::rename(const Path& from, const Path& to) {
    const std::lock_guard lock(mutex_);
    auto node = walk(from);
    if (!node || !walk(to.parent_path())) return absent(from);
    const auto given = put_name(to, std::move(node));
    const auto taken = put_name(from, nullptr);
    return result_of(from, given == Outcome::done ? taken : given);
}

std::expected<void, Error> FragileDisk::remove(const Path& path) {
    const std::lock_guard lock(mutex_);
    if (!walk(path)) return absent(path);
    return result_of(path, put_name(path, nullptr));
}

std::expected<bool, Error> FragileDisk::remove_folder(const Path& folder) {
    const std::lock_guard lock(mutex_);
    const auto node = walk(folder);
    if (!node || !node->names.empty()) return false;
    if (const auto outcome = put_name(folder, nullptr); outcome != Outcome::done)
        return failure(folder, outcome);
    return true;
}

std::expected<std::uint64_t, Error> FragileDisk::free_bytes(const Path&) {
    const std::lock_guard lock(mutex_);
    return room_left();
}

} // namespace plaint::tests
