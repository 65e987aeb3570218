#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

// What may be uploaded: a file's name and its first bytes must agree on one of the types of a short list.
namespace plaint::uploads {

// Without points, in the order in which people are told of them: "jpg", "png", …
std::span<const std::string_view> extensions();

enum class TypeFault : std::uint8_t {
    extension, // not on the list, or none
    content,   // the bytes are of another type than the name says
};

class TypeChecker {
  public:
    // How many of a file's first bytes it wants to see.
    static constexpr std::size_t head_bytes = 64 * 1024;

    // Reads the system's table of file types. May be used from several threads, one at a time.
    TypeChecker();
    ~TypeChecker();

    // The media type of the list, e.g. "image/png".
    std::expected<std::string, TypeFault> check(std::string_view name, std::string_view head);

  private:
    struct Magic;
    std::unique_ptr<Magic> magic_;
};

} // namespace plaint::uploads
