#include "tests/recovery/receivers.hpp"

#include "bot/casework/hand_over.hpp"
#include "bot/casework/package.hpp"
#include "bot/casework/package_check.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/conversation/call_events.hpp"
#include "bot/support/webhook_signature.hpp"
#include "tests/recovery/fiber.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

namespace plaint::tests {

using outbox::Request;
using outbox::Response;
using outbox::TransportFault;
using outbox::TransportProblem;
using storage::EventState;

struct Receivers::Announced {
    std::string type, number, manifest_sha256;
    std::uint32_t version = 0;

    std::string text() const { return type + " " + number + " " + std::to_string(version); }
};

// While it lives, a request is on its way.
class Receivers::UnderWay {
  public:
    // What staff wants delivered again may come beside another event of its case.
    UnderWay(Receivers& receivers, std::string receiver, std::string number, bool is_replay)
        : receivers_(receivers), line_(std::move(receiver), std::move(number)), is_replay_(is_replay) {
        if (!is_replay_ && !receivers_.under_way_.insert(line_).second)
            receivers_.promises_.broken("two events of " + line_.second + " are on their way to " +
                                        line_.first + " at once");
        deadline_ = receivers_.deadlines_.insert(receivers_.clock_.now() + request_most);
    }
    ~UnderWay() {
        if (!is_replay_) receivers_.under_way_.erase(line_);
        receivers_.deadlines_.erase(deadline_);
    }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

    bool too_long() const { return receivers_.clock_.now() + 1 >= *deadline_; }

