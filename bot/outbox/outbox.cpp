#include "bot/outbox/outbox.hpp"

#include "bot/outbox/destinations.hpp"
#include "bot/outbox/schedule.hpp"
#include "bot/support/webhook_signature.hpp"
#include "storage/waiting.hpp"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace plaint::outbox {

namespace {

using storage::EventState;
using storage::LeasedEvent;
using storage::Settlement;
using support::Count;
using support::Field;
using support::field;
using Steady = std::chrono::steady_clock;

// How an attempt ended.
struct Delivered {};
struct Failed {
    std::string problem;
    std::optional<Millis> asked_wait = std::nullopt; // by the receiver
};
struct Hopeless {
    std::string problem;
};
struct Refused {
    std::string problem; // the receiver wants neither this event nor any other
};
struct Cancelled {};
struct LeaseLost {};
struct NotTried {}; // the receiver hangs, and somebody waits for it already
using Outcome = std::variant<Delivered, Failed, Hopeless, Refused, Cancelled, LeaseLost, NotTried>;

// How long an event waits that found its receiver hanging: about as long as the delivery it would stand behind takes.
constexpr Millis wait_for_receiver = 30'000;

Outcome outcome_of(const std::expected<Response, TransportProblem>& response, Millis now) {
    constexpr int gone = 410;
    if (!response) {
        switch (response.error().fault) {
        case TransportFault::cancelled: return Cancelled{};
        default: return Failed{response.error().what};
        }
    }
    const int status = response->status;
    if (status >= 200 && status < 300) return Delivered{};
    if (status == gone) return Refused{"410: the receiver wants no more"};
    if (status >= 300 && status < 400) return Failed{std::to_string(status) + ": redirects are not followed"};
    return Failed{std::to_string(status) + " from the receiver", retry_after(response->retry_after, now)};
}

Destinations::Result result_of(const std::expected<Response, TransportProblem>& response) {
    if (response) return Destinations::Result::answered;
    switch (response.error().fault) {
    case TransportFault::timed_out: return Destinations::Result::hung;
    case TransportFault::cancelled: return Destinations::Result::not_asked;
    default: return Destinations::Result::answered;
    }
}

} // namespace

struct Outbox::State {
    storage::Store& store;
    Transport& transport;
    const support::Clock& clock;
    Renderer renderer;
    OutboxSettings settings;
    support::Log& log;
    support::Metrics& metrics;

    Destinations destinations;
    std::vector<std::thread> workers;
    std::mutex mutex;
    std::condition_variable changed;
    std::uint64_t wakes = 0;
    std::size_t running = 0; // workers that have not ended
    bool stopping = false;

    bool run_once();
    Outcome attempt(const LeasedEvent& leased, Steady::time_point lease_end);
    Outcome render_and_deliver(const LeasedEvent& leased, Steady::time_point lease_end,
                               Destinations::Result& result);
    Outcome deliver(const LeasedEvent& leased, const Delivery& delivery, Destinations::Result& result);
    void settle(const LeasedEvent& leased, const Outcome& outcome);
    void work(std::size_t number);
    void wake();
};

// Takes one event through: lease, render, send, settle.
bool Outbox::State::run_once() {
    const auto lease_end = settings.steady() + settings.lease;
    const auto leased = storage::wait_for<std::vector<LeasedEvent>>(
        [&](auto answer) { store.lease(clock.now(), settings.lease.count(), 1, std::move(answer)); });
    if (!leased) {
        metrics.add(Count::store_faults);
        log.error("outbox_lease_failed", {field(Field::error, leased.error().what)});
        return false;
    }
    if (leased->empty()) return false;
    // Where one is due there may be more: the next worker looks while this one is busy.
    wake();
    metrics.change(support::Level::deliveries_running, 1);
    const auto begin = Steady::now();
    const Outcome outcome = attempt(leased->front(), lease_end);
    metrics.observe(support::Timing::delivery, std::chrono::duration<double>(Steady::now() - begin).count());
    metrics.change(support::Level::deliveries_running, -1);
    settle(leased->front(), outcome);
    return true;
}

