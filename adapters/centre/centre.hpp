#pragma once

#include "bot/casework/packages.hpp"
#include "bot/net/router.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/config.hpp"
#include "bot/support/log.hpp"
#include "bot/uploads/workers.hpp"
#include "storage/store.hpp"

#include <functional>
#include <memory>
#include <string>

// The side that receiving bodies see: they are told of a dossier by an event, and fetch it here with their token.
namespace plaint::centre {

class Centre {
  public:
    // All of them outlive the adapter, and the adapter the server.
    struct Parts {
        storage::Store& store;
        casework::Packages& packages;
        const support::Config& config;
        const support::Clock& clock;
        support::Log& log;
        // Runs a function on the application's thread, on which all handlers live.
        std::function<void(std::move_only_function<void()>)> post;
    };
    explicit Centre(Parts parts) : parts_(std::move(parts)) {}

    // GET /api/v1/cases/{number}/dossier and …/package, with ?version=; GET /api/v1/openapi.json.
    void add_to(net::Router& router);

  private:
    enum class What { dossier, package };
    struct Fetch;

    void fetch(What what, net::Request&& request, net::Responder respond);
    void found(const std::shared_ptr<Fetch>& fetch, storage::CaseRecord record);
    void record(const std::shared_ptr<Fetch>& fetch);
    void send_package(const std::shared_ptr<Fetch>& fetch);
    void fail(Fetch& fetch, const std::string& what);

    Parts parts_;
    // Reads the packages that are sent. Goes first, because what it does is the adapter's.
    uploads::Workers workers_{1};
};

} // namespace plaint::centre
