#pragma once

#include "storage/files.hpp"
#include "storage/memory/memory_store.hpp"
#include "tests/faults/fragile_vfs.hpp"
#include "tests/faults/town.hpp"

#include <set>
#include <stdexcept>

namespace plaint::tests {

// A promise of the storage that was not kept.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Tally {
    std::uint64_t cuts = 0, kills = 0, acknowledged = 0, in_doubt = 0, refused_as_full = 0, files = 0,
                  backups = 0;
    void add(const Tally& other);
};

// One store and its files, from the first opening through one power cut after another. Whatever is acknowledged is written
// down in a book, a store of another make. After each cut the disk must hold what the book says; and of each call that
// was under way everything, or nothing.
class Life {
  public:
    Life(std::uint64_t seed, std::uint64_t cuts);
    void run(); // throws Broken
    const Tally& tally() const { return tally_; }
    const std::vector<std::string>& trace() const { return trace_; }

  private:
    // The program under test, from its start to its death.
    struct Program {
        explicit Program(FragileDisk& disk) : vfs(disk) {}
        FragileVfs vfs;
        std::unique_ptr<storage::Store> store;
        std::unique_ptr<storage::Files> files;
    };
    struct Copy {
        std::string path;
        std::vector<Person> people;
        std::string told;
        bool acknowledged = false;
    };

    bool start(); // false: it could not, and that is nobody's fault
    void die();
    void recover();
    void work();
    void round();

    void talk();
    void upload();
    void deliver();
    void draw_serial();
    void expire();
    void collect();
    void back_up();
    void change_room();

    // Makes the calls at once, so that they share a commit, and waits for the answers; `meanwhile` is done between. The
    // last answer, in words, where it was acknowledged.
    std::optional<std::string> together(const std::vector<Deed>& deeds,
                                        const std::function<void()>& meanwhile = {});
    void settle_doubt(const Deed& deed);
    void prove();
    void prove_files();
    void prove_copies();
    void goes_on();
    std::string digest_of(const storage::SessionId& session, const std::string& sha256);
    void excuse(const std::string& what, const storage::Error& error); // throws where there is no excuse
    void note(std::string what);

    std::uint64_t cuts_;
    Chance chance_;
    bool busy_;  // several speak at once, and the log is carried over beside them
    bool tight_; // the disk is full at times
    Town town_;
    std::unique_ptr<storage::MemoryStore> book_;
    std::unique_ptr<FragileDisk> disk_;
    std::unique_ptr<Program> program_;
    std::vector<Deed> doubts_; // asked and not acknowledged before the end
    std::vector<Person> departed_;
    std::set<storage::SessionId> erased_;
    std::set<std::pair<storage::SessionId, std::string>> collected_;
    std::vector<Copy> copies_;
    std::uint64_t highest_serial_ = 0;
    std::optional<storage::Bytes> key_; // the setting, once it was answered
    Tally tally_;
    std::vector<std::string> trace_;
};

} // namespace plaint::tests
