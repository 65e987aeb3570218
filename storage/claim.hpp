#pragma once

#include "storage/store.hpp"

#include <expected>
#include <filesystem>
#include <utility>

namespace plaint::storage {

// A place on the disk that one server has to itself. The system gives it free when the process ends, however it ends.
class Claim {
  public:
    // Locks a file beside the place, which is made for it with the folders around; the error says who has it.
    static std::expected<Claim, Error> take(const std::filesystem::path& place);

    Claim(Claim&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    Claim& operator=(Claim&&) = delete;
    ~Claim();

  private:
    explicit Claim(int file) : file_(file) {}

    int file_;
};

} // namespace plaint::storage
