#include "bot/casework/package_check.hpp"
#include "bot/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

// What stands in a package may have been written by anybody: nothing of it reaches the terminal as a control.
std::string printable(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return text;
}

int verify(const std::string& path) {
    if (!std::filesystem::is_regular_file(path)) return complain("there is no file " + path);
    const auto checked = casework::verify_package(path);
    if (!checked) {
        for (const casework::PackageProblem& problem : checked.error())
            std::cout << printable(problem.path.empty() ? path : problem.path) << " "
                      << printable(problem.what) << "\n";
        return finding;
    }
    std::cout << printable(checked->number) << " version " << checked->version
              << " is in order: " << checked->files << " files\n"
              << "manifest-sha256.txt has the digest " << checked->manifest_sha256 << "\n"
              << "the audit ends with " << checked->audit_head << "\n";
    return success;
}

} // namespace

void add_verify(CLI::App& program, int& code) {
    const auto path = std::make_shared<std::string>();
    const auto offline = std::make_shared<bool>(false);
    CLI::App* command = program.add_subcommand(
        "verify", "Checks a package: every file, every digest, the evidence and the audit extract");
    command->footer(
        "Whoever can write a package can make its digests anew. Compare the digest of manifest-sha256.txt\n"
        "with the one in the event that announced the package, or the audit's end with the server's.");
    // Nothing of the check needs a network or a server; the option is for scripts that want to be sure of it.
    command->add_flag("--offline", *offline,
                      "Checks the package against itself alone, which is all that is ever done");
    command->add_option("PACKAGE", *path, "A package as export writes it and centres fetch it")->required();
    command->callback([path, offline, &code] { code = verify(*path); });
}

} // namespace plaint::cli
