#pragma once

#include "bot/casework/package.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace plaint::casework {

// The packages on disk, by case and version. The folder is a cache: what is not there is made again, the same to the
// byte.
class Packages {
  public:
    // The sources outlive the packages. Nothing is done before the first package is asked for.
    Packages(PackageSources sources, std::string folder);
    ~Packages();
    Packages(const Packages&) = delete;
    Packages& operator=(const Packages&) = delete;

    using Answer = std::move_only_function<void(std::expected<Package, PackageFault>)>;

    // Blocks while the package is made; from any thread that may.
    std::expected<Package, PackageFault> make(const storage::CaseNumber& number, std::uint32_t version);
    // Answers later, on a thread of its own.
    void fetch(storage::CaseNumber number, std::uint32_t version, Answer answer);

  private:
    struct Order {
        storage::CaseNumber number;
        std::uint32_t version = 0;
        Answer answer;
    };
    void work();

    PackageSources sources_;
    std::string folder_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Order> orders_;
    bool stopping_ = false;
    std::uint64_t made_ = 0; // tells temporary files apart
    std::thread worker_;
};

} // namespace plaint::casework
