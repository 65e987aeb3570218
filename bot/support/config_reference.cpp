#include "bot/support/config_table.hpp"

// The reference of the configuration, written from the table that reads it.
namespace plaint::support {

namespace {

constexpr const char* introduction = R"(# Configuration

This page is generated from the program (`bot/support/config_table.cpp`); a test fails when the two differ.

`plaint serve --config FILE` reads one TOML file. Every key may be left out, and so may the file: the defaults make a
server on this machine that keeps everything below `var/`. `plaint config check FILE` names each unknown key and each
bad value with its line and column, and what is allowed there; `plaint serve` says the same and ends with exit code 2.

A secret may stand in the file as it is, or as `"env:NAME"` for a variable of the environment, or as `"file:PATH"` for
a file that holds it and nothing else. Times of day are China's (UTC+8).

The options `--listen` and `--data` of `plaint serve` go before what the file says.
)";

std::string heading(const ConfigSection& section) {
    return section.occurs == Occurs::often ? "[[" + section.name + "]]" : "[" + section.name + "]";
}

const char* presence(Occurs occurs) {
    switch (occurs) {
    case Occurs::always: return "";
    case Occurs::maybe: return " Absent: turned off.";
    case Occurs::often: return " May stand any number of times.";
    }
    return "";
}

std::string default_of(const ConfigKey& key) {
    if (key.required) return "required";
    return key.fallback.empty() ? "none" : "`" + key.fallback + "`";
}

} // namespace

std::vector<ConfigKey> describe() {
    std::vector<ConfigKey> keys;
    for (const ConfigSection& section : config_sections())
        keys.insert(keys.end(), section.keys.begin(), section.keys.end());
    return keys;
}

std::string describe_in_markdown() {
    std::string out = introduction;
    for (const ConfigSection& section : config_sections()) {
        out += "\n## `" + heading(section) + "`\n\n" + section.sentence + presence(section.occurs) + "\n\n";
        out += "| key | value | default | what it does |\n| --- | --- | --- | --- |\n";
        for (const ConfigKey& key : section.keys)
            out += "| `" + key.name + "` | " + key.type + " | " + default_of(key) + " | " + key.sentence +
                   " |\n";
    }
    return out;
}

} // namespace plaint::support
