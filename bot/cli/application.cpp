#include "bot/cli/application.hpp"

#include "adapters/centre/event_renderer.hpp"
#include "adapters/hotline/event_renderer.hpp"
#include "bot/casework/checkpoints.hpp"
#include "bot/casework/housekeeper.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/cli/editions.hpp"
#include "bot/cli/invitation.hpp"
#include "bot/cli/reloader.hpp"
#include "bot/cli/service.hpp"
#include "bot/outbox/http_transport.hpp"
#include "bot/outbox/outbox.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/log.hpp"
#include "bot/support/metrics.hpp"
#include "bot/uploads/workers.hpp"
#include "storage/files/disk_files.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>

namespace plaint::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto housekeeping_pause = 10min;

// A lease covers rendering a package and one request. It is no longer than that, because what a program held when it died
// waits for its end.
outbox::OutboxSettings outbox_settings(const support::Config& config) {
    const auto request =
        std::chrono::seconds(config.delivery.connect_seconds + config.delivery.deadline_seconds);
    return {.workers = config.delivery.workers, .lease = 2 * request + 20s, .request_most = request};
}

std::string sqlite_path(const support::Config& config) {
    return config.storage.url.substr(std::string_view("sqlite:").size());
}

// Store and uploads belong to one server: two would wait for each other's commits, and the one would remove the files that
// the other knows.
std::expected<std::vector<storage::Claim>, std::string> claim(const support::Config& config) {
    std::vector<storage::Claim> claims;
    for (const auto& [what, place] : {std::pair("the store at ", sqlite_path(config)),
                                      std::pair("the files at ", config.storage.files)}) {
        auto taken = storage::Claim::take(place);
        if (!taken) return std::unexpected(what + place + ": " + taken.error().what);
        claims.push_back(std::move(*taken));
    }
    return claims;
}

// Whether the port is to be had: said before anything is made on the disk, where the first start would leave it behind.
std::expected<void, std::string> may_listen(const support::Config& config) {
    const net::Router none;
    return net::Server({.listen = config.server.listen}, none).listen();
}

} // namespace

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
    if (!options.listen.empty()) {
        if (auto used = support::use_listen(config, options.listen); !used)
            return std::unexpected(Complaints{"--listen: " + used.error()});
    }
    return config;
}

// What the service looks at and writes to; it is built on them.
struct Instruments {
    support::SystemClock clock;
    support::Log log;
    support::Metrics metrics;
};

// In the order in which they are built: the instruments, the service, and what works besides the requests.
struct Application::Parts : Instruments, Service {
    struct Opened {
        support::Config config;
        Editions editions;
        library::Edition edition;
        support::WatchedFolders watched; // that it was read from
        std::unique_ptr<storage::Store> store;
        std::unique_ptr<storage::Files> files;
        std::string server_key;
        support::SigningKey audit_key;
    };
    explicit Parts(Opened opened);

    void greet(bool first_start, const std::string& invitation) const;
    // From a thread of the outbox to the application's.
    void keep(storage::SessionId session, std::string name, dialogs::FileRef file,
              std::function<void(bool)> answered);
    void keep_checkpoints();

    support::SigningKey audit_key;
    Editions editions;

    outbox::HttpTransport transport;
    hotline::Recordings recordings;
    outbox::Outbox outbox;
    casework::Housekeeper housekeeper;
    uploads::Workers housework{1};
    Reloader reloader;
};

Application::Parts::Parts(Opened opened)
    : Instruments{.log = support::Log(opened.config.log.level, opened.config.log.queue_length)},
      Service({.config = std::move(opened.config),
               .clock = clock,
               .log = log,
               .metrics = metrics,
               .edition = std::move(opened.edition),
               .fetch = [editions =
                             opened.editions](const std::string& version) { return editions.fetch(version); },
               .store = std::move(opened.store),
               .files = std::move(opened.files),
               .server_key = std::move(opened.server_key),
               .version = PLAINT_VERSION,
               .events_due = [this] { outbox.wake(); }}),
      audit_key(std::move(opened.audit_key)),
      editions(std::move(opened.editions)),
      transport({.connect_most = std::chrono::seconds(config.delivery.connect_seconds),
                 .deadline = std::chrono::seconds(config.delivery.deadline_seconds)}),
      recordings({transport, *store, *files, config, metrics,
                  [this](storage::SessionId session, std::string name, dialogs::FileRef file,
                         std::function<void(bool)> answered) {
                      keep(std::move(session), std::move(name), std::move(file), std::move(answered));
                  }}),
      outbox(*store, transport, clock,
             hotline::event_renderer(config, *store, recordings, centre::event_renderer(config, packages)),
             outbox_settings(config), log, metrics),
      housekeeper(*store, *files, clock, log, metrics, {}),
      reloader({editions, shelf, server, log, metrics}, std::move(opened.watched)) {}

void Application::Parts::keep(storage::SessionId session, std::string name, dialogs::FileRef file,
                              std::function<void(bool)> answered) {
    post([this, session = std::move(session), name = std::move(name), file = std::move(file),
          answered = std::move(answered)]() mutable {
        conversation.keep(session, std::move(name), std::move(file),
                          [answered = std::move(answered)](
                              const std::expected<conversation::Reply, conversation::Refusal>& reply) {
                              // What nobody wants any more is done with, and not fetched again.
                              answered(reply || reply.error() == conversation::Refusal::unknown);
                          });
    });
}

