#pragma once

#include "bot/net/server.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/config.hpp"
#include "bot/support/metrics.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace plaint::webchat {

// Keeps receipt codes from being guessed: wrong codes spend a budget of the address and one of all addresses together,
// and when either is empty no code is looked at for a while, right or wrong. Only failures spend, so that an office
// behind one address can look up as many cases as it has.
class ReceiptGuard {
  public:
    struct Parts {
        storage::Store& store;
        const support::Clock& clock;
        const support::Config& config;
        support::Metrics& metrics;
        net::Server& server;
        std::string server_key;
    };
    explicit ReceiptGuard(Parts parts) : parts_(std::move(parts)) {}

    using UnderWay = std::unordered_map<std::string, std::uint32_t>;

    // One look at a code. It must be told how it went; destroyed untold, it counts as no failure.
    class Attempt {
      public:
        Attempt(ReceiptGuard& guard, std::string address, std::uint32_t people);
        ~Attempt();
        Attempt(const Attempt&) = delete;
        Attempt& operator=(const Attempt&) = delete;

        // Runs `then` when the answer may be given: at the same time after the question whether the code was well
        // formed, unknown or known. A failure is spent before.
        void passed(std::function<void()> then);
        void failed(std::function<void()> then);

      private:
        void later(std::function<void()> then) const;

        ReceiptGuard& guard_;
        std::shared_ptr<UnderWay> under_way_; // outlives the guard when the program stops in the middle
        std::string address_;
        std::uint32_t people_;
        std::int64_t began_ms_;
    };
    // Null while the budget is spent, or while too many looks of this address are under way. Where the address is known to
    // stand for many `people`, it has the budget of so many.
    std::shared_ptr<Attempt> begin(std::string_view address, std::uint32_t people = 1);
    // Until a refused address may try again.
    static constexpr std::uint32_t pause_seconds = 60;

  private:
    bool blocked(const std::string& name);
    void block(const std::string& name);

    Parts parts_;
    std::unordered_map<std::string, std::int64_t> blocked_until_ms_;
    std::shared_ptr<UnderWay> under_way_ = std::make_shared<UnderWay>();
};

} // namespace plaint::webchat
