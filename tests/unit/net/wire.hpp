#pragma once

#include "bot/net/server.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <thread>

namespace plaint::net::test {

using namespace std::chrono_literals;

/// A client without manners: sends any bytes, and reads what comes. Whatever takes longer than five seconds throws.
class Wire {
  public:
    explicit Wire(std::uint16_t port);
    Wire(Wire&& other) noexcept;
    ~Wire();

    void send(std::string_view bytes);
    /// Sends as much as the kernel takes within the time; false when the peer has hung up.
    bool try_send(std::string_view bytes);
    void shutdown_send();
    void reset();
    /// The next bytes, at most this many; empty at the end of the stream or when it was reset.
    std::string read_some(std::size_t most = 65536);
    std::string read_exactly(std::size_t bytes);
    /// One response, head and body by its Content-Length; `head` for answers to HEAD, which have no body.
    std::string response(bool head = false);
    std::string rest();
    /// True when nothing comes for so long.
    bool silent_for(std::chrono::milliseconds time);
    /// True when the peer hangs up within five seconds; what it sends before is thrown away.
    bool hung_up();

    /// WebSocket: the handshake, frames to the server (masked), and the next frame from it.
    std::string upgrade(std::string_view path, std::string_view more_headers = {});
    void send_frame(std::uint8_t opcode, std::string_view payload, bool fin = true);
    struct Frame {
        std::uint8_t opcode = 0;
        std::string payload;
        /// Of a close frame.
        std::uint16_t code() const;
    };
    Frame frame();

  private:
    bool fill();

    int socket_ = -1;
    std::string buffer_;
};

/// A server on a thread of its own, for the life of a test.
class Running {
  public:
    explicit Running(const Router& router, Limits limits = {}, std::function<void(Options&)> change = {});
    ~Running();

    std::uint16_t port() const { return server.port(); }
    /// Runs on the server's thread and waits for the result.
    template<typename Function>
    auto on_thread(Function function) {
        std::packaged_task<decltype(function())()> task(std::move(function));
        auto result = task.get_future();
        server.post([&task] { task(); });
        return result.get();
    }
    void join();

    Server server;

  private:
    static Options options(Limits limits, const std::function<void(Options&)>& change);

    std::thread thread_;
};

bool contains(std::string_view text, std::string_view part);
int status_of(std::string_view response);
std::string_view body_of(std::string_view response);
/// Waits up to five seconds for the condition.
bool soon(const std::function<bool()>& condition);

} // namespace plaint::net::test