Outcome Outbox::State::attempt(const LeasedEvent& leased, Steady::time_point lease_end) {
    const std::string& destination = leased.event.destination;
    if (destinations.enter(destination) == Destinations::Entry::postponed) return NotTried{};
    Destinations::Result result = Destinations::Result::not_asked;
    Outcome outcome = render_and_deliver(leased, lease_end, result);
    destinations.leave(destination, result);
    return outcome;
}

Outcome Outbox::State::render_and_deliver(const LeasedEvent& leased, Steady::time_point lease_end,
                                          Destinations::Result& result) {
    const auto begin = Steady::now();
    const auto rendering = renderer(leased);
    metrics.observe(support::Timing::package, std::chrono::duration<double>(Steady::now() - begin).count());
    if (!rendering) {
        const RenderFault& fault = rendering.error();
        if (fault.hangs) result = Destinations::Result::hung;
        if (fault.cancelled) return Cancelled{};
        if (fault.remedy == Remedy::none) return Hopeless{fault.what};
        return Failed{fault.what, retry_after(fault.retry_after, clock.now())};
    }
    const auto* delivery = std::get_if<Delivery>(&*rendering);
    if (!delivery) {
        result = Destinations::Result::answered;
        return Delivered{};
    }
    // Another worker may hold the event by the time the request ends: two would then deliver it side by side, and
    // the next event of the case could overtake this one.
    if (lease_end - settings.steady() < settings.request_most) return LeaseLost{};
    return deliver(leased, *delivery, result);
}

Outcome Outbox::State::deliver(const LeasedEvent& leased, const Delivery& delivery,
                               Destinations::Result& result) {
    const std::int64_t timestamp = clock.now() / 1'000;
    const std::string& id = leased.event.id.text;
    auto signature = support::standard_webhooks_signature(delivery.secret, id, timestamp, delivery.body);
    if (!signature) return Hopeless{"the receiver's secret has not the form of one"};
    const Request request{.url = delivery.url,
                          .headers = {{"webhook-id", id},
                                      {"webhook-timestamp", std::to_string(timestamp)},
                                      {"webhook-signature", *std::move(signature)}},
                          .body = delivery.body,
                          .reach = delivery.reach};
    const auto response = transport.send(request);
    result = result_of(response);
    return outcome_of(response, clock.now());
}

