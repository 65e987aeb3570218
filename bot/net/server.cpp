#include "bot/net/server.hpp"

#include "bot/net/connection.hpp"
#include "bot/net/hub.hpp"
#include "bot/net/listen_address.hpp"
#include "bot/net/websocket.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <utility>

namespace plaint::net {

namespace {

using Clock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using ClockTimer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr auto accept_pause = std::chrono::milliseconds(100);

/// Each open chat holds a file descriptor, and the usual soft limit of 1,024 is a leftover of select().
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

struct Timer::State {
    State(asio::io_context& io, std::function<void()> a_function)
        : timer(io), function(std::move(a_function)) {}

    ClockTimer timer;
    std::function<void()> function;
};

void Timer::cancel() {
    const auto state = state_.lock();
    if (!state) return;
    // The wait may be over and its handler queued; without a function that does nothing.
    state->function = nullptr;
    state->timer.cancel();
}

struct Server::Impl {
    Impl(Options some_options, const Router& router)
        : options(std::move(some_options)), hub(router, options.limits) {}
    ~Impl();

    std::expected<void, std::string> listen();
    std::expected<void, std::string> load_certificate();
    void accept();
    void on_accept(ErrorCode error, TcpSocket socket);
    void turn_away(TcpSocket socket);
    void tick();
    void stop(std::chrono::milliseconds grace);
    void wait_for_signal();
    std::chrono::milliseconds tick_interval() const;

    Options options;
    Hub hub;
    std::optional<asio::ssl::context> tls;
    std::function<void(int)> on_signal;
    asio::executor_work_guard<Executor> work{hub.io.get_executor()};
    Acceptor acceptor{hub.io};
    ClockTimer ticker{hub.io};
    ClockTimer pause{hub.io};
    ClockTimer grace_over{hub.io};
    asio::basic_signal_set<Executor> signals{hub.io};
    std::uint16_t port = 0;
};

Server::Impl::~Impl() {
    // Callbacks into the application end here, while the application is still whole.
    hub.left = nullptr;
    detach_websockets(hub);
    for (const auto& connection : hub.connections.snapshot()) connection->close();
}

std::expected<void, std::string> Server::Impl::load_certificate() {
    if (options.tls_certificate.empty() && options.tls_key.empty()) return {};
    ErrorCode error;
    tls.emplace(asio::ssl::context::tls_server);
    tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                     asio::ssl::context::no_tlsv1_1);
    if (tls->use_certificate_chain_file(options.tls_certificate, error); error) {
        return std::unexpected("tls_certificate \"" + options.tls_certificate + "\": " + error.message());
    }
    if (tls->use_private_key_file(options.tls_key, asio::ssl::context::pem, error); error) {
        return std::unexpected("tls_key \"" + options.tls_key + "\": " + error.message());
    }
    return {};
}

std::expected<void, std::string> Server::Impl::listen() {
    const auto address = parse_listen_address(options.listen);
    if (!address) return std::unexpected("listen \"" + options.listen + "\" is not an address and a port");
    auto proxies = Proxies::parse(options.trusted_proxies);
    if (!proxies) return std::unexpected(std::move(proxies).error());
    hub.proxies = std::move(*proxies);
    if (auto loaded = load_certificate(); !loaded) return loaded;
    raise_descriptor_limit();

    ErrorCode error;
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(address->host, error), address->port);
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        acceptor.close();
        return std::unexpected("listen \"" + options.listen + "\": " + error.message());
    }
    port = acceptor.local_endpoint(error).port();
    tick();
    accept();
    return {};
}

void Server::Impl::accept() {
    acceptor.async_accept([this](ErrorCode error, TcpSocket socket) { on_accept(error, std::move(socket)); });
}

void Server::Impl::on_accept(ErrorCode error, TcpSocket socket) {
    if (!acceptor.is_open()) return;
    if (error == asio::error::no_descriptors || error == asio::error::no_buffer_space ||
        error == asio::error::no_memory) {
        // The connection stays in the kernel's queue, so accepting at once would only spin.
        pause.expires_after(accept_pause);
        pause.async_wait([this](ErrorCode cancelled) {
            if (!cancelled && acceptor.is_open()) accept();
        });
        return;
    }
    if (!error) {
        ErrorCode gone;
        const auto peer = plain_address(socket.remote_endpoint(gone).address());
        if (!gone) socket.non_blocking(true, gone);
        if (!gone) socket.set_option(asio::ip::tcp::no_delay(true), gone);
        AddressBook::Entry entry;
        const bool room = hub.connections.size() + hub.sockets.size() < hub.limits.connections;
        if (gone) {
            // Left before it was accepted.
        } else if (!room || (!hub.proxies.trusts(peer) &&
                             !hub.addresses.enter(peer, hub.limits.connections_per_address, entry))) {
            turn_away(std::move(socket));
        } else {
            ++hub.counts.accepted;
            Transport transport = tls ? Transport(std::move(socket), *tls) : Transport(std::move(socket));
            auto connection = std::make_shared<Connection>(hub, std::move(transport), peer, std::move(entry));
            hub.connections.add(connection);
            connection->start();
        }
    }
    accept();
}

