#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace plaint::net {

/// An open WebSocket carrying text. Used on the I/O thread only; may be kept after it closed, when everything but
/// open() does nothing.
class Socket {
  public:
    // Close codes (RFC 6455, 7.4.1).
    static constexpr std::uint16_t normal = 1000;
    static constexpr std::uint16_t going_away = 1001;
    static constexpr std::uint16_t unsupported = 1003;
    static constexpr std::uint16_t no_status = 1005;
    static constexpr std::uint16_t abnormal = 1006;
    static constexpr std::uint16_t policy = 1008;
    static constexpr std::uint16_t too_big = 1009;
    static constexpr std::uint16_t internal = 1011;
    static constexpr std::uint16_t try_again = 1013;

    virtual ~Socket() = default;

    /// A complete text message; the view lives for the call. Binary messages close the socket with 1003.
    std::function<void(std::string_view message)> on_message;
    /// Exactly once, with the code of the peer or of our own close; both callbacks are dropped afterwards.
    std::function<void(std::uint16_t code)> on_close;

    /// Queues a text message; one string may be queued on any number of sockets. False when the socket is closed, or
    /// when the queue would grow over its limit: then the peer is too slow and is dropped.
    virtual bool send(std::shared_ptr<const std::string> message) = 0;
    /// Sends what is queued, then the close frame.
    virtual void close(std::uint16_t code, std::string_view reason = {}) = 0;
    /// Bytes queued and not yet handed to the kernel.
    virtual std::size_t buffered_bytes() const = 0;
    virtual bool open() const = 0;
};

} // namespace plaint::net
