#include "storage/files/disk_files.hpp"

#include "storage/files/digest.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace plaint::storage {

namespace {

namespace fs = std::filesystem;

// Small pieces are gathered, so that a slow client costs no more calls than a quick one.
constexpr std::size_t piece_bytes = 256 * 1024;
// The kernel is told to begin writing this often: one sync at the end would hold up everybody else's.
constexpr std::uint64_t writeback_bytes = 4 * 1024 * 1024;
// Nothing arrives for so long that a file untouched since then could still be finished.
constexpr Millis arriving_ms_max = 6 * 3'600'000;

// Names become parts of paths, so nothing but plain letters and digits is let through.
bool is_plain(std::string_view name) {
    return std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}
bool is_session(const SessionId& id) {
    return id.text.size() >= 8 && id.text.size() <= 64 && is_plain(id.text);
}
bool is_sha256(std::string_view text) { return text.size() == 64 && is_plain(text); }

std::unexpected<Error> no_such_name(const char* what) { return std::unexpected(Error{Fault::broken, what}); }

class Places {
  public:
    Places(Disk& disk, fs::path root, std::uint64_t floor_bytes)
        : disk_(disk), root_(std::move(root)), floor_bytes_(floor_bytes) {}

    Disk& disk() const { return disk_; }
    const fs::path& root() const { return root_; }
    fs::path arriving() const { return root_ / "arriving"; }
    fs::path folder(const SessionId& session) const {
        return root_ / session.text.substr(0, 2) / session.text;
    }

    std::expected<std::uint64_t, Error> room_bytes() const {
        const auto free = disk_.free_bytes(root_);
        if (!free) return free;
        return *free > floor_bytes_ ? *free - floor_bytes_ : 0;
    }

    // Moves what has arrived into the session's folder, which is made for it, durably. One at a time: a folder
    // that another thread has just made may not be durable yet, and an empty one may be about to go.
    std::expected<void, Error> take_in(const SessionId& session, const fs::path& arrived,
                                       std::string_view sha256) {
        const std::lock_guard lock(mutex_);
        const auto own = folder(session);
        for (const auto& part : {own.parent_path(), own}) {
            if (auto made = disk_.make_folder(part); !made) return made;
            if (auto synced = disk_.sync_folder(part.parent_path()); !synced) return synced;
        }
        // The same file again takes the place of the first, and its younger date keeps it from being
        // collected.
        return disk_.rename(arrived, own / sha256);
    }
    // Says whether the file was there, written before that moment, and is removed. Under the same lock as what arrives: a
    // file that takes the place of an old one is not removed in its stead.
    std::expected<bool, Error> remove_old(const fs::path& path, Millis before) {
        const std::lock_guard lock(mutex_);
        const auto written = disk_.written_at(path);
        if (!written) return std::unexpected(written.error());
        if (!*written || **written >= before) return false;
        if (auto removed = disk_.remove(path); !removed) return std::unexpected(std::move(removed).error());
        return true;
    }
    // Removes the session's folder when nothing is left in it.
    std::expected<void, Error> close_if_empty(const SessionId& session) {
        const std::lock_guard lock(mutex_);
        const auto own = folder(session);
        const auto removed = disk_.remove_folder(own);
        if (!removed) return std::unexpected(removed.error());
        return *removed ? disk_.sync_folder(own.parent_path()) : std::expected<void, Error>{};
    }

  private:
    Disk& disk_;
    fs::path root_;
    std::uint64_t floor_bytes_;
    std::mutex mutex_;
};

class DiskFileWriter final : public FileWriter {
  public:
    DiskFileWriter(Places& places, SessionId session, fs::path path, std::unique_ptr<DiskFile> file)
        : places_(places), session_(std::move(session)), path_(std::move(path)), file_(std::move(file)) {
        gathered_.reserve(piece_bytes);
    }
    ~DiskFileWriter() override {
        // What cannot be removed now goes when the files are opened again.
        if (path_.empty()) return;
        [[maybe_unused]] const auto removed = places_.disk().remove(path_);
    }

