#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Writing and reading of compact bytes. A reader never reads past its end: it turns bad and gives zeros from then on,
// so that a decoder checks once, at the end.
namespace plaint::dialogs {

class ByteWriter {
  public:
    void number(std::uint64_t value) {
        // Nearly all numbers of a session fit into one byte.
        if (value >= 0x80) return long_number(value);
        *room(1) = static_cast<char>(value);
        ++used_;
    }
    // Zig-zag: small negative numbers stay small.
    void signed_number(std::int64_t value) {
        number((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
    }
    // How far it is from one number to another. Damaged bytes say any numbers, so the difference wraps.
    void distance(std::int64_t from, std::int64_t to) {
        signed_number(
            static_cast<std::int64_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from)));
    }
    void fixed32(std::uint32_t value) { fixed<4>(value); }
    void fixed64(std::uint64_t value) { fixed<8>(value); }
    void flag(bool value) {
        *room(1) = value ? '\1' : '\0';
        ++used_;
    }
    void text(std::string_view value) {
        number(value.size());
        value.copy(room(value.size()), value.size());
        used_ += value.size();
    }
    void reserve(std::size_t size) { room(size); }
    std::string take() {
        bytes_.resize(used_);
        return std::move(bytes_);
    }

  private:
    void long_number(std::uint64_t value) {
        char* to = room(10);
        for (; value >= 0x80; value >>= 7U) *to++ = static_cast<char>(value | 0x80U);
        *to++ = static_cast<char>(value);
        used_ = static_cast<std::size_t>(to - bytes_.data());
    }
    template<int size>
    void fixed(std::uint64_t value) {
        char* to = room(size);
        for (int i = 0; i < size; ++i) to[i] = static_cast<char>(value >> (8 * i));
        used_ += size;
    }
    // The string is kept longer than what is written: a byte is then a store, not a call that may grow it.
    char* room(std::size_t size) {
        if (bytes_.size() - used_ < size) grow(size);
        return bytes_.data() + used_;
    }
    void grow(std::size_t size) {
        bytes_.resize_and_overwrite(std::max(2 * bytes_.size(), used_ + size + 64),
                                    [](char*, std::size_t given) { return given; });
    }
    std::string bytes_;
    std::size_t used_ = 0;
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
    std::int64_t distance_from(std::int64_t from) {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) +
                                         static_cast<std::uint64_t>(signed_number()));
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
