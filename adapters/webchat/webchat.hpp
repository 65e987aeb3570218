#pragma once

#include "bot/conversation/conversation.hpp"
#include "bot/net/router.hpp"
#include "bot/net/server.hpp"
#include "storage/files.hpp"

#include <memory>
#include <string>

// The web chat's door: Direct Line 3.0, the pages with the chat window, and the status of cases by receipt code.
namespace plaint::webchat {

// All of them outlive the chat. `server_key` is the store's secret of 32 bytes that receipt codes are made with.
struct Parts {
    conversation::Conversation& conversation;
    storage::Store& store;
    storage::Files& files;
    const support::Clock& clock;
    const support::Config& config;
    support::Log& log;
    support::Metrics& metrics;
    net::Server& server;
    std::string server_key;
};

class WebChat {
  public:
    // Listens to the store's commits, and keeps threads of its own for uploaded files until it is destroyed.
    explicit WebChat(Parts parts);
    ~WebChat();

    void add_to(net::Router& router);

  private:
    struct Rooms;
    std::unique_ptr<Rooms> rooms_;
};

} // namespace plaint::webchat
