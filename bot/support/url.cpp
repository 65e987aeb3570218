#include "bot/support/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace plaint::support {

namespace {

std::uint16_t default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

bool is_name(std::string_view host) {
    // Labels of letters, digits and inner hyphens (RFC 1123); the last one not all digits, or "127.1" were a name.
    if (host.empty() || host.size() > 253) return false;
    std::string_view last;
    for (std::string_view rest = host;;) {
        const std::size_t dot = rest.find('.');
        const std::string_view label = rest.substr(0, dot);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        for (const char c : label)
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
        last = label;
        if (dot == std::string_view::npos) break;
        rest.remove_prefix(dot + 1);
    }
    // inet_aton would read hexadecimal labels as numbers too ("0x7f000001").
    return !std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
           !last.starts_with("0x");
}

bool is_address(int family, const std::string& host) {
    unsigned char bytes[16];
    return inet_pton(family, host.c_str(), bytes) == 1;
}

} // namespace

std::string Url::origin() const {
    const bool brackets = host.find(':') != std::string::npos;
    std::string out = scheme + "://" + (brackets ? "[" + host + "]" : host);
    if (port != default_port(scheme)) out += ":" + std::to_string(port);
    return out;
}

std::optional<Url> parse_url(std::string_view text) {
    if (text.size() > 2'000) return std::nullopt;
    for (const char c : text)
        if (c <= ' ' || c > '~' || std::string_view("\"<>\\^`{|}#").find(c) != std::string_view::npos)
            return std::nullopt;
    Url url;
    for (const std::string_view scheme : {"https", "http"})
        if (text.starts_with(scheme) && text.substr(scheme.size()).starts_with("://")) {
            url.scheme = scheme;
            text.remove_prefix(scheme.size() + 3);
            break;
        }
    if (url.scheme.empty()) return std::nullopt;

    const std::size_t authority_end = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, authority_end);
    url.target = text.substr(authority_end);
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    if (authority.find('@') != std::string_view::npos) return std::nullopt;

    std::string_view port;
    bool has_port = false;
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        url.host = authority.substr(1, close - 1);
        if (!is_address(AF_INET6, url.host)) return std::nullopt;
        authority.remove_prefix(close + 1);
        if (!authority.empty() && authority.front() != ':') return std::nullopt;
        has_port = !authority.empty();
        port = authority.substr(has_port ? 1 : 0);
    } else {
        const std::size_t colon = authority.find(':');
        has_port = colon != std::string_view::npos;
        if (has_port) port = authority.substr(colon + 1);
        url.host = authority.substr(0, colon);
    }
    std::transform(url.host.begin(), url.host.end(), url.host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (!is_address(AF_INET6, url.host) && !is_address(AF_INET, url.host) && !is_name(url.host))
        return std::nullopt;

    url.port = default_port(url.scheme);
    if (has_port) {
        const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), url.port);
        if (fault != std::errc() || end != port.data() + port.size() || url.port == 0) return std::nullopt;
    }
    return url;
}

bool is_loopback_host(std::string_view host) {
    return host == "localhost" || host == "::1" ||
           (host.starts_with("127.") && is_address(AF_INET, std::string(host)));
}

} // namespace plaint::support
