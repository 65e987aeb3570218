#pragma once

#include "bot/net/http.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace plaint::net {

/// Whoever waits for a response under a number; the connection, or a test.
class Answering {
  public:
    virtual ~Answering() = default;
    virtual void answer(std::uint64_t exchange, Response&& response) = 0;
    /// False once the client is gone and an answer would reach nobody.
    virtual bool waiting(std::uint64_t exchange) const = 0;
};

/// The right, and the duty, to answer one request once, at any later moment on the I/O thread. A responder that is
/// destroyed unused answers 500, so that no client waits for ever.
class Responder {
  public:
    Responder(std::weak_ptr<Answering> answering, std::uint64_t exchange)
        : answering_(std::move(answering)), exchange_(exchange) {}
    /// Hands the response to a function: how handlers are tested without a server.
    static Responder to(std::function<void(Response&&)> receiver);

    Responder(Responder&& other) noexcept;
    Responder& operator=(Responder&& other) noexcept;
    ~Responder();

    void operator()(Response response);
    /// False when the client has gone; answering is then allowed and does nothing.
    bool waiting() const;

  private:
    std::shared_ptr<Answering> owned_;
    std::weak_ptr<Answering> answering_;
    std::uint64_t exchange_ = 0;
    bool answered_ = false;
};

using Handler = std::function<void(Request&&, Responder)>;

/// Takes a request's body piece by piece; made when the head has come and been accepted. Everything runs on the I/O
/// thread. A sink destroyed before on_end() was given up by the client or refused itself: it discards what it has.
class BodySink {
  public:
    enum class Flow { more, pause };

    virtual ~BodySink() = default;
    /// The view lives only for the call. `pause`: nothing more comes until the Resume is called. A response refuses
    /// the rest and ends the connection.
    virtual std::expected<Flow, Response> on_chunk(std::string_view bytes) = 0;
    /// The body is complete; the sink is destroyed when this returns.
    virtual void on_end(Responder responder) = 0;
};

/// Lets a paused body flow again; may be kept, copied and called when the client has long gone.
using Resume = std::function<void()>;

/// Looks at the head of an upload: a sink to accept it, a response to refuse it before its body is read.
using UploadHandler =
    std::function<std::expected<std::unique_ptr<BodySink>, Response>(const Request&, Resume)>;

class Socket;

/// Called once with the open socket, which sets its callbacks there.
using SocketOpened = std::function<void(std::shared_ptr<Socket>)>;

/// Decides over one WebSocket handshake, at once or later. Destroyed unused, it refuses with 500.
class Upgrade {
  public:
    explicit Upgrade(Responder responder, std::shared_ptr<SocketOpened> opened)
        : responder_(std::move(responder)), opened_(std::move(opened)) {}

    /// The user context travels in the function's captures.
    void accept(SocketOpened opened);
    void refuse(Response response) { responder_(std::move(response)); }

  private:
    Responder responder_;
    std::shared_ptr<SocketOpened> opened_;
};

/// Checks Origin and ticket. The request has been seen to be a well-formed WebSocket handshake.
using UpgradeHandler = std::function<void(Request&&, Upgrade)>;

/// What stays known of a request when its handler has taken it: for headers on every response, and for metrics.
struct Exchange {
    Method method = Method::get;
    std::string path;
    /// The Origin header, empty where none came.
    std::string origin;
    /// The pattern of the route, or empty when none matched: a label of few values, fit for metrics.
    std::string_view route;
    bool secure = false;
    std::chrono::steady_clock::time_point began;
};

} // namespace plaint::net
