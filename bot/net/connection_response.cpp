#include "bot/net/connection.hpp"

#include "bot/net/websocket.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace plaint::net {

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::size_t kept_bytes_max = 64 * 1024;

} // namespace

void Connection::answer(std::uint64_t number, Response&& response) {
    const Exchange* exchange = queue_.waiting(number);
    if (!exchange || state_ == State::closed) return;
    const bool switches = response.status == 101 && state_ == State::upgrading && number == number_;
    if (!switches && (response.status < 200 || response.status > 599)) {
        response = problem(500, "The handler gave a response without a status.");
    }
    if (hub_.router.finish) guarded(number, [&] { hub_.router.finish(*exchange, response); });
    if (hub_.router.observe) {
        guarded(number,
                [&] { hub_.router.observe(*exchange, response.status, Clock::now() - exchange->began); });
    }
    queue_.answer(number, std::move(response));
    if (state_ == State::upgrading && number == number_ && !switches) {
        state_ = last_ ? State::draining : State::open;
        opened_.reset();
    }
    if (corked_) return;
    flush();
    go_on();
}

bool Connection::waiting(std::uint64_t number) const {
    return state_ != State::closed && queue_.waiting(number) != nullptr;
}

/// Writes what is ready to be written, unless a write is under way, which ends by calling this again.
void Connection::flush() {
    if (writing_ || corked_) return;
    while (state_ != State::closed && state_ != State::lingering) {
        if (queue_.upgrade_ready()) return hand_over();
        ResponseQueue::Written written = queue_.write_to(out_, hub_.date);
        tail_ = std::move(written.tail);
        closes_ = written.closes;
        // Behind the responses before it, and never between the head of one and its body.
        if (continue_due_ && queue_.size() == 1 && tail_.size() == 0) {
            out_ += "HTTP/1.1 100 Continue\r\n\r\n";
            continue_due_ = false;
        }
        if (out_.empty()) {
            if ((peer_done_ || hub_.stopping) && queue_.empty() && !reader_) close();
            return;
        }
        if (!write()) return;
        if (closes_) linger();
    }
}

/// True when everything went out at once, which is the common case and spares a turn of the event loop.
bool Connection::write() {
    written_at_ = hub_.now;
    if (!std::exchange(writing_, true)) {
        taking_from_ = hub_.now;
        taken_bytes_ = 0;
    }
    ErrorCode error;
    const std::size_t bytes = transport_.write_now(unsent(), error);
    if (error && error != asio::error::would_block && error != asio::error::try_again) {
        close();
        return false;
    }
    if (!error && wrote(bytes)) return true;
    if (state_ == State::closed || fetching_) return false;
    transport_.async_write_some(unsent(), [self = shared_from_this()](ErrorCode failed, std::size_t sent) {
        self->on_written(failed, sent);
    });
    return false;
}

std::array<asio::const_buffer, 2> Connection::unsent() const {
    const std::string_view head = std::string_view(out_).substr(out_sent_);
    const std::string_view tail =
        tail_.source() ? std::string_view() : tail_.view().substr(static_cast<std::size_t>(tail_sent_));
    return {asio::const_buffer(head.data(), head.size()), asio::const_buffer(tail.data(), tail.size())};
}

/// Counts bytes as sent and sees to the next piece of a source; true when nothing is left.
bool Connection::wrote(std::size_t bytes) {
    taken_bytes_ += bytes;
    const std::size_t of_head = std::min(bytes, out_.size() - out_sent_);
    out_sent_ += of_head;
    BodySource* source = tail_.source();
    if (!source) tail_sent_ += bytes - of_head;
    if (out_sent_ < out_.size() || (!source && tail_sent_ < tail_.size())) return false;
    out_.clear();
    out_sent_ = 0;
    if (source && tail_sent_ < source->size()) {
        fetch();
        return false;
    }
    if (out_.capacity() > kept_bytes_max) std::string().swap(out_);
    tail_ = {};
    tail_sent_ = 0;
    writing_ = false;
    return true;
}

void Connection::on_written(ErrorCode error, std::size_t bytes) {
    if (state_ == State::closed) return;
    if (error) return close();
    go_on_writing(wrote(bytes) || (state_ != State::closed && !fetching_ && write()));
}

void Connection::go_on_writing(bool all) {
    if (all && closes_) return linger();
    if (all) flush();
    go_on();
}

/// Takes the next piece of the source that is sent, unless it has to be waited for.
void Connection::fetch() {
    BodySource& source = *tail_.source();
    fetching_ = !source.ready([weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->on_fetched();
    });
    if (fetching_) return;
    out_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, source.size() - tail_sent_)));
    const std::size_t read = std::min(source.read(out_.data(), out_.size()), out_.size());
    out_.resize(read);
    tail_sent_ += read;
    // The length is promised, so a source that ends early can only be told by a broken connection.
    if (read == 0) close();
}

void Connection::on_fetched() {
    if (state_ == State::closed || !std::exchange(fetching_, false)) return;
    // The client's speed is measured anew, since it had nothing to take.
    taking_from_ = hub_.now;
    taken_bytes_ = 0;
    fetch();
    if (state_ != State::closed && !fetching_) go_on_writing(write());
}

void Connection::hand_over() {
    Response response = queue_.take_upgrade();
    SocketOpened opened = std::move(*opened_);
    opened_.reset();
    state_ = State::closed;
    hub_.connections.remove(*this);
    open_websocket(hub_, std::move(transport_), std::move(entry_), upgrade_key_, std::move(response),
                   std::move(opened));
}

void Connection::linger() {
    if (peer_done_ || (!unread_ && begin_ == end_)) return close();
    state_ = State::lingering;
    read_at_ = hub_.now;
    transport_.shutdown_send();
    begin_ = end_ = 0;
    read();
}

} // namespace plaint::net
