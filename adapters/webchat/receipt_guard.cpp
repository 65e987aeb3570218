#include "adapters/webchat/receipt_guard.hpp"

#include "bot/net/http.hpp"
#include "bot/support/receipt.hpp"

#include <algorithm>

namespace plaint::webchat {

namespace {

constexpr std::int64_t hour_ms = 60 * 60 * 1000;
constexpr std::int64_t answer_after_ms = 250;
constexpr std::uint32_t under_way_max = 4;
constexpr std::size_t blocked_max = 100'000;
constexpr const char* everyone = "receipt:all";

} // namespace

std::shared_ptr<ReceiptGuard::Attempt> ReceiptGuard::begin(std::string_view address, std::uint32_t people) {
    // Stored budgets hold no address.
    const std::string name =
        "receipt:" + support::keyed_hash(parts_.server_key, "address", net::counted_address(address));
    if (blocked(everyone) || blocked(name) || (*under_way_)[name] >= under_way_max * people) {
        parts_.metrics.add(support::Count::receipts_over_budget);
        return nullptr;
    }
    return std::make_shared<Attempt>(*this, name, people);
}

bool ReceiptGuard::blocked(const std::string& name) {
    const auto found = blocked_until_ms_.find(name);
    if (found == blocked_until_ms_.end()) return false;
    if (found->second > parts_.clock.now()) return true;
    blocked_until_ms_.erase(found);
    return false;
}

void ReceiptGuard::block(const std::string& name) {
    if (blocked_until_ms_.size() >= blocked_max)
        std::erase_if(blocked_until_ms_, [&](const auto& one) { return one.second <= parts_.clock.now(); });
    blocked_until_ms_[name] = parts_.clock.now() + pause_seconds * 1000LL;
}

ReceiptGuard::Attempt::Attempt(ReceiptGuard& guard, std::string address, std::uint32_t people)
    : guard_(guard),
      under_way_(guard.under_way_),
      address_(std::move(address)),
      people_(people),
      began_ms_(guard.parts_.clock.now()) {
    ++(*under_way_)[address_];
}

ReceiptGuard::Attempt::~Attempt() {
    if (--(*under_way_)[address_] == 0) under_way_->erase(address_);
}

void ReceiptGuard::Attempt::later(std::function<void()> then) const {
    const std::int64_t passed_ms = guard_.parts_.clock.now() - began_ms_;
    guard_.parts_.server.after(
        std::chrono::milliseconds(std::clamp<std::int64_t>(answer_after_ms - passed_ms, 0, answer_after_ms)),
        std::move(then));
}

void ReceiptGuard::Attempt::passed(std::function<void()> then) { later(std::move(then)); }

void ReceiptGuard::Attempt::failed(std::function<void()> then) {
    const support::Config::Limits& limits = guard_.parts_.config.limits;
    const auto spend = [this](const std::string& budget, std::uint32_t limit) {
        guard_.parts_.store.spend(budget, limit, hour_ms, guard_.parts_.clock.now(),
                                  [guard = &guard_, server = &guard_.parts_.server,
                                   budget](std::expected<bool, storage::Error> within) {
                                      if (within && *within) return;
                                      server->post([guard, budget] { guard->block(budget); });
                                  });
    };
    spend(address_, limits.receipt_failures_per_hour * people_);
    spend(everyone, limits.receipt_failures_per_hour_all);
    later(std::move(then));
}

} // namespace plaint::webchat