    std::expected<void, Error> write(std::string_view bytes) override {
        if (!gathered_.empty() || bytes.size() < piece_bytes) {
            const auto fits = std::min(bytes.size(), piece_bytes - gathered_.size());
            gathered_.append(bytes.substr(0, fits));
            bytes.remove_prefix(fits);
            if (gathered_.size() < piece_bytes) return {};
            if (auto put_down = put(gathered_); !put_down) return put_down;
            gathered_.clear();
            if (bytes.size() < piece_bytes) {
                gathered_.append(bytes);
                return {};
            }
        }
        return put(bytes);
    }

    std::expected<StoredFile, Error> finish() override {
        if (auto put_down = put(gathered_); !put_down) return std::unexpected(std::move(put_down).error());
        if (auto synced = file_->sync(); !synced) return std::unexpected(std::move(synced).error());
        StoredFile stored{digest_.finish(), size_bytes_};
        if (auto taken = places_.take_in(session_, path_, stored.sha256); !taken)
            return std::unexpected(std::move(taken).error());
        path_.clear();
        if (auto synced = places_.disk().sync_folder(places_.folder(session_)); !synced)
            return std::unexpected(std::move(synced).error());
        return stored;
    }

  private:
    std::expected<void, Error> put(std::string_view bytes) {
        if (size_bytes_ >= asked_bytes_) {
            const auto room = places_.room_bytes();
            if (!room) return std::unexpected(room.error());
            if (*room < writeback_bytes + bytes.size())
                return std::unexpected(Error{Fault::full, "the floor of free space for files is reached"});
            asked_bytes_ = size_bytes_ + writeback_bytes;
        }
        digest_.add(bytes);
        if (auto written = file_->write(bytes); !written) return written;
        size_bytes_ += bytes.size();
        if (size_bytes_ - begun_bytes_ >= writeback_bytes) {
            file_->expect_sync(begun_bytes_, size_bytes_ - begun_bytes_);
            begun_bytes_ = size_bytes_;
        }
        return {};
    }

    Places& places_;
    SessionId session_;
    fs::path path_; // empty once the file has its name
    std::unique_ptr<DiskFile> file_;
    Digest digest_;
    std::string gathered_;
    std::uint64_t size_bytes_ = 0;
    std::uint64_t begun_bytes_ = 0; // the kernel has been told to write up to here
    std::uint64_t asked_bytes_ = 0; // room has been asked for up to here
};

class DiskFileReader final : public FileReader {
  public:
    DiskFileReader(std::unique_ptr<DiskFile> file, std::uint64_t size_bytes)
        : file_(std::move(file)), size_bytes_(size_bytes) {}

    std::expected<std::string, Error> read(std::size_t most) override { return file_->read(most); }
    std::uint64_t size_bytes() const override { return size_bytes_; }

  private:
    std::unique_ptr<DiskFile> file_;
    std::uint64_t size_bytes_;
};

class DiskFiles final : public Files {
  public:
    DiskFiles(fs::path root, const DiskFilesOptions& options)
        : places_(options.disk, std::move(root), options.floor_bytes) {}

    std::expected<std::unique_ptr<FileWriter>, Error> create(const SessionId& session) override {
        if (!is_session(session)) return no_such_name("a file of a session without a proper id");
        auto path = places_.arriving() / "XXXXXX";
        auto file = places_.disk().create_unique(path);
        if (!file) return std::unexpected(std::move(file).error());
        return std::make_unique<DiskFileWriter>(places_, session, std::move(path), std::move(*file));
    }

