#include "tests/proof/replayed.hpp"
#include "tests/proof/tree_mutants.hpp"
#include "tests/proof/whole_check.hpp"

#include <array>
#include <charconv>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <random>

// Looks whether each fault that an author could put into the shipped trees is found by what `plaint check` does.
//   proof_mutants               all of them
//   proof_mutants COUNT SEED    so many, by chance
//   proof_mutants part K N      the K-th of N parts of them
// With "replay" as the first word, whether the conversations come to what the proof says of those that it finds.

namespace {

using namespace plaint;
using tests::FoundBy;
using tests::Mutation;
using tests::TreeMutant;

constexpr std::array stages{"do not load", "proof", "routes", "telephone", "orphans"};
constexpr std::size_t mutations = static_cast<std::size_t>(Mutation::menu_lengthened) + 1;

std::size_t number(const char* text) {
    std::size_t read = 0;
    const std::string_view all(text);
    std::from_chars(all.data(), all.data() + all.size(), read);
    return read;
}

// Most are found by loading and proving the tree that they are in, which is quicker than to check everything.
FoundBy judge(const TreeMutant& mutant) {
    const tests::Files dialogs = mutant.dialogs();
    if (mutant.language_patches.empty()) {
        const tests::Verdict verdict = tests::judge_edited(dialogs, {.conversations = false});
        if (!verdict.errors.empty()) return FoundBy::loading;
        if (!verdict.proof.findings.empty()) return FoundBy::proof;
    }
    return tests::check_edited(dialogs, mutant.languages());
}

// What is found, by kind of fault and by what finds it.
class Table {
  public:
    explicit Table(const nlohmann::json& reasons) : reasons_(reasons) {}

    void judge(const TreeMutant& mutant) {
        const FoundBy by = ::judge(mutant);
        Row& row = rows_[static_cast<std::size_t>(mutant.mutation)];
        ++row.all;
        const bool excused = reasons_.contains(mutant.name);
        if (by != FoundBy::nothing) {
            ++row.found[static_cast<std::size_t>(by)];
            if (excused) complain(mutant, "is found, so it needs no reason");
        } else if (mutant.only_tells) {
            ++row.tell;
        } else if (excused) {
            ++row.excused;
            std::cout << mutant.name << ": " << reasons_.at(mutant.name).get<std::string>() << "\n";
        } else {
            complain(mutant, "is not found");
        }
    }

    void print() const {
        std::cout << std::left << std::setw(48) << "" << std::right << std::setw(5) << "all";
        for (const char* stage : stages) std::cout << std::setw(13) << stage;
        std::cout << std::setw(11) << "only tell" << std::setw(10) << "harmless\n";
        Row sum;
        for (std::size_t i = 0; i < mutations; ++i) {
            print(name_of(static_cast<Mutation>(i)), rows_[i]);
            sum.all += rows_[i].all;
            for (std::size_t by = 0; by < stages.size(); ++by) sum.found[by] += rows_[i].found[by];
            sum.tell += rows_[i].tell;
            sum.excused += rows_[i].excused;
        }
        print("", sum);
    }

    bool is_well() const { return wrong_ == 0; }

  private:
    struct Row {
        std::size_t all = 0, tell = 0, excused = 0;
        std::array<std::size_t, stages.size()> found{};
    };

    static void print(std::string_view name, const Row& row) {
        std::cout << std::left << std::setw(48) << name << std::right << std::setw(5) << row.all;
        for (const std::size_t count : row.found) std::cout << std::setw(13) << count;
        std::cout << std::setw(11) << row.tell << std::setw(9) << row.excused << "\n";
    }

    void complain(const TreeMutant& mutant, const char* what) {
        ++wrong_;
        std::cerr << mutant.name << ": " << what << "\n";
    }

    const nlohmann::json& reasons_; // why one that is not found is harmless, by name
    std::array<Row, mutations> rows_;
    std::size_t wrong_ = 0;
};

// Holds every conversation that shows what is wrong with the content.
class Replay {
  public:
    void judge(const TreeMutant& mutant) {
        const auto loaded = tests::load_edited(mutant.dialogs(), mutant.languages());
        if (!loaded) return;
        const library::Library& library = **loaded;
        for (const auto& [name, tree] : library.content->trees)
            for (const proof::Finding& finding : proof::prove(*library.content, tree).findings) {
                ++findings_;
                if (!finding.conversation) continue;
                ++held_;
                const std::string problem = tests::not_replayed(finding, library, tree);
                if (problem.empty()) continue;
                ++wrong_;
                std::cerr << mutant.name << ": " << finding.what << ": " << problem << "\n";
            }
    }

    void print() const {
        std::cout << findings_ << " findings, " << held_ << " of them with a conversation: " << wrong_
                  << " do not come to what they claim\n";
    }
    bool is_well() const { return wrong_ == 0; }

  private:
    std::size_t findings_ = 0, held_ = 0, wrong_ = 0;
};

std::vector<TreeMutant> chosen(std::vector<TreeMutant> all, int argc, char** argv) {
    if (argc == 3) {
        std::mt19937_64 chance(number(argv[2]));
        std::shuffle(all.begin(), all.end(), chance);
        all.resize(std::min(all.size(), number(argv[1])));
    }
    if (argc != 4) return all;
    std::vector<TreeMutant> part;
    for (std::size_t i = number(argv[2]) - 1; i < all.size(); i += number(argv[3]))
        part.push_back(std::move(all[i]));
    return part;
}

} // namespace

int main(int argc, char** argv) {
    const bool replays = argc > 1 && std::string_view(argv[1]) == "replay";
    if (replays) --argc, ++argv;
    const auto reasons = nlohmann::json::parse(std::ifstream("tests/proof/survivors.json"));
    std::vector<TreeMutant> all = tests::tree_mutants();
    std::ranges::move(tests::menu_mutants(), std::back_inserter(all));
    for (const auto& [name, reason] : reasons.items())
        if (std::ranges::find(all, name, &TreeMutant::name) == all.end()) {
            std::cerr << name << ": there is no such fault any more\n";
            return 1;
        }
    const auto run = [&](auto each) {
        for (const TreeMutant& mutant : chosen(std::move(all), argc, argv)) each.judge(mutant);
        each.print();
        return each.is_well() ? 0 : 1;
    };
    if (!replays) return run(Table(reasons));
    return run(Replay());
}
