#pragma once

#include "adapters/hotline/line.hpp"
#include "bot/net/router.hpp"

namespace plaint::hotline::twilio {

// The webhooks of a Twilio-style provider: POST or GET /ivr/twilio when a call comes in, /ivr/twilio/turn for what the
// caller does, /ivr/twilio/status when the call is over. There are none without a section of the configuration.
class Twilio {
  public:
    explicit Twilio(const Line::Parts& parts);

    void add_to(net::Router& router);

  private:
    enum class Hook : std::uint8_t { begin, turn, status };
    bool knows(const net::Request& request) const;
    void receive(Hook hook, const net::Request& request, net::Responder respond);
    void ended(const std::string& call, const std::string& caller, std::string_view status,
               net::Responder respond);

    Line::Parts parts_;
    Line line_;
};

// What the parameters of a webhook say; `query` is that of its address.
Heard heard_of(const net::Parameters& parameters, const net::Parameters& query);

} // namespace plaint::hotline::twilio
