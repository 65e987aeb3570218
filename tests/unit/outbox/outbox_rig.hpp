#pragma once

#include "bot/outbox/outbox.hpp"
#include "bot/support/clock.hpp"
#include "storage/memory/memory_store.hpp"

#include <deque>
#include <mutex>
#include <string>
#include <vector>

// A store with cases in it, a receiver that answers as it is told, and an outbox between them.
namespace plaint::outbox::rig {

inline constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

class FakeTransport : public Transport {
  public:
    using Answer = std::expected<Response, TransportProblem>;

    std::expected<Response, TransportProblem> send(const Request& request) override;
    void cancel() override {}

    // The next answers, in order; when there are none left, 200.
    std::deque<Answer> answers;
    // Called in the middle of each request, on its thread.
    std::function<void(const Request&)> meanwhile;
    std::vector<Request> sent;
    std::mutex mutex;
};

std::string header(const Request& request, const std::string& name);
Response status(int code, std::string retry_after = "");
std::unexpected<TransportProblem> fault(TransportFault fault, std::string what = "");

struct Rig {
    support::FakeClock clock{1'767'571'200'000};
    std::unique_ptr<storage::MemoryStore> store;
    FakeTransport transport;
    support::Metrics metrics;
    std::vector<std::string> rendered; // event ids
    Renderer renderer;
    std::unique_ptr<Outbox> outbox;

    explicit Rig(storage::MemoryStore::Answering answering = storage::MemoryStore::Answering::at_once,
                 OutboxSettings settings = {});

    // A case, once for each number, and an event of it.
    void add_case(const std::string& number);
    void add_event(const std::string& id, const std::string& number,
                   const std::string& destination = "centre");
    storage::EventStatus event(const std::string& id);
    // Until nothing is due at the present time; returns how many events were taken.
    int drain();
};

} // namespace plaint::outbox::rig
