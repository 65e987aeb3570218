#pragma once

#include "bot/net/asio.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/consign.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/role.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace plaint::net {

/// A connection's byte stream, plain or TLS, decided at run time: one type, so that HTTP and WebSocket code is
/// compiled once and not for each of the two. It models Asio's AsyncStream.
class Transport {
  public:
    using executor_type = asio::io_context::executor_type;
    using Tls = asio::ssl::stream<TcpSocket>;

    explicit Transport(TcpSocket socket) : plain_(std::move(socket)) {}
    Transport(TcpSocket socket, asio::ssl::context& context)
        : tls_(std::make_shared<Tls>(std::move(socket), context)) {}

    executor_type get_executor() { return socket().get_executor(); }
    TcpSocket& socket() { return tls_ ? tls_->next_layer() : *plain_; }
    bool encrypted() const { return tls_ != nullptr; }

    template<typename Done>
    void async_handshake(Done done) {
        tls_->async_handshake(asio::ssl::stream_base::server, std::move(done));
    }

    template<typename Buffers, typename Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [this](auto handler, const Buffers& into) {
                if (tls_) {
                    tls_->async_read_some(into, asio::consign(std::move(handler), tls_));
                } else {
                    plain_->async_read_some(into, std::move(handler));
                }
            },
            token, buffers);
    }

    template<typename Buffers, typename Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [this](auto handler, const Buffers& from) {
                if (tls_) {
                    tls_->async_write_some(from, asio::consign(std::move(handler), tls_));
                } else {
                    plain_->async_write_some(from, std::move(handler));
                }
            },
            token, buffers);
    }

    /// Writes what the kernel takes without waiting; would_block when it takes nothing, and always with TLS.
    template<typename Buffers>
    std::size_t write_now(const Buffers& buffers, ErrorCode& error) {
        if (tls_) {
            error = asio::error::would_block;
            return 0;
        }
        return plain_->write_some(buffers, error);
    }

    /// Tells the peer that nothing more comes; reading goes on.
    void shutdown_send() {
        ErrorCode ignored;
        socket().shutdown(asio::socket_base::shutdown_send, ignored);
    }

    void close() {
        ErrorCode ignored;
        socket().close(ignored);
    }

    friend void beast_close_socket(Transport& transport) { transport.close(); }

    // Ends a WebSocket's stream after its close handshake, as Beast asks of a stream type of its users. The peer has
    // said goodbye by then, so there is nothing to wait for.
    friend void teardown(boost::beast::role_type, Transport& transport, ErrorCode& error) {
        error = {};
        transport.shutdown_send();
        transport.close();
    }

    template<typename Done>
    friend void async_teardown(boost::beast::role_type, Transport& transport, Done&& done) {
        transport.shutdown_send();
        transport.close();
        asio::post(transport.get_executor(),
                   [done = std::forward<Done>(done)]() mutable { std::move(done)(ErrorCode()); });
    }

  private:
    std::optional<TcpSocket> plain_;
    // Shared with the operations under way: those of Asio's TLS refer to the stream plainly, also the pings that Beast
    // begins by itself, and may end after whoever closed it has gone.
    std::shared_ptr<Tls> tls_;
};

} // namespace plaint::net
