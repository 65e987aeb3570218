#pragma once

#include "adapters/webchat/context.hpp"
#include "bot/net/socket.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace plaint::webchat {

// The open sockets, one a conversation: each is given every activity once and in order, whoever made it.
class Streams {
  public:
    explicit Streams(Context& context);
    ~Streams();

    // The conversation's socket; an older one is closed. From `watermark` on everything is replayed; without one only
    // what is new is sent.
    void open(const std::string& id, const std::shared_ptr<net::Socket>& socket,
              std::optional<std::uint64_t> watermark, std::string base);
    // Takes a message, and shows its turn on the socket before `answered` hears of it.
    void receive(conversation::Inbound inbound, bool may_begin, conversation::Answered answered);
    // A sentence outside of all turns, to whoever looks now.
    void note(const std::string& id, std::string_view locale, std::string_view text);

  private:
    struct Stream {
        std::shared_ptr<net::Socket> socket;
        std::string base;
        std::uint64_t serial = 0;
        std::uint64_t next = 0; // activity to be sent
        bool reading = false;   // turns are being read from the store
        bool behind = false;    // something was committed meanwhile
        bool silent = false;    // only looks for the end
        // The first activity that was made while it looked: to be sent, though the look may have found it too.
        std::optional<std::uint64_t> made_meanwhile;
        int unaccounted = 0; // commits told of, less those that were ours
        bool looking = false;
    };
    // What the store's threads hold of this object while it lives.
    struct Ear;

    Stream* find(const std::string& id, std::uint64_t serial);
    void push(const conversation::Reply& reply);
    void told(const std::string& id);
    void read(const std::string& id, Stream& stream);
    void read_when_drained(const std::string& id, Stream& stream);
    void took(const std::string& id, std::uint64_t serial,
              std::expected<std::vector<conversation::Reply>, storage::Error> replies);
    void send(Stream& stream, const std::vector<const conversation::Reply*>& replies);

    Context& context_;
    std::unordered_map<std::string, Stream> streams_;
    std::uint64_t serials_ = 0;
    std::uint64_t notes_ = 0;
    std::shared_ptr<Ear> ear_;
};

} // namespace plaint::webchat
