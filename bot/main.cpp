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
        add_backup,  add_call,      add_chat,     add_check,  add_config,       add_cover,   add_directory,
        add_explain, add_export,    add_graph,    add_new,    add_replay,       add_route,   add_serve,
        add_staff,   add_translate, add_validate, add_verify, add_verify_audit, add_version,
    };
    CLI::App program("Takes intellectual-property complaints over chat and telephone", "plaint");
    program.require_subcommand(1);
    program.set_version_flag("--version", version_line());
    int code = success;
    for (const AddCommand add : commands) add(program, code);
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        return program.exit(asked); // --help, --version
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