  private:
    Receivers& receivers_;
    std::pair<std::string, std::string> line_;
    bool is_replay_;
    std::multiset<support::Millis>::iterator deadline_;
};

namespace {

std::string header(const Request& request, std::string_view name) {
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return "";
}

std::unexpected<TransportProblem> problem(TransportFault fault) {
    return std::unexpected(TransportProblem{fault, "the receiver was told to fail"});
}

} // namespace

Receivers::Receivers(const support::Config& config, Chance& chance, const support::Clock& clock,
                     storage::Store& disk, Promises& promises)
    : chance_(chance), clock_(clock), disk_(disk), promises_(promises) {
    for (const support::HandOver& one : config.hand_over)
        bodies_.push_back({.name = one.name, .url = one.url, .secret = one.secret});
    if (!chance.permille(300)) return;
    // What is for it dies after the last attempt.
    Body& hopeless = chance.one_of(bodies_);
    hopeless.is_hopeless = true;
    hopeless.mood = chance.permille(500) ? Mood::away : Mood::failing;
}

std::expected<Response, TransportProblem> Receivers::receive(const Request& request,
                                                             const std::string& packages) {
    const auto body = std::ranges::find(bodies_, request.url, &Body::url);
    const auto json = nlohmann::json::parse(request.body, nullptr, false);
    if (body == bodies_.end() || !json.is_object()) {
        promises_.broken("a delivery that nobody can read");
        return problem(TransportFault::refused);
    }
    const auto data = json.value("data", nlohmann::json::object());
    const Announced announced{.type = json.value("type", ""),
                              .number = data.value("case", ""),
                              .manifest_sha256 = data.value("manifest_sha256", ""),
                              .version = data.value("version", 0U)};
    const std::string id = header(request, "webhook-id");
    const UnderWay under_way(*this, body->name, announced.number,
                             promises_.was_replayed(storage::EventId(id)));
    look_at_order(id, *body);
    Fiber::await();
    const auto linger = [&](std::size_t most) {
        for (std::size_t left = chance_.below(most + 1); left > 0 && !under_way.too_long(); --left)
            Fiber::await();
    };
    switch (body->mood) {
    case Mood::away: return problem(TransportFault::unreachable);
    case Mood::failing: return Response{.status = 500};
    case Mood::busy: return Response{.status = 429, .retry_after = std::to_string(chance_.below(120))};
    case Mood::redirecting: return Response{.status = 302};
    case Mood::gone: return Response{.status = 410};
    case Mood::hanging:
        if (chance_.permille(300)) take(*body, request, announced, packages);
        while (!under_way.too_long()) Fiber::await();
        return problem(TransportFault::timed_out);
    case Mood::losing:
        take(*body, request, announced, packages);
        linger(2);
        return problem(TransportFault::broken);
    case Mood::slow: linger(20); break;
    case Mood::well: linger(1); break;
    }
    take(*body, request, announced, packages);
    linger(2);
    return Response{.status = chance_.permille(500) ? 200 : 204};
}

void Receivers::change() {
    constexpr std::pair<Mood, std::size_t> likely[] = {
        {Mood::well, 6},    {Mood::slow, 3},   {Mood::failing, 2},     {Mood::busy, 1}, {Mood::away, 2},
        {Mood::hanging, 2}, {Mood::losing, 2}, {Mood::redirecting, 1}, {Mood::gone, 1}};
    std::size_t all = 0;
    for (const auto& [mood, weight] : likely) all += weight;
    std::size_t at = chance_.below(all);
    Body& body = chance_.one_of(bodies_);
    if (body.is_hopeless) return;
    for (const auto& [mood, weight] : likely) {
        if (at < weight) {
            body.mood = mood;
            return;
        }
        at -= weight;
    }
}

void Receivers::calm() {
    for (Body& body : bodies_) body.mood = Mood::well;
}

support::Millis Receivers::next_deadline() const {
    return deadlines_.empty() ? INT64_MAX : *deadlines_.begin();
}

std::vector<storage::EventStatus> Receivers::events() {
    return casework::wait_for<std::vector<storage::EventStatus>>(
               [&](auto answer) { disk_.events(std::nullopt, 1'000'000, std::move(answer)); })
        .value();
}

// What is older of the same case is settled; but what staff wants delivered again comes late by its nature.
void Receivers::look_at_order(const std::string& id, const Body& body) {
    const auto all = events();
    const auto own =
        std::ranges::find(all, id, [](const storage::EventStatus& one) { return one.event.id.text; });
    if (own == all.end()) return promises_.broken("a delivery under an id that no event has: " + id);
    for (auto one = all.begin(); one != own; ++one) {
        const bool same_line = one->event.number == own->event.number && one->event.destination == body.name;
        const bool settled = one->state != EventState::due && one->state != EventState::leased;
        if (same_line && !settled && !promises_.was_replayed(one->event.id))
            promises_.broken("event " + id + " of " + own->event.number.text + " overtakes another");
    }
}

void Receivers::take(Body& body, const Request& request, const Announced& announced,
                     const std::string& packages) {
    ++taken_;
    const std::string id = header(request, "webhook-id");
    const std::string timestamp = header(request, "webhook-timestamp");
    std::int64_t seconds = 0;
    std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
    if (support::standard_webhooks_signature(body.secret, id, seconds, request.body) !=
        header(request, "webhook-signature"))
        promises_.broken("a delivery with a wrong signature: " + id);
    const auto [known, fresh] = body.bodies.try_emplace(id, request.body);
    if (known->second != request.body) promises_.broken("a repeated delivery says something else: " + id);
    if (body.ids.try_emplace(announced.text(), id).first->second != id)
        promises_.broken("a fact is delivered under two ids: " + announced.text());
    if (fresh && announced.type != casework::event_reassigned) look_at_package(announced, packages);
}

void Receivers::look_at_package(const Announced& announced, const std::string& packages) {
    const std::string name =
        casework::package_name(storage::CaseNumber(announced.number), announced.version) + ".zip";
    const auto checked = casework::verify_package(packages + "/" + name);
    if (!checked)
        return promises_.broken("a package is not whole: " + name + ": " + checked.error().front().what);
    if (checked->manifest_sha256 != announced.manifest_sha256 || checked->number != announced.number ||
        checked->version != announced.version)
        promises_.broken("a package is not the one that was announced: " + name);
}

bool Receivers::is_over(const storage::EventStatus& event) {
    const bool gone = event.state == EventState::dead && event.last_problem == not_kept;
    return gone || event.state == EventState::delivered;
}

// What was fetched is kept with its session, once, under the provider's name for it.
void Receivers::look_at_recording(const storage::EventStatus& event) {
    if (event.state != EventState::delivered) return;
    const std::string& order = event.event.number.text;
    const std::size_t colon = order.find(':');
    const storage::ConversationId kept("kept:" + order.substr(0, colon));
    const auto session = casework::wait_for<std::optional<storage::SessionRecord>>(
        [&](auto answer) { disk_.session(storage::SessionId(order.substr(0, colon)), std::move(answer)); });
    const auto turn = casework::wait_for<std::optional<storage::TurnRecord>>(
        [&](auto answer) { disk_.turn(kept, order.substr(colon + 1), std::move(answer)); });
    if (session.value() && !turn.value()) promises_.broken("a recording is lost: " + order);
}

void Receivers::look_at_events() {
    for (const storage::EventStatus& one : events()) {
        if (!is_over(one))
            promises_.broken("event " + one.event.id.text + " is not settled: " + one.last_problem);
        if (one.event.type == conversation::event_recording) {
            look_at_recording(one);
            continue;
        }
        const std::string& id = one.event.id.text;
        const auto body = std::ranges::find(bodies_, one.event.destination, &Body::name);
        if (body == bodies_.end() || !body->bodies.contains(id))
            promises_.broken("event " + id + " of " + one.event.number.text + " never came to " +
                             one.event.destination);
    }
}

} // namespace plaint::tests
