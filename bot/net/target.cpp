#include "bot/net/target.hpp"

#include <algorithm>

namespace plaint::net {

namespace {

constexpr std::size_t pairs_max = 1000;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The byte that the escape at `at` stands for, or -1 if it is none.
int escape_at(std::string_view text, std::size_t at) {
    if (at + 2 >= text.size()) return -1;
    const int high = hex_value(text[at + 1]);
    const int low = hex_value(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string decode_form(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (const int byte = text[i] == '%' ? escape_at(text, i) : -1; byte >= 0) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// "http://host/path" to "/path": servers must take the absolute form too (RFC 9112, 3.2.2).
std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
        if (!equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        const std::size_t end = target.find_first_of("/?");
        return end == std::string_view::npos ? std::string_view("/") : target.substr(end);
    }
    return target;
}

bool harmless(std::string_view segment) {
    return std::ranges::none_of(segment, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f || c == '/' || c == '\\';
    });
}

/// Segments are decoded one by one, so that an encoded slash can never make a new one.
std::optional<std::string> normal_path(std::string_view raw) {
    std::string path;
    path.reserve(raw.size());
    while (!raw.empty()) {
        raw.remove_prefix(1);
        const std::size_t end = std::min(raw.find('/'), raw.size());
        const bool last = end == raw.size();
        auto segment = percent_decode(raw.substr(0, end));
        if (!segment || !harmless(*segment)) return std::nullopt;
        raw.remove_prefix(end);
        if (*segment == "..") {
            if (path.empty()) return std::nullopt;
            path.resize(path.rfind('/'));
            if (last) path += '/';
        } else if (*segment == ".") {
            if (last) path += '/';
        } else {
            path += '/';
            path += *segment;
        }
    }
    return path;
}

} // namespace

std::optional<std::string> percent_decode(std::string_view text) {
    if (text.find('%') == std::string_view::npos) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int byte = escape_at(text, i);
        if (byte < 0) return std::nullopt;
        out += static_cast<char>(byte);
        i += 2;
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

Parameters parse_form(std::string_view text) {
    Parameters all;
    while (!text.empty() && all.size() < pairs_max) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        all.add(decode_form(pair.substr(0, equals)),
                equals == pair.size() ? std::string() : decode_form(pair.substr(equals + 1)));
    }
    return all;
}

std::optional<Target> parse_target(std::string_view target) {
    if (target == "*") return Target{"*", {}};
    target = without_authority(target);
    // A fragment is never sent by a client that follows the rules; what stands behind it is not the server's.
    target = target.substr(0, target.find('#'));
    const std::size_t question = target.find('?');
    std::string_view raw_path = target.substr(0, question);
    if (raw_path.empty() && question == 0) raw_path = "/";
    if (!raw_path.starts_with('/')) return std::nullopt;
    auto path = normal_path(raw_path);
    if (!path) return std::nullopt;
    Target parsed{std::move(*path), {}};
    if (parsed.path.empty()) parsed.path = "/";
    if (question != std::string_view::npos) parsed.query = parse_form(target.substr(question + 1));
    return parsed;
}

} // namespace plaint::net
