#pragma once

#include "bot/outbox/transport.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/log.hpp"
#include "bot/support/metrics.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <variant>

// The outbox: takes due events from the store and brings them to their receivers, at least once, in order per case
// and receiver, under an id that never changes.
namespace plaint::outbox {

// A signed event (Standard Webhooks) for one receiver.
struct Delivery {
    std::string url;
    std::string secret; // "whsec_…"
    std::string body;   // the same bytes for each attempt, as far as the renderer can help it
    Reach reach = Reach::public_addresses;
};
// The work is done already: a time-stamp fetched, a file scanned.
struct Done {};
using Rendering = std::variant<Delivery, Done>;

enum class Remedy { retry, none };
struct RenderFault {
    Remedy remedy = Remedy::retry;
    std::string what;   // for the delivery ledger
    bool hangs = false; // the other side kept the renderer waiting; until it answers, one at a time asks it
    bool cancelled = false;  // the program is stopping: no attempt was made
    std::string retry_after; // the header, where the other side sent one
};

// Makes what an event sends, on a thread of the outbox's own, so it may take its time: packaging happens here. Called
// once for each attempt, from several threads at once.
using Renderer = std::function<std::expected<Rendering, RenderFault>(const storage::LeasedEvent&)>;

struct OutboxSettings {
    std::uint32_t workers = 4;
    // Longer than rendering and a whole request together; an event of a program that died waits for so long.
    std::chrono::milliseconds lease{180'000};
    // How much of the lease must be left when a request begins.
    std::chrono::milliseconds request_most{30'000};
    std::chrono::milliseconds poll{1'000};
    // Tells how much of a lease is left; a simulation brings its own.
    std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
};

class Outbox {
  public:
    // All that is borrowed outlives the outbox.
    Outbox(storage::Store& store, Transport& transport, const support::Clock& clock, Renderer renderer,
           OutboxSettings settings, support::Log& log, support::Metrics& metrics);
    ~Outbox(); // stops
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    void start();
    // Says that events may have become due; cheap, from any thread, and forgotten by nobody: a wake that comes while
    // all workers are busy is heard by the first that is not.
    void wake();
    // Lets deliveries under way finish for so long, cancels the rest, and joins the workers. An event that was
    // cancelled is due again at once.
    void stop(std::chrono::milliseconds grace = std::chrono::milliseconds(5'000));

    // Takes one due event and settles it, on the calling thread; false when none is due. For simulations, which
    // have no other threads.
    bool run_once();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace plaint::outbox
