#pragma once

#include "bot/net/asio.hpp"
#include "bot/net/proxies.hpp"
#include "bot/net/server.hpp"

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace plaint::net {

class Connection;
class WebSocket;

/// The open connections of one kind, in any order; each member knows its place, so that leaving costs nothing.
template<typename Member>
class Members {
  public:
    void add(std::shared_ptr<Member> member) {
        member->place = all_.size();
        all_.push_back(std::move(member));
    }
    void remove(Member& member) {
        const std::size_t place = member.place;
        if (place >= all_.size() || all_[place].get() != &member) return;
        const std::shared_ptr<Member> leaving = std::move(all_[place]);
        if (place + 1 != all_.size()) {
            all_[place] = std::move(all_.back());
            all_[place]->place = place;
        }
        all_.pop_back();
    }
    std::size_t size() const { return all_.size(); }
    /// A copy to walk over while members leave.
    std::vector<std::shared_ptr<Member>> snapshot() const { return all_; }
    const std::vector<std::shared_ptr<Member>>& all() const { return all_; }

  private:
    std::vector<std::shared_ptr<Member>> all_;
};

/// How many connections each client address holds, as counted_address() counts them.
class AddressBook {
  public:
    /// One connection's entry, taken out when it ends.
    class Entry {
      public:
        Entry() = default;
        Entry(AddressBook& book, asio::ip::address address) : book_(&book), address_(std::move(address)) {}
        Entry(Entry&& other) noexcept
            : book_(std::exchange(other.book_, nullptr)), address_(std::move(other.address_)) {}
        Entry& operator=(Entry&& other) noexcept {
            std::swap(book_, other.book_);
            std::swap(address_, other.address_);
            return *this;
        }
        ~Entry() {
            if (book_) book_->leave(address_);
        }

      private:
        AddressBook* book_ = nullptr;
        asio::ip::address address_;
    };

    /// False when the address holds `most` already.
    bool enter(const asio::ip::address& address, std::size_t most, Entry& entry);

  private:
    void leave(const asio::ip::address& address);

    std::unordered_map<asio::ip::address, std::size_t> held_;
};

/// What all connections of a server share.
struct Hub {
    Hub(const Router& a_router, Limits some_limits) : router(a_router), limits(some_limits) {}

    const Router& router;
    const Limits limits;
    Proxies proxies;
    AddressBook addresses;
    Members<Connection> connections;
    Members<WebSocket> sockets;
    Counts counts;
    std::size_t held_body_bytes = 0;
    bool stopping = false;
    /// Set while stopping: called when the last connection may have gone.
    std::function<void()> left;
    /// The time of the last tick: near enough for time-outs, and free.
    std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
    /// The value of the Date field, renewed by the tick.
    std::string date;
    asio::io_context io{1};
};

} // namespace plaint::net
