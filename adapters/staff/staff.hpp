#pragma once

#include "bot/casework/packages.hpp"
#include "bot/net/router.hpp"
#include "bot/net/server.hpp"
#include "bot/review/review.hpp"
#include "bot/support/metrics.hpp"
#include "storage/files.hpp"

#include <functional>
#include <memory>
#include <string>

// The console of the staff, at /staff/.
namespace plaint::staff {

// All of them outlive the console.
struct Parts {
    conversation::Conversation& conversation;
    storage::Store& store;
    storage::Files& files;
    casework::Packages& packages;
    const support::Clock& clock;
    const support::Config& config;
    support::Log& log;
    support::Metrics& metrics;
    net::Server& server;
    std::string server_key;
    std::function<void()> events_due;
};

class Staff {
  public:
    // Keeps threads of its own, for passwords and for files, until it is destroyed.
    explicit Staff(Parts parts);
    ~Staff();

    void add_to(net::Router& router);

  private:
    struct Rooms;
    std::unique_ptr<Rooms> rooms_;
};

} // namespace plaint::staff
