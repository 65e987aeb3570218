#include "bot/casework/waiting.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/kept.hpp"
#include "bot/support/clock.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>

namespace plaint::cli {
namespace {

struct ReplayOptions {
    KeptOptions kept;
    bool dead = false, all = false;
    std::string event;
};

constexpr std::uint32_t events_max = 10'000;

std::expected<bool, storage::Error> replay_one(storage::Store& store, const storage::EventId& id) {
    return casework::wait_for<bool>(
        [&](auto answer) { store.replay(id, support::SystemClock().now(), std::move(answer)); });
}

int replay(const ReplayOptions& options) {
    if (options.dead + options.all + !options.event.empty() > 1)
        return complain("either --dead, --all or one event");
    const auto kept = options.kept.open();
    if (!kept) return unusable;
    if (!options.event.empty()) {
        const auto replayed = replay_one(*kept->store, storage::EventId(options.event));
        if (!replayed) return complain("the store: " + replayed.error().what);
        if (!*replayed) return complain(options.event + " is no event that has failed");
        std::cout << options.event << " is due again\n";
        return success;
    }
    std::vector<storage::EventStatus> failed;
    using enum storage::EventState;
    for (const auto state : {dead, refused, due}) {
        const auto events = casework::wait_for<std::vector<storage::EventStatus>>(
            [&](auto answer) { kept->store->events(state, events_max, std::move(answer)); });
        if (!events) return complain("the store: " + events.error().what);
        std::ranges::copy_if(*events, std::back_inserter(failed),
                             [](const auto& one) { return one.attempts > 0; });
    }
    for (const storage::EventStatus& status : failed) {
        const storage::EventRecord& event = status.event;
        if (options.all || (options.dead && status.state != due)) {
            const auto replayed = replay_one(*kept->store, event.id);
            if (!replayed) return complain("the store: " + replayed.error().what);
            if (*replayed) std::cout << event.id.text << " is due again\n";
            continue;
        }
        std::cout << event.id.text << "  " << event.type << "  " << event.number.text << " version "
                  << event.case_version << "  to " << event.destination << "  "
                  << (status.state == due ? "waits" : "given up") << " after " << status.attempts
                  << (status.attempts == 1 ? " attempt: " : " attempts: ") << status.last_problem;
        if (status.state == refused)
            std::cout << "; nothing is sent to " << event.destination << " until this is replayed";
        std::cout << "\n";
    }
    return success;
}

} // namespace

void add_replay(CLI::App& program, int& code) {
    const auto options = std::make_shared<ReplayOptions>();
    CLI::App* command =
        program.add_subcommand("replay", "Lists the deliveries that have failed, or makes them due again");
    command->footer("Without an option or an event, only lists. A server that is running delivers what is "
                    "due again within\n"
                    "a second; each event keeps its id, so a receiver that had it after all knows it again.");
    command->add_option("EVENT", options->event, "One event, such as evt_…");
    command->add_flag("--dead", options->dead, "All that were given up");
    command->add_flag("--all", options->all, "Those that wait for their next attempt as well");
    options->kept.add_to(*command);
    command->callback([options, &code] { code = replay(*options); });
}

} // namespace plaint::cli
