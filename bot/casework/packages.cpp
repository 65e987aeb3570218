#include "bot/casework/packages.hpp"

#include "bot/casework/zip.hpp"
#include "bot/support/crypto.hpp"

#include <filesystem>
#include <unistd.h>

namespace plaint::casework {
namespace {

namespace fs = std::filesystem;

// Requests for packages that wait at the same time; a package is made in tenths of a second.
constexpr std::size_t orders_max = 256;

// Reads the digest of the manifest out of a package that was made earlier. Nothing where the file is damaged: then it
// is made again.
std::optional<Package> read_cached(const std::string& path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error) return std::nullopt;
    auto zip = ZipReader::open(path);
    if (!zip) return std::nullopt;
    for (;;) {
        const auto entry = zip->next();
        if (!entry || !*entry) return std::nullopt;
        if (!(*entry)->name.ends_with("/manifest-sha256.txt")) continue;
        support::Sha256 digest;
        for (;;) {
            const auto block = zip->read();
            if (!block) return std::nullopt;
            if (block->empty()) return Package{path, digest.finish_hex(), size};
            digest.update(*block);
        }
    }
}

} // namespace

Packages::Packages(PackageSources sources, std::string folder)
    : sources_(std::move(sources)), folder_(std::move(folder)), worker_([this] { work(); }) {}

Packages::~Packages() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    worker_.join();
}

std::expected<Package, PackageFault> Packages::make(const storage::CaseNumber& number,
                                                    std::uint32_t version) {
    const std::string path = folder_ + "/" + package_name(number, version) + ".zip";
    if (auto cached = read_cached(path)) return *std::move(cached);
    std::error_code error;
    fs::create_directories(folder_, error);
    fs::permissions(folder_, fs::perms::owner_all, error);
    std::uint64_t serial = 0;
    {
        const std::lock_guard lock(mutex_);
        serial = ++made_;
    }
    // Two that make the same package at once make the same bytes, so the later one may take the other's place.
    const std::string fresh = path + "." + std::to_string(::getpid()) + "." + std::to_string(serial);
    fs::remove(fresh, error);
    auto made = write_package(sources_, number, version, fresh, fresh + ".turns");
    if (!made) {
        fs::remove(fresh, error);
        return made;
    }
    fs::rename(fresh, path, error);
    if (error) {
        const std::string what = error.message();
        fs::remove(fresh, error);
        return std::unexpected(
            PackageFault{PackageFault::Kind::unavailable, "the package cannot be kept: " + what});
    }
    made->path = path;
    return made;
}

void Packages::fetch(storage::CaseNumber number, std::uint32_t version, Answer answer) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_ && orders_.size() < orders_max) {
            orders_.push_back({std::move(number), version, std::move(answer)});
            changed_.notify_one();
            return;
        }
    }
    answer(std::unexpected(PackageFault{PackageFault::Kind::unavailable, "too many packages are asked for"}));
}

void Packages::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !orders_.empty(); });
        if (orders_.empty()) return;
        Order order = std::move(orders_.front());
        orders_.pop_front();
        const bool stopping = stopping_;
        lock.unlock();
        if (stopping)
            order.answer(
                std::unexpected(PackageFault{PackageFault::Kind::unavailable, "the program is stopping"}));
        else
            order.answer(make(order.number, order.version));
        lock.lock();
    }
}

} // namespace plaint::casework
