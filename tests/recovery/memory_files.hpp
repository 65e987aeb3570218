#pragma once

#include "bot/support/clock.hpp"
#include "storage/files.hpp"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace plaint::tests {

// The file port without a disk: a file is there once it is finished, and stays when the program dies.
class MemoryFiles final : public storage::Files {
  public:
    explicit MemoryFiles(const support::Clock& clock) : clock_(clock) {}

    std::expected<std::unique_ptr<storage::FileWriter>, storage::Error>
    create(const storage::SessionId& session) override;
    std::expected<std::unique_ptr<storage::FileReader>, storage::Error>
    open(const storage::SessionId& session, std::string_view sha256) override;
    std::expected<void, storage::Error> erase(const storage::SessionId& session) override;
    std::expected<std::uint32_t, storage::Error> collect(const storage::SessionId& session,
                                                         storage::Millis before,
                                                         const std::vector<std::string>& named) override;
    std::expected<std::vector<storage::SessionId>, storage::Error> sessions() override;
    std::expected<std::uint64_t, storage::Error> room_bytes() override { return 1U << 30U; }

  private:
    struct Kept {
        std::string bytes;
        storage::Millis stored_at = 0;
    };
    struct Writer;
    struct Reader;

    const support::Clock& clock_;
    using Folder = std::map<std::string, Kept, std::less<>>;
    Folder* folder_of(const storage::SessionId& session);

    // In the order in which they came: ids are chance that no seed repeats.
    std::deque<std::pair<storage::SessionId, Folder>> kept_;
};

} // namespace plaint::tests
