#include "bot/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>

namespace plaint::cli {

int complain(std::string_view what) {
    std::cerr << "plaint: " << what << "\n";
    return unusable;
}

} // namespace plaint::cli

int main(int argc, char** argv) {
    using namespace plaint::cli;
    constexpr AddCommand commands[] = {
        add_backup, add_chat,  add_check,    add_config, add_export,  add_replay,
        add_route,  add_serve, add_validate, add_verify, add_version,
    };
    CLI::App program("Takes intellectual-property complaints over chat and telephone", "plaint");
    program.require_subcommand(1);
    int code = success;
    for (const AddCommand add : commands) add(program, code);
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        return program.exit(asked); // --help
    } catch (const CLI::ParseError& wrong) {
        // CLI11 complains of a missing command before it complains of a wrong one.
        const auto meant = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
        if (argc > 1 && program.get_subcommands(meant).empty())
            return complain("there is no command or option \"" + std::string(argv[1]) +
                            "\"; see plaint --help");
        std::string what = wrong.what();
        return complain(what.substr(0, what.find('\n')));
    } catch (const std::exception& wrong) {
        return complain(wrong.what());
    }
    return code;
}
