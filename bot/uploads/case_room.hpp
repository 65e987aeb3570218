#pragma once

#include <cstdint>
#include <mutex>

namespace plaint::uploads {

// What still fits into one case, shared by all uploads to it that are under way: a file takes its share before it counts
// as stored, so that uploads at the same time cannot go beyond the limit together. May be used from any thread.
class CaseRoom {
  public:
    void open(std::uint32_t files, std::uint64_t bytes) {
        const std::lock_guard lock(mutex_);
        files_ = files;
        bytes_ = bytes;
    }
    bool fits(std::uint64_t bytes) const {
        const std::lock_guard lock(mutex_);
        return files_ > 0 && bytes <= bytes_;
    }
    bool take(std::uint64_t bytes) {
        const std::lock_guard lock(mutex_);
        if (files_ == 0 || bytes > bytes_) return false;
        --files_;
        bytes_ -= bytes;
        return true;
    }
    void give_back(std::uint64_t bytes) {
        const std::lock_guard lock(mutex_);
        ++files_;
        bytes_ += bytes;
    }

  private:
    mutable std::mutex mutex_;
    std::uint32_t files_ = 0;
    std::uint64_t bytes_ = 0;
};

} // namespace plaint::uploads
