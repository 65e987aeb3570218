#pragma once

#include "bot/net/hub.hpp"
#include "bot/net/request_reader.hpp"
#include "bot/net/response_queue.hpp"
#include "bot/net/transport.hpp"

#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace plaint::net {

/// One client's HTTP connection, from accept to close or to the hand-over to a WebSocket.
///
/// It reads while earlier requests still wait for their answers, so that pipelined requests share a group commit and a
/// client that leaves is noticed. It owns at most one request being read, and a queue of those being answered.
class Connection final : public Answering, public BodyTaker, public std::enable_shared_from_this<Connection> {
  public:
    Connection(Hub& hub, Transport transport, const asio::ip::address& peer, AddressBook::Entry entry);
    ~Connection() override;

    void start();
    /// Looks whether a time-out is over. Called by the server's tick.
    void tick();
    /// Closes as soon as nothing is in flight.
    void finish();
    void close();

    void answer(std::uint64_t number, Response&& response) override;
    bool waiting(std::uint64_t number) const override;
    std::size_t take_body(std::string_view bytes) override;

    std::size_t place = 0;

  private:
    using Clock = std::chrono::steady_clock;

    /// What happens to the body of the request being read.
    enum class Taking { collect, sink, discard };
    /// `draining`: the last request has been read, its answer is to come. `lingering`: the last response is out, and
    /// what the client still sends is thrown away, lest a reset destroys the response on its way.
    enum class State { open, upgrading, draining, lingering, closed };

    // Reading: connection.cpp
    void read();
    void on_read(ErrorCode error, std::size_t bytes);
    void on_peer_done();
    void make_room();
    void parse();
    bool parse_some();
    void later();
    void go_on();
    void resume();

    // One request: connection_request.cpp
    bool may_begin() const;
    void begin_request();
    void on_head();
    void begin_body(const Route& route);
    void conclude(Response response);
    void refuse(Response response);
    void reject(int status, std::string_view detail);
    void on_complete();
    void upgrade(Request request, Responder responder, const UpgradeHandler& handler);
    void forget_request();

    // Writing: connection_response.cpp
    void flush();
    bool write();
    bool wrote(std::size_t bytes);
    void on_written(ErrorCode error, std::size_t bytes);
    void go_on_writing(bool all);
    void fetch();
    void on_fetched();
    void hand_over();
    void linger();

    template<typename Function>
    void guarded(std::uint64_t number, Function&& function);
    /// What of the present response the kernel has not taken.
    std::array<asio::const_buffer, 2> unsent() const;

    Hub& hub_;
    Transport transport_;
    AddressBook::Entry entry_;
    std::string peer_;
    bool peer_trusted_;
    State state_ = State::open;
    /// When the peer last sent something, and when it last took something.
    Clock::time_point read_at_;
    Clock::time_point written_at_;

    // Bytes read and not yet parsed: in_[begin_, end_).
    std::unique_ptr<char[]> in_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool reading_ = false;
    bool peer_done_ = false;
    bool later_ = false;

    // The request being read.
    std::optional<RequestReader> reader_;
    Clock::time_point began_;
    bool head_done_ = false;
    bool last_ = false;
    std::uint64_t number_ = 0;
    Router::Match match_;
    bool upgrades_ = false;
    Taking taking_ = Taking::collect;
    std::optional<Response> verdict_;
    std::unique_ptr<BodySink> sink_;
    bool paused_ = false;
    bool resumed_ = false;
    std::size_t body_bytes_ = 0;
    std::size_t body_bytes_max_ = 0;
    std::size_t held_bytes_ = 0;
    /// Where the measuring of the body's speed began: anew after each pause, which is not the client's fault.
    Clock::time_point speed_from_;
    std::size_t speed_bytes_from_ = 0;

    // The responses going out.
    ResponseQueue queue_;
    std::string out_;
    std::size_t out_sent_ = 0;
    Body tail_;
    std::uint64_t tail_sent_ = 0;
    bool writing_ = false;
    /// Where the measuring of the writing's speed began, and what has been taken since.
    Clock::time_point taking_from_;
    std::size_t taken_bytes_ = 0;
    /// The next piece of the response is not at hand yet.
    bool fetching_ = false;
    bool corked_ = false;
    bool closes_ = false;
    bool continue_due_ = false;
    bool unread_ = false;

    std::string upgrade_key_;
    std::shared_ptr<SocketOpened> opened_;
};

// Exceptions end here: a handler that throws costs its own request, not the server.
template<typename Function>
void Connection::guarded(std::uint64_t number, Function&& function) {
    const auto tell = [&](std::string_view what) {
        const Exchange* exchange = queue_.exchange(number);
        if (hub_.router.fault) hub_.router.fault(exchange ? *exchange : Exchange(), what);
    };
    try {
        function();
    } catch (const std::exception& error) {
        tell(error.what());
    } catch (...) {
        tell("something that is not an exception");
    }
}

} // namespace plaint::net