void Outbox::State::settle(const LeasedEvent& leased, const Outcome& outcome) {
    std::uint32_t attempts = leased.attempts + 1;
    const Millis now = clock.now();
    Settlement settlement{leased.event.id, leased.lease, EventState::delivered, 0, ""};
    Count count = Count::deliveries_delivered;
    const char* shown = "delivered";
    const auto again_at = [&](Millis due_at, std::string problem) {
        settlement.state = EventState::due;
        settlement.due_at = due_at;
        settlement.problem = std::move(problem);
        count = Count::deliveries_retried;
        shown = "retry";
    };
    // An event never dies of an attempt that was not made, nor waits longer for it later.
    bool tried = true;
    const auto untried_until = [&](Millis due_at, std::string problem) {
        again_at(due_at, std::move(problem));
        settlement.attempt = Settlement::Attempt::not_made;
        --attempts;
        tried = false;
    };
    const auto dead = [&](std::string problem) {
        settlement.state = EventState::dead;
        settlement.problem = std::move(problem);
        count = Count::deliveries_dead;
        shown = "dead";
    };

    if (std::holds_alternative<LeaseLost>(outcome)) {
        metrics.add(Count::deliveries_lease_lost);
        log.warning("delivery_lease_lost", {field(Field::event_id, leased.event.id)});
        untried_until(now + wait_for_receiver, "not tried: its package took too long to make");
    } else if (const auto* failed = std::get_if<Failed>(&outcome)) {
        const auto wait = wait_after(attempts, leased.event.id.text);
        if (wait)
            again_at(now + std::max(*wait, failed->asked_wait.value_or(0)), failed->problem);
        else
            dead(failed->problem);
    } else if (const auto* hopeless = std::get_if<Hopeless>(&outcome)) {
        dead(hopeless->problem);
    } else if (const auto* refused = std::get_if<Refused>(&outcome)) {
        settlement.state = EventState::refused;
        settlement.problem = refused->problem;
        count = Count::deliveries_refused;
        shown = "refused";
    } else if (std::holds_alternative<Cancelled>(outcome)) {
        untried_until(now, "stopped while it was under way");
    } else if (std::holds_alternative<NotTried>(outcome)) {
        untried_until(now + wait_for_receiver,
                      "not tried: the receiver does not answer, and another event waits for it");
    }

    const auto held =
        storage::wait_for<bool>([&](auto answer) { store.settle(settlement, std::move(answer)); });
    if (!held) {
        // The lease runs out, and the event is delivered again: at least once, not exactly.
        metrics.add(Count::store_faults);
        log.error("delivery_not_settled",
                  {field(Field::event_id, leased.event.id), field(Field::error, held.error().what)});
        return;
    }
    if (!tried) {
        log.debug("delivery_postponed", {field(Field::event_id, leased.event.id),
                                         field(Field::destination, leased.event.destination),
                                         field(Field::error, settlement.problem)});
        return;
    }
    if (!*held) {
        count = Count::deliveries_lease_lost;
        shown = "lease_lost";
    }
    metrics.add(count);
    const auto entries = {field(Field::event_id, leased.event.id),
                          field(Field::event_type, leased.event.type),
                          field(Field::destination, leased.event.destination),
                          field(Field::case_number, leased.event.number),
                          field(Field::attempt, attempts),
                          field(Field::outcome, shown),
                          field(Field::error, settlement.problem)};
    if (count == Count::deliveries_delivered)
        log.info("delivery", entries);
    else
        log.warning("delivery", entries);
    // From now on nothing is sent there, until somebody replays an event.
    if (count == Count::deliveries_refused)
        log.error("destination_disabled", {field(Field::destination, leased.event.destination),
                                           field(Field::event_id, leased.event.id)});
}

void Outbox::State::wake() {
    {
        const std::lock_guard lock(mutex);
        ++wakes;
    }
    changed.notify_one();
}

void Outbox::State::work(std::size_t number) {
    // OpenSSL writes to sockets without MSG_NOSIGNAL: a receiver that hangs up must not end the program.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);

    std::unique_lock lock(mutex);
    while (!stopping) {
        const std::uint64_t seen = wakes;
        lock.unlock();
        const bool found = run_once();
        lock.lock();
        if (found) continue;
        const auto woken = [&] { return stopping || wakes != seen; };
        // One worker looks regularly for what has become due with time; the others are woken by it.
        if (number == 0)
            changed.wait_for(lock, settings.poll, woken);
        else
            changed.wait(lock, woken);
    }
    --running;
    lock.unlock();
    changed.notify_all();
}

Outbox::Outbox(storage::Store& store, Transport& transport, const support::Clock& clock, Renderer renderer,
               OutboxSettings settings, support::Log& log, support::Metrics& metrics)
    : state_(new State{
          store, transport, clock, std::move(renderer), std::move(settings), log, metrics, {}, {}, {}, {}}) {}

Outbox::~Outbox() { stop(); }

void Outbox::start() {
    const std::lock_guard lock(state_->mutex);
    if (state_->stopping || !state_->workers.empty()) return;
    for (std::size_t i = 0; i < state_->settings.workers; ++i) {
        ++state_->running;
        state_->workers.emplace_back([this, i] { state_->work(i); });
    }
}

void Outbox::wake() { state_->wake(); }

void Outbox::stop(std::chrono::milliseconds grace) {
    {
        std::unique_lock lock(state_->mutex);
        state_->stopping = true;
        state_->changed.notify_all();
        if (!state_->changed.wait_for(lock, grace, [this] { return state_->running == 0; }))
            state_->transport.cancel();
    }
    for (std::thread& worker : state_->workers)
        if (worker.joinable()) worker.join();
}

bool Outbox::run_once() { return state_->run_once(); }

} // namespace plaint::outbox
