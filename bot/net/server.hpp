#pragma once

#include "bot/net/router.hpp"
#include "bot/net/socket.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace plaint::net {

/// Everything that can grow has a limit, and everything that can last a time-out. The defaults let a test of 500
/// chats from one address run, and an office behind one address work.
struct Limits {
    std::size_t header_bytes = 16 * 1024;
    std::size_t connections = 20'000;
    std::size_t connections_per_address = 12'000;
    /// Requests of one connection that may wait for their answers; further ones are left unread.
    std::size_t pipelined = 16;
    /// Bodies held in memory over all connections; beyond it new ones are answered 503.
    std::size_t held_body_bytes = 256 * 1024 * 1024;
    /// The body of a request that is no upload; a route may allow less.
    std::size_t body_bytes = 1024 * 1024;
    std::size_t message_bytes = 64 * 1024;
    std::size_t write_queue_bytes = 1024 * 1024;
    /// Messages queued for a WebSocket behind the one being written.
    std::size_t write_queue_messages = 256;
    /// An open connection without a request.
    std::chrono::milliseconds idle{75'000};
    /// From a request's first byte to the end of its head.
    std::chrono::milliseconds header{10'000};
    /// From a request's first byte to the end of its body, unless that is an upload.
    std::chrono::milliseconds request{30'000};
    /// Without a byte of the body; besides, a body must average `body_bytes_per_second` after its first `body`, and one
    /// that is taken piece by piece `upload_bytes_per_second`, since it holds one of few places.
    std::chrono::milliseconds body{30'000};
    std::size_t body_bytes_per_second = 512;
    std::size_t upload_bytes_per_second = 4 * 1024;
    /// Without a byte of the response taken by the client; besides, what is written must average
    /// `body_bytes_per_second` after its first `write`.
    std::chrono::milliseconds write{30'000};
    /// A WebSocket without a sign of life; pinged at half of it.
    std::chrono::milliseconds socket_idle{60'000};
};

struct Options {
    /// Numeric address and port; port 0 lets the system choose. "[::1]:12330" for IPv6.
    std::string listen = "127.0.0.1:12330";
    Limits limits;
    /// Addresses or networks ("10.0.0.0/8") whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies;
    /// PEM files; both empty: no TLS.
    std::string tls_certificate;
    std::string tls_key;
};

/// A call that is due; copies refer to the same call, dropping them does not cancel it.
class Timer {
  public:
    struct State;

    Timer() = default;
    explicit Timer(std::weak_ptr<State> state) : state_(std::move(state)) {}
    /// After this the function is not called any more. On the I/O thread only.
    void cancel();

  private:
    std::weak_ptr<State> state_;
};

struct Counts {
    std::size_t connections = 0; // HTTP connections now open
    std::size_t sockets = 0;     // WebSockets now open
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;   // over a connection limit
    std::uint64_t timed_out = 0; // dropped for being slow or idle in a request
    std::uint64_t slow_sockets = 0;
};

/// The HTTP and WebSocket server, and the application's one thread: whoever calls run() lends it the thread, and all
/// handlers, timers and posted functions run there, one at a time.
class Server {
  public:
    /// The router outlives the server.
    Server(Options options, const Router& router);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Opens the port. The error is one line for people: a bad address, a port in use, an unreadable certificate.
    std::expected<void, std::string> listen();
    /// The port that was opened, after listen(). From any thread.
    std::uint16_t port() const;

    /// Serves until stop() has done its work. Timers and posted functions run without listen() too.
    void run();

    /// Runs the function on the I/O thread, in the order of posting. From any thread.
    void post(std::move_only_function<void()> function);
    /// On the I/O thread, or before run().
    Timer after(std::chrono::milliseconds delay, std::function<void()> function);
    /// Calls back on the I/O thread for each of these signals, e.g. SIGTERM; before run().
    void on_signals(const std::vector<int>& signals, std::function<void(int)> function);

    /// Stops accepting, closes idle connections and WebSockets (1001), lets requests in flight be answered, and at the
    /// latest after `grace` ends run(). From any thread, also twice.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(10));

    /// On the I/O thread.
    Counts counts() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace plaint::net
