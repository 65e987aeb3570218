#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaint::net {

struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
};

/// "127.0.0.1:12330", "[::1]:12330", "localhost:12330" (which is 127.0.0.1); nothing for anything else.
std::optional<ListenAddress> parse_listen_address(std::string_view text);

} // namespace plaint::net
