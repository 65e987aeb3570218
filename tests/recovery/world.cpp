#include "tests/recovery/world.hpp"

#include "bot/casework/waiting.hpp"
#include "tests/recovery/people.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace plaint::tests {
namespace {

using conversation::Refusal;
using conversation::Reply;
using storage::SessionId;

constexpr support::Millis second = 1'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
// More than any seed needs: then nothing goes on any more.
constexpr std::size_t ticks_per_turn_max = 4'000, closing_ticks_max = 500'000;

} // namespace

void Visitor::heard(World&, std::size_t, const std::expected<Reply, Refusal>&) {}

World::World(const library::Library& library, storage::Store& disk, std::uint64_t seed)
    : library_(library), disk_(disk), chance_(seed), promises_(library, config_, clock_, disk, files_) {
    set_scene();
}

void World::set_scene() {
    const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    config_.hand_over.push_back({.centre = "office:*",
                                 .url = "https://offices.example.cn/events",
                                 .secret = secret,
                                 .name = "offices"});
    config_.hand_over.push_back(
        {.centre = "*", .url = "https://centres.example.cn/events", .secret = secret, .name = "centres"});
    config_.intake.copies_at_once = chance_.permille(500);
    config_.privacy.draft_days = chance_.permille(150) ? 1 : 30;
    if (chance_.permille(300)) config_.limits.sessions_loaded = 2;
    if (chance_.permille(200)) config_.limits.inputs_waiting_per_session = 2;
    if (chance_.permille(400)) config_.operator_.number = "+8657185012330";
    weather_ = {.store_faults = static_cast<unsigned>(chance_.below(30)),
                .crashes = static_cast<unsigned>(chance_.below(60)),
                .duplicates = static_cast<unsigned>(chance_.below(300)),
                .delays = static_cast<unsigned>(chance_.below(100)),
                .lost_replies = static_cast<unsigned>(chance_.below(100))};
    receivers_ = std::make_unique<Receivers>(config_, chance_, clock_, disk_, promises_);
    visitors_ = people(*this);
    turns_ = 300 + chance_.below(600);
    const std::size_t nodes = chance_.permille(250) ? 2 : 1;
    for (std::size_t i = 0; i < nodes; ++i)
        nodes_.push_back({nullptr, (folder_.path() / ("packages" + std::to_string(i))).string()});
}

std::string World::run() {
    const std::size_t ticks_max = turns_ * ticks_per_turn_max;
    std::size_t ticks = 0;
    while (promises_.replies() < turns_ && promises_.problem().empty()) {
        if (++ticks > ticks_max) return "nothing goes on any more";
        tick();
    }
    if (promises_.problem().empty()) close();
    if (promises_.problem().empty()) look_back();
    tally_.replies = promises_.replies();
    tally_.submissions = promises_.submissions();
    tally_.spoken = promises_.spoken();
    tally_.recordings = promises_.recordings();
    tally_.rulings = promises_.rulings();
    tally_.deliveries = receivers_->taken();
    return promises_.problem();
}

Process* World::process() {
    Node& node = chance_.one_of(nodes_);
    if (node.process) return node.process.get();
    for (Node& other : nodes_)
        if (other.process) return other.process.get();
    return nullptr;
}

// RECOVERY_TRACE=1 shows what becomes of the messages.
void World::trace(std::size_t message, const std::string& what) const {
    static const bool is_wanted = std::getenv("RECOVERY_TRACE") != nullptr;
    if (!is_wanted) return;
    const conversation::Inbound& inbound = promises_.message(message).inbound;
    std::fprintf(stderr, "%lld %s %s %zu said %d \"%s\": %s\n", static_cast<long long>(clock_.now()),
                 inbound.conversation.text.c_str(), inbound.external_id.c_str(), message,
                 static_cast<int>(inbound.said), inbound.words.c_str(), what.c_str());
}

// One moment: something goes on somewhere, or not.
void World::tick() {
    Process* const process = this->process();
    const std::size_t what = chance_.below(100);
    bool happened = true;
    if (what < 30)
        happened = process != nullptr && process->run_task();
    else if (what < 60)
        happened = process != nullptr && process->step_store();
    else if (what < 75)
        happened = deliver();
    else if (what < 85)
        chance_.one_of(visitors_)->act(*this);
    else if (what < 96)
        happened = process != nullptr && process->step_worker();
    else
        happen();
    pass_time(4);
    if (happened) note((what << 48U) ^ static_cast<std::uint64_t>(clock_.now()));
}

// What does not happen at every moment.
void World::happen() {
    Node& node = chance_.one_of(nodes_);
    if (!node.process) return start(node);
    if (chance_.permille(weather_.crashes)) return crash(node);
    const std::size_t what = chance_.below(100);
    if (what < 40) return pass_time(2 * second);
    if (what < 50) return pass_time(2 * minute);
    // Nothing that has begun takes so long.
    if (what < 60 && is_quiet()) return pass_time(2 * hour);
    if (what < 66 && is_quiet()) return pass_time(2 * day);
    if (what < 70) return node.process->keep_house();
    if (what < 80 && !closing_) receivers_->change();
}

void World::start(Node& node) {
    node.process = std::make_unique<Process>(Process::Around{
        library_, config_, clock_, chance_, weather_, promises_, *receivers_, disk_, files_, node.packages});
}

void World::crash(Node& node) {
    ++tally_.crashes;
    if (std::getenv("RECOVERY_TRACE") != nullptr) std::fprintf(stderr, "crash\n");
    end(node);
}