// What is cut off a chain between two checkpoints is not noticed, so they follow each other closely.
void Application::Parts::keep_checkpoints() {
    if (const auto written = casework::write_checkpoints(*store, clock.now(), audit_key); !written)
        log.error("checkpoint_failed", {support::field(support::Field::error, written.error().what)});
}

void Application::Parts::greet(bool first_start, const std::string& invitation) const {
    const std::string base = support::public_base(config);
    std::cout << "plaint " << PLAINT_VERSION << " serves on " << config.server.listen << "\n"
              << "  chat    " << base << "/\n"
              << "  status  " << base << "/status\n"
              << "  staff   " << base << "/staff\n";
    if (!invitation.empty())
        std::cout << "  enrol   " << invitation
                  << "\n          (the administrator's link: good once, for three days)\n";
    if (first_start) std::cout << "  data    " << sqlite_path(config) << " (made just now)\n";
    std::cout << std::flush;
}

Application::Application(std::vector<storage::Claim> claims, std::unique_ptr<Parts> parts)
    : claims_(std::move(claims)), parts_(std::move(parts)) {}
Application::~Application() = default;

std::expected<std::unique_ptr<Application>, Complaints> Application::build(support::Config config) {
    const std::string path = sqlite_path(config);
    const bool first_start = !std::filesystem::exists(path);
    const Editions editions(config);
    support::WatchedFolders watched(editions.folders());
    auto content = editions.propose();
    if (!content) {
        Complaints complaints;
        for (const content::LoadError& error : content.error())
            complaints.push_back(content::to_string(error));
        return std::unexpected(std::move(complaints));
    }
    if (first_start)
        if (auto free = may_listen(config); !free) return std::unexpected(Complaints{free.error()});
    auto claims = claim(config);
    if (!claims) return std::unexpected(Complaints{claims.error()});
    auto store = storage::sqlite::open_sqlite(path);
    if (!store) return std::unexpected(Complaints{"the store at " + path + ": " + store.error().what});
    auto files =
        storage::open_disk_files(config.storage.files, {.floor_bytes = config.storage.disk_floor_bytes});
    if (!files)
        return std::unexpected(
            Complaints{"the files at " + config.storage.files + ": " + files.error().what});
    if (auto kept = editions.keep(*content); !kept) return std::unexpected(Complaints{kept.error()});
    const auto key = casework::wait_for<storage::Bytes>([&](storage::Answer<storage::Bytes> answer) {
        (*store)->setting("server_key", support::random_bytes(32), std::move(answer));
    });
    if (!key) return std::unexpected(Complaints{"the store at " + path + ": " + key.error().what});

    auto audit_key = support::SigningKey::keep(audit_key_path(config));
    if (!audit_key) return std::unexpected(Complaints{audit_key.error()});
    // Somebody has to be the first, and nobody could invite them.
    std::string invitation;
    if (auto invited = invite_first(**store, *key)) invitation = *std::move(invited);

    auto parts = std::make_unique<Parts>(Parts::Opened{std::move(config), editions, content->edition,
                                                       std::move(watched), std::move(*store),
                                                       std::move(*files), *key, std::move(*audit_key)});
    if (auto listening = parts->server.listen(); !listening)
        return std::unexpected(Complaints{listening.error()});
    // Where the system chose the port, it is known from now on.
    std::string& listen = parts->config.server.listen;
    listen = listen.substr(0, listen.rfind(':') + 1) + std::to_string(parts->server.port());
    if (!invitation.empty()) invitation = support::public_base(parts->config) + invitation;
    parts->greet(first_start, invitation);
    parts->log.info("content_served", {support::field(support::Field::content, content->edition->version),
                                       support::field(support::Field::outcome, editions.proof_of(*content))});
    return std::unique_ptr<Application>(new Application(std::move(*claims), std::move(parts)));
}

bool Application::run() {
    Parts& parts = *parts_;
    parts.outbox.start();
    parts.server.on_signals({SIGTERM, SIGINT, SIGHUP}, [&parts](int signal) {
        if (signal == SIGHUP) return parts.reloader.reload();
        parts.log.info("stopping");
        parts.server.stop();
    });
    const std::function<void()> housekeeping = [&] {
        parts.housework.post([&parts] {
            parts.housekeeper.round();
            parts.keep_checkpoints();
        });
        parts.server.after(housekeeping_pause, housekeeping);
    };
    parts.server.after(1s, housekeeping);
    parts.reloader.watch();
    parts.log.info("started", {support::field(support::Field::listen, parts.config.server.listen),
                               support::field(support::Field::build, PLAINT_VERSION)});
    parts.server.run();
    parts.housekeeper.stop();
    parts.outbox.stop();
    parts.log.info("stopped");
    parts.log.flush();
    return true;
}

void Application::stop() { parts_->server.stop(); }
std::uint16_t Application::port() const { return parts_->server.port(); }

} // namespace plaint::cli
