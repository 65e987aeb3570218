#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Zip files, byte for byte the same for the same entries: stored without compression, without times and owners.
namespace plaint::casework {

class ZipWriter {
  public:
    // The error is a sentence for the log. The file must not exist.
    static std::expected<ZipWriter, std::string> create(const std::string& path);
    ZipWriter(ZipWriter&&) noexcept;
    ~ZipWriter(); // without finish(): what was written is no zip file

    // Begins an entry of exactly that size; its bytes follow by write().
    bool begin(const std::string& name, std::uint64_t size_bytes);
    bool write(std::string_view bytes);
    bool add(const std::string& name, std::string_view bytes) {
        return begin(name, bytes.size()) && write(bytes);
    }
    // Ends the file and brings it to the device.
    bool finish();

  private:
    struct State;
    explicit ZipWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class ZipReader {
  public:
    enum class Type { file, folder, other };
    struct Entry {
        std::string name;
        Type type = Type::file;
        bool encrypted = false;
    };

    static std::expected<ZipReader, std::string> open(const std::string& path);
    ZipReader(ZipReader&&) noexcept;
    ~ZipReader();

    // Nothing at the end.
    std::expected<std::optional<Entry>, std::string> next();
    // The entry's next bytes; empty at its end.
    std::expected<std::string_view, std::string> read();

  private:
    struct State;
    explicit ZipReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace plaint::casework
