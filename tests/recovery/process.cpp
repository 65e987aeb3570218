#include "tests/recovery/process.hpp"

#include "adapters/centre/event_renderer.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/conversation/call_events.hpp"
#include "bot/conversation/turn_line.hpp"

#include <chrono>
#include <memory>
#include <utility>

namespace plaint::tests {
namespace {

constexpr support::Millis poll = 1'000;

std::unexpected<outbox::RenderFault> fault(outbox::Remedy remedy, std::string what) {
    return std::unexpected(outbox::RenderFault{remedy, std::move(what)});
}

} // namespace

Process::Process(const Around& around)
    : around_(around),
      store_(around.disk, around.chance, around.weather, around.promises, ShakyCalls::Calls::queued),
      patient_(around.disk, around.chance, around.weather, around.promises, ShakyCalls::Calls::awaited),
      post_([this](std::move_only_function<void()> task) { tasks_.push_back(std::move(task)); }),
      // The library is the world's, and outlives every process.
      shelf_(library::Edition(library::Edition(), &around.library)),
      casework_(store_, around.config, post_),
      conversation_({shelf_, store_, casework_, around.clock, around.config, support::silent_log(), metrics_,
                     std::string(32, 'k'), post_,
                     [this] {
                         for (Worker& worker : workers_) worker.rests_until = 0;
                     }}),
      journal_({store_, around.clock, support::silent_log(), post_}),
      review_({store_, conversation_, journal_, around.clock, support::silent_log(), post_, [] {}}),
      packages_({patient_, around.files, conversation::turn_line}, around.packages),
      wire_(around.receivers, around.packages),
      outbox_(
          patient_, wire_, around.clock,
          [this,
           others = centre::event_renderer(around.config, packages_)](const storage::LeasedEvent& leased) {
              return leased.event.type == conversation::event_recording ? fetch(leased.event)
                                                                        : others(leased);
          },
          {.lease = std::chrono::milliseconds(2 * Receivers::request_most + 20'000),
           .request_most = std::chrono::milliseconds(Receivers::request_most),
           .steady =
               [&clock = around.clock] {
                   return std::chrono::steady_clock::time_point(std::chrono::milliseconds(clock.now()));
               }},
          support::silent_log(), metrics_),
      housekeeper_(patient_, around.files, around.clock, support::silent_log(), metrics_, {}),
      workers_(3) {
    for (Worker& worker : workers_) begin_worker(worker);
}

void Process::begin_worker(Worker& worker) {
    worker.fiber = std::make_unique<Fiber>([this, &worker] {
        for (;;) {
            if (std::exchange(worker.housekeeping, false)) housekeeper_.round();
            if (!outbox_.run_once()) {
                worker.rests_until = around_.clock.now() + poll;
                Fiber::await();
            }
        }
    });
}

bool Process::run_task() {
    if (tasks_.empty()) return false;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    task();
    return true;
}

bool Process::step_worker() {
    Worker& worker = around_.chance.one_of(workers_);
    if (worker.rests_until > around_.clock.now()) return false;
    worker.fiber->resume();
    return true;
}

// Audio that the provider keeps comes to the session as the program's own adapter brings it: stored first, then kept.
std::expected<outbox::Rendering, outbox::RenderFault> Process::fetch(const storage::EventRecord& event) {
    const auto name = conversation::turn_of(event);
    if (!name) return fault(outbox::Remedy::none, "the event does not name its turn");
    const auto turn = casework::wait_for<std::optional<storage::TurnRecord>>(
        [&](auto answer) { patient_.turn(name->conversation, name->external_id, std::move(answer)); });
    if (!turn) return fault(outbox::Remedy::retry, turn.error().what);
    if (!*turn) return fault(outbox::Remedy::none, std::string(Receivers::not_kept));
    const auto order = conversation::recording_in(**turn);
    if (!order) return fault(outbox::Remedy::none, "the turn of a recording cannot be read");
    auto writer = around_.files.create(order->session).value();
    writer->write("what was said in " + order->id).value();
    const storage::StoredFile stored = writer->finish().value();

    using Outcome = std::expected<conversation::Reply, conversation::Refusal>;
    const auto kept = std::make_shared<std::optional<Outcome>>();
    post_([this, kept, order = *order, stored] {
        conversation_.keep(order.session, order.id,
                           {stored.sha256, order.id + ".wav", "audio/wav", stored.size_bytes},
                           [this, kept](const Outcome& outcome) {
                               if (outcome) around_.promises.replied(std::nullopt, *outcome);
                               kept->emplace(outcome);
                           });
    });
    while (!*kept) Fiber::await();
    if (**kept) return outbox::Done{};
    if ((**kept).error() == conversation::Refusal::unknown)
        return fault(outbox::Remedy::none, std::string(Receivers::not_kept));
    return fault(outbox::Remedy::retry, "the recording was not kept");
}

// On the thread of a worker, when it is free.
void Process::keep_house() {
    workers_.front().housekeeping = true;
    workers_.front().rests_until = 0;
}

} // namespace plaint::tests
