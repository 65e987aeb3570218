#include "tests/faults/fragile_vfs.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <sqlite3.h>
#include <stdexcept>

namespace plaint::tests {

namespace {

using NodePtr = FragileDisk::NodePtr;
using Outcome = FragileDisk::Outcome;

constexpr int path_bytes_max = 512;
constexpr std::uint64_t shared_memory_step = 32 * 1024; // what the system's way makes the file longer by

int result_of(Outcome outcome, int when_off) {
    switch (outcome) {
    case Outcome::done: return SQLITE_OK;
    case Outcome::no_room: return SQLITE_FULL;
    case Outcome::no_power: return when_off;
    }
    return when_off;
}

// One opening of one file, and the locks that it holds.
struct Opening {
    FragileVfs::Impl& vfs;
    NodePtr node;
    FragileDisk::Path path;
    bool name_unsynced = false; // a journal that was made: its folder is to be synced with its first content
    int lock = SQLITE_LOCK_NONE;
    bool shares_memory = false;
    unsigned shared_slots = 0, exclusive_slots = 0; // of the locks in the shared memory
};

struct File {
    sqlite3_file base;
    Opening* opening;
};

} // namespace

class FragileVfs::Impl {
  public:
    explicit Impl(FragileDisk& disk);
    ~Impl() { sqlite3_vfs_unregister(&vfs_); }

    FragileDisk& disk;
    const sqlite3_io_methods* methods() const { return &methods_; }
    const std::string& name() const { return name_; }
    sqlite3_vfs* system() const { return system_; }

    int open(const char* path, int flags, Opening*& opening);
    void close(Opening* opening);
    int lock(Opening& own, int level);
    int unlock(Opening& own, int level);
    bool is_reserved(const Opening& own);
    int map(Opening& own, std::size_t region, std::size_t bytes, bool extend, volatile void** address);
    int lock_slots(Opening& own, int first, int count, int flags);
    void unmap(Opening& own);
    void barrier() { const std::lock_guard lock(mutex_); }

  private:
    // What the openings of one file share.
    struct Shared {
        std::vector<Opening*> openings;
        std::vector<std::unique_ptr<char[]>> memory;
    };
    // The highest lock that somebody else holds.
    static int highest(const Shared& shared, const Opening& own);

    std::string name_;
    sqlite3_vfs* system_ = sqlite3_vfs_find(nullptr);
    sqlite3_vfs vfs_{};
    sqlite3_io_methods methods_{};
    std::mutex mutex_;
    std::map<const FragileDisk::Node*, Shared> shared_;
};

int FragileVfs::Impl::open(const char* path, int flags, Opening*& opening) {
    const bool may_make = (flags & SQLITE_OPEN_CREATE) != 0;
    NodePtr node;
    if (may_make) {
        auto made = disk.find_or_make(path);
        if (!made) return result_of(made.error(), SQLITE_CANTOPEN);
        node = std::move(*made);
    } else {
        node = disk.find(path);
    }
    if (!node) return SQLITE_CANTOPEN;
    const int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    opening = new Opening{*this, std::move(node), path, may_make && (flags & journals) != 0};
    const std::lock_guard lock(mutex_);
    shared_[opening->node.get()].openings.push_back(opening);
    return SQLITE_OK;
}

void FragileVfs::Impl::close(Opening* opening) {
    {
        const std::lock_guard lock(mutex_);
        const auto shared = shared_.find(opening->node.get());
        std::erase(shared->second.openings, opening);
        if (shared->second.openings.empty()) shared_.erase(shared);
    }
    delete opening;
}

int FragileVfs::Impl::highest(const Shared& shared, const Opening& own) {
    int level = SQLITE_LOCK_NONE;
    for (const auto* other : shared.openings)
        if (other != &own) level = std::max(level, other->lock);
    return level;
}

int FragileVfs::Impl::lock(Opening& own, int level) {
    const std::lock_guard lock(mutex_);
    if (own.lock >= level) return SQLITE_OK;
    const int others = highest(shared_[own.node.get()], own);
    const int most = level == SQLITE_LOCK_SHARED     ? SQLITE_LOCK_RESERVED
                     : level == SQLITE_LOCK_RESERVED ? SQLITE_LOCK_SHARED
                                                     : SQLITE_LOCK_NONE;
    // Who waits for the readers to go lets no new ones in.
    if (level == SQLITE_LOCK_EXCLUSIVE && others <= SQLITE_LOCK_SHARED) own.lock = SQLITE_LOCK_PENDING;
    if (others > most) return SQLITE_BUSY;
    own.lock = level;
    return SQLITE_OK;
}

int FragileVfs::Impl::unlock(Opening& own, int level) {
    const std::lock_guard lock(mutex_);
    own.lock = std::min(own.lock, level);
    return SQLITE_OK;
}

bool FragileVfs::Impl::is_reserved(const Opening& own) {
    const std::lock_guard lock(mutex_);
    return std::max(own.lock, highest(shared_[own.node.get()], own)) >= SQLITE_LOCK_RESERVED;
}

int FragileVfs::Impl::map(Opening& own, std::size_t region, std::size_t bytes, bool extend,
                          volatile void** address) {
    const std::lock_guard lock(mutex_);
    auto& memory = shared_[own.node.get()].memory;
    own.shares_memory = true;
    *address = nullptr;
    while (extend && memory.size() <= region) {
        if (!disk.has_room_for(shared_memory_step)) return SQLITE_IOERR_SHMSIZE;
        memory.push_back(std::make_unique<char[]>(bytes));
    }
    if (region < memory.size()) *address = memory[region].get();
    return SQLITE_OK;
}

int FragileVfs::Impl::lock_slots(Opening& own, int first, int count, int flags) {
    const std::lock_guard lock(mutex_);
    const unsigned slots = ((1U << static_cast<unsigned>(count)) - 1U) << static_cast<unsigned>(first);
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        own.shared_slots &= ~slots;
        own.exclusive_slots &= ~slots;
        return SQLITE_OK;
    }
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    for (const auto* other : shared_[own.node.get()].openings) {
        if (other == &own) continue;
        const auto held = other->exclusive_slots | (exclusive ? other->shared_slots : 0U);
        if ((held & slots) != 0) return SQLITE_BUSY;
    }
    (exclusive ? own.exclusive_slots : own.shared_slots) |= slots;
    return SQLITE_OK;
}

