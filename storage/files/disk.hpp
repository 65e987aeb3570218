#pragma once

#include "storage/store.hpp"

#include <cerrno>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string_view>

namespace plaint::storage::disk {

// An open file of the operating system; closed with this object.
class Handle {
  public:
    Handle() = default;
    explicit Handle(int number) : number_(number) {}
    Handle(Handle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Handle();
    int number() const { return number_; }

  private:
    int number_ = -1;
};

// What the last system call said about `path`.
std::unexpected<Error> failure(const std::filesystem::path& path, int number = errno);

std::expected<Handle, Error> open(const std::filesystem::path& path, int flags, unsigned mode = 0);
std::expected<void, Error> write_all(const Handle& file, std::string_view bytes,
                                     const std::filesystem::path& path);
std::expected<void, Error> sync_folder(const std::filesystem::path& folder);
// Makes one folder, mode 0700, in a folder that is there. One that is there already is as good.
std::expected<void, Error> make_folder(const std::filesystem::path& folder);
std::expected<std::uint64_t, Error> free_bytes(const std::filesystem::path& folder);

} // namespace plaint::storage::disk
