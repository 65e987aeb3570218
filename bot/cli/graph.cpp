#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/kept.hpp"
#include "bot/cli/stops.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

struct GraphOptions {
    ContentOptions content;
    KeptOptions kept;
    std::string tree, locale, out, format = "svg";
    bool page = false, force = false;
};

template<class Range, class Name>
std::string names_of(const Range& range, Name name) {
    std::string names;
    for (const auto& one : range) names.append(names.empty() ? "" : ", ").append(name(one));
    return names;
}

// Under its name it is there only when it is whole.
int write(const std::string& out, const std::string& drawn) {
    const std::string part = out + ".part";
    std::ofstream file(part, std::ios::binary);
    file << drawn;
    file.close();
    std::error_code error;
    if (file) std::filesystem::rename(part, out, error);
    if (file && !error) return success;
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return complain(out + " cannot be written" + (error ? ": " + error.message() : ""));
}

int graph(const GraphOptions& options) {
    if (!options.out.empty() && !options.force && std::filesystem::exists(options.out))
        return complain(options.out + " is there already; --force writes over it");
    const auto library = load_or_complain(options.content);
    if (library == nullptr) return unusable;
    const dialogs::Tree* tree = library->tree(options.tree);
    if (tree == nullptr)
        return complain("there is no tree \"" + options.tree + "\"; there are " +
                        names_of(library->content->trees, [](const auto& one) { return one.first; }));
    const locales::Language* language = language_or_complain(*library, options.locale);
    if (language == nullptr) return unusable;
    if (!language->catalogue.has("picture.title"))
        return complain("the language " + language->id +
                        " has no words for pictures; they are in pictures.json");
    pictures::Subject subject{*tree, {}, *language, library->content->directory.regions()};
    for (const std::string& kind : tree->cases)
        subject.checklists.push_back(&library->content->checklists.at(kind));

    pictures::Stops stops;
    if (!options.kept.data.empty() || !options.kept.config.empty()) {
        if (tree != &library->tree())
            return complain("nobody is in the tree \"" + tree->name + "\"; conversations begin with \"" +
                            library->tree().name + "\"");
        const auto kept = options.kept.open();
        if (!kept) return unusable;
        auto counted = count_stops(*library, *kept->store);
        if (!counted) return complain("the store: " + counted.error().what);
        stops = std::move(*counted);
        subject.stops = &stops;
    }
    const std::string drawn = options.page                  ? pictures::page(subject)
                              : options.format == "dot"     ? pictures::dot(subject)
                              : options.format == "mermaid" ? pictures::mermaid(subject)
                                                            : pictures::poster(subject);
    if (!options.out.empty()) return write(options.out, drawn);
    std::cout << drawn;
    return success;
}

} // namespace

void add_graph(CLI::App& program, int& code) {
    const auto options = std::make_shared<GraphOptions>();
    CLI::App* command =
        program.add_subcommand("graph", "Draws a tree for the wall, or lists its questions for lawyers");
    command->footer(
        "The picture is an SVG image of the shape of A3 and A2. With --data or --config it also says how "
        "many people\n"
        "have stopped at each question and not submitted. The page is HTML, to be printed on A4.");
    command->add_option("TREE", options->tree, "Its name, such as intake")->required();
    command->add_option("--locale", options->locale, "The language; without it, the first one")
        ->type_name("L");
    CLI::Option* page = command->add_flag(
        "--page", options->page, "All questions with conditions, materials and legal sources, as a page");
    command->add_option("--format", options->format, "svg, or a flow chart for other programs: dot, mermaid")
        ->check(CLI::IsMember({"svg", "dot", "mermaid"}))
        ->capture_default_str()
        ->excludes(page);
    command->add_option("--out", options->out, "The file to write; without it, standard output")
        ->type_name("FILE");
    command->add_flag("--force", options->force, "Over a file that is there already");
    options->content.add_to(*command);
    options->kept.add_to(*command);
    command->callback([options, &code] { code = graph(*options); });
}

} // namespace plaint::cli
