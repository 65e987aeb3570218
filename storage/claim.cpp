#include "storage/claim.hpp"

#include "storage/disk.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace plaint::storage {

std::expected<Claim, Error> Claim::take(const std::filesystem::path& place) {
    // "var/files" and "var/files/" are one place.
    const std::filesystem::path named = place.has_filename() ? place : place.parent_path();
    std::filesystem::path lock = named;
    lock += ".lock";
    if (auto made = prepare_file(system_disk(), lock); !made) return std::unexpected(std::move(made).error());
    Claim claim(::open(lock.c_str(), O_RDWR | O_CLOEXEC));
    if (claim.file_ >= 0 && ::flock(claim.file_, LOCK_EX | LOCK_NB) == 0) return claim;
    return std::unexpected(Error{Fault::unavailable, errno == EWOULDBLOCK
                                                         ? std::string("another server is running there")
                                                         : lock.string() + ": " + std::strerror(errno)});
}

Claim::~Claim() {
    if (file_ >= 0) ::close(file_);
}

} // namespace plaint::storage
