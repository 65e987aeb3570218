#include "bot/cli/service.hpp"

#include "bot/conversation/turn_line.hpp"

#include <chrono>
#include <filesystem>
#include <utility>

namespace plaint::cli {
namespace {

net::Limits limits_of(const support::Config& config) {
    net::Limits limits;
    limits.header_bytes = config.limits.header_bytes;
    limits.connections = config.limits.sockets;
    limits.connections_per_address = config.limits.sockets_per_address;
    limits.write_queue_messages = config.limits.frames_waiting_per_socket;
    limits.idle = std::chrono::seconds(config.limits.idle_seconds);
    limits.body_bytes = config.limits.body_bytes;
    limits.request = std::chrono::seconds(config.limits.request_seconds);
    return limits;
}

// Beside the uploads: what is in it can be made again.
std::string packages_folder(const support::Config& config) {
    return (std::filesystem::path(config.storage.files).parent_path() / "packages").string();
}

} // namespace

// Reading takes as long as some hundred turns, so it is done beside them.
library::Shelf::Fetch Service::fetch_with(std::function<library::Edition(const std::string&)> fetch) {
    if (!fetch) return {};
    return [this, fetch = std::move(fetch)](const std::string& version, library::Shelf::Found found) {
        reading.post([this, fetch, version, found = std::move(found)]() mutable {
            server.post([edition = fetch(version), found = std::move(found)] { found(edition); });
        });
    };
}

Service::Service(Setup setup)
    : config(std::move(setup.config)),
      files(std::move(setup.files)),
      server({.listen = config.server.listen,
              .limits = limits_of(config),
              .trusted_proxies = config.server.trusted_proxies,
              .tls_certificate = config.server.tls_certificate,
              .tls_key = config.server.tls_key},
             router),
      shelf(std::move(setup.edition), fetch_with(std::move(setup.fetch))),
      store(std::move(setup.store)),
      post([this](std::move_only_function<void()> task) { server.post(std::move(task)); }),
      casework(*store, config, post),
      conversation({shelf, *store, casework, setup.clock, config, setup.log, setup.metrics, setup.server_key,
                    post, setup.events_due}),
      security(config),
      webchat({conversation, *store, *files, setup.clock, config, setup.log, setup.metrics, server,
               setup.server_key}),
      directory_page({conversation, setup.clock}),
      rasa({conversation, setup.clock, config, setup.metrics}),
      twilio({conversation, *store, setup.clock, config, setup.metrics, server, setup.server_key}),
      operation({conversation, *store, *files, setup.clock, setup.log, setup.metrics, server, setup.version}),
      packages({*store, *files, conversation::turn_line}, packages_folder(config)),
      centre({*store, packages, config, setup.clock, setup.log, post}),
      staff({conversation, *store, *files, packages, setup.clock, config, setup.log, setup.metrics, server,
             setup.server_key, setup.events_due}) {
    security.add_to(router);
    webchat.add_to(router);
    directory_page.add_to(router);
    rasa.add_to(router);
    twilio.add_to(router);
    centre.add_to(router);
    staff.add_to(router);
    operation.add_to(router);
}

} // namespace plaint::cli
