#pragma once

#include "bot/casework/casework.hpp"
#include "bot/casework/housekeeper.hpp"
#include "bot/casework/packages.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/outbox/outbox.hpp"
#include "bot/review/review.hpp"
#include "bot/support/metrics.hpp"
#include "tests/recovery/fiber.hpp"
#include "tests/recovery/receivers.hpp"
#include "tests/recovery/shaky_store.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace plaint::tests {

// One run of the program from its start to its death, wired as the program wires itself, without adapters: messages come
// to its conversation, officers to its review, and deliveries leave through its transport. It does nothing but what
// run_task() and the steps let it do.
class Process {
  public:
    // All of it outlives the process, as disk, clock and network do.
    struct Around {
        const library::Library& library;
        const support::Config& config;
        support::FakeClock& clock;
        Chance& chance;
        const Weather& weather;
        Promises& promises;
        Receivers& receivers;
        storage::Store& disk;
        storage::Files& files;
        std::string packages; // folder
    };
    explicit Process(const Around& around);

    conversation::Conversation& conversation() { return conversation_; }
    review::Review& review() { return review_; }
    storage::Store& store() { return store_; }
    const support::Metrics& metrics() const { return metrics_; }

    // Goes on at one of the places where something waits; false when nothing does there.
    bool run_task();
    bool step_store() { return store_.step(); }
    bool step_worker();
    void keep_house();

    // Nothing is on its way in it.
    bool idle() const { return tasks_.empty() && store_.idle() && conversation_.waiting() == 0; }

  private:
    class Wire final : public outbox::Transport {
      public:
        Wire(Receivers& receivers, std::string packages)
            : receivers_(receivers), packages_(std::move(packages)) {}
        std::expected<outbox::Response, outbox::TransportProblem>
        send(const outbox::Request& request) override {
            return receivers_.receive(request, packages_);
        }
        void cancel() override {}

      private:
        Receivers& receivers_;
        std::string packages_;
    };
    struct Worker {
        support::Millis rests_until = 0;
        bool housekeeping = false;
        std::unique_ptr<Fiber> fiber;
    };
    void begin_worker(Worker& worker);
    std::expected<outbox::Rendering, outbox::RenderFault> fetch(const storage::EventRecord& event);

    Around around_;
    support::Metrics metrics_;
    std::deque<std::move_only_function<void()>> tasks_;
    ShakyStore store_;   // of the thread of the turns
    ShakyStore patient_; // of the threads that block
    casework::Casework::Post post_;
    library::Shelf shelf_;
    casework::Casework casework_;
    conversation::Conversation conversation_;
    review::Journal journal_;
    review::Review review_;
    casework::Packages packages_;
    Wire wire_;
    outbox::Outbox outbox_;
    casework::Housekeeper housekeeper_;
    std::vector<Worker> workers_; // last: they work with all of the above
};

} // namespace plaint::tests
