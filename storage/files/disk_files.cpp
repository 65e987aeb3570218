#include "storage/files/disk_files.hpp"

#include "storage/files/digest.hpp"
#include "storage/files/disk.hpp"

#include <algorithm>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>

namespace plaint::storage {

namespace {

namespace fs = std::filesystem;

// Small pieces are gathered, so that a slow client costs no more calls than a quick one.
constexpr std::size_t piece_bytes = 256 * 1024;
// The kernel is told to begin writing this often: one sync at the end would hold up everybody else's.
constexpr std::uint64_t writeback_bytes = 4 * 1024 * 1024;
// Nothing arrives for so long that a file untouched since then could still be finished.
constexpr auto arriving_max = std::chrono::hours{6};

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
    Places(fs::path root, std::uint64_t floor_bytes) : root_(std::move(root)), floor_bytes_(floor_bytes) {}

    const fs::path& root() const { return root_; }
    fs::path arriving() const { return root_ / "arriving"; }
    fs::path folder(const SessionId& session) const {
        return root_ / session.text.substr(0, 2) / session.text;
    }

    std::expected<std::uint64_t, Error> room_bytes() const {
        const auto free = disk::free_bytes(root_);
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
            if (auto made = disk::make_folder(part); !made) return made;
            if (auto synced = disk::sync_folder(part.parent_path()); !synced) return synced;
        }
        // The same file again takes the place of the first, and its younger date keeps it from being
        // collected.
        if (::rename(arrived.c_str(), (own / sha256).c_str()) != 0) return disk::failure(arrived);
        return {};
    }
    // Says whether the file was there, written before that moment, and is removed. Under the same lock as what arrives: a
    // file that takes the place of an old one is not removed in its stead.
    std::expected<bool, Error> remove_old(const fs::path& path, Millis before) {
        const std::lock_guard lock(mutex_);
        struct stat state{};
        if (::stat(path.c_str(), &state) != 0) return false;
        const auto written =
            static_cast<Millis>(state.st_mtim.tv_sec) * 1000 + state.st_mtim.tv_nsec / 1'000'000;
        if (written >= before) return false;
        if (::unlink(path.c_str()) != 0) return disk::failure(path);
        return true;
    }
    // Removes the session's folder when nothing is left in it.
    std::expected<void, Error> close_if_empty(const SessionId& session) {
        const std::lock_guard lock(mutex_);
        const auto own = folder(session);
        if (::rmdir(own.c_str()) == 0) return disk::sync_folder(own.parent_path());
        if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT) return {};
        return disk::failure(own);
    }

  private:
    fs::path root_;
    std::uint64_t floor_bytes_;
    std::mutex mutex_;
};

class DiskFileWriter final : public FileWriter {
  public:
    DiskFileWriter(Places& places, SessionId session, fs::path path, disk::Handle file)
        : places_(places), session_(std::move(session)), path_(std::move(path)), file_(std::move(file)) {
        gathered_.reserve(piece_bytes);
    }
    ~DiskFileWriter() override {
        if (!path_.empty()) ::unlink(path_.c_str());
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
        if (::fdatasync(file_.number()) != 0) return disk::failure(path_);
        StoredFile stored{digest_.finish(), size_bytes_};
        if (auto taken = places_.take_in(session_, path_, stored.sha256); !taken)
            return std::unexpected(std::move(taken).error());
        path_.clear();
        if (auto synced = disk::sync_folder(places_.folder(session_)); !synced)
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
        if (auto written = disk::write_all(file_, bytes, path_); !written) return written;
        size_bytes_ += bytes.size();
        if (size_bytes_ - begun_bytes_ >= writeback_bytes) {
            // Only a hint: whether it is followed shows in the sync at the end.
            ::sync_file_range(file_.number(), static_cast<off_t>(begun_bytes_),
                              static_cast<off_t>(size_bytes_ - begun_bytes_), SYNC_FILE_RANGE_WRITE);
            begun_bytes_ = size_bytes_;
        }
        return {};
    }

    Places& places_;
    SessionId session_;
    fs::path path_; // empty once the file has its name
    disk::Handle file_;
    Digest digest_;
    std::string gathered_;
    std::uint64_t size_bytes_ = 0;
    std::uint64_t begun_bytes_ = 0; // the kernel has been told to write up to here
    std::uint64_t asked_bytes_ = 0; // room has been asked for up to here
};

class DiskFileReader final : public FileReader {
  public:
    DiskFileReader(disk::Handle file, std::uint64_t size_bytes, fs::path path)
        : file_(std::move(file)), size_bytes_(size_bytes), path_(std::move(path)) {}

    std::expected<std::string, Error> read(std::size_t most) override {
        std::string bytes(most, '\0');
        ssize_t got;
        do got = ::read(file_.number(), bytes.data(), most);
        while (got < 0 && errno == EINTR);
        if (got < 0) return disk::failure(path_);
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }
    std::uint64_t size_bytes() const override { return size_bytes_; }

  private:
    disk::Handle file_;
    std::uint64_t size_bytes_;
    fs::path path_;
};

