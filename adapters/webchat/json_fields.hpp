#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace plaint::webchat {

// One member that is looked for in a message: "channelData/plaint/value".
struct FieldSpec {
    enum class Form : std::uint8_t {
        text,      // anything else is a mistake of the sender; null counts as absent
        text_only, // anything else is passed over
        flag,      // "true" or "false"
    };
    std::string_view path;
    std::size_t bytes_max = 0;
    Form form = Form::text;
};

// Reads the named members out of a JSON object in one pass, without building it: what is not asked for costs no
// memory. Answers one optional text per spec; the error is a sentence for whoever wrote the client.
std::expected<void, std::string> read_fields(std::string_view json, std::span<const FieldSpec> specs,
                                             std::span<std::optional<std::string>> into);

template<std::size_t count>
std::expected<std::array<std::optional<std::string>, count>, std::string>
read_fields(std::string_view json, const std::array<FieldSpec, count>& specs) {
    std::array<std::optional<std::string>, count> fields;
    auto read = read_fields(json, std::span<const FieldSpec>(specs), std::span(fields));
    if (!read) return std::unexpected(std::move(read).error());
    return fields;
}

} // namespace plaint::webchat
