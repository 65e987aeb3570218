#pragma once

#include "bot/outbox/resolve.hpp"
#include "bot/outbox/transport.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace plaint::outbox {

struct HttpTransportSettings {
    std::chrono::milliseconds connect_most{5'000};
    std::chrono::milliseconds deadline{
        30'000};         // of a whole request, from resolving the name to the last byte
    std::string ca_file; // PEM; empty: the system's certificates
    std::string user_agent = "Plaint";
};

// HTTP/1.1 over TCP and TLS. The name is resolved once, every address it has is judged, and the connection goes to
// an address that was judged: a name that changes its mind in between changes nothing.
class HttpTransport final : public Transport {
  public:
    explicit HttpTransport(HttpTransportSettings settings, Resolver resolver = resolve);
    ~HttpTransport() override;
    std::expected<Response, TransportProblem> send(const Request& request) override;
    void cancel() override;

  private:
    struct Brake;
    HttpTransportSettings settings_;
    Resolver resolver_;
    std::unique_ptr<Brake> brake_;
};

} // namespace plaint::outbox
