#include "adapters/operation/operation.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

namespace plaint::operation {

namespace {

using support::RequestRoute;

constexpr std::int64_t fresh_ms = 1000;

// The pattern's beginning says which of the few kinds of route it is; the first that fits is the one.
struct Prefix {
    std::string_view pattern;
    RequestRoute route;
};
constexpr std::array prefixes{
    Prefix{"/v3/directline/conversations/{id}/upload", RequestRoute::upload},
    Prefix{"/v3/directline/conversations/{id}/stream", RequestRoute::stream},
    Prefix{"/v3/directline/", RequestRoute::directline},
    Prefix{"/webhooks/rest/", RequestRoute::rasa},
    Prefix{"/ivr/twilio", RequestRoute::twilio},
    Prefix{"/ivr/freeswitch", RequestRoute::freeswitch},
    Prefix{"/ivr/jambonz", RequestRoute::jambonz},
    Prefix{"/ivr/voicexml", RequestRoute::voicexml},
    Prefix{"/staff", RequestRoute::staff},
    Prefix{"/api/", RequestRoute::api},
    Prefix{"/healthz", RequestRoute::operation},
    Prefix{"/readyz", RequestRoute::operation},
    Prefix{"/metrics", RequestRoute::operation},
};

RequestRoute route_of(std::string_view pattern) {
    if (pattern.empty()) return RequestRoute::other;
    const auto found =
        std::ranges::find_if(prefixes, [&](const Prefix& one) { return pattern.starts_with(one.pattern); });
    return found == prefixes.end() ? RequestRoute::page : found->route;
}

} // namespace

// The last answer of the store and the disk, and those who wait for the next one.
struct Operation::Readiness {
    std::int64_t asked_at_ms = -fresh_ms;
    bool asking = false;
    bool store_writes = false;
    std::uint64_t room_bytes = 0;
    std::vector<net::Responder> waiting;

    net::Response response() const {
        const bool ready = store_writes && room_bytes > 0;
        return net::json(std::string(R"({"status":")") + (ready ? "ready" : "not ready") + R"(","store":)" +
                             (store_writes ? "true" : "false") + R"(,"disk":)" +
                             (room_bytes > 0 ? "true" : "false") + "}",
                         ready ? 200 : 503);
    }
};

Operation::Operation(Parts parts) : parts_(std::move(parts)), readiness_(std::make_unique<Readiness>()) {
    parts_.metrics.set(support::Level::start_time_seconds, static_cast<double>(parts_.clock.now()) / 1000);
}

Operation::~Operation() = default;

void Operation::add_to(net::Router& router) {
    router.get("/healthz", [this](net::Request&&, net::Responder respond) {
        respond(net::json(R"({"status":"ok","version":")" + net::json_escape(parts_.version) +
                          R"(","content":")" + parts_.conversation.library().version + "\"}"));
    });
    router.get("/readyz", [this](net::Request&&, net::Responder respond) { ready(std::move(respond)); });
    router.get("/metrics", [this](net::Request&&, net::Responder respond) {
        net::Response response = net::text(metrics());
        response.headers.set("Content-Type", support::Metrics::content_type);
        respond(std::move(response));
    });
    router.observe = [this](const net::Exchange& exchange, int status, std::chrono::nanoseconds taken) {
        parts_.metrics.request(route_of(exchange.route), status,
                               std::chrono::duration<double>(taken).count());
    };
    router.fault = [this](const net::Exchange& exchange, std::string_view what) {
        parts_.log.error("handler_failed", {support::field(support::Field::route, exchange.route),
                                            support::field(support::Field::error, support::sanitised(what))});
    };
}

void Operation::ready(net::Responder respond) {
    Readiness& known = *readiness_;
    if (parts_.clock.now() - known.asked_at_ms < fresh_ms && !known.asking) return respond(known.response());
    known.waiting.push_back(std::move(respond));
    if (known.asking) return;
    known.asking = true;
    parts_.store.probe(
        [this, files = &parts_.files, server = &parts_.server](std::expected<bool, storage::Error> writes) {
            // On the store's thread, where waiting for the disk is nothing new.
            const auto room = files->room_bytes();
            server->post([this, writes = writes.value_or(false), room = room.value_or(0)] {
                Readiness& answer = *readiness_;
                answer.asking = false;
                answer.asked_at_ms = parts_.clock.now();
                answer.store_writes = writes;
                answer.room_bytes = room;
                parts_.metrics.set(support::Level::disk_room_bytes, static_cast<double>(room));
                for (net::Responder& one : std::exchange(answer.waiting, {})) one(answer.response());
            });
        });
}

std::string Operation::metrics() {
    const net::Counts counts = parts_.server.counts();
    parts_.metrics.set(support::Level::connections_open,
                       static_cast<double>(counts.connections + counts.sockets));
    parts_.metrics.set(support::Level::sockets_open, static_cast<double>(counts.sockets));
    parts_.metrics.set(support::Level::sessions_loaded, static_cast<double>(parts_.conversation.loaded()));
    parts_.metrics.set(support::Level::turns_waiting, static_cast<double>(parts_.conversation.waiting()));
    parts_.metrics.set(support::Level::log_queue, static_cast<double>(parts_.log.queued()));
    parts_.metrics.add(support::Count::sockets_dropped_slow,
                       counts.slow_sockets - std::exchange(slow_sockets_, counts.slow_sockets));
    const std::uint64_t dropped = parts_.log.dropped();
    parts_.metrics.add(support::Count::log_lines_dropped, dropped - std::exchange(lines_dropped_, dropped));
    return parts_.metrics.render();
}

} // namespace plaint::operation
