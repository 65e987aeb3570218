#include "tests/bench/floor_store.hpp"

#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

// The floor program: the least that a durable turn over HTTP can be made of. One thread answers, one thread stores;
// POST /turn {"id","text"} advances a toy dialog of ten steps and is answered after the commit. There is no
// validation, no rendering, no log. What the product takes longer than this is what its own work costs.
//
// GET /stream?id=… upgrades to a WebSocket; each turn of that id then also pushes two frames, as Direct Line does.
namespace plaint::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Json = nlohmann::json;

namespace {

constexpr int steps = 10;
constexpr std::size_t state_bytes = 1'000;

struct Session {
    int step = 0;
    std::string answers;
};

class Socket;

// What all connections share; only ever touched on the one I/O thread.
struct Floor {
    asio::io_context io{1};
    std::unordered_map<std::string, Session> sessions;
    std::unordered_map<std::string, std::weak_ptr<Socket>> sockets;
    FloorStore store;

    explicit Floor(const std::string& path)
        : store(path, [this](std::vector<StoredTurn> turns) {
              asio::post(io, [turns = std::move(turns)] {
                  for (const StoredTurn& turn : turns) turn.then();
              });
          }) {}

    // Advances the dialog and answers once the turn is stored.
    void turn(const Json& request, std::function<void(std::string reply)> answer) {
        const std::string id = request.at("id");
        Session& session = sessions[id];
        const std::string text = request.at("text");
        session.answers += text + "\n";
        session.step = session.step % steps + 1;
        std::string state = Json{{"step", session.step}, {"answers", session.answers}}.dump();
        state.resize(state_bytes, ' ');
        std::string reply =
            Json{{"recipient_id", id},
                 {"step", session.step},
                 {"text", "Thank you. Question " + std::to_string(session.step) +
                              " of ten: what else should the office know about the goods, the seller and "
                              "the place where they are offered for sale?"}}
                .dump();
        const int step = session.step;
        if (session.step == steps) sessions.erase(id);
        store.put({id, step, text, std::move(state),
                   [answer = std::move(answer), reply = std::move(reply)] { answer(reply); }});
    }

    void push(const std::string& id, const std::string& frame);
};

// A WebSocket that only ever writes, and reads to notice its end.
class Socket : public std::enable_shared_from_this<Socket> {
  public:
    Socket(Floor& floor, tcp::socket socket, std::string id)
        : floor_(floor), stream_(std::move(socket)), id_(std::move(id)) {}

    void accept(const http::request<http::string_body>& request) {
        stream_.async_accept(request, [self = shared_from_this()](beast::error_code error) {
            if (error) return;
            self->floor_.sockets[self->id_] = self;
            self->read();
        });
    }
    void send(const std::string& frame) {
        frames_.push_back(frame);
        if (frames_.size() == 1) write();
    }

  private:
    void write() {
        stream_.async_write(asio::buffer(frames_.front()),
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                                if (error) return;
                                self->frames_.pop_front();
                                if (!self->frames_.empty()) self->write();
                            });
    }
    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error) {
                self->floor_.sockets.erase(self->id_);
                return;
            }
            self->buffer_.clear();
            self->read();
        });
    }

    Floor& floor_;
    beast::websocket::stream<tcp::socket> stream_;
    std::string id_;
    beast::flat_buffer buffer_;
    std::deque<std::string> frames_;
};

void Floor::push(const std::string& id, const std::string& frame) {
    const auto found = sockets.find(id);
    if (found == sockets.end()) return;
    if (const auto socket = found->second.lock()) socket->send(frame);
}

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Floor& floor, tcp::socket socket) : floor_(floor), socket_(std::move(socket)) {}

    void read() {
        request_ = {};
        http::async_read(socket_, buffer_, request_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             if (!error) self->handle();
                         });
    }

  private:
    void handle() {
        constexpr std::string_view stream = "/stream?id=";
        const std::string target(request_.target());
        if (beast::websocket::is_upgrade(request_) && target.starts_with(stream))
            return std::make_shared<Socket>(floor_, std::move(socket_), target.substr(stream.size()))
                ->accept(request_);
        const Json body = Json::parse(request_.body(), nullptr, false);
        if (request_.method() != http::verb::post || target != "/turn" || !body.is_object() ||
            !body.contains("id") || !body.contains("text"))
            return reply(http::status::bad_request, "{}");
        floor_.turn(body, [self = shared_from_this(), id = std::string(body["id"])](std::string text) {
            self->floor_.push(id, R"({"activities":[{"type":"message","from":{"role":"user"}}]})");
            self->floor_.push(id, text);
            self->reply(http::status::ok, std::move(text));
        });
    }
    void reply(http::status status, std::string body) {
        response_ = {status, request_.version()};
        response_.set(http::field::content_type, "application/json");
        response_.keep_alive(request_.keep_alive());
        response_.body() = std::move(body);
        response_.prepare_payload();
        http::async_write(socket_, response_,
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error && self->response_.keep_alive()) self->read();
                          });
    }

    Floor& floor_;
    tcp::socket socket_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
};

void accept(Floor& floor, tcp::acceptor& acceptor) {
    acceptor.async_accept([&](beast::error_code error, tcp::socket socket) {
        if (error) return;
        socket.set_option(tcp::no_delay(true));
        std::make_shared<Connection>(floor, std::move(socket))->read();
        accept(floor, acceptor);
    });
}

} // namespace

} // namespace plaint::bench

int main(int argc, char** argv) {
    using namespace plaint::bench;
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_floor PORT DATABASE\n");
        return 2;
    }
    Floor floor(argv[2]);
    const auto port = static_cast<unsigned short>(std::atoi(argv[1]));
    tcp::acceptor acceptor(floor.io, {asio::ip::address_v4::loopback(), port});
    accept(floor, acceptor);
    asio::signal_set signals(floor.io, SIGINT, SIGTERM);
    signals.async_wait([&](auto, int) { floor.io.stop(); });
    floor.io.run();
    return 0;
}
