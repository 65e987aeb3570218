#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Addresses of the receivers we speak to: only as much of RFC 3986 as a configured receiver needs, and nothing that
// two parsers could read differently.
namespace plaint::support {

struct Url {
    std::string scheme; // "http" or "https"
    std::string host;   // lower case; an IPv6 address without its brackets
    std::uint16_t port = 0;
    std::string target; // path and query, "/" at least

    // "https://host:port", with brackets where they belong; the default port is left out.
    std::string origin() const;
};

// Nothing for another scheme, user information, a fragment, a host that is no name and no address, white space or
// anything outside ASCII.
std::optional<Url> parse_url(std::string_view text);
// "localhost", 127.0.0.0/8 and ::1, as written: no name is resolved.
bool is_loopback_host(std::string_view host);

} // namespace plaint::support
