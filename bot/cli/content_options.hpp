#pragma once

#include "bot/library/library.hpp"

#include <expected>
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace plaint::cli {

// Where dialogs and languages come from: what is built into the program, or the folders that were named.
struct ContentOptions {
    std::string dialogs, locales; // empty: what is built in
    void add_to(CLI::App& command);
};

// A folder that cannot be read is `unreadable`; mistakes in it are not.
struct ContentFailure {
    bool unreadable = false;
    content::LoadErrors errors;
};
std::expected<std::unique_ptr<const library::Library>, ContentFailure> load(const ContentOptions& options);

// The same for a command that needs the content to do anything: its failures go to stderr.
std::unique_ptr<const library::Library> load_or_complain(const ContentOptions& options);

} // namespace plaint::cli
