#include "bot/cli/application.hpp"

#include "adapters/centre/event_renderer.hpp"
#include "bot/casework/housekeeper.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/cli/content_options.hpp"
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
        std::unique_ptr<const library::Library> library;
        std::unique_ptr<storage::Store> store;
        std::unique_ptr<storage::Files> files;
        std::string server_key;
    };
    explicit Parts(Opened opened);

    void greet(bool first_start) const;

    outbox::HttpTransport transport;
    outbox::Outbox outbox;
    casework::Housekeeper housekeeper;
    uploads::Workers housework{1};
};

Application::Parts::Parts(Opened opened)
    : Instruments{.log = support::Log(opened.config.log.level, opened.config.log.queue_length)},
      Service({.config = std::move(opened.config),
               .clock = clock,
               .log = log,
               .metrics = metrics,
               .library = std::move(opened.library),
               .store = std::move(opened.store),
               .files = std::move(opened.files),
               .server_key = std::move(opened.server_key),
               .version = PLAINT_VERSION,
               .events_due = [this] { outbox.wake(); }}),
      transport({.connect_most = std::chrono::seconds(config.delivery.connect_seconds),
                 .deadline = std::chrono::seconds(config.delivery.deadline_seconds)}),
      outbox(*store, transport, clock, centre::event_renderer(config, packages), outbox_settings(config), log,
             metrics),
      housekeeper(*store, *files, clock, log, metrics, {}) {}

void Application::Parts::greet(bool first_start) const {
    const std::string base = support::public_base(config);
    std::cout << "plaint " << PLAINT_VERSION << " serves on " << config.server.listen << "\n"
              << "  chat    " << base << "/\n"
              << "  status  " << base << "/status\n";
    if (first_start) std::cout << "  data    " << sqlite_path(config) << " (made just now)\n";
    std::cout << std::flush;
}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Application::~Application() = default;

std::expected<std::unique_ptr<Application>, Complaints> Application::build(support::Config config) {
    const std::string path = sqlite_path(config);
    const bool first_start = !std::filesystem::exists(path);
    auto library = load({config.content.dialogs, config.content.locales});
    if (!library) {
        Complaints complaints;
        for (const content::LoadError& error : library.error().errors)
            complaints.push_back(content::to_string(error));
        return std::unexpected(std::move(complaints));
    }
    if ((*library)->content->directory.centre_for(config.intake.centre) == nullptr)
        return std::unexpected(
            Complaints{"intake.centre: no centre of the directory receives for " + config.intake.centre});
    auto store = storage::sqlite::open_sqlite(path);
    if (!store) return std::unexpected(Complaints{"the store at " + path + ": " + store.error().what});
    auto files =
        storage::open_disk_files(config.storage.files, {.floor_bytes = config.storage.disk_floor_bytes});
    if (!files)
        return std::unexpected(
            Complaints{"the files at " + config.storage.files + ": " + files.error().what});
    const auto key = casework::wait_for<storage::Bytes>([&](storage::Answer<storage::Bytes> answer) {
        (*store)->setting("server_key", support::random_bytes(32), std::move(answer));
    });
    if (!key) return std::unexpected(Complaints{"the store at " + path + ": " + key.error().what});

    auto parts = std::make_unique<Parts>(
        Parts::Opened{std::move(config), std::move(*library), std::move(*store), std::move(*files), *key});
    if (auto listening = parts->server.listen(); !listening)
        return std::unexpected(Complaints{listening.error()});
    // Where the system chose the port, it is known from now on.
    std::string& listen = parts->config.server.listen;
    listen = listen.substr(0, listen.rfind(':') + 1) + std::to_string(parts->server.port());
    parts->greet(first_start);
    return std::unique_ptr<Application>(new Application(std::move(parts)));
}

bool Application::run() {
    Parts& parts = *parts_;
    parts.outbox.start();
    parts.server.on_signals({SIGTERM, SIGINT}, [&parts](int) {
        parts.log.info("stopping");
        parts.server.stop();
    });
    const std::function<void()> housekeeping = [&] {
        parts.housework.post([&parts] { parts.housekeeper.round(); });
        parts.server.after(housekeeping_pause, housekeeping);
    };
    parts.server.after(1s, housekeeping);
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
