#pragma once

#include "adapters/webchat/rate.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/net/router.hpp"

// The REST channel of Rasa, for those who have clients of it already. There is none without a token: a sender's name is
// all that tells one conversation from another, and names can be guessed.
namespace plaint::rasa {

class Rasa {
  public:
    struct Parts {
        conversation::Conversation& conversation;
        const support::Clock& clock;
        const support::Config& config;
        support::Metrics& metrics;
    };
    // All of the parts outlive the adapter, and the adapter the server.
    explicit Rasa(Parts parts)
        : parts_(parts), messages_(parts.config.limits.messages_per_minute_per_address) {}

    void add_to(net::Router& router);

  private:
    bool knows(const net::Request& request) const;
    void receive(net::Request&& request, net::Responder respond);

    Parts parts_;
    webchat::Rate messages_;
};

} // namespace plaint::rasa
