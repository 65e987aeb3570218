#pragma once

#include "bot/casework/package.hpp"
#include "bot/net/http.hpp"

#include <expected>
#include <string>

namespace plaint::centre {

// Sends a package from its file, piece by piece. The error is a sentence for the log.
std::expected<net::Response, std::string> package_response(const casework::Package& package);

} // namespace plaint::centre
