#include "bot/outbox/http_transport.hpp"

#include "bot/outbox/address.hpp"
#include "bot/support/url.hpp"

#include <httplib.h>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace plaint::outbox {

namespace {

using Steady = std::chrono::steady_clock;

// After the first few addresses of a name, further ones would only use up the deadline.
constexpr std::size_t addresses_tried_max = 3;

} // namespace

// The library has no time-out for a whole request: a receiver that sends a byte now and then could keep a thread for
// ever. So each request has a watchman, who shuts the socket down when the deadline passes or everything is
// cancelled. He holds a duplicate of the descriptor, so that he can never close somebody else's.
struct HttpTransport::Brake {
    std::mutex mutex;
    std::condition_variable changed;
    bool cancelled = false;

    bool is_cancelled() {
        const std::lock_guard lock(mutex);
        return cancelled;
    }

    class Watch {
      public:
        Watch(Brake& brake, Steady::time_point deadline)
            : brake_(brake), watchman_([this, deadline] { watch(deadline); }) {}
        ~Watch() {
            {
                const std::lock_guard lock(brake_.mutex);
                done_ = true;
            }
            brake_.changed.notify_all();
            watchman_.join();
            close_socket();
        }
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

        // Called with each socket before it connects.
        void take(int socket) {
            const std::lock_guard lock(brake_.mutex);
            close_socket();
            socket_ = dup(socket);
            if (fired_) shutdown(socket_, SHUT_RDWR);
        }
        bool fired() const { return fired_; }

      private:
        void watch(Steady::time_point deadline) {
            std::unique_lock lock(brake_.mutex);
            if (brake_.changed.wait_until(lock, deadline, [this] { return done_ || brake_.cancelled; }) &&
                done_)
                return;
            fired_ = true;
            if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
        }
        void close_socket() {
            if (socket_ >= 0) close(socket_);
            socket_ = -1;
        }

        Brake& brake_;
        int socket_ = -1;
        bool done_ = false;
        std::atomic<bool> fired_{false};
        std::thread watchman_; // last: it reads the members above from its start
    };
};

namespace {

TransportProblem problem_of(httplib::Error error) {
    switch (error) {
    case httplib::Error::Connection: return {TransportFault::unreachable, "no connection"};
    case httplib::Error::ConnectionTimeout: return {TransportFault::timed_out, "no connection in time"};
    case httplib::Error::SSLConnection: return {TransportFault::untrusted, "no TLS connection"};
    case httplib::Error::SSLLoadingCerts:
        return {TransportFault::untrusted, "our own certificates cannot be read"};
    case httplib::Error::SSLServerVerification:
        return {TransportFault::untrusted, "the certificate is not one to be trusted for this host"};
    case httplib::Error::Read: return {TransportFault::broken, "the connection ended before an answer"};
    case httplib::Error::Write: return {TransportFault::broken, "the connection ended before all was sent"};
    default: return {TransportFault::broken, "no answer that is HTTP"};
    }
}

TransportProblem cancelled_problem() { return {TransportFault::cancelled, "stopped while it was under way"}; }

void set_up(httplib::Client& client, const HttpTransportSettings& settings, std::chrono::milliseconds left) {
    const auto connect_most = std::min(settings.connect_most, left);
    client.set_connection_timeout(connect_most);
    // A little longer than the watchman waits: it is he who says that the deadline has passed.
    client.set_read_timeout(left + std::chrono::seconds(1));
    client.set_write_timeout(left + std::chrono::seconds(1));
    client.set_follow_location(false);
    client.set_keep_alive(false);
    client.set_url_encode(false);
    // A small answer that unpacks into a large one would pass the limit on its size.
    client.set_decompress(false);
    client.set_tcp_nodelay(true);
    if (!settings.ca_file.empty()) client.set_ca_cert_path(settings.ca_file);
}

httplib::Request request_of(const Request& from, const support::Url& url,
                            const HttpTransportSettings& settings) {
    httplib::Request request;
    request.method = from.method;
    request.path = url.target;
    for (const auto& [name, value] : from.headers) request.set_header(name, value);
    request.set_header("User-Agent", settings.user_agent);
    request.set_header("Accept-Encoding", "identity");
    if (!from.body.empty()) request.set_header("Content-Type", from.content_type);
    request.body = from.body;
    return request;
}

// One attempt at one address.
std::expected<Response, TransportProblem> exchange(httplib::Client& client, httplib::Request& request,
                                                   std::size_t body_bytes_max) {
    Response response;
    const auto take_head = [&](const httplib::Response& head) {
        response.status = head.status;
        response.retry_after = head.get_header_value("Retry-After");
        return true;
    };
    request.response_handler = take_head;
    request.content_receiver = [&](const char* data, std::size_t length, std::uint64_t, std::uint64_t) {
        const std::size_t room = body_bytes_max - response.body.size();
        response.body.append(data, std::min(length, room));
        return length <= room;
    };
    httplib::Response from_library;
    httplib::Error error = httplib::Error::Success;
    if (client.send(request, from_library, error)) {
        take_head(from_library); // an answer without a body, such as 204, is not shown to the handler
        return response;
    }
    // Once the head has come, the receiver has spoken; what happened to the body is for the caller to judge.
    if (response.status == 0) return std::unexpected(problem_of(error));
    response.complete = false;
    return response;
}

} // namespace

