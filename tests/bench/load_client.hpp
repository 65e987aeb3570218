#pragma once

#include "tests/bench/load_script.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// One client of the load generator: a keep-alive connection, for some modes a WebSocket beside it, and one turn under
// way at a time. Raw sockets and the least of HTTP that our own two servers speak, so that the generator costs little.
namespace plaint::bench {

enum class Mode {
    floor,      // POST /turn
    floor_push, // the same, with two frames pushed for each turn
    rasa, // POST /webhooks/rest/webhook, of a server whose section [rasa] has the token "load-of-the-bench"
    directline, // POST …/activities, and the answer on the stream
    hotline,    // POST /ivr/twilio/…, signed with the token "load-of-the-bench"
};

struct Target {
    Mode mode = Mode::floor;
    std::uint16_t port = 0;
    std::vector<ScriptLine> script;
    std::string run; // makes the senders of this run differ from those of every other
};

// A connected, non-blocking socket with what was read and is not yet used.
class Wire {
  public:
    explicit Wire(std::uint16_t port);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    int descriptor() const { return descriptor_; }
    void send(std::string_view bytes);
    // Reads what is there; ends the program when the other side is gone.
    void receive();
    std::string in;

  private:
    int descriptor_;
};

struct Counts {
    std::uint64_t failed = 0;     // answers with another status than 2xx
    std::uint64_t unexpected = 0; // answers without what the script expects
    std::string first_failure;
};

class Client {
  public:
    using Clock = std::chrono::steady_clock;

    Client(const Target& target, unsigned number, int epoll, Counts& counts);
    // Something arrived. True when a turn has just ended; the next one has begun then.
    enum class Which { http, stream };
    bool ready(Which which);
    std::chrono::nanoseconds last_turn() const { return last_turn_; }
    Clock::time_point ended() const { return ended_; }

  private:
    enum class Stage { token, conversation, upgrade, greeting, turn };

    void begin_sender();
    void begin_turn();
    void open_stream(const std::string& path);
    void post(const std::string& path, const std::string& body);
    void post_signed(const std::string& path_and_keys);
    void post_typed(const std::string& path, const std::string& headers, const std::string& body);
    void got_reply(int status, std::string_view body);
    void got_frame(std::string_view frame);
    void read_replies();
    void read_stream();
    void end_turn();

    const Target& target_;
    unsigned number_;
    int epoll_;
    Counts& counts_;
    std::unique_ptr<Wire> http_;
    std::unique_ptr<Wire> stream_;
    Stage stage_ = Stage::turn;
    std::string sender_;
    std::string token_;
    std::string conversation_;
    std::uint64_t senders_ = 0;
    std::size_t line_ = 0;
    bool replied_ = false;
    unsigned pushes_missing_ = 0;
    bool seen_expected_ = false;
    Clock::time_point begun_;
    Clock::time_point ended_;
    std::chrono::nanoseconds last_turn_{0};
};

} // namespace plaint::bench
