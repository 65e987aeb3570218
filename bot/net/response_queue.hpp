#pragma once

#include "bot/net/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::net {

/// The exchanges of one connection between request and written response. Answers come in any order and leave in the
/// order of the requests (RFC 9112, 9.3.2).
class ResponseQueue {
  public:
    enum class After { keep, close };

    /// Reserves the next place; the number names it in answer().
    std::uint64_t push(Exchange exchange, After after, bool http_1_0);
    const Exchange* exchange(std::uint64_t number) const;
    /// The exchange under this number if it is still to be answered, or null.
    const Exchange* waiting(std::uint64_t number) const;
    void answer(std::uint64_t number, Response&& response);
    /// Makes the response of this number the connection's last; later places are given up.
    void close_after(std::uint64_t number);
    void close_last() { slots_.back().after = After::close; }
    /// Takes back the newest place, whose request broke off.
    void drop_last();

    bool empty() const { return slots_.empty(); }
    std::size_t size() const { return slots_.size(); }
    bool ready() const { return !slots_.empty() && slots_.front().ready; }
    /// True when the next response to leave is the 101 of a WebSocket handshake.
    bool upgrade_ready() const { return ready() && slots_.front().response.status == 101; }
    Response take_upgrade();

    struct Written {
        /// A body too large to be worth copying, to follow the bytes; empty in the common case.
        Body tail;
        bool closes = false;
    };
    /// Appends ready responses to the bytes, several at once while they are small.
    Written write_to(std::string& bytes, std::string_view date);

  private:
    struct Slot {
        Exchange exchange;
        Response response;
        After after;
        bool http_1_0;
        bool ready = false;
    };

    Slot* find(std::uint64_t number);
    const Slot* find(std::uint64_t number) const;

    // A vector, since it holds one element except where a client pipelines.
    std::vector<Slot> slots_;
    std::uint64_t first_ = 0;
};

/// Appends status line and fields of a response. `date` is the value of the Date field.
void write_head(std::string& bytes, const Response& response, ResponseQueue::After after, bool http_1_0,
                std::string_view date);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::string http_date(std::int64_t unix_seconds);

} // namespace plaint::net
