#pragma once

#include "bot/support/config.hpp"
#include "storage/files.hpp"
#include "storage/store.hpp"

#include <memory>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace plaint::cli {

// What the program keeps, opened by a command beside a server that may be running.
struct Kept {
    support::Config config;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<storage::Files> files;
};

struct KeptOptions {
    std::string config, data; // empty: the defaults
    void add_to(CLI::App& command);
    // What cannot be opened is complained of. Nothing is made: a store that is not there is a mistake here.
    std::optional<Kept> open() const;
};

} // namespace plaint::cli
