#pragma once

#include "adapters/webchat/activity_reader.hpp"
#include "adapters/webchat/streams.hpp"
#include "adapters/webchat/used_tickets.hpp"
#include "bot/net/router.hpp"
#include "bot/uploads/workers.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace plaint::webchat {

// Bot Framework Direct Line 3.0, as far as its official clients use it: tokens, conversations, activities, the stream.
class DirectLine {
  public:
    // All of them outlive the server.
    DirectLine(Context& context, Streams& streams, uploads::Workers& workers)
        : context_(context), streams_(streams), workers_(workers) {}

    void add_to(net::Router& router);

    // The largest activity that is taken, in bytes of JSON.
    static constexpr std::size_t activity_bytes_max = 256 * 1024;

  private:
    void generate(net::Request&& request, net::Responder respond);
    void generate_again(const std::string& secret, net::Responder respond);
    void refresh(net::Request&& request, net::Responder respond);
    void start(net::Request&& request, net::Responder respond);
    void reconnect(net::Request&& request, net::Responder respond);
    void stream(net::Request&& request, net::Upgrade upgrade);
    void post(net::Request&& request, net::Responder respond);
    struct Message;
    void say(Message message);
    void say_code(Message message, std::string code, std::string_view address);
    void resume(const Context::Bearer& bearer, const ClientActivity& activity, const net::Request& request,
                net::Responder respond);
    void poll(net::Request&& request, net::Responder respond);
    void attachment(net::Request&& request, net::Responder respond);
    void send_file(storage::FileRecord record, const std::shared_ptr<net::Responder>& waiting);

    JsonWriter& begin_grant(JsonWriter& to, std::string_view id, std::string_view token) const;
    std::string secret_of(const std::string& id, const std::string& nonce) const;
    std::string stream_url(const net::Request& request, const std::string& id,
                           std::string_view watermark) const;

    Context& context_;
    Streams& streams_;
    uploads::Workers& workers_;
    UsedTickets used_tickets_;
};

} // namespace plaint::webchat