HttpTransport::HttpTransport(HttpTransportSettings settings, Resolver resolver)
    : settings_(std::move(settings)), resolver_(std::move(resolver)), brake_(std::make_unique<Brake>()) {}
HttpTransport::~HttpTransport() = default;

void HttpTransport::cancel() {
    {
        const std::lock_guard lock(brake_->mutex);
        brake_->cancelled = true;
    }
    brake_->changed.notify_all();
}

std::expected<Response, TransportProblem> HttpTransport::send(const Request& request) {
    const auto deadline = Steady::now() + settings_.deadline;
    const auto left = [&] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now());
    };
    const auto refuse = [](const char* what) {
        return std::unexpected(TransportProblem{TransportFault::refused, what});
    };

    const auto url = support::parse_url(request.url);
    if (!url) return refuse("not an address that can be reached");
    const bool plain = url->scheme == "http";
    if (plain && (request.reach != Reach::private_too || !support::is_loopback_host(url->host)))
        return refuse("plain http goes to this machine only, and only where that is allowed");

    const auto addresses = resolver_(url->host, left());
    if (!addresses) return std::unexpected(TransportProblem{TransportFault::unresolved, addresses.error()});
    // One bad address among good ones is reason enough: whoever answers for the name could pick it next time.
    for (const std::string& address : *addresses)
        if (!may_reach(address, request.reach))
            return refuse("the name leads to an address that must not be reached");

    if (brake_->is_cancelled()) return std::unexpected(cancelled_problem());
    Brake::Watch watch(*brake_, deadline);
    std::expected<Response, TransportProblem> result =
        std::unexpected(TransportProblem{TransportFault::timed_out, "no time left"});
    for (std::size_t i = 0; i < std::min(addresses->size(), addresses_tried_max) && left().count() > 0; ++i) {
        httplib::Client client(url->origin());
        if (!client.is_valid()) return std::unexpected(problem_of(httplib::Error::SSLLoadingCerts));
        set_up(client, settings_, left());
        client.set_hostname_addr_map({{url->host, (*addresses)[i]}});
        client.set_socket_options([&](socket_t socket) { watch.take(static_cast<int>(socket)); });
        httplib::Request prepared = request_of(request, *url, settings_);
        result = exchange(client, prepared, request.response_bytes_max);
        // Another address is tried only where nothing can have been received.
        const bool unheard =
            !result && (result.error().fault == TransportFault::unreachable ||
                        result.error().what == problem_of(httplib::Error::ConnectionTimeout).what);
        if (!unheard || watch.fired()) break;
    }
    if (!result && watch.fired()) {
        if (brake_->is_cancelled()) return std::unexpected(cancelled_problem());
        return std::unexpected(TransportProblem{TransportFault::timed_out, "no answer in time"});
    }
    return result;
}

} // namespace plaint::outbox
