#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Writing and reading of compact bytes. A reader never reads past its end: it turns bad and gives zeros from then on,
// so that a decoder checks once, at the end.
namespace plaint::dialogs {

class ByteWriter {
  public:
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            bytes_ += static_cast<char>(value | 0x80U);
            value >>= 7U;
        }
        bytes_ += static_cast<char>(value);
    }
    // Zig-zag: small negative numbers stay small.
    void signed_number(std::int64_t value) {
        number((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void fixed32(std::uint32_t value) { fixed(value, 4); }
    void fixed64(std::uint64_t value) { fixed(value, 8); }
    void flag(bool value) { bytes_ += value ? '\1' : '\0'; }
    void text(std::string_view value) {
        number(value.size());
        bytes_.append(value);
    }
    void reserve(std::size_t size) { bytes_.reserve(size); }
    std::string take() { return std::move(bytes_); }

  private:
    void fixed(std::uint64_t value, int size) {
        for (int i = 0; i < size; ++i) bytes_ += static_cast<char>(value >> (8 * i));
    }
    std::string bytes_;
};

class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = next();
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if ((byte & 0x80U) == 0) return value;
        }
        good_ = false;
        return 0;
    }
    std::int64_t signed_number() {
        const std::uint64_t value = number();
        return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
    }
    // A number of things that follow, each at least a byte long: never more than there are bytes.
    std::size_t count() {
        const std::uint64_t value = number();
        if (value > bytes_.size()) good_ = false;
        return good_ ? static_cast<std::size_t>(value) : 0;
    }
    std::uint32_t fixed32() { return static_cast<std::uint32_t>(fixed(4)); }
    std::uint64_t fixed64() { return fixed(8); }
    bool flag() { return next() != 0; }
    std::string text() {
        const std::size_t size = count();
        std::string value(bytes_.substr(0, size));
        bytes_.remove_prefix(size);
        return value;
    }
    // A small number that must be below `limit`.
    template<class T>
    T below(T limit) {
        const std::uint64_t value = number();
        if (value >= static_cast<std::uint64_t>(limit)) good_ = false;
        return good_ ? static_cast<T>(value) : T{};
    }
    void spoil() { good_ = false; }
    bool good() const { return good_; }
    bool at_end() const { return bytes_.empty(); }
    std::string_view rest() const { return bytes_; }

  private:
    unsigned char next() {
        if (bytes_.empty() || !good_) {
            good_ = false;
            bytes_ = {};
            return 0;
        }
        const auto byte = static_cast<unsigned char>(bytes_.front());
        bytes_.remove_prefix(1);
        return byte;
    }
    std::uint64_t fixed(int size) {
        std::uint64_t value = 0;
        for (int i = 0; i < size; ++i) value |= static_cast<std::uint64_t>(next()) << (8 * i);
        return value;
    }
    std::string_view bytes_;
    bool good_ = true;
};

} // namespace plaint::dialogs
