#pragma once

#include "adapters/webchat/file_body.hpp"
#include "bot/casework/package.hpp"
#include "bot/net/http.hpp"
#include "bot/uploads/workers.hpp"

#include <expected>
#include <string>

namespace plaint::centre {

// Sends a package from its file, piece by piece. Blocks for the first piece, so this belongs on a worker's thread; the
// others are read there while it is sent. The error is a sentence for the log.
std::expected<net::Response, std::string>
package_response(const casework::Package& package, uploads::Workers& workers, webchat::FileBody::Post post);

} // namespace plaint::centre
