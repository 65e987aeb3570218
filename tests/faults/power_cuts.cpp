#include "tests/faults/life.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <iostream>
#include <mutex>
#include <thread>

// Stores that lose power again and again, in the middle of whatever they do, and have to know afterwards what they have
// acknowledged.
//   power_cuts COUNT         so many cuts, from seed 1 on
//   power_cuts COUNT SEED    from that seed on; "1 SEED" repeats one life

namespace {

using plaint::tests::Life;
using plaint::tests::Tally;

constexpr std::uint64_t cuts_of_a_life = 10;

struct Result {
    std::mutex mutex;
    Tally tally;
    std::uint64_t lives = 0;
    bool broken = false;
};

std::uint64_t number(const char* text) {
    std::uint64_t value = 0;
    const std::string_view digits{text};
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

// False: a promise was broken, and how is printed.
bool live(std::uint64_t seed, Result& result) {
    Life life{seed, cuts_of_a_life};
    std::string problem;
    try {
        life.run();
    } catch (const std::exception& error) {
        problem = error.what();
    }
    const std::lock_guard lock(result.mutex);
    result.tally.add(life.tally());
    ++result.lives;
    if (problem.empty()) return true;
    result.broken = true;
    std::cout << "seed " << seed << ": " << problem << "\n";
    // What came before it, each line with the number of changes that the disk had seen by then.
    const auto& trace = life.trace();
    for (auto i = trace.size() > 40 ? trace.size() - 40 : 0; i < trace.size(); ++i)
        std::cout << "    " << trace[i] << "\n";
    return false;
}

} // namespace

int main(int count, char** words) {
    if (count < 2 || count > 3) {
        std::cerr << "usage: power_cuts COUNT [SEED]\n";
        return 2;
    }
    const auto cuts = number(words[1]);
    const auto first = count > 2 ? number(words[2]) : 1;

    Result result;
    std::atomic<std::uint64_t> next = first;
    const auto lives = [&] {
        for (;;) {
            {
                const std::lock_guard lock(result.mutex);
                if (result.broken || (result.lives > 0 && result.tally.cuts >= cuts)) return;
            }
            if (cuts == 1 && next != first) return;
            if (!live(next++, result)) return;
        }
    };
    std::vector<std::thread> threads;
    const auto most = cuts == 1 ? 1U : std::max(2U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < most; ++i) threads.emplace_back(lives);
    for (auto& thread : threads) thread.join();

    const auto& tally = result.tally;
    std::cout << "seeds " << first << " to " << next - 1 << ": " << tally.cuts << " power cuts and "
              << tally.kills << " kills; " << tally.acknowledged << " acknowledged calls, " << tally.files
              << " files and " << tally.backups << " copies; " << tally.in_doubt << " calls in doubt, "
              << tally.refused_as_full << " refused on a full disk\n";
    return result.broken ? 1 : 0;
}
