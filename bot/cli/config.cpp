#include "bot/support/config.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/deployment.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

int check_config(const std::string& file) {
    if (!std::filesystem::is_regular_file(file)) return complain("there is no file " + file);
    const auto config = support::load_config(file);
    support::ConfigProblems problems = config ? support::ConfigProblems() : config.error();
    if (config)
        for (const DeploymentFault& fault : deployment_faults(*config))
            problems.push_back(support::problem_of(file, fault.key, fault.what));
    for (const support::ConfigProblem& problem : problems) std::cerr << problem.text() << "\n";
    if (!problems.empty()) return support::config_exit_code;
    std::cout << file << ": in order\n";
    return success;
}

} // namespace

void add_config(CLI::App& program, int& code) {
    const auto file = std::make_shared<std::string>("plaint.toml");
    CLI::App* command = program.add_subcommand("config", "What the configuration file says");
    command->require_subcommand(1);
    CLI::App* check = command->add_subcommand("check", "Names each unknown key and bad value with its line");
    check->footer(
        "Looks also at what the file names: folders, certificates, content, bodies of the directory.");
    CLI::Option* named = check->add_option("FILE", *file, "The configuration file")->capture_default_str();
    check->add_option("--config", *file, "The same")->type_name("F")->excludes(named);
    check->callback([file, &code] { code = check_config(*file); });
}

} // namespace plaint::cli
