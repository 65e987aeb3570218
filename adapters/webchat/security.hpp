#pragma once

#include "adapters/webchat/origins.hpp"
#include "bot/net/router.hpp"
#include "bot/support/config.hpp"

namespace plaint::webchat {

// What every response of the program carries, errors and handshakes included: a content security policy that allows
// nothing, unless the page has brought its own; no sniffing, no referrer, no foreign windows, no storing of answers of
// the interfaces; and leave for the origins that may embed the chat to read Direct Line (CORS).
class Security {
  public:
    explicit Security(const support::Config& config);

    // Becomes the router's `finish`. The object outlives the server.
    void add_to(net::Router& router) const;
    void finish(const net::Exchange& exchange, net::Response& response) const;

  private:
    void allow_origin(const net::Exchange& exchange, net::Response& response) const;

    Origins origins_;
};

} // namespace plaint::webchat
