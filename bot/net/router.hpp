#pragma once

#include "bot/net/exchange.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace plaint::net {

/// One method on one pattern, and what takes it.
struct Route {
    std::string pattern;
    Method method = Method::get;
    std::variant<Handler, UploadHandler, UpgradeHandler> handler;
    /// Larger bodies are answered 413. An upload counts its whole multipart body.
    std::size_t body_bytes_max = 0;
};

/// Says which handler takes a path. Built by main before the server runs, then read only.
///
/// A pattern is a path whose segments may be `{name}`, one segment, or at the end `{name...}`, the rest with its
/// slashes and possibly empty: "/v3/directline/conversations/{id}/activities", "/staff/{rest...}". A literal segment
/// goes before a named one, and a named one before a rest, whatever the order of adding. HEAD is answered by the GET
/// route; OPTIONS by 204 with Allow, unless the pattern has its own. Patterns that clash are a bug and assert.
class Router {
  public:
    Router();
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    static constexpr std::size_t body_bytes_default = 64 * 1024;
    static constexpr std::size_t upload_bytes_default = 64 * 1024 * 1024;

    void on(Method method, std::string_view pattern, Handler handler,
            std::size_t body_bytes_max = body_bytes_default);
    void get(std::string_view pattern, Handler handler) { on(Method::get, pattern, std::move(handler)); }
    void post(std::string_view pattern, Handler handler, std::size_t body_bytes_max = body_bytes_default) {
        on(Method::post, pattern, std::move(handler), body_bytes_max);
    }
    void upload(Method method, std::string_view pattern, UploadHandler handler,
                std::size_t body_bytes_max = upload_bytes_default);
    void socket(std::string_view pattern, UpgradeHandler handler);

    /// Runs over every response just before it is sent, errors and WebSocket handshakes (101) included: security
    /// headers, CORS, another shape of error document.
    std::function<void(const Exchange&, Response&)> finish;
    /// Told of every response when it is handed to the connection.
    std::function<void(const Exchange&, int status, std::chrono::nanoseconds)> observe;
    /// Told what a handler threw; the client gets 500.
    std::function<void(const Exchange&, std::string_view what)> fault;

    struct Match {
        /// Null when nothing takes the request.
        const Route* route = nullptr;
        /// Upgrade route beside it on the same path, or null.
        const Route* upgrade = nullptr;
        Parameters parameters;
        /// For Allow; empty when no pattern matches the path at all.
        std::string allowed;
    };
    Match match(Method method, std::string_view path) const;
    /// All there are, in the order of adding.
    const std::vector<const Route*>& routes() const { return routes_; }

  private:
    struct Node;

    void add(Route route);

    std::unique_ptr<Node> root_;
    std::vector<const Route*> routes_;
};

} // namespace plaint::net
