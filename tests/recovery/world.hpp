#pragma once

#include "tests/contract/temporary_folder.hpp"
#include "tests/recovery/memory_files.hpp"
#include "tests/recovery/process.hpp"

#include <memory>
#include <string>
#include <vector>

namespace plaint::tests {

class World;

// Somebody who has to do with the program: says something, asks about something, decides something.
class Visitor {
  public:
    virtual ~Visitor() = default;
    // Does the next thing, or nothing. Once the world is closing it begins nothing new but one last question.
    virtual void act(World& world) = 0;
    // What came back for a message that it sent; of a message that is repeated, several times.
    virtual void heard(World& world, std::size_t message,
                       const std::expected<conversation::Reply, conversation::Refusal>& outcome);
    virtual bool waits() const { return false; }
};

// Everything around the program for one seed: disk, clock, network, people, receivers, and a program or two that die and
// are started again. Whatever happens, and when, is chance.
class World {
  public:
    // Nobody has used the disk before.
    World(const library::Library& library, storage::Store& disk, std::uint64_t seed);

    // Empty, or what is broken.
    std::string run();

    Chance& chance() { return chance_; }
    const library::Library& library() const { return library_; }
    const support::Config& config() const { return config_; }
    support::Millis now() const { return clock_.now(); }
    Promises& promises() { return promises_; }
    storage::Store& disk() { return disk_; }
    bool closing() const { return closing_; }
    // A program that runs; null while none does.
    Process* process();
    // Puts a message on the network, which may bring it late, twice, out of order, or never.
    void send(Visitor& sender, std::size_t message);
    std::string new_name() { return "chat" + std::to_string(++names_); }
    // The codes that complainants have shown to others.
    std::vector<std::string> receipts;

    struct Tally {
        std::size_t replies = 0, spoken = 0, recordings = 0, submissions = 0, rulings = 0, deliveries = 0,
                    crashes = 0, conflicts = 0, duplicates = 0, lease_losses = 0, dead = 0, expired = 0;
    };
    const Tally& tally() const { return tally_; }
    // Of all that happened, in its order.
    std::uint64_t digest() const { return digest_; }

  private:
    struct Flight {
        std::size_t message = 0;
        Visitor* sender = nullptr;
        support::Millis at = 0;
        bool stored = false; // its files are
    };
    struct Node {
        std::unique_ptr<Process> process;
        std::string packages;
    };

    void set_scene();
    void tick();
    bool deliver();
    void arrive(Process& process, const Flight& flight);
    void upload(Process& process, const Flight& flight);
    void returned(const Flight& flight, std::expected<conversation::Reply, conversation::Refusal> outcome);
    void happen();
    void start(Node& node);
    void crash(Node& node);
    void end(Node& node);
    void pass_time(support::Millis most); // up to so long
    void move_to(support::Millis time);
    void close();
    bool is_quiet() const;
    bool is_over();
    void look_back();
    void note(std::uint64_t what) { digest_ = (digest_ ^ what) * 0x100000001b3U; }
    void trace(std::size_t message, const std::string& what) const;

    const library::Library& library_;
    storage::Store& disk_;
    Chance chance_;
    support::FakeClock clock_{1'767'571'200'000}; // 2026-01-05T08:00+08:00
    support::Config config_;
    Weather weather_;
    storage::contract::TemporaryFolder folder_;
    MemoryFiles files_{clock_};
    Promises promises_;
    std::unique_ptr<Receivers> receivers_;
    std::vector<std::unique_ptr<Visitor>> visitors_;
    std::vector<Flight> flights_;
    std::vector<Node> nodes_; // before all that they borrow
    std::size_t names_ = 0;
    bool closing_ = false;
    std::size_t turns_ = 0; // that this world is to have
    Tally tally_;
    std::uint64_t digest_ = 0xcbf29ce484222325;
};

} // namespace plaint::tests