void Server::Impl::turn_away(TcpSocket socket) {
    ++hub.counts.refused;
    if (tls) return;
    std::string bytes;
    Response response = problem(503, "Too many connections are open.");
    response.headers.add("Retry-After", "5");
    if (hub.router.finish) hub.router.finish(Exchange(), response);
    write_head(bytes, response, ResponseQueue::After::close, false, hub.date);
    bytes += response.body.view();
    ErrorCode ignored;
    socket.write_some(asio::buffer(bytes), ignored);
    socket.shutdown(asio::socket_base::shutdown_send, ignored);
}

/// Often enough for the shortest time-out, and for the seconds of the Date field.
std::chrono::milliseconds Server::Impl::tick_interval() const {
    const Limits& limits = hub.limits;
    const auto shortest = std::min({limits.idle, limits.header, limits.body, limits.write});
    return std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(250));
}

void Server::Impl::tick() {
    hub.now = Clock::now();
    hub.date = http_date(std::time(nullptr));
    // Backwards, since a member that leaves gives its place to the last one.
    const auto& all = hub.connections.all();
    for (std::size_t i = all.size(); i-- > 0;) {
        if (i >= all.size()) continue;
        const std::shared_ptr<Connection> connection = all[i];
        connection->tick();
    }
    ticker.expires_after(tick_interval());
    ticker.async_wait([this](ErrorCode cancelled) {
        if (!cancelled) tick();
    });
}

void Server::Impl::stop(std::chrono::milliseconds grace) {
    if (std::exchange(hub.stopping, true)) return;
    ErrorCode ignored;
    acceptor.close(ignored);
    hub.left = [this] {
        if (hub.connections.size() + hub.sockets.size() > 0) return;
        // Behind what has been posted already: the last answers' follow-ups still run.
        asio::post(hub.io, [this] { hub.io.stop(); });
    };
    grace_over.expires_after(grace);
    grace_over.async_wait([this](ErrorCode cancelled) {
        if (!cancelled) hub.io.stop();
    });
    for (const auto& connection : hub.connections.snapshot()) connection->finish();
    close_websockets(hub);
    hub.left();
}

void Server::Impl::wait_for_signal() {
    signals.async_wait([this](ErrorCode cancelled, int signal) {
        if (cancelled) return;
        on_signal(signal);
        wait_for_signal();
    });
}

Server::Server(Options options, const Router& router)
    : impl_(std::make_unique<Impl>(std::move(options), router)) {}

Server::~Server() = default;

std::expected<void, std::string> Server::listen() { return impl_->listen(); }

std::uint16_t Server::port() const { return impl_->port; }

void Server::run() {
    for (;;) {
        try {
            impl_->hub.io.run();
            return;
        } catch (const std::exception& error) {
            // A posted function or a timer threw; handlers are caught nearer.
            if (impl_->hub.router.fault) impl_->hub.router.fault(Exchange(), error.what());
        }
    }
}

void Server::post(std::move_only_function<void()> function) {
    asio::post(impl_->hub.io, std::move(function));
}

Timer Server::after(std::chrono::milliseconds delay, std::function<void()> function) {
    auto state = std::make_shared<Timer::State>(impl_->hub.io, std::move(function));
    state->timer.expires_after(delay);
    state->timer.async_wait([state](ErrorCode cancelled) {
        if (cancelled || !state->function) return;
        const auto due = std::move(state->function);
        due();
    });
    return Timer(state);
}

void Server::on_signals(const std::vector<int>& signals, std::function<void(int)> function) {
    impl_->on_signal = std::move(function);
    ErrorCode ignored;
    for (const int signal : signals) impl_->signals.add(signal, ignored);
    impl_->wait_for_signal();
}

void Server::stop(std::chrono::milliseconds grace) {
    asio::post(impl_->hub.io, [impl = impl_.get(), grace] { impl->stop(grace); });
}

Counts Server::counts() const {
    Counts counts = impl_->hub.counts;
    counts.connections = impl_->hub.connections.size();
    counts.sockets = impl_->hub.sockets.size();
    return counts;
}

} // namespace plaint::net
