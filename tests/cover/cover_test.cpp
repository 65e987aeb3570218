#include "bot/cli/coverage.hpp"
#include "bot/cli/transcript.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace plaint;
using dialogs::Modality;

namespace {

constexpr std::array channels{Modality::web, Modality::voice};
// Under a sanitizer the longer half is left to the slow test.
#ifdef PLAINT_SANITIZED
constexpr std::array everyday{Modality::web};
#else
constexpr std::array everyday = channels;
#endif
const std::vector<std::string> none;

std::string name_of(Modality modality) { return modality == Modality::voice ? "voice" : "web"; }

// Of the shipped dialogs; made once.
cli::Coverings& coverings_of(const dialogs::Tree& tree, Modality modality) {
    static std::map<std::pair<std::string, Modality>, cli::Coverings> made;
    return made.try_emplace({tree.name, modality}, tests::shipped_library(), tree, modality).first->second;
}

std::vector<std::string> names_of(const proof::Aims& aims, const library::Library& library,
                                  const dialogs::Tree& tree) {
    std::vector<std::string> names;
    for (const proof::Aim& aim : aims)
        names.push_back(proof::name_of(aim, tree, library.content->places.at(tree.name)));
    return names;
}

// Each conversation is replayed as golden transcripts are, and what is seen then counts, not what was planned.
void require_all(cli::Coverings& coverings, const library::Library& library, const dialogs::Tree& tree,
                 const std::string& locale) {
    const cli::Coverage coverage = coverings.cover(locale);
    CHECK(names_of(coverage.missed, library, tree) == none);
    cli::Recorder recorder(tree);
    for (const std::string& conversation : coverage.conversations) {
        const auto replayed = cli::replay_text(conversation, library, &recorder);
        REQUIRE(replayed);
        CHECK(cli::difference(conversation, *replayed) == "");
        CHECK(replayed->find("! the ") == std::string::npos);
    }
    CHECK(names_of(coverings.measure(recorder).missed, library, tree) == none);
}

// The golden transcripts of one dialog, watched.
void watch_golden(const library::Library& library, const dialogs::Tree& tree, cli::Recorder& recorder) {
    std::size_t watched = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/transcripts")) {
        if (entry.path().extension() != ".txt" || entry.path().filename() == "CMakeLists.txt") continue;
        const std::string text = cli::read_text(entry.path().string()).value_or("");
        if (text.find("dialog: " + tree.name + " ") == std::string::npos) continue;
        REQUIRE(cli::replay(entry.path().string(), library, &recorder));
        ++watched;
    }
    CHECK(watched > 0);
}

std::unique_ptr<const library::Library> edited(const std::function<void(nlohmann::json& tree)>& edit) {
    content::FolderTexts dialogs = tests::shipped_texts().dialogs;
    std::string& file = dialogs.bytes.at("trees/intake.json");
    nlohmann::json tree = nlohmann::json::parse(file);
    edit(tree);
    file = tree.dump();
    auto library = library::load_library(dialogs.texts(), tests::shipped_texts().locales.texts());
    REQUIRE(library);
    return std::move(*library);
}

} // namespace

TEST_CASE("a few conversations visit everything that the shipped dialogs can ask and be told") {
    const library::Library& library = tests::shipped_library();
    for (const auto& [name, tree] : library.content->trees) {
        std::size_t language = 0;
        for (const Modality modality : everyday) {
            CAPTURE(name, name_of(modality));
            // The other languages are for the slow test.
            require_all(coverings_of(tree, modality), library, tree,
                        library.languages.all()[language++ % 2].id);
        }
    }
}

TEST_CASE("they do so on each channel in each language", "[.][all]") {
    const library::Library& library = tests::shipped_library();
    for (const auto& [name, tree] : library.content->trees)
        for (const Modality modality : channels)
            for (const locales::Language& language : library.languages.all()) {
                CAPTURE(name, name_of(modality), language.id);
                require_all(coverings_of(tree, modality), library, tree, language.id);
            }
}

