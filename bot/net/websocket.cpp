#include "bot/net/websocket.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <array>
#include <utility>
#include <vector>

namespace plaint::net {

namespace beast = boost::beast;

/// A Socket over Beast's WebSocket stream, without compression: 10,000 open chats must fit in memory, and a deflate
/// window for each would more than double them.
class WebSocket final : public Socket, public std::enable_shared_from_this<WebSocket> {
  public:
    WebSocket(Hub& hub, Transport transport, AddressBook::Entry entry)
        : hub_(&hub), stream_(std::make_shared<Stream>(std::move(transport))), entry_(std::move(entry)) {}

    void accept(const std::string& key, Response response, SocketOpened opened);
    /// Lets go of the server, which is about to end.
    void detach();

    bool send(std::shared_ptr<const std::string> message) override;
    void close(std::uint16_t code, std::string_view reason) override;
    std::size_t buffered_bytes() const override { return buffered_; }
    bool open() const override { return state_ == State::open; }

    std::size_t place = 0;

  private:
    using Stream = beast::websocket::stream<Transport, false>;
    enum class State { handshaking, open, closing, closed };

    void set_options(Response response);
    void read();
    void on_read(ErrorCode error, std::size_t bytes);
    void deliver(std::string_view piece);
    void write();
    void on_written(ErrorCode error);
    void say_goodbye();
    void ended(std::uint16_t code);

    Hub* hub_;
    // Each handler shares it, so that it lives until the last operation has ended; null once the socket is closed, lest
    // somebody who keeps a closed socket keeps the stream longer than the server.
    std::shared_ptr<Stream> stream_;
    AddressBook::Entry entry_;
    State state_ = State::handshaking;
    std::uint16_t code_ = 0;
    std::string reason_;

    // Small, because every idle chat holds one; a longer message is gathered in message_.
    std::array<char, 512> piece_;
    std::string message_;

