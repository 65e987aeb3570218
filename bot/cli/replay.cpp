#include "bot/casework/waiting.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/kept.hpp"
#include "bot/support/clock.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

struct ReplayOptions {
    KeptOptions kept;
    bool dead = false;
    std::string event;
};

constexpr std::uint32_t events_max = 10'000;

std::expected<bool, storage::Error> replay_one(storage::Store& store, const storage::EventId& id) {
    return casework::wait_for<bool>(
        [&](auto answer) { store.replay(id, support::SystemClock().now(), std::move(answer)); });
}

int replay(const ReplayOptions& options) {
    if (options.dead && !options.event.empty()) return complain("either --dead or one event, not both");
    const auto kept = options.kept.open();
    if (!kept) return unusable;
    if (!options.event.empty()) {
        const auto replayed = replay_one(*kept->store, storage::EventId(options.event));
        if (!replayed) return complain("the store: " + replayed.error().what);
        if (!*replayed) return complain(options.event + " is no event that was given up");
        std::cout << options.event << " is due again\n";
        return success;
    }
    std::vector<storage::EventStatus> given_up;
    for (const auto state : {storage::EventState::dead, storage::EventState::refused}) {
        const auto events = casework::wait_for<std::vector<storage::EventStatus>>(
            [&](auto answer) { kept->store->events(state, events_max, std::move(answer)); });
        if (!events) return complain("the store: " + events.error().what);
        given_up.insert(given_up.end(), events->begin(), events->end());
    }
    for (const storage::EventStatus& status : given_up) {
        const storage::EventRecord& event = status.event;
        if (options.dead) {
            const auto replayed = replay_one(*kept->store, event.id);
            if (!replayed) return complain("the store: " + replayed.error().what);
            if (*replayed) std::cout << event.id.text << " is due again\n";
            continue;
        }
        std::cout << event.id.text << "  " << event.type << "  " << event.number.text << " version "
                  << event.case_version << "  to " << event.destination << "  after " << status.attempts
                  << " attempts: " << status.last_problem;
        if (status.state == storage::EventState::refused)
            std::cout << "; nothing is sent to " << event.destination << " until this is replayed";
        std::cout << "\n";
    }
    return success;
}

} // namespace

void add_replay(CLI::App& program, int& code) {
    const auto options = std::make_shared<ReplayOptions>();
    CLI::App* command =
        program.add_subcommand("replay", "Lists the deliveries that were given up, or makes them due again");
    command->footer(
        "Without --dead or an event, only lists. A server that is running delivers what is due again within\n"
        "a second; each event keeps its id, so a receiver that had it after all knows it again.");
    command->add_option("EVENT", options->event, "One event, such as evt_…");
    command->add_flag("--dead", options->dead, "All that were given up");
    options->kept.add_to(*command);
    command->callback([options, &code] { code = replay(*options); });
}

} // namespace plaint::cli
