#include "bot/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace plaint::cli {

void add_version(CLI::App& program, int& code) {
    CLI::App* command = program.add_subcommand("version", "The version of the program");
    command->callback([&code] {
        std::cout << "plaint " PLAINT_VERSION "\n";
        code = success;
    });
}

} // namespace plaint::cli
