#include "bot/net/connection.hpp"

#include "bot/net/target.hpp"

#include <algorithm>

namespace plaint::net {

namespace {

// A refused body up to this size is read and forgotten, so that the connection lives on.
constexpr std::size_t discarded_bytes_max = 64 * 1024;

bool lists(std::string_view value, std::string_view token) {
    while (!value.empty()) {
        const std::size_t end = std::min(value.find(','), value.size());
        std::string_view one = value.substr(0, end);
        value.remove_prefix(std::min(end + 1, value.size()));
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
        if (equal_ignoring_case(one, token)) return true;
    }
    return false;
}

/// Sixteen bytes in base64, as RFC 6455, 4.1 asks for.
bool is_websocket_key(std::string_view key) {
    return key.size() == 24 && key.ends_with("==") && std::ranges::all_of(key.substr(0, 22), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '+' || c == '/';
           });
}

} // namespace

bool Connection::may_begin() const { return !last_ && queue_.size() < hub_.limits.pipelined; }

void Connection::begin_request() {
    reader_.emplace(*this, hub_.limits.header_bytes);
    began_ = Clock::now();
    head_done_ = false;
}

void Connection::on_head() {
    Request& request = reader_->request;
    auto target = parse_target(request.target);
    request.remote_address = peer_;
    request.secure = transport_.encrypted();
    if (peer_trusted_) hub_.proxies.apply(request);
    if (target) {
        request.path = std::move(target->path);
        request.query = std::move(target->query);
        match_ = hub_.router.match(request.method, request.path);
        request.parameters = std::move(match_.parameters);
    } else {
        match_ = {};
    }
    upgrades_ = match_.upgrade && reader_->upgrade() && lists(request.header("upgrade"), "websocket");
    const Route* route = upgrades_ ? match_.upgrade : match_.route;

    Exchange exchange{request.method, request.path, std::string(request.header("origin")), {},
                      request.secure, began_};
    if (route) exchange.route = route->pattern;
    last_ = !reader_->keep_alive() || hub_.stopping;
    number_ =
        queue_.push(std::move(exchange), last_ ? ResponseQueue::After::close : ResponseQueue::After::keep,
                    reader_->http_1_0());
    taking_ = Taking::collect;
    body_bytes_ = speed_bytes_from_ = 0;
    body_bytes_max_ = 0;
    speed_from_ = hub_.now;

    if (const int fault = reader_->fault())
        return refuse(problem(fault, "The request's head contradicts itself."));
    if (!target) return refuse(problem(400, "The request's target is malformed."));
    if (request.path == "*" && request.method == Method::options) return conclude(no_content());
    if (route) return begin_body(*route);
    if (match_.upgrade) {
        Response response = problem(426, "This address speaks WebSocket.");
        response.headers.add("Upgrade", "websocket");
        return conclude(std::move(response));
    }
    if (match_.allowed.empty()) return conclude(problem(404, "There is nothing at this address."));
    Response response =
        request.method == Method::options ? no_content() : problem(405, "Another method is needed here.");
    response.headers.add("Allow", match_.allowed);
    conclude(std::move(response));
}

void Connection::begin_body(const Route& route) {
    Request& request = reader_->request;
    const bool uploads = std::holds_alternative<UploadHandler>(route.handler);
    body_bytes_max_ = uploads ? route.body_bytes_max : std::min(route.body_bytes_max, hub_.limits.body_bytes);
    const auto length = reader_->content_length();
    if (length && *length > body_bytes_max_) {
        return conclude(
            problem(413, "The body may have " + std::to_string(body_bytes_max_) + " bytes at most."));
    }
    const std::string_view expect = request.header("expect");
    if (!expect.empty() && !equal_ignoring_case(expect, "100-continue")) {
        return refuse(problem(417, "That expectation is not known."));
    }
    if (const auto* upload = std::get_if<UploadHandler>(&route.handler)) {
        std::expected<std::unique_ptr<BodySink>, Response> sink = std::unexpected(problem(500));
        guarded(number_, [&] {
            sink = (*upload)(request, [weak = weak_from_this()] {
                if (const auto self = weak.lock()) self->resume();
            });
        });
        if (!sink) return conclude(std::move(sink).error());
        sink_ = std::move(*sink);
        taking_ = Taking::sink;
    } else if (length && *length > 0) {
        if (hub_.held_body_bytes + *length > hub_.limits.held_body_bytes) {
            Response response = problem(503, "Too many bodies are on their way at once.");
            response.headers.add("Retry-After", "1");
            return conclude(std::move(response));
        }
        request.body.reserve(std::min<std::size_t>(*length, discarded_bytes_max));
    }
    continue_due_ = !expect.empty() && !reader_->http_1_0() && !reader_->is_done() && begin_ == end_;
}