void World::end(Node& node) {
    const auto count = [&](support::Count what) {
        return static_cast<std::size_t>(node.process->metrics().value(what));
    };
    tally_.conflicts += count(support::Count::turns_conflict);
    tally_.duplicates += count(support::Count::turns_duplicate);
    tally_.lease_losses += count(support::Count::deliveries_lease_lost);
    tally_.dead += count(support::Count::deliveries_dead);
    tally_.expired += count(support::Count::sessions_expired);
    node.process.reset();
}

void World::pass_time(support::Millis most) { move_to(clock_.now() + chance_.between(0, most)); }

// A request that is under way ends in time: its end is waited for.
void World::move_to(support::Millis time) {
    clock_.set(std::max(clock_.now(), std::min(time, receivers_->next_deadline() - 1)));
}

void World::send(Visitor& sender, std::size_t message) {
    const auto fly = [&](support::Millis most) {
        flights_.push_back({message, &sender, now() + chance_.between(0, most)});
    };
    fly(chance_.permille(weather_.delays) ? hour : second);
    const bool may_repeat = !promises_.message(message).inbound.external_id.empty();
    while (may_repeat && chance_.permille(weather_.duplicates))
        fly(chance_.permille(300) ? 2 * hour : minute);
}

bool World::deliver() {
    if (flights_.empty()) return false;
    const std::size_t at = chance_.below(flights_.size());
    if (flights_[at].at > now()) return false;
    const Flight flight = flights_[at];
    flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(at));
    // While no program runs, there is nobody to take it.
    if (Process* const process = this->process()) arrive(*process, flight);
    return true;
}

void World::arrive(Process& process, const Flight& flight) {
    note(flight.message);
    trace(flight.message, "arrives");
    const Message& message = promises_.message(flight.message);
    if (!message.uploads.empty() && !flight.stored) return upload(process, flight);
    process.conversation().receive(
        message.inbound, message.may_begin,
        [this, flight](std::expected<Reply, Refusal> outcome) { returned(flight, std::move(outcome)); });
}

// As an adapter does it: the files are durable before their message comes to the conversation, which is a while later.
void World::upload(Process& process, const Flight& flight) {
    const Message& message = promises_.message(flight.message);
    process.conversation().locate(message.inbound.conversation,
                                  [this, &message, flight](std::expected<SessionId, Refusal> found) {
                                      if (!found) return returned(flight, std::unexpected(found.error()));
                                      for (const std::string& bytes : message.uploads) {
                                          auto writer = files_.create(*found).value();
                                          writer->write(bytes).value();
                                          writer->finish().value();
                                      }
                                      Flight second_leg = flight;
                                      second_leg.stored = true;
                                      second_leg.at = now() + chance_.between(0, minute);
                                      flights_.push_back(second_leg);
                                  });
}

void World::returned(const Flight& flight, std::expected<Reply, Refusal> outcome) {
    note(outcome ? outcome->turn : 1'000U + static_cast<unsigned>(outcome.error()));
    trace(flight.message, outcome ? "turn " + std::to_string(outcome->turn) + " of " + outcome->session.text
                                  : "refused " + std::to_string(static_cast<int>(outcome.error())));
    const Message& message = promises_.message(flight.message);
    if (outcome)
        promises_.replied(flight.message, *outcome);
    else if (outcome.error() == Refusal::unknown && !message.may_begin)
        promises_.denied(message.inbound.conversation);
    if (!chance_.permille(weather_.lost_replies)) flight.sender->heard(*this, flight.message, outcome);
}

// All becomes well: the programs are started once more, whoever waits gets an answer, and everything is delivered.
void World::close() {
    weather_ = {};
    receivers_->calm();
    closing_ = true;
    for (Node& node : nodes_) {
        if (node.process) end(node);
        start(node);
    }
    for (std::size_t ticks = 0; promises_.problem().empty(); ++ticks) {
        if (ticks > closing_ticks_max) return promises_.broken("the end does not come");
        tick();
        if (ticks % 256 != 0) continue;
        pass_time(10 * minute);
        if (is_over()) return;
    }
}

// No message is between its arrival and its answer.
bool World::is_quiet() const {
    const auto idle = [](const Node& node) { return !node.process || node.process->idle(); };
    return std::ranges::all_of(nodes_, idle) && std::ranges::none_of(flights_, &Flight::stored);
}

bool World::is_over() {
    const auto waits = [](const auto& visitor) { return visitor->waits(); };
    if (!flights_.empty() || std::ranges::any_of(visitors_, waits) || !is_quiet()) return false;
    const auto events = casework::wait_for<std::vector<storage::EventStatus>>(
        [&](auto answer) { disk_.events(std::nullopt, 1'000'000, std::move(answer)); });
    support::Millis next = INT64_MAX;
    bool over = true;
    for (const storage::EventStatus& one : *events) {
        if (Receivers::is_over(one)) continue;
        over = false;
        next = std::min(next, one.state == storage::EventState::due ? one.event.due_at : now());
    }
    // Until the next attempt nothing happens.
    if (!over) move_to(next);
    return over;
}

// What the program itself shows, and then what the store holds.
void World::look_back() {
    for (const storage::ConversationId& conversation : promises_.conversations()) {
        Process& process = *this->process();
        bool shown = false;
        process.conversation().replay(conversation, 0, 1'000'000, [&](auto turns) {
            shown = turns.has_value();
            if (turns) promises_.look_at_replay(conversation, *turns);
        });
        while (process.run_task() || process.step_store()) {}
        if (!shown) promises_.broken("a conversation cannot be shown again: " + conversation.text);
    }
    promises_.look_at_store();
    receivers_->look_at_events();
    for (Node& node : nodes_) end(node);
}

} // namespace plaint::tests
