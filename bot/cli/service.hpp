#pragma once

#include "adapters/centre/centre.hpp"
#include "adapters/directory/directory_page.hpp"
#include "adapters/hotline/twilio/twilio.hpp"
#include "adapters/operation/operation.hpp"
#include "adapters/rasa/rasa.hpp"
#include "adapters/staff/staff.hpp"
#include "adapters/webchat/security.hpp"
#include "adapters/webchat/webchat.hpp"
#include "bot/casework/casework.hpp"
#include "bot/casework/packages.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/net/server.hpp"
#include "bot/uploads/workers.hpp"
#include "storage/files.hpp"

#include <functional>
#include <memory>
#include <string>

namespace plaint::cli {

// Everything that answers requests, wired together: what the program serves, and what tests start over a store and a
// clock of their own. In the order in which the parts are built; each borrows only what stands before it.
struct Service {
    struct Setup {
        support::Config config;
        const support::Clock& clock;
        support::Log& log;
        support::Metrics& metrics;
        library::Edition edition;
        std::function<library::Edition(const std::string& version)>
            fetch; // on any thread; empty: none is kept
        std::unique_ptr<storage::Store> store;
        std::unique_ptr<storage::Files> files;
        std::string server_key;           // 32 bytes
        std::string version;              // of the program
        std::function<void()> events_due; // called after a commit that has something for the outbox
    };
    // Clock, log and metrics outlive the service. Nothing listens yet.
    explicit Service(Setup setup);

    support::Config config;
    std::unique_ptr<storage::Files> files;
    net::Router router;
    net::Server server;
    library::Shelf shelf;
    uploads::Workers reading{1}; // brings older content
    // Its threads call into what stands above, so it goes first when the program ends.
    std::unique_ptr<storage::Store> store;
    casework::Casework::Post post;
    casework::Casework casework;
    conversation::Conversation conversation;
    webchat::Security security;
    webchat::WebChat webchat;
    directory::DirectoryPage directory_page;
    rasa::Rasa rasa;
    hotline::twilio::Twilio twilio;
    operation::Operation operation;
    casework::Packages packages;
    centre::Centre centre;
    staff::Staff staff;

  private:
    library::Shelf::Fetch fetch_with(std::function<library::Edition(const std::string&)> fetch);
};

} // namespace plaint::cli