TEST_CASE("no golden transcript comes to what is said to be impossible") {
    const library::Library& library = tests::shipped_library();
    for (const auto& [name, tree] : library.content->trees) {
        cli::Recorder recorder(tree);
        watch_golden(library, tree, recorder);
        for (const Modality modality : channels) {
            const cli::Coverage golden = coverings_of(tree, modality).measure(recorder);
            std::cout << name << ", " << name_of(modality) << ": golden transcripts alone reach "
                      << golden.reached() << " of " << golden.goals.size() << " goals\n";
            CHECK(golden.reached() > golden.goals.size() / 10);
            proof::Aims denied;
            std::ranges::set_intersection(golden.impossible, recorder.visited(modality),
                                          std::inserter(denied, denied.end()));
            CHECK(names_of(denied, library, tree) == none);
        }
    }
}

TEST_CASE("a transcript counts for just what happened in it") {
    const library::Library& library = tests::shipped_library();
    const dialogs::Tree& tree = library.tree();
    cli::Recorder recorder(tree);
    const std::string text =
        "dialog: intake   locale: en   channel: web   at: 2026-01-05T10:00+08:00\n"
        "> (button: yes)\n> (button: complain)\n> back\n> keep\n> (button: patent_infringement)\n"
        "> xyz\n> xyz\n> xyz\n> (button: safety)\n";
    REQUIRE(cli::replay_text(text, library, &recorder));
    const std::vector<std::string> seen = names_of(recorder.visited(Modality::web), library, tree);
    CHECK(seen == std::vector<std::string>{"intake.consent is asked",
                                           "case.wish is asked",
                                           "case.matter is asked",
                                           "case.urgent is asked",
                                           "party.role is asked",
                                           "say.welcome is told",
                                           "say.privacy is told",
                                           "say.receipt is told",
                                           "say.safety is told",
                                           "trees/shared/consent.json#/do/2 does not hold",
                                           "trees/shared/matter.json#/do/1 does not hold",
                                           "trees/shared/matter.json#/do/3 holds",
                                           "trees/shared/matter.json#/do/3/do/1 does not hold",
                                           "trees/shared/matter.json#/do/4 does not hold",
                                           "trees/shared/matter.json#/do/5 does not hold",
                                           "trees/intake.json#/do/4 does not hold",
                                           "trees/shared/standing.json#/do/0 holds",
                                           "trees/shared/standing.json#/do/0/do/1 holds",
                                           "trees/shared/standing.json#/do/0/do/2 does not hold",
                                           "trees/shared/standing.json#/do/1 holds",
                                           "intake.consent: yes",
                                           "case.wish: complain",
                                           "case.matter: patent_infringement",
                                           "case.urgent: safety",
                                           "case.urgent left after three slips, by words",
                                           "exit: where to call",
                                           "going back",
                                           "keeping an answer gone back to"});
    CHECK(recorder.visited(Modality::voice).empty());
}

TEST_CASE("who is to be promised a call gives a number") {
    const library::Library& library = tests::shipped_library();
    const dialogs::Tree& tree = library.tree();
    proof::Tours tours(proof::subject_of(*library.content, tree), Modality::web, {});
    const proof::Aim callback{proof::AimKind::exit, static_cast<std::uint32_t>(proof::Exit::callback)};
    REQUIRE(tours.possible().contains(callback));
    bool given = false;
    for (const auto& [stop, answers] : tours.plan({callback}).answers) {
        const auto leaf = tree.leaf_by_hash.find(stop.what);
        if (leaf != tree.leaf_by_hash.end() && tree.leaves[leaf->second].path.ends_with(".phone"))
            given = given || answers.front().has_value();
    }
    CHECK(given);
}

TEST_CASE("what a condition forbids is no goal, and what is left is still reached") {
    const auto library = edited([](nlohmann::json& tree) {
        // Nobody is urgent and not urgent.
        tree.at("do").at(5).at("do").push_back({{"when",
                                                 {{"and",
                                                   {{{"==", {{{"var", "case.urgent"}}, "safety"}}},
                                                    {{"==", {{{"var", "case.urgent"}}, "ordinary"}}}}}}},
                                                {"do", {{{"say", "safety"}}}}});
    });
    const dialogs::Tree& tree = library->tree();
    cli::Coverings coverings(*library, tree, Modality::web);
    const cli::Coverage coverage = coverings.cover("en");
    const std::vector<std::string> impossible = names_of(coverage.impossible, *library, tree);
    CHECK(std::ranges::find(impossible, "trees/intake.json#/do/5/do/1 holds") != impossible.end());
    CHECK(names_of(coverage.missed, *library, tree) == none);
}
