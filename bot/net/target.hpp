#pragma once

#include "bot/net/http.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace plaint::net {

/// A request target (RFC 9112, 3.2) taken apart. Boost.URL is not used for it: it refuses the bare "|", "[" and "]"
/// that browsers send in queries.
struct Target {
    std::string path;
    Parameters query;
};

/// Nothing for a target that no honest client sends: bad escapes, an encoded slash, NUL or control character in the
/// path, a path that climbs above the root, an authority (CONNECT).
std::optional<Target> parse_target(std::string_view target);

} // namespace plaint::net
