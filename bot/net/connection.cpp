#include "bot/net/connection.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstring>

namespace plaint::net {

namespace {

constexpr std::size_t small_buffer_bytes = 4 * 1024;
constexpr std::size_t large_buffer_bytes = 64 * 1024;
constexpr auto linger_time = std::chrono::seconds(2);

/// Whether so many bytes in this time are too few, once the time of grace is over.
bool crawls(std::chrono::steady_clock::duration taken, std::chrono::milliseconds grace, std::size_t bytes,
            std::size_t bytes_per_second) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(taken).count();
    return taken > grace && bytes < static_cast<std::size_t>(seconds) * bytes_per_second;
}

} // namespace

Connection::Connection(Hub& hub, Transport transport, const asio::ip::address& peer, AddressBook::Entry entry)
    : hub_(hub),
      transport_(std::move(transport)),
      entry_(std::move(entry)),
      peer_(peer.to_string()),
      peer_trusted_(hub.proxies.trusts(peer)),
      read_at_(hub.now),
      written_at_(hub.now) {}

Connection::~Connection() = default;

void Connection::start() {
    if (!transport_.encrypted()) return read();
    transport_.async_handshake([self = shared_from_this()](ErrorCode error) {
        if (self->state_ == State::closed) return;
        if (error) return self->close();
        self->read_at_ = self->hub_.now;
        self->read();
    });
}

void Connection::tick() {
    const Limits& limits = hub_.limits;
    const auto quiet = hub_.now - read_at_;
    const auto drop = [&] {
        ++hub_.counts.timed_out;
        close();
    };
    if (state_ == State::lingering) {
        if (quiet > linger_time) close();
    } else if (fetching_) {
        // It is not the client that is waited for.
    } else if (writing_) {
        if (hub_.now - written_at_ > limits.write ||
            crawls(hub_.now - taking_from_, limits.write, taken_bytes_, limits.body_bytes_per_second))
            drop();
    } else if (reader_ && !head_done_) {
        if (hub_.now - began_ <= limits.header) return;
        ++hub_.counts.timed_out;
        reject(408, "The request's head did not come in time.");
    } else if (reader_ && !sink_ && hub_.now - began_ > limits.request) {
        ++hub_.counts.timed_out;
        reject(408, "The request did not come in time.");
    } else if (reader_ && !paused_) {
        const std::size_t least = sink_ ? limits.upload_bytes_per_second : limits.body_bytes_per_second;
        if (quiet <= limits.body &&
            !crawls(hub_.now - speed_from_, limits.body, body_bytes_ - speed_bytes_from_, least))
            return;
        ++hub_.counts.timed_out;
        reject(408, "The request's body did not come in time.");
    } else if (queue_.empty() && state_ == State::open) {
        // Without a buffer the TLS handshake is still going on.
        if (quiet > (in_ ? limits.idle : limits.header)) drop();
    }
}

void Connection::finish() {
    if (state_ == State::lingering || state_ == State::closed) return;
    if (queue_.empty() && !reader_ && !writing_) return close();
    // Told "Connection: close" where the head has not been written yet; a head being read learns it from the hub.
    if (head_done_ && reader_) {
        queue_.close_after(number_);
        last_ = true;
    } else if (!reader_ && state_ == State::open && !queue_.empty()) {
        queue_.close_last();
        state_ = State::draining;
    }
}

void Connection::close() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    forget_request();
    transport_.close();
    queue_ = {};
    opened_.reset();
    hub_.connections.remove(*this);
    if (hub_.left) hub_.left();
}

void Connection::read() {
    const bool wanted =
        state_ == State::lingering || (state_ == State::open && !paused_ && (reader_ || may_begin()));
    if (reading_ || peer_done_ || !wanted) return;
    make_room();
    reading_ = true;
    transport_.async_read_some(
        asio::buffer(in_.get() + end_, capacity_ - end_),
        [self = shared_from_this()](ErrorCode error, std::size_t bytes) { self->on_read(error, bytes); });
}

void Connection::on_read(ErrorCode error, std::size_t bytes) {
    reading_ = false;
    if (state_ == State::closed) return;
    if (error) {
        if (error != asio::error::eof && error != asio::ssl::error::stream_truncated) return close();
        peer_done_ = true;
        return on_peer_done();
    }
    if (state_ == State::lingering) {
        begin_ = end_ = 0;
        return read();
    }
    read_at_ = hub_.now;
    end_ += bytes;
    parse();
}