    std::expected<std::unique_ptr<FileReader>, Error> open(const SessionId& session,
                                                           std::string_view sha256) override {
        if (!is_session(session) || !is_sha256(sha256)) return no_such_name("no file can have such a name");
        auto file = places_.disk().open(places_.folder(session) / sha256);
        if (!file) return std::unexpected(std::move(file).error());
        const auto size_bytes = (*file)->size_bytes();
        if (!size_bytes) return std::unexpected(size_bytes.error());
        return std::make_unique<DiskFileReader>(std::move(*file), *size_bytes);
    }

    std::expected<void, Error> erase(const SessionId& session) override {
        if (!is_session(session)) return no_such_name("files of a session without a proper id");
        auto& disk = places_.disk();
        const auto folder = places_.folder(session);
        const auto names = disk.list(folder);
        if (!names) return std::unexpected(names.error());
        for (const auto& name : *names)
            if (auto removed = disk.remove(folder / name); !removed) return removed;
        // Of a folder that is gone already its name may not be gone for good.
        if (const auto removed = disk.remove_folder(folder); !removed)
            return std::unexpected(removed.error());
        return disk.exists(folder.parent_path()) ? disk.sync_folder(folder.parent_path())
                                                 : std::expected<void, Error>{};
    }

    std::expected<std::uint32_t, Error> collect(const SessionId& session, Millis before,
                                                const std::vector<std::string>& named) override {
        if (!is_session(session)) return no_such_name("files of a session without a proper id");
        const auto folder = places_.folder(session);
        const auto names = places_.disk().list(folder);
        if (!names) return std::unexpected(names.error());
        std::uint32_t removed = 0;
        for (const auto& name : *names) {
            if (std::ranges::find(named, name) != named.end()) continue;
            const auto gone = places_.remove_old(folder / name, before);
            if (!gone) return std::unexpected(gone.error());
            if (*gone) ++removed;
        }
        if (removed > 0)
            if (auto synced = places_.disk().sync_folder(folder); !synced)
                return std::unexpected(std::move(synced).error());
        if (auto closed = places_.close_if_empty(session); !closed)
            return std::unexpected(std::move(closed).error());
        return removed;
    }

    std::expected<std::vector<SessionId>, Error> sessions() override {
        const auto shelves = places_.disk().list(places_.root());
        if (!shelves) return std::unexpected(shelves.error());
        std::vector<SessionId> found;
        for (const auto& shelf : *shelves) {
            // What else stands here, such as "lost+found", is not ours to look into.
            if (shelf.size() != 2) continue;
            auto names = places_.disk().list(places_.root() / shelf);
            if (!names) return std::unexpected(std::move(names).error());
            for (auto& name : *names)
                if (SessionId session{std::move(name)}; is_session(session))
                    found.push_back(std::move(session));
        }
        return found;
    }

    std::expected<std::uint64_t, Error> room_bytes() override { return places_.room_bytes(); }

  private:
    Places places_;
};

// What a crash left behind. A running upload of another process is spared by its date.
std::expected<void, Error> sweep(Disk& disk, const fs::path& arriving) {
    using namespace std::chrono;
    const auto names = disk.list(arriving);
    if (!names) return std::unexpected(names.error());
    const Millis now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    for (const auto& name : *names) {
        const auto written = disk.written_at(arriving / name);
        if (!written || !*written || now - **written <= arriving_ms_max) continue;
        // Another process may be at it too.
        [[maybe_unused]] const auto removed = disk.remove(arriving / name);
    }
    return {};
}

} // namespace

std::expected<std::unique_ptr<Files>, Error> open_disk_files(const fs::path& root,
                                                             const DiskFilesOptions& options) {
    auto& disk = options.disk;
    if (auto made = make_folders(disk, root); !made) return std::unexpected(std::move(made).error());
    const auto arriving = root / "arriving";
    if (auto made = disk.make_folder(arriving); !made) return std::unexpected(std::move(made).error());
    if (auto swept = sweep(disk, arriving); !swept) return std::unexpected(std::move(swept).error());
    return std::make_unique<DiskFiles>(root, options);
}

} // namespace plaint::storage
