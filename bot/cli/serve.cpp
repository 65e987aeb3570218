#include "bot/cli/application.hpp"
#include "bot/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

int serve(const ServeOptions& options) {
    auto config = configure(options);
    if (!config) {
        for (const std::string& line : config.error()) std::cerr << "plaint: " << line << "\n";
        return unusable;
    }
    auto application = Application::build(std::move(*config));
    if (!application) {
        for (const std::string& line : application.error()) std::cerr << "plaint: " << line << "\n";
        return unusable;
    }
    return (*application)->run() ? success : finding;
}

} // namespace

void add_serve(CLI::App& program, int& code) {
    const auto options = std::make_shared<ServeOptions>();
    CLI::App* command =
        program.add_subcommand("serve", "Runs everything: chat, interfaces and the delivery of dossiers");
    command->add_option("--config", options->config, "The configuration file")->type_name("F");
    command->add_option("--listen", options->listen, "Address and port, before what the file says")
        ->type_name("A:P");
    command->add_option("--data", options->data, "Folder for everything that is kept; made on first use")
        ->type_name("DIR");
    command->callback([options, &code] { code = serve(*options); });
}

} // namespace plaint::cli
