#include "adapters/hotline/event_renderer.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace plaint::hotline {

namespace {

using outbox::Remedy;
using outbox::RenderFault;

// The short message says where to go on. It has nothing of the case in it, and no code: whoever holds the telephone was
// told that during the call.
std::expected<outbox::Rendering, RenderFault> link(const support::Config& config, storage::Store& store,
                                                   const storage::EventRecord& event) {
    if (!config.notifications)
        return std::unexpected(RenderFault{Remedy::none, "no gateway for notifications is configured"});
    const auto turn = turn_behind(store, event);
    if (!turn) return std::unexpected(turn.error());
    const auto order = conversation::link_in(*turn);
    if (!order) return std::unexpected(RenderFault{Remedy::none, "the end of the call cannot be read"});
    nlohmann::ordered_json body;
    body["type"] = event.type;
    body["timestamp"] = order->timestamp;
    body["data"]["to"] = order->to;
    body["data"]["locale"] = order->locale;
    body["data"]["url"] = support::public_base(config) + "/";
    return outbox::Delivery{.url = config.notifications->url,
                            .secret = config.notifications->secret,
                            .body = body.dump(),
                            .reach = config.notifications->allow_insecure ? outbox::Reach::private_too
                                                                          : outbox::Reach::public_addresses};
}

} // namespace

outbox::Renderer event_renderer(const support::Config& config, storage::Store& store, Recordings& recordings,
                                outbox::Renderer others) {
    return [&config, &store, &recordings, others = std::move(others)](
               const storage::LeasedEvent& leased) -> std::expected<outbox::Rendering, RenderFault> {
        if (leased.event.type == conversation::event_recording) return recordings.fetch(leased.event);
        if (leased.event.type == conversation::event_link) return link(config, store, leased.event);
        return others(leased);
    };
}

} // namespace plaint::hotline
