#include "bot/cli/application.hpp"

#include "adapters/centre/dossiers.hpp"
#include "adapters/operation/operation.hpp"
#include "adapters/rasa/rest.hpp"
#include "adapters/webchat/webchat.hpp"
#include "bot/casework/casework.hpp"
#include "bot/casework/packages.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/net/server.hpp"
#include "bot/outbox/http_transport.hpp"
#include "bot/outbox/outbox.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/log.hpp"
#include "bot/support/metrics.hpp"
#include "storage/files/disk_files.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>
#include <iostream>

namespace plaint::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t expired_at_once = 200;
constexpr auto housekeeping_pause = 10min;

// Waits for one answer of the store: for the start, when nothing else is to be done.
template <class T>
std::expected<T, storage::Error> wait_for(const std::function<void(storage::Answer<T>)>& ask) {
    std::promise<std::expected<T, storage::Error>> answer;
    ask([&](std::expected<T, storage::Error> given) { answer.set_value(std::move(given)); });
    return answer.get_future().get();
}

net::Limits limits_of(const support::Config& config) {
    net::Limits limits;
    limits.header_bytes = config.limits.header_bytes;
    limits.connections = config.limits.sockets;
    limits.connections_per_address = config.limits.sockets_per_address;
    limits.idle = std::chrono::seconds(config.limits.idle_seconds);
    limits.body = std::chrono::seconds(config.limits.request_seconds);
    return limits;
}

std::string sqlite_path(const support::Config& config) {
    return config.storage.url.substr(std::string_view("sqlite:").size());
}

}  // namespace

std::expected<support::Config, Complaints> configure(const ServeOptions& options) {
    support::Config config;
    if (!options.config.empty()) {
        auto loaded = support::load_config(options.config);
        if (!loaded) {
            Complaints complaints;
            for (const support::ConfigProblem& problem : loaded.error()) complaints.push_back(problem.text());
            return std::unexpected(std::move(complaints));
        }
        config = std::move(*loaded);
    }
    if (!options.data.empty()) support::use_data_folder(config, options.data);
    if (!options.listen.empty())
        if (auto used = support::use_listen(config, options.listen); !used)
            return std::unexpected(Complaints{"--listen: " + used.error()});
    return config;
}

// In the order in which they are built; each borrows only what stands before it.
struct Application::Parts {
    support::Config config;
    support::SystemClock clock;
    support::Log log;
    support::Metrics metrics;
    std::unique_ptr<const library::Library> library;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<storage::Files> files;
    net::Router router;
    net::Server server;
    casework::Casework casework;
    conversation::Conversation conversation;
    casework::Packages packages;
    webchat::WebChat webchat;
    rasa::Rest rasa;
    centre::Dossiers dossiers;
    operation::Operation operation;
    outbox::HttpTransport transport;
    outbox::Outbox outbox;

    struct Opened {
        support::Config config;
        std::unique_ptr<const library::Library> library;
        std::unique_ptr<storage::Store> store;
        std::unique_ptr<storage::Files> files;
        std::string server_key;
    };
    explicit Parts(Opened opened);
    void add_routes();
    void keep_house();
};

Application::Parts::Parts(Opened opened)
    : config(std::move(opened.config)),
      log(config.log.level, config.log.queue_length),
      library(std::move(opened.library)),
      store(std::move(opened.store)),
      files(std::move(opened.files)),
      server({.listen = config.server.listen,
              .limits = limits_of(config),
              .trusted_proxies = config.server.trusted_proxies,
              .tls_certificate = config.server.tls_certificate,
              .tls_key = config.server.tls_key},
             router),
      casework(*library, *store, config, [this](std::move_only_function<void()> task) { server.post(std::move(task)); }),
      conversation({.library = *library,
                    .store = *store,
                    .casework = casework,
                    .clock = clock,
                    .config = config,
                    .log = log,
                    .metrics = metrics,
                    .server_key = opened.server_key,
                    .post = [this](std::move_only_function<void()> task) { server.post(std::move(task)); }}),
      transport({.connect_most = std::chrono::seconds(config.delivery.connect_seconds),
                 .deadline = std::chrono::seconds(config.delivery.deadline_seconds)}),
      outbox(*store, transport, clock, packages.renderer(), {.workers = config.delivery.workers}, log, metrics) {}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Application::~Application() = default;

}  // namespace plaint::cli
