#pragma once

#include "storage/ids.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The file port. A file belongs to one session and is addressed by (session, SHA-256): nothing is shared
// between sessions, so that one can be encrypted and erased alone. A file is durable (synced, renamed, its
// folder synced) before finish() returns; it becomes part of a case only by the turn that names it, and
// whatever no turn names is an orphan that collect() removes.
namespace plaint::storage {

struct StoredFile {
    std::string sha256; // hexadecimal
    std::uint64_t size_bytes = 0;
};

// Blocking calls: they belong on a worker thread, not on the thread of the turns.
class FileWriter {
  public:
    virtual ~FileWriter() = default; // without finish(): the upload leaves no trace
    virtual std::expected<void, Error> write(std::string_view bytes) = 0;
    virtual std::expected<StoredFile, Error> finish() = 0;
};

class FileReader {
  public:
    virtual ~FileReader() = default;
    // The next bytes, at most `most`; empty at the end.
    virtual std::expected<std::string, Error> read(std::size_t most) = 0;
    virtual std::uint64_t size_bytes() const = 0;
};

class Files {
  public:
    virtual ~Files() = default;
    virtual std::expected<std::unique_ptr<FileWriter>, Error> create(const SessionId& session) = 0;
    virtual std::expected<std::unique_ptr<FileReader>, Error> open(const SessionId& session,
                                                                   std::string_view sha256) = 0;
    virtual std::expected<void, Error> erase(const SessionId& session) = 0;
    // Removes files of a session that are older than `before` and whose hash is not among `named`; a session that
    // is left without files is listed no more.
    virtual std::expected<std::uint32_t, Error> collect(const SessionId& session, Millis before,
                                                        const std::vector<std::string>& named) = 0;
    virtual std::expected<std::vector<SessionId>, Error> sessions() = 0;
    // Bytes that may still be written before the disk floor is reached.
    virtual std::expected<std::uint64_t, Error> room_bytes() = 0;
};

} // namespace plaint::storage
