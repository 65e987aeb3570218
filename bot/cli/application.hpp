#pragma once

#include "bot/support/config.hpp"
#include "storage/claim.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

// The whole program put together: what main runs, and what a test starts on a port of its own.
namespace plaint::cli {

struct ServeOptions {
    std::string config; // file; empty: the defaults
    std::string listen; // empty: as configured
    std::string data;   // folder; empty: as configured
};

// Lines for the operator, one mistake each.
using Complaints = std::vector<std::string>;

std::expected<support::Config, Complaints> configure(const ServeOptions& options);

class Application {
  public:
    // Opens the store, reads the content, binds the port. Nothing is served yet.
    static std::expected<std::unique_ptr<Application>, Complaints> build(support::Config config);
    ~Application();

    // Serves until SIGTERM, SIGINT or stop(); turns in flight are finished. False when the server could not run.
    bool run();
    void stop(); // from any thread
    std::uint16_t port() const;

  private:
    struct Parts;
    Application(std::vector<storage::Claim> claims, std::unique_ptr<Parts> parts);
    std::vector<storage::Claim> claims_; // given up last
    std::unique_ptr<Parts> parts_;
};

} // namespace plaint::cli
