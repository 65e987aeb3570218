#include "tests/recovery/memory_files.hpp"

#include "bot/support/crypto.hpp"

#include <algorithm>

namespace plaint::tests {

using storage::Error;
using storage::SessionId;

struct MemoryFiles::Writer final : storage::FileWriter {
    Writer(MemoryFiles& owner, SessionId owning) : files(owner), session(std::move(owning)) {}

    std::expected<void, Error> write(std::string_view more) override {
        bytes += more;
        return {};
    }
    std::expected<storage::StoredFile, Error> finish() override {
        const std::string sha256 = support::sha256_hex(bytes);
        const std::uint64_t size = bytes.size();
        Folder* folder = files.folder_of(session);
        if (folder == nullptr) folder = &files.kept_.emplace_back(session, Folder()).second;
        (*folder)[sha256] = {std::move(bytes), files.clock_.now()};
        return storage::StoredFile{sha256, size};
    }

    MemoryFiles& files;
    SessionId session;
    std::string bytes;
};

struct MemoryFiles::Reader final : storage::FileReader {
    explicit Reader(std::string all) : bytes(std::move(all)) {}

    std::expected<std::string, Error> read(std::size_t most) override {
        std::string piece = bytes.substr(at, most);
        at += piece.size();
        return piece;
    }
    std::uint64_t size_bytes() const override { return bytes.size(); }

    std::string bytes;
    std::size_t at = 0;
};

std::expected<std::unique_ptr<storage::FileWriter>, Error> MemoryFiles::create(const SessionId& session) {
    return std::make_unique<Writer>(*this, session);
}

std::expected<std::unique_ptr<storage::FileReader>, Error> MemoryFiles::open(const SessionId& session,
                                                                             std::string_view sha256) {
    if (const Folder* folder = folder_of(session))
        if (const auto file = folder->find(sha256); file != folder->end())
            return std::make_unique<Reader>(file->second.bytes);
    return std::unexpected(Error{storage::Fault::broken, "there is no such file"});
}

std::expected<void, Error> MemoryFiles::erase(const SessionId& session) {
    std::erase_if(kept_, [&](const auto& one) { return one.first == session; });
    return {};
}

std::expected<std::uint32_t, Error> MemoryFiles::collect(const SessionId& session, storage::Millis before,
                                                         const std::vector<std::string>& named) {
    Folder* const folder = folder_of(session);
    if (folder == nullptr) return 0;
    const auto removed = std::erase_if(*folder, [&](const auto& file) {
        return file.second.stored_at < before && std::ranges::find(named, file.first) == named.end();
    });
    if (folder->empty()) erase(session).value();
    return static_cast<std::uint32_t>(removed);
}

MemoryFiles::Folder* MemoryFiles::folder_of(const SessionId& session) {
    const auto found = std::ranges::find(kept_, session, [](const auto& one) { return one.first; });
    return found != kept_.end() ? &found->second : nullptr;
}

std::expected<std::vector<SessionId>, Error> MemoryFiles::sessions() {
    std::vector<SessionId> all;
    for (const auto& [session, files] : kept_) all.push_back(session);
    return all;
}

} // namespace plaint::tests
