// The multipart parser must say the same of a form whatever pieces it arrives in, and hand on no more than came.

#include "bot/net/multipart.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace plaint::net;

namespace {

struct Log final : PartReceiver {
    std::string text;
    std::size_t content_bytes = 0;

    bool on_part(Part part) override {
        text += "[" + part.name + "|" + part.filename.value_or("(none)") + "|" + part.content_type + "]";
        if (part.filename && part.filename->find_first_of("/\\\r\n") != std::string::npos) std::abort();
        return true;
    }
    bool on_content(std::string_view bytes) override {
        if (bytes.empty()) std::abort();
        content_bytes += bytes.size();
        text += bytes;
        return true;
    }
    bool on_part_end() override {
        text += "[end]";
        return true;
    }
};

/// Parses in pieces whose sizes the seed chooses; 0 means in one piece.
std::string parse(std::string_view boundary, std::string_view body, std::uint32_t seed) {
    Log log;
    MultipartParser parser(boundary, {.header_bytes = 300, .parts = 5}, log);
    const auto finish = [&](std::string_view how) {
        if (log.content_bytes > body.size()) std::abort();
        return log.text + "=" + std::string(how);
    };
    for (std::size_t at = 0; at < body.size();) {
        std::size_t size = body.size();
        if (seed != 0) {
            seed = seed * 1664525u + 1013904223u;
            size = 1 + (seed >> 16) % 9;
        }
        const std::string_view piece = body.substr(at, size);
        // A copy of the piece's exact size, so that a read behind its end is seen.
        if (auto fed = parser.feed(std::string(piece)); !fed) return finish(name_of(fed.error()));
        at += piece.size();
    }
    const auto finished = parser.finish();
    return finish(finished ? "whole" : name_of(finished.error()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    // The first line is a content type, the rest the body.
    const std::size_t line_end = all.find('\n');
    const auto boundary = multipart_boundary(all.substr(0, line_end));
    const std::string_view body =
        line_end == std::string_view::npos ? std::string_view() : all.substr(line_end + 1);
    const std::string whole = parse(boundary.value_or("B"), body, 0);
    for (const std::uint32_t seed : {1u, 2u, static_cast<std::uint32_t>(size) + 3u}) {
        if (parse(boundary.value_or("B"), body, seed) != whole) std::abort();
    }
    return 0;
}