    // Messages waiting from next_ on, behind the one being written.
    std::vector<std::shared_ptr<const std::string>> queue_;
    std::size_t next_ = 0;
    std::shared_ptr<const std::string> current_;
    std::size_t buffered_ = 0;
};

void WebSocket::accept(const std::string& key, Response response, SocketOpened opened) {
    namespace http = beast::http;
    // The request was checked when it came; Beast gets what it needs of it to write the answer.
    auto request = std::make_unique<http::request<http::empty_body>>(http::verb::get, "/", 11);
    request->set(http::field::host, "-");
    request->set(http::field::connection, "upgrade");
    request->set(http::field::upgrade, "websocket");
    request->set(http::field::sec_websocket_version, "13");
    request->set(http::field::sec_websocket_key, key);
    set_options(std::move(response));
    const auto& borrowed = *request;
    stream_->async_accept(borrowed, [self = shared_from_this(), stream = stream_, opened = std::move(opened),
                                     request = std::move(request)](ErrorCode error) {
        if (self->state_ != State::handshaking) return;
        if (error) return self->ended(abnormal);
        self->stream_->set_option(
            beast::websocket::stream_base::decorator([](beast::websocket::response_type&) {}));
        self->state_ = State::open;
        if (opened) opened(self);
        if (self->hub_ && self->hub_->stopping) self->close(going_away, {});
        self->read();
    });
}

void WebSocket::set_options(Response response) {
    using beast::websocket::stream_base;
    stream_base::timeout timeout;
    timeout.handshake_timeout = hub_->limits.header;
    timeout.idle_timeout = hub_->limits.socket_idle;
    timeout.keep_alive_pings = true;
    stream_->set_option(timeout);
    stream_->read_message_max(hub_->limits.message_bytes);
    stream_->auto_fragment(false);
    auto headers = std::make_shared<Headers>(std::move(response.headers));
    stream_->set_option(stream_base::decorator([headers](beast::websocket::response_type& answer) {
        // Instead of Beast's own line, which names its version.
        answer.set(beast::http::field::server, "plaint");
        for (std::size_t i = 0; i < headers->size(); ++i) {
            const Headers::Field field = (*headers)[i];
            answer.set(beast::string_view(field.name.data(), field.name.size()),
                       beast::string_view(field.value.data(), field.value.size()));
        }
    }));
}

void WebSocket::read() {
    if (state_ == State::closed) return;
    stream_->async_read_some(asio::buffer(piece_),
                             [self = shared_from_this(), stream = stream_](
                                 ErrorCode error, std::size_t bytes) { self->on_read(error, bytes); });
}

void WebSocket::on_read(ErrorCode error, std::size_t bytes) {
    if (state_ == State::closed) return;
    if (error) {
        const auto theirs = static_cast<std::uint16_t>(stream_->reason().code);
        if (error == beast::websocket::error::closed)
            return ended(code_ ? code_ : theirs ? theirs : no_status);
        if (error == beast::websocket::error::message_too_big) return ended(too_big);
        return ended(code_ ? code_ : abnormal);
    }
    deliver(std::string_view(piece_.data(), bytes));
    read();
}

void WebSocket::deliver(std::string_view piece) {
    if (state_ != State::open) return;
    if (stream_->got_binary()) return close(unsupported, "Only text is understood.");
    if (!stream_->is_message_done()) {
        message_.append(piece);
        return;
    }
    if (message_.empty()) {
        if (on_message) on_message(piece);
        return;
    }
    message_.append(piece);
    const std::string whole = std::move(message_);
    message_ = {};
    if (on_message) on_message(whole);
}

bool WebSocket::send(std::shared_ptr<const std::string> message) {
    if (state_ != State::open) return false;
    const Limits& limits = hub_->limits;
    if (buffered_ + message->size() > limits.write_queue_bytes ||
        queue_.size() - next_ >= limits.write_queue_messages) {
        ++hub_->counts.slow_sockets;
        code_ = policy;
        state_ = State::closing;
        // Reading ends with an error soon after, and that tells on_close, not this call.
        stream_->next_layer().close();
        return false;
    }
    buffered_ += message->size();
    queue_.push_back(std::move(message));
    if (!current_) write();
    return true;
}

void WebSocket::write() {
    current_ = std::move(queue_[next_++]);
    if (next_ == queue_.size()) {
        next_ = 0;
        if (queue_.capacity() > 8) {
            queue_ = {};
        } else {
            queue_.clear();
        }
    }
    stream_->async_write(asio::buffer(*current_),
                         [self = shared_from_this(), stream = stream_](ErrorCode error, std::size_t) {
                             self->on_written(error);
                         });
}

void WebSocket::on_written(ErrorCode error) {
    const auto written = std::exchange(current_, nullptr);
    if (state_ == State::closed) return;
    buffered_ -= written->size();
    // Reading fails too when writing has, and ends the socket.
    if (error) return;
    if (next_ < queue_.size()) return write();
    if (state_ == State::closing) say_goodbye();
}

void WebSocket::close(std::uint16_t code, std::string_view reason) {
    if (state_ != State::open) return;
    state_ = State::closing;
    code_ = code;
    reason_ = reason.substr(0, 120);
    if (!current_) say_goodbye();
}

void WebSocket::say_goodbye() {
    if (!stream_->is_open()) return;
    const beast::websocket::close_reason reason(static_cast<beast::websocket::close_code>(code_), reason_);
    stream_->async_close(reason, [self = shared_from_this(), stream = stream_](ErrorCode) {
        if (self->state_ != State::closed) self->ended(self->code_);
    });
}

void WebSocket::ended(std::uint16_t code) {
    if (state_ == State::closed) return;
    const auto self = shared_from_this();
    state_ = State::closed;
    queue_ = {};
    next_ = 0;
    buffered_ = 0;
    message_ = {};
    // Operations still under way end with an error, and hold the stream until then.
    stream_->next_layer().close();
    stream_.reset();
    entry_ = {};
    Hub* hub = std::exchange(hub_, nullptr);
    if (hub) hub->sockets.remove(*this);
    on_message = nullptr;
    if (const auto callback = std::exchange(on_close, nullptr)) callback(code);
    if (hub && hub->left) hub->left();
}

void WebSocket::detach() {
    on_close = nullptr;
    ended(going_away);
}

void open_websocket(Hub& hub, Transport transport, AddressBook::Entry entry, const std::string& key,
                    Response response, SocketOpened opened) {
    auto socket = std::make_shared<WebSocket>(hub, std::move(transport), std::move(entry));
    hub.sockets.add(socket);
    socket->accept(key, std::move(response), std::move(opened));
}

void close_websockets(Hub& hub) {
    for (const auto& socket : hub.sockets.snapshot()) socket->close(Socket::going_away, {});
}

void detach_websockets(Hub& hub) {
    for (const auto& socket : hub.sockets.snapshot()) socket->detach();
}

} // namespace plaint::net
