#include "bot/support/config.hpp"

#include "bot/support/config_table.hpp"
#include "bot/support/config_values.hpp"
#include "bot/support/url.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace plaint::support {

namespace {

using Kind = ConfigNode::Kind;

// The sections and groups of sections directly below a group ("" is the root).
std::string allowed_sections(const std::string& group) {
    std::vector<std::string> names;
    for (const ConfigSection& section : config_sections()) {
        if (!group.empty() && !section.name.starts_with(group + ".")) continue;
        const std::string rest = group.empty() ? section.name : section.name.substr(group.size() + 1);
        const std::string name = rest.substr(0, rest.find('.'));
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

const ConfigSection* section_named(const std::string& path) {
    for (const ConfigSection& section : config_sections())
        if (section.name == path) return &section;
    return nullptr;
}

bool is_group(const std::string& path) {
    return std::any_of(config_sections().begin(), config_sections().end(),
                       [&](const ConfigSection& section) { return section.name.starts_with(path + "."); });
}

void read_section(const ConfigSection& section, const ConfigNode& node, Config& config,
                  ConfigReading& reading) {
    if (section.occurs != Occurs::often) {
        if (node.kind == Kind::table) return section.read(config, node, section.name, reading);
        return reading.problem(node.place, section.name, "must be a section: [" + section.name + "]");
    }
    const bool tables =
        node.kind == Kind::list && std::all_of(node.items.begin(), node.items.end(),
                                               [](const auto& item) { return item.kind == Kind::table; });
    if (!tables)
        return reading.problem(node.place, section.name,
                               "must be written as [[" + section.name + "]], once for each");
    for (std::size_t i = 0; i < node.items.size(); ++i)
        section.read(config, node.items[i], section.name + "[" + std::to_string(i) + "]", reading);
}

void read_group(const std::string& group, const ConfigNode& node, Config& config, ConfigReading& reading) {
    for (const auto& entry : node.entries) {
        const std::string path = group.empty() ? entry.name : group + "." + entry.name;
        if (const ConfigSection* section = section_named(path))
            read_section(*section, entry.value, config, reading);
        else if (is_group(path) && entry.value.kind == Kind::table)
            read_group(path, entry.value, config, reading);
        else
            reading.problem(entry.place, path,
                            "unknown section or key; allowed here: " + allowed_sections(group));
    }
}

std::expected<std::string, ConfigProblems> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad())
        return std::unexpected(ConfigProblems{{path, 0, 0, "", "cannot be read"}});
    return text;
}

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (!value) return std::nullopt;
    return std::string(value);
}

// "hand_over[1].url": each name leads a table deeper, a number into a list. Null where the file says nothing of it.
const ConfigNode* node_at(const ConfigNode& root, std::string_view key) {
    const ConfigNode* at = &root;
    while (!key.empty()) {
        const std::string_view part = key.substr(0, key.find('.'));
        key.remove_prefix(std::min(part.size() + 1, key.size()));
        const std::string_view name = part.substr(0, part.find('['));
        const auto entry = std::ranges::find(at->entries, name, &ConfigNode::Entry::name);
        if (entry == at->entries.end()) return nullptr;
        at = &entry->value;
        if (name.size() == part.size()) continue;
        std::size_t index = 0;
        std::from_chars(part.data() + name.size() + 1, part.data() + part.size(), index);
        if (index >= at->items.size()) return nullptr;
        at = &at->items[index];
    }
    return at;
}

// What only two sections together show.
void check_hotlines(const Config& config, const ConfigNode& root, ConfigReading& reading) {
    const Config::Hotline& hotline = config.hotline;
    const std::pair<const char*, const std::optional<HotlineProvider>&> providers[] = {
        {"twilio", hotline.twilio},
        {"freeswitch", hotline.freeswitch},
        {"jambonz", hotline.jambonz},
        {"voicexml", hotline.voicexml}};
    for (const auto& [name, provider] : providers) {
        if (!provider || provider->speech || !config.recordings.hosts.empty()) continue;
        const std::string key = std::string("hotline.") + name + ".speech";
        if (const ConfigNode* node = node_at(root, key))
            reading.problem(node->place, key,
                            "needs a host in [recordings]: what callers say would neither be recognised nor "
                            "recorded");
    }
}

} // namespace

const HandOver* hand_over_for(const Config& config, std::string_view body) {
    for (const HandOver& entry : config.hand_over) {
        const std::string_view pattern = entry.centre;
        if (pattern.ends_with('*') ? body.starts_with(pattern.substr(0, pattern.size() - 1))
                                   : body == pattern)
            return &entry;
    }
    return nullptr;
}

const HandOver* hand_over_named(const Config& config, std::string_view name) {
    const auto found = std::find_if(config.hand_over.begin(), config.hand_over.end(),
                                    [&](const HandOver& entry) { return entry.name == name; });
    return found == config.hand_over.end() ? nullptr : &*found;
}

std::string public_base(const Config& config) {
    const Config::Server& server = config.server;
    if (!server.public_base.empty()) return server.public_base;
    const std::size_t colon = server.listen.rfind(':');
    std::string host = server.listen.substr(0, colon);
    if (host == "0.0.0.0") host = "127.0.0.1";
    if (host == "[::]") host = "[::1]";
    const std::string scheme = server.tls_certificate.empty() ? "http://" : "https://";
    const auto url = parse_url(scheme + host + server.listen.substr(colon));
    // Port 0 is no address yet: the program listens on one that is not known before it does.
    return url ? url->origin() : scheme + host;
}

void use_data_folder(Config& config, const std::string& folder) {
    config.storage.url = "sqlite:" + folder + "/plaint.db";
    config.storage.files = folder + "/files";
}

std::expected<void, std::string> use_listen(Config& config, std::string_view address) {
    if (auto fault = values::listen(address)) return std::unexpected(*std::move(fault));
    config.server.listen = address;
    return {};
}

std::string ConfigProblem::text() const {
    std::string out = file;
    if (line > 0) out += ":" + std::to_string(line) + ":" + std::to_string(column);
    out += ": ";
    if (!key.empty()) out += key + ": ";
    return out + what;
}

std::expected<Config, ConfigProblems> parse_config(std::string_view toml, std::string_view file_name,
                                                   const Environment& environment) {
    const auto root = read_toml(toml, file_name);
    if (!root) return std::unexpected(ConfigProblems{root.error()});
    ConfigReading reading{std::string(file_name), environment, {}};
    Config config;
    read_group("", *root, config, reading);
    check_hotlines(config, *root, reading);
    if (reading.problems.empty()) return config;
    std::stable_sort(reading.problems.begin(), reading.problems.end(), [](const auto& a, const auto& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return std::unexpected(std::move(reading.problems));
}

std::expected<Config, ConfigProblems> load_config(const std::string& path) {
    auto text = read_file(path);
    if (!text) return std::unexpected(std::move(text).error());
    return parse_config(*text, path, process_environment);
}

ConfigProblem problem_of(const std::string& path, const std::string& key, std::string what) {
    ConfigProblem problem{path, 0, 0, key, std::move(what)};
    const auto text = read_file(path);
    if (!text) return problem;
    const auto root = read_toml(*text, path);
    if (!root) return problem;
    if (const ConfigNode* node = node_at(*root, key)) {
        problem.line = node->place.line;
        problem.column = node->place.column;
    }
    return problem;
}

} // namespace plaint::support
