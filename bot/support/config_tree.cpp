#include "bot/support/config_tree.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace plaint::support {

namespace {

ConfigPlace place_of(const toml::source_region& region) { return {region.begin.line, region.begin.column}; }

ConfigNode node_of(const toml::node& from) {
    ConfigNode node;
    node.place = place_of(from.source());
    if (const auto* flag = from.as_boolean()) {
        node.kind = ConfigNode::Kind::flag;
        node.flag = flag->get();
    } else if (const auto* number = from.as_integer()) {
        node.kind = ConfigNode::Kind::number;
        node.number = number->get();
    } else if (const auto* text = from.as_string()) {
        node.kind = ConfigNode::Kind::text;
        node.text = text->get();
    } else if (const auto* list = from.as_array()) {
        node.kind = ConfigNode::Kind::list;
        for (const toml::node& item : *list) node.items.push_back(node_of(item));
    } else if (const auto* table = from.as_table()) {
        node.kind = ConfigNode::Kind::table;
        for (const auto& [key, value] : *table)
            node.entries.push_back({std::string(key.str()), place_of(key.source()), node_of(value)});
        // The library sorts by name; problems are told in the order of the file.
        std::stable_sort(node.entries.begin(), node.entries.end(), [](const auto& a, const auto& b) {
            return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
        });
    }
    return node;
}

} // namespace

std::expected<ConfigNode, ConfigProblem> read_toml(std::string_view toml, std::string_view file_name) {
    try {
        return node_of(toml::parse(toml, file_name));
    } catch (const toml::parse_error& error) {
        const ConfigPlace place = place_of(error.source());
        return std::unexpected(ConfigProblem{std::string(file_name), place.line, place.column, "",
                                             std::string("not TOML: ") + std::string(error.description())});
    }
}

} // namespace plaint::support
