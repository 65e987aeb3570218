#pragma once

#include "bot/support/config.hpp"
#include "bot/support/config_tree.hpp"

#include <functional>
#include <string>
#include <vector>

// The table of all sections and keys: what the file is read with, and what its reference is written from.
namespace plaint::support {

// What is gathered while a file is read.
struct ConfigReading {
    std::string file;
    const Environment& environment;
    ConfigProblems problems;

    void problem(ConfigPlace place, std::string key, std::string what) {
        problems.push_back({file, place.line, place.column, std::move(key), std::move(what)});
    }
};

enum class Occurs : std::uint8_t {
    always, // has its defaults when it is absent
    maybe,  // its presence turns something on
    often,  // [[name]], any number of times
};

struct ConfigSection {
    std::string name; // "server", "hotline.twilio"
    Occurs occurs;
    std::string sentence;
    std::vector<ConfigKey> keys;
    // Reads one table of this section into the configuration; `path` is its name for problems, e.g. "hand_over[1]".
    std::function<void(Config&, const ConfigNode&, const std::string& path, ConfigReading&)> read;
};

const std::vector<ConfigSection>& config_sections();

} // namespace plaint::support
