#include "bot/casework/routing/route.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::cli {
namespace {

struct RouteOptions {
    ContentOptions content;
    std::string file;
};

std::optional<std::string> read(const std::string& file) {
    if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

int route(const RouteOptions& options) {
    const auto text = read(options.file);
    if (!text) return complain("there is no file " + options.file + " that can be read");
    const auto dossier = nlohmann::json::parse(*text, nullptr, false);
    if (dossier.is_discarded()) return complain(options.file + " is not JSON");
    const auto library = load_or_complain(options.content);
    if (library == nullptr) return unusable;
    const content::Directory& directory = library->content->directory;
    const auto complain_of = [&](const routing::Error& error) {
        return complain(options.file + (error.pointer.empty() ? "" : "#" + error.pointer) + ": " +
                        error.what);
    };
    const auto facts = routing::facts_from_json(dossier, directory);
    if (!facts) return complain_of(facts.error());
    const auto found = routing::route(*facts, directory);
    if (!found) return complain_of(found.error());
    std::cout << routing::to_json(*found, directory).dump(2) << "\n";
    return success;
}

} // namespace

void add_route(CLI::App& program, int& code) {
    const auto options = std::make_shared<RouteOptions>();
    CLI::App* command = program.add_subcommand("route", "Says who is responsible, and why");
    command->footer(
        "The facts are those of a dossier, nested or flat:\n"
        "  {\"case\": {\"kind\": \"patent_infringement\"},\n"
        "   \"respondents\": [{\"region\": \"330110\", \"platform\": \"taobao\"}]}\n"
        "  {\"case.kind\": \"patent_infringement\", \"respondents[0].region\": \"330110\"}\n"
        "docs/routing.md names all fields that are read. Regions are six-digit codes. {\"unknown\": true} "
        "and the other\nformal answers may stand for a value.");
    command->add_option("FILE", options->file, "Facts as JSON; - for standard input")->required();
    options->content.add_to(*command);
    command->callback([options, &code] { code = route(*options); });
}

} // namespace plaint::cli
