#include "adapters/webchat/json_writer.hpp"

#include <array>

namespace plaint::webchat {
namespace {

constexpr auto needs_escape = [] {
    std::array<bool, 256> needs{};
    for (std::size_t byte = 0; byte < 0x20; ++byte) needs[byte] = true;
    needs['"'] = needs['\\'] = true;
    return needs;
}();

} // namespace

void JsonWriter::escape(std::string_view value) {
    // Runs without anything to escape, which is nearly all text, are copied whole.
    std::size_t from = 0;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const auto byte = static_cast<unsigned char>(value[at]);
        if (!needs_escape[byte]) continue;
        out_.append(value, from, at - from);
        from = at + 1;
        switch (byte) {
        case '"': out_ += "\\\""; break;
        case '\\': out_ += "\\\\"; break;
        case '\n': out_ += "\\n"; break;
        case '\r': out_ += "\\r"; break;
        case '\t': out_ += "\\t"; break;
        default: {
            constexpr std::string_view digits = "0123456789abcdef";
            out_ += "\\u00";
            out_ += digits[byte >> 4U];
            out_ += digits[byte & 15U];
        }
        }
    }
    out_.append(value, from, value.size() - from);
}

JsonWriter& JsonWriter::permille(unsigned value) {
    separate();
    if (value >= 1000) {
        out_ += '1';
        return *this;
    }
    if (value == 0) {
        out_ += '0';
        return *this;
    }
    out_ += "0.";
    out_ += static_cast<char>('0' + value / 100);
    out_ += static_cast<char>('0' + value / 10 % 10);
    out_ += static_cast<char>('0' + value % 10);
    return *this;
}

} // namespace plaint::webchat
