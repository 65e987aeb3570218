#include "bot/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace plaint::cli {

std::string version_line() { return "plaint " PLAINT_VERSION; }

void add_version(CLI::App& program, int& code) {
    CLI::App* command = program.add_subcommand("version", "The version of the program");
    command->callback([&code] {
        std::cout << version_line() << "\n";
        code = success;
    });
}

} // namespace plaint::cli