void FragileVfs::Impl::unmap(Opening& own) {
    const std::lock_guard lock(mutex_);
    auto& shared = shared_[own.node.get()];
    own.shares_memory = false;
    // The first who comes after the last has gone begins with nothing, and so reads the log again.
    if (std::ranges::none_of(shared.openings, &Opening::shares_memory)) shared.memory.clear();
}

namespace {

Opening& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file)->opening; }
FragileVfs::Impl& of(sqlite3_vfs* vfs) { return *static_cast<FragileVfs::Impl*>(vfs->pAppData); }
FragileDisk& disk_of(sqlite3_file* file) { return of(file).vfs.disk; }

int close_file(sqlite3_file* file) {
    auto& opening = of(file);
    opening.vfs.close(&opening);
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* to, int most, sqlite3_int64 at) {
    const auto wanted = static_cast<std::size_t>(most);
    const auto bytes = disk_of(file).read(*of(file).node, static_cast<std::uint64_t>(at), wanted);
    if (!bytes) return SQLITE_IOERR_READ;
    std::memcpy(to, bytes->data(), bytes->size());
    if (bytes->size() == wanted) return SQLITE_OK;
    std::memset(static_cast<char*>(to) + bytes->size(), 0, wanted - bytes->size());
    return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
    const std::string_view bytes{static_cast<const char*>(from), static_cast<std::size_t>(count)};
    return result_of(disk_of(file).write(*of(file).node, static_cast<std::uint64_t>(at), bytes),
                     SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    return result_of(disk_of(file).resize(*of(file).node, static_cast<std::uint64_t>(size)),
                     SQLITE_IOERR_TRUNCATE);
}

int sync_file(sqlite3_file* file, int) {
    auto& opening = of(file);
    if (disk_of(file).sync(*opening.node) != Outcome::done) return SQLITE_IOERR_FSYNC;
    if (!opening.name_unsynced) return SQLITE_OK;
    if (!disk_of(file).sync_folder(opening.path.parent_path())) return SQLITE_IOERR_DIR_FSYNC;
    opening.name_unsynced = false;
    return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(disk_of(file).size_bytes(*of(file).node));
    return SQLITE_OK;
}

int lock_file(sqlite3_file* file, int level) { return of(file).vfs.lock(of(file), level); }
int unlock_file(sqlite3_file* file, int level) { return of(file).vfs.unlock(of(file), level); }
int check_reserved(sqlite3_file* file, int* reserved) {
    *reserved = of(file).vfs.is_reserved(of(file)) ? 1 : 0;
    return SQLITE_OK;
}
int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
// As SQLite takes every disk to be: sectors of a page, and a write harms nothing beside it.
int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_memory(sqlite3_file* file, int region, int bytes, int extend, volatile void** address) {
    return of(file).vfs.map(of(file), static_cast<std::size_t>(region), static_cast<std::size_t>(bytes),
                            extend != 0, address);
}
int lock_memory(sqlite3_file* file, int first, int count, int flags) {
    return of(file).vfs.lock_slots(of(file), first, count, flags);
}
void order_memory(sqlite3_file* file) { of(file).vfs.barrier(); }
int unmap_memory(sqlite3_file* file, int) {
    of(file).vfs.unmap(of(file));
    return SQLITE_OK;
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_used) {
    file->pMethods = nullptr;
    // Whatever needs no name is kept in memory.
    if (!path) return SQLITE_CANTOPEN;
    const int result = of(vfs).open(path, flags, reinterpret_cast<File*>(file)->opening);
    if (result != SQLITE_OK) return result;
    file->pMethods = of(vfs).methods();
    if (flags_used) *flags_used = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    auto& disk = of(vfs).disk;
    if (disk.is_off()) return SQLITE_IOERR_DELETE;
    if (!disk.exists(path)) return SQLITE_IOERR_DELETE_NOENT;
    if (!disk.remove(path)) return SQLITE_IOERR_DELETE;
    if (sync_folder != 0 && !disk.sync_folder(storage::folder_of(path))) return SQLITE_IOERR_DIR_FSYNC;
    return SQLITE_OK;
}

int access_file(sqlite3_vfs* vfs, const char* path, int what, int* is_so) {
    const auto node = of(vfs).disk.find(path);
    // An empty journal is none, and SQLite's own way says so too.
    *is_so = node && (what != SQLITE_ACCESS_EXISTS || of(vfs).disk.size_bytes(*node) > 0) ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int most, char* to) {
    const auto bytes = std::strlen(path) + 1;
    if (bytes > static_cast<std::size_t>(most)) return SQLITE_CANTOPEN;
    std::memcpy(to, path, bytes);
    return SQLITE_OK;
}

int chance(sqlite3_vfs* vfs, int count, char* to) {
    return of(vfs).system()->xRandomness(of(vfs).system(), count, to);
}
int pause(sqlite3_vfs* vfs, int microseconds) {
    return of(vfs).system()->xSleep(of(vfs).system(), microseconds);
}
int time_now(sqlite3_vfs* vfs, double* days) {
    return of(vfs).system()->xCurrentTime(of(vfs).system(), days);
}
int time_now_ms(sqlite3_vfs* vfs, sqlite3_int64* ms) {
    return of(vfs).system()->xCurrentTimeInt64(of(vfs).system(), ms);
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

} // namespace

FragileVfs::Impl::Impl(FragileDisk& fragile) : disk(fragile) {
    static std::atomic<unsigned> count = 0;
    name_ = "fragile-" + std::to_string(++count);
    methods_.iVersion = 2;
    methods_.xClose = close_file;
    methods_.xRead = read_file;
    methods_.xWrite = write_file;
    methods_.xTruncate = truncate_file;
    methods_.xSync = sync_file;
    methods_.xFileSize = size_of_file;
    methods_.xLock = lock_file;
    methods_.xUnlock = unlock_file;
    methods_.xCheckReservedLock = check_reserved;
    methods_.xFileControl = control_file;
    methods_.xSectorSize = sector_size;
    methods_.xDeviceCharacteristics = characteristics;
    methods_.xShmMap = map_memory;
    methods_.xShmLock = lock_memory;
    methods_.xShmBarrier = order_memory;
    methods_.xShmUnmap = unmap_memory;

    vfs_.iVersion = 2;
    vfs_.szOsFile = sizeof(File);
    vfs_.mxPathname = path_bytes_max;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = open_file;
    vfs_.xDelete = delete_file;
    vfs_.xAccess = access_file;
    vfs_.xFullPathname = full_path;
    vfs_.xRandomness = chance;
    vfs_.xSleep = pause;
    vfs_.xCurrentTime = time_now;
    vfs_.xCurrentTimeInt64 = time_now_ms;
    vfs_.xGetLastError = last_error;
    if (!system_ || sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK)
        throw std::runtime_error("SQLite takes no other way to a disk");
}

FragileVfs::FragileVfs(FragileDisk& disk) : impl_(std::make_unique<Impl>(disk)) {}
FragileVfs::~FragileVfs() = default;
const std::string& FragileVfs::name() const { return impl_->name(); }

} // namespace plaint::tests