std::size_t Connection::take_body(std::string_view bytes) {
    body_bytes_ += bytes.size();
    if (body_bytes_ > body_bytes_max_) {
        refuse(problem(413, "The body may have " + std::to_string(body_bytes_max_) + " bytes at most."));
        return 0;
    }
    if (taking_ == Taking::collect) {
        held_bytes_ += bytes.size();
        hub_.held_body_bytes += bytes.size();
        if (hub_.held_body_bytes > hub_.limits.held_body_bytes) {
            Response response = problem(503, "Too many bodies are on their way at once.");
            response.headers.add("Retry-After", "1");
            refuse(std::move(response));
            return 0;
        }
        reader_->request.body.append(bytes);
    } else if (taking_ == Taking::sink) {
        std::expected<BodySink::Flow, Response> flow = std::unexpected(problem(500));
        resumed_ = false;
        guarded(number_, [&] { flow = sink_->on_chunk(bytes); });
        if (!flow) {
            refuse(std::move(flow).error());
            return 0;
        }
        // A sink that was quick may have called Resume already.
        paused_ = *flow == BodySink::Flow::pause && !resumed_;
    }
    return bytes.size();
}

/// Answers a request whose handler is not to run. A small body is let pass first; a large one, or one that the client
/// holds back until it is asked for, costs the connection.
void Connection::conclude(Response response) {
    const auto length = reader_->content_length();
    const bool small = !reader_->chunked() && length.value_or(0) <= discarded_bytes_max;
    if (!small || reader_->request.headers.has("expect")) return refuse(std::move(response));
    verdict_ = std::move(response);
    taking_ = Taking::discard;
    body_bytes_max_ = discarded_bytes_max;
}

/// Makes this the answer to the request being read, and the connection's last; its body stays unread.
void Connection::refuse(Response response) {
    queue_.close_after(number_);
    state_ = State::draining;
    unread_ = true;
    answer(number_, std::move(response));
}

/// Like refuse(), also for a request of which not even the head was understood.
void Connection::reject(int status, std::string_view detail) {
    if (!head_done_) {
        Exchange exchange;
        exchange.method = Method::other;
        exchange.began = began_;
        exchange.secure = transport_.encrypted();
        number_ = queue_.push(std::move(exchange), ResponseQueue::After::close, false);
    }
    refuse(problem(status, detail));
    forget_request();
}

void Connection::on_complete() {
    const std::uint64_t number = number_;
    const Route* route = upgrades_ ? match_.upgrade : match_.route;
    std::optional<Response> verdict = std::exchange(verdict_, std::nullopt);
    std::unique_ptr<BodySink> sink = std::move(sink_);
    Request request = std::move(reader_->request);
    forget_request();
    if (last_) state_ = State::draining;

    if (verdict) return answer(number, std::move(*verdict));
    Responder responder(weak_from_this(), number);
    guarded(number, [&] {
        if (sink) {
            sink->on_end(std::move(responder));
        } else if (const auto* handler = std::get_if<Handler>(&route->handler)) {
            (*handler)(std::move(request), std::move(responder));
        } else if (const auto* upgrader = std::get_if<UpgradeHandler>(&route->handler)) {
            upgrade(std::move(request), std::move(responder), *upgrader);
        }
    });
}

void Connection::upgrade(Request request, Responder responder, const UpgradeHandler& handler) {
    if (request.header("sec-websocket-version") != "13") {
        Response response = problem(426, "Only version 13 of WebSocket is spoken here.");
        response.headers.add("Sec-WebSocket-Version", "13");
        return responder(std::move(response));
    }
    // Bytes behind the handshake cannot be frames yet: an honest client waits for the answer.
    if (!is_websocket_key(request.header("sec-websocket-key")) || begin_ != end_) {
        return responder(problem(400, "The WebSocket handshake is malformed."));
    }
    state_ = State::upgrading;
    upgrade_key_ = request.header("sec-websocket-key");
    opened_ = std::make_shared<SocketOpened>();
    handler(std::move(request), Upgrade(std::move(responder), opened_));
}

/// Ends the reading of the present request, whether it was complete, broken off or refused.
void Connection::forget_request() {
    hub_.held_body_bytes -= std::exchange(held_bytes_, 0);
    verdict_.reset();
    reader_.reset();
    head_done_ = false;
    paused_ = false;
    continue_due_ = false;
    // Last, since a sink's destructor is somebody else's code.
    sink_.reset();
}

} // namespace plaint::net
