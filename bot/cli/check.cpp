#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::cli {
namespace {

struct CheckOptions {
    ContentOptions content;
    bool json = false;
};

nlohmann::json to_json(const content::LoadErrors& errors) {
    nlohmann::json findings = nlohmann::json::array();
    for (const content::LoadError& error : errors)
        findings.push_back({{"file", error.file}, {"pointer", error.pointer}, {"what", error.what}});
    return {{"ok", errors.empty()}, {"findings", std::move(findings)}};
}

int check(const CheckOptions& options) {
    const auto library = load(options.content);
    if (!library && library.error().unreadable)
        return complain(content::to_string(library.error().errors.front()));
    const content::LoadErrors errors = library ? content::LoadErrors{} : library.error().errors;
    if (options.json) {
        std::cout << to_json(errors).dump(2) << "\n";
    } else {
        for (const content::LoadError& error : errors) std::cout << content::to_string(error) << "\n";
        if (errors.empty()) std::cout << "no findings; content version " << (*library)->version << "\n";
    }
    return errors.empty() ? success : finding;
}

} // namespace

void add_check(CLI::App& program, int& code) {
    const auto options = std::make_shared<CheckOptions>();
    CLI::App* command = program.add_subcommand("check", "Checks trees, checklists, languages and directory");
    options->content.add_to(*command);
    command->add_flag("--json", options->json, "Findings as JSON");
    command->callback([options, &code] { code = check(*options); });
}

} // namespace plaint::cli
