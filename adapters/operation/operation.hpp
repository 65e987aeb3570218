#pragma once

#include "bot/conversation/conversation.hpp"
#include "bot/net/router.hpp"
#include "bot/net/server.hpp"
#include "storage/files.hpp"

#include <cstdint>
#include <memory>
#include <string>

// What those who run the program look at: whether it lives, whether it is ready, what it counts.
namespace plaint::operation {

class Operation {
  public:
    // All of them outlive the adapter, and the adapter the server.
    struct Parts {
        conversation::Conversation& conversation;
        storage::Store& store;
        storage::Files& files;
        const support::Clock& clock;
        support::Log& log;
        support::Metrics& metrics;
        net::Server& server;
        std::string version; // of the program
    };
    explicit Operation(Parts parts);
    ~Operation();

    // GET /healthz, /readyz and /metrics; and becomes the router's `observe` and `fault`.
    void add_to(net::Router& router);

  private:
    struct Readiness;
    void ready(net::Responder respond);
    std::string metrics();

    Parts parts_;
    std::unique_ptr<Readiness> readiness_;
    // As counted already.
    std::uint64_t lines_dropped_ = 0;
    std::uint64_t slow_sockets_ = 0;
};

} // namespace plaint::operation
