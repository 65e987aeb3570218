#include "storage/memory/memory_store.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/contract/temporary_folder.hpp"
#include "tests/recovery/world.hpp"
#include "tests/support/shipped_library.hpp"

#include <charconv>
#include <cstdio>
#include <string_view>

// The program in a world where everything goes wrong by chance; each seed ends well, and everything that was promised on
// the way is looked for.
//   recovery TURNS                so many turns, from seed 1 on
//   recovery TURNS SEED           from that seed on; "1 SEED" plays one again
//   recovery TURNS SEED sqlite    on the real store

namespace {

using namespace plaint;

std::uint64_t number(const char* text) {
    std::uint64_t value = 0;
    std::from_chars(text, text + std::string_view(text).size(), value);
    return value;
}

std::unique_ptr<storage::Store> memory() {
    return storage::MemoryStore::create(storage::MemoryStore::Answering::at_once);
}

std::unique_ptr<storage::Store> sqlite_in(const storage::contract::TemporaryFolder& folder) {
    return std::move(storage::sqlite::open_sqlite((folder.path() / "plaint.db").string()).value());
}

} // namespace

int main(int argc, char** argv) {
    const bool on_sqlite = argc == 4 && std::string_view(argv[3]) == "sqlite";
    if (argc != 2 && argc != 3 && !on_sqlite) {
        std::fputs("usage: recovery TURNS [SEED [sqlite]]\n", stderr);
        return 2;
    }
    const std::uint64_t turns = number(argv[1]);
    const std::uint64_t first = argc > 2 ? number(argv[2]) : 1;
    tests::World::Tally all;
    std::uint64_t digest = 0, seed = first;
    int broken = 0;
    for (; all.replies < turns && broken < 10; ++seed) {
        const storage::contract::TemporaryFolder folder;
        const std::unique_ptr<storage::Store> disk = on_sqlite ? sqlite_in(folder) : memory();
        tests::World world(tests::shipped_library(), *disk, seed);
        const std::string problem = world.run();
        if (!problem.empty()) {
            ++broken;
            std::fprintf(stderr, "seed %llu: %s\n", static_cast<unsigned long long>(seed), problem.c_str());
        }
        const auto& one = world.tally();
        all.replies += one.replies;
        all.spoken += one.spoken;
        all.recordings += one.recordings;
        all.submissions += one.submissions;
        all.rulings += one.rulings;
        all.deliveries += one.deliveries;
        all.crashes += one.crashes;
        all.conflicts += one.conflicts;
        all.duplicates += one.duplicates;
        all.lease_losses += one.lease_losses;
        all.dead += one.dead;
        all.expired += one.expired;
        digest = digest * 31 + world.digest();
    }
    std::printf(
        "seeds %llu to %llu: %zu turns answered, %zu on the telephone, %zu recordings, %zu submissions, "
        "%zu rulings, %zu deliveries taken, %zu crashes, %zu repeats, %zu conflicts, %zu leases lost, "
        "%zu dead letters, %zu drafts expired; digest %016llx; %d broken\n",
        static_cast<unsigned long long>(first), static_cast<unsigned long long>(seed - 1), all.replies,
        all.spoken, all.recordings, all.submissions, all.rulings, all.deliveries, all.crashes, all.duplicates,
        all.conflicts, all.lease_losses, all.dead, all.expired, static_cast<unsigned long long>(digest),
        broken);
    return broken == 0 ? 0 : 1;
}