// A client may close its side when it has asked for everything, and still wait for the answers.
void Connection::on_peer_done() {
    if (state_ == State::lingering) return close();
    if (reader_) {
        if (head_done_) queue_.drop_last();
        forget_request();
    }
    if (queue_.empty() && !writing_) close();
}

/// Leaves room behind end_. The buffer is small while heads are read, since thousands of connections hold one, and
/// grows for a body that comes in earnest.
void Connection::make_room() {
    if (begin_ == end_) begin_ = end_ = 0;
    const bool streaming = reader_ && head_done_;
    std::size_t wanted = capacity_;
    if (streaming && body_bytes_ >= small_buffer_bytes) {
        wanted = large_buffer_bytes;
    } else if (begin_ == 0 && end_ == capacity_) {
        wanted = std::max(small_buffer_bytes,
                          std::min(capacity_ * 2, hub_.limits.header_bytes + small_buffer_bytes));
    } else if (!reader_ && end_ == 0 && capacity_ > small_buffer_bytes) {
        wanted = small_buffer_bytes;
    }
    if (wanted == capacity_ || wanted < end_ - begin_) {
        if (begin_ > 0 && end_ == capacity_) {
            std::memmove(in_.get(), in_.get() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        return;
    }
    auto larger = std::make_unique_for_overwrite<char[]>(wanted);
    if (in_) std::memcpy(larger.get(), in_.get() + begin_, end_ - begin_);
    in_ = std::move(larger);
    capacity_ = wanted;
    end_ -= begin_;
    begin_ = 0;
}

void Connection::parse() {
    // Answers given while requests are still in the buffer wait, so that they leave in one system call.
    bool more = true;
    while (more) {
        corked_ = true;
        while (parse_some()) {}
        corked_ = false;
        if (state_ == State::draining || state_ == State::lingering) forget_request();
        flush();
        // Writing may have made place for requests that the buffer still holds.
        more = state_ == State::open && !reader_ && begin_ < end_ && may_begin();
    }
    read();
}

/// One step of reading: false when it takes more bytes, or an event, to go on.
bool Connection::parse_some() {
    namespace http = boost::beast::http;
    if (state_ != State::open || paused_) return false;
    if (reader_ && head_done_ && reader_->is_done()) {
        on_complete();
        return true;
    }
    if (!reader_) {
        if (!may_begin()) return false;
        // An empty line before a request is to be ignored (RFC 9112, 2.2).
        while (begin_ < end_ && (in_[begin_] == '\r' || in_[begin_] == '\n')) ++begin_;
        if (begin_ < end_) begin_request();
    }
    if (begin_ == end_) return false;

    ErrorCode error;
    const std::size_t used = reader_->put(asio::const_buffer(in_.get() + begin_, end_ - begin_), error);
    begin_ += used;
    if (state_ != State::open) return false;
    if (error == http::error::need_more) {
        const bool full =
            begin_ == 0 && end_ == capacity_ && capacity_ >= hub_.limits.header_bytes + small_buffer_bytes;
        if (full) reject(head_done_ ? 400 : 431, "A line of the request is too long.");
        return false;
    }
    if (error == http::error::header_limit) {
        reject(431, "The request's head is too large.");
    } else if (error == http::error::bad_version) {
        reject(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
    } else if (error) {
        reject(400, "The request is malformed.");
    } else if (!head_done_ && reader_->is_header_done()) {
        head_done_ = true;
        on_head();
    }
    return state_ == State::open;
}

/// Goes on with what is buffered, but not from inside somebody's call: an answer given in a loop over waiting
/// requests must not start the next handler in the middle of that loop.
void Connection::later() {
    if (std::exchange(later_, true)) return;
    asio::post(hub_.io, [self = shared_from_this()] {
        self->later_ = false;
        if (self->state_ != State::closed) self->parse();
    });
}

/// Called where a place in the queue may have become free for a request that was left unread.
void Connection::go_on() {
    if (state_ == State::open && (!reading_ || begin_ < end_)) later();
}

void Connection::resume() {
    resumed_ = true;
    if (!std::exchange(paused_, false)) return;
    read_at_ = speed_from_ = hub_.now;
    speed_bytes_from_ = body_bytes_;
    later();
}

} // namespace plaint::net
