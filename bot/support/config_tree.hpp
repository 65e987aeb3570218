#pragma once

#include "bot/support/config.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

// A TOML file as plain values with their places, so that the table of keys needs to know nothing of the TOML library.
namespace plaint::support {

struct ConfigPlace {
    unsigned line = 0;
    unsigned column = 0;
};

struct ConfigNode {
    enum class Kind : std::uint8_t { flag, number, text, list, table, other };
    struct Entry;

    Kind kind = Kind::other;
    ConfigPlace place;
    bool flag = false;
    std::int64_t number = 0;
    std::string text;
    std::vector<ConfigNode> items; // of a list
    std::vector<Entry> entries;    // of a table, in the order of the file
};

struct ConfigNode::Entry {
    std::string name;
    ConfigPlace place; // of the name
    ConfigNode value;
};

// The root table; the error is the one place where the file is no TOML.
std::expected<ConfigNode, ConfigProblem> read_toml(std::string_view toml, std::string_view file_name);

} // namespace plaint::support
