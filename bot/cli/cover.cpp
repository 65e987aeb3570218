#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/coverage.hpp"
#include "bot/cli/transcript.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::cli {
namespace {

namespace fs = std::filesystem;

struct CoverOptions {
    ContentOptions content;
    std::string tree, channel, locale, out, transcripts;
    bool json = false;
};

std::string_view channel_named(dialogs::Modality modality) {
    return modality == dialogs::Modality::voice ? "voice" : "web";
}

// In whole percent, rounded down: a hundred is everything.
std::size_t percent(const Coverage& coverage) {
    return coverage.goals.empty() ? 100 : coverage.reached() * 100 / coverage.goals.size();
}

void print(const Coverage& coverage, const dialogs::Tree& tree, const content::TreePlaces& places) {
    std::cout << coverage.reached() << " of " << coverage.goals.size() << " goals, " << percent(coverage)
              << " %";
    if (!coverage.impossible.empty())
        std::cout << "; " << coverage.impossible.size() << " more are impossible";
    std::cout << "\n";
    for (const proof::Aim& aim : coverage.missed)
        std::cout << "    not reached: " << proof::name_of(aim, tree, places) << "\n";
}

nlohmann::json to_json(const Coverage& coverage, const dialogs::Tree& tree,
                       const content::TreePlaces& places) {
    const auto names = [&](const proof::Aims& aims) {
        nlohmann::json all = nlohmann::json::array();
        for (const proof::Aim& aim : aims) all.push_back(proof::name_of(aim, tree, places));
        return all;
    };
    return {{"goals", coverage.goals.size()},
            {"reached", coverage.reached()},
            {"missed", names(coverage.missed)},
            {"impossible", names(coverage.impossible)},
            {"conversations", coverage.conversations.size()}};
}

class Cover {
  public:
    Cover(const CoverOptions& options, const library::Library& library, const dialogs::Tree& tree)
        : options_(options), library_(library), tree_(tree), golden_(tree) {}

    int run() {
        if (!options_.transcripts.empty())
            if (const std::string problem = watch_transcripts(); !problem.empty()) return complain(problem);
        bool whole = true;
        for (const dialogs::Modality modality : {dialogs::Modality::web, dialogs::Modality::voice}) {
            if (!options_.channel.empty() && options_.channel != channel_named(modality)) continue;
            Coverings coverings(library_, tree_, modality);
            if (!options_.transcripts.empty()) {
                report(coverings.measure(golden_), modality, options_.transcripts);
                continue;
            }
            for (const locales::Language& language : library_.languages.all()) {
                if (!options_.locale.empty() && options_.locale != language.id) continue;
                const Coverage coverage = coverings.cover(language.id);
                whole = whole && coverage.missed.empty();
                report(coverage, modality, language.id);
                if (!save(coverage, std::string(channel_named(modality)) + "_" + language.id))
                    return complain("cannot write into " + options_.out);
            }
        }
        if (options_.json) std::cout << reports_.dump(2) << "\n";
        return whole ? success : finding;
    }

  private:
    // Those of other trees are passed over.
    std::string watch_transcripts() {
        std::vector<std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(options_.transcripts))
            if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
        std::ranges::sort(files);
        for (const std::string& file : files) {
            const std::string text = read_text(file).value_or("");
            if (text.find("dialog: " + tree_.name + " ") == std::string::npos) continue;
            if (const auto replayed = replay(file, library_, &golden_); !replayed)
                return file + ": " + replayed.error();
        }
        return {};
    }

    void report(const Coverage& coverage, dialogs::Modality modality, const std::string& whose) {
        const content::TreePlaces& places = library_.content->places.at(tree_.name);
        if (options_.json) {
            nlohmann::json one = to_json(coverage, tree_, places);
            one["tree"] = tree_.name;
            one["channel"] = channel_named(modality);
            one[options_.transcripts.empty() ? "locale" : "transcripts"] = whose;
            reports_.push_back(std::move(one));
            return;
        }
        std::cout << tree_.name << ", " << channel_named(modality) << ", " << whose << ": ";
        if (options_.transcripts.empty())
            std::cout << coverage.conversations.size() << " conversations reach ";
        print(coverage, tree_, places);
    }

    bool save(const Coverage& coverage, const std::string& name) const {
        if (options_.out.empty()) return true;
        for (std::size_t i = 0; i < coverage.conversations.size(); ++i) {
            const std::string number = (i < 9 ? "0" : "") + std::to_string(i + 1);
            std::ofstream stream(options_.out + "/" + tree_.name + "_" + name + "_" + number + ".txt",
                                 std::ios::binary);
            stream << coverage.conversations[i];
            if (!stream.flush()) return false;
        }
        return true;
    }

    const CoverOptions& options_;
    const library::Library& library_;
    const dialogs::Tree& tree_;
    Recorder golden_;
    nlohmann::json reports_ = nlohmann::json::array();
};

int cover(const CoverOptions& options) {
    const auto library = load_or_complain(options.content);
    if (library == nullptr) return unusable;
    const dialogs::Tree* tree = library->tree(options.tree);
    if (tree == nullptr) {
        std::string known;
        for (const auto& [name, unused] : library->content->trees)
            known += (known.empty() ? "; there is " : ", ") + name;
        return complain("there is no tree \"" + options.tree + "\"" + known);
    }
    if (!options.locale.empty() && library->languages.language(options.locale).id != options.locale)
        return complain("there is no locale \"" + options.locale + "\"");
    for (const std::string& folder : {options.out, options.transcripts})
        if (!folder.empty() && !fs::is_directory(folder)) return complain(folder + " is no folder");
    return Cover(options, *library, *tree).run();
}

} // namespace

void add_cover(CLI::App& program, int& code) {
    const auto options = std::make_shared<CoverOptions>();
    CLI::App* command = program.add_subcommand(
        "cover", "Plans conversations that together visit everything that a tree can ask and be told");
    command->footer("Ends with 1 where something that is possible was not reached.");
    command->add_option("TREE", options->tree, "Its name, such as intake")->required();
    command->add_option("--channel", options->channel, "web or voice; without it, both")
        ->check(CLI::IsMember({"web", "voice"}));
    CLI::Option* locale =
        command->add_option("--locale", options->locale, "The language; without it, all")->type_name("L");
    CLI::Option* out =
        command
            ->add_option("--out", options->out,
                         "Writes the conversations into this folder, as transcripts that chat replays")
            ->type_name("DIR");
    command
        ->add_option("--transcripts", options->transcripts,
                     "Plans nothing, but says what the transcripts in this folder reach")
        ->type_name("DIR")
        ->excludes(locale)
        ->excludes(out);
    command->add_flag("--json", options->json, "All of it as JSON");
    options->content.add_to(*command);
    command->callback([options, &code] { code = cover(*options); });
}

} // namespace plaint::cli