class DiskFiles final : public Files {
  public:
    DiskFiles(fs::path root, const DiskFilesOptions& options)
        : places_(std::move(root), options.floor_bytes) {}

    std::expected<std::unique_ptr<FileWriter>, Error> create(const SessionId& session) override {
        if (!is_session(session)) return no_such_name("a file of a session without a proper id");
        auto name = (places_.arriving() / "XXXXXX").string();
        disk::Handle file{::mkostemp(name.data(), O_CLOEXEC)};
        if (file.number() < 0) return disk::failure(name);
        return std::make_unique<DiskFileWriter>(places_, session, name, std::move(file));
    }

    std::expected<std::unique_ptr<FileReader>, Error> open(const SessionId& session,
                                                           std::string_view sha256) override {
        if (!is_session(session) || !is_sha256(sha256)) return no_such_name("no file can have such a name");
        const auto path = places_.folder(session) / sha256;
        auto file = disk::open(path, O_RDONLY);
        if (!file) return std::unexpected(std::move(file).error());
        struct stat state{};
        if (::fstat(file->number(), &state) != 0) return disk::failure(path);
        return std::make_unique<DiskFileReader>(std::move(*file), static_cast<std::uint64_t>(state.st_size),
                                                path);
    }

    std::expected<void, Error> erase(const SessionId& session) override {
        if (!is_session(session)) return no_such_name("files of a session without a proper id");
        const auto folder = places_.folder(session);
        std::error_code error;
        if (!fs::exists(folder, error)) return {};
        fs::remove_all(folder, error);
        if (error) return disk::failure(folder, error.value());
        return disk::sync_folder(folder.parent_path());
    }

    std::expected<std::uint32_t, Error> collect(const SessionId& session, Millis before,
                                                const std::vector<std::string>& named) override {
        if (!is_session(session)) return no_such_name("files of a session without a proper id");
        const auto folder = places_.folder(session);
        std::uint32_t removed = 0;
        std::error_code error;
        for (fs::directory_iterator at{folder, error}; !error && at != fs::directory_iterator{};
             at.increment(error)) {
            const auto& path = at->path();
            if (std::ranges::find(named, path.filename().string()) != named.end()) continue;
            const auto gone = places_.remove_old(path, before);
            if (!gone) return std::unexpected(gone.error());
            if (*gone) ++removed;
        }
        if (error && error != std::errc::no_such_file_or_directory)
            return disk::failure(folder, error.value());
        if (removed > 0)
            if (auto synced = disk::sync_folder(folder); !synced)
                return std::unexpected(std::move(synced).error());
        if (auto closed = places_.close_if_empty(session); !closed)
            return std::unexpected(std::move(closed).error());
        return removed;
    }

    std::expected<std::vector<SessionId>, Error> sessions() override {
        std::vector<SessionId> found;
        std::error_code error;
        for (fs::directory_iterator at{places_.root(), error}; !error && at != fs::directory_iterator{};
             at.increment(error)) {
            // What else stands here, such as "lost+found", is not ours to look into.
            const bool ours = at->path().filename().string().size() == 2;
            if (!ours || !at->is_directory(error)) continue;
            for (fs::directory_iterator own{at->path(), error}; !error && own != fs::directory_iterator{};
                 own.increment(error))
                if (const SessionId session{own->path().filename().string()}; is_session(session))
                    found.push_back(session);
            // A folder may go while it is looked at.
            if (error == std::errc::no_such_file_or_directory) error.clear();
        }
        if (error) return disk::failure(places_.root(), error.value());
        return found;
    }

    std::expected<std::uint64_t, Error> room_bytes() override { return places_.room_bytes(); }

  private:
    Places places_;
};

std::expected<void, Error> make_root(const fs::path& root) {
    std::error_code error;
    if (fs::exists(root, error)) return {};
    const auto parent = root.has_parent_path() ? root.parent_path() : fs::path{"."};
    if (auto made = make_root(parent); !made) return made;
    if (auto made = disk::make_folder(root); !made) return made;
    return disk::sync_folder(parent);
}

// What a crash left behind. A running upload of another process is spared by its date.
void sweep(const fs::path& arriving) {
    std::error_code ignored;
    const auto now = fs::file_time_type::clock::now();
    for (fs::directory_iterator at{arriving, ignored}; !ignored && at != fs::directory_iterator{};
         at.increment(ignored)) {
        std::error_code gone;
        if (now - fs::last_write_time(at->path(), gone) > arriving_max && !gone) fs::remove(at->path(), gone);
    }
}

} // namespace

std::expected<std::unique_ptr<Files>, Error> open_disk_files(const fs::path& root,
                                                             const DiskFilesOptions& options) {
    if (auto made = make_root(root); !made) return std::unexpected(std::move(made).error());
    const auto arriving = root / "arriving";
    if (auto made = disk::make_folder(arriving); !made) return std::unexpected(std::move(made).error());
    sweep(arriving);
    return std::make_unique<DiskFiles>(root, options);
}

} // namespace plaint::storage
