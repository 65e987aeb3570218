#include "tests/proof/shipped_trees.hpp"

#include "tests/support/shipped_library.hpp"

namespace plaint::tests {
namespace {

using nlohmann::json;
using Parts = std::map<std::string, TreePart>;

void collect(const json& list, const std::string& tree, const std::string& prefix, Parts& parts) {
    for (const json& node : list) {
        for (const char* key : {"do", "else"})
            if (node.contains(key)) collect(node.at(key), tree, prefix, parts);
        if (!node.contains("use")) continue;
        const auto [file, at] = part_of_use(prefix, node);
        parts[file].trees.insert(tree);
        parts[file].prefixes.insert(at);
        collect(shipped_file(file).at("do"), tree, at, parts);
    }
}

void put_in_place(json& list) {
    json whole = json::array();
    for (json& node : list) {
        for (const char* key : {"do", "else"})
            if (node.contains(key)) put_in_place(node[key]);
        if (!node.contains("use") || node.contains("at")) {
            whole.push_back(std::move(node));
            continue;
        }
        json part = shipped_file(part_of_use("", node).first);
        put_in_place(part["do"]);
        for (json& one : part["do"]) whole.push_back(std::move(one));
    }
    list = std::move(whole);
}

} // namespace

json shipped_tree() {
    json tree = shipped_file("trees/" + shipped_library().tree().name + ".json");
    put_in_place(tree["do"]);
    return tree;
}

json shipped_file(const std::string& name) {
    return json::parse(shipped_texts().dialogs.bytes.find(name)->second);
}

const Parts& tree_parts() {
    static const Parts all = [] {
        Parts parts;
        for (const auto& [name, tree] : shipped_library().content->trees) {
            const std::string file = "trees/" + name + ".json";
            parts[file] = {.trees = {file}, .prefixes = {""}};
            collect(shipped_file(file).at("do"), file, "", parts);
        }
        return parts;
    }();
    return all;
}

std::string full_path(const std::string& prefix, const std::string& path) {
    if (path.starts_with('/')) return path.substr(1);
    return prefix.empty() ? path : prefix + "." + path;
}

std::pair<std::string, std::string> part_of_use(const std::string& prefix, const json& node) {
    const std::string at = node.contains("at") ? full_path(prefix, node.at("at").get<std::string>()) : prefix;
    return {"trees/" + node.at("use").get<std::string>() + ".json", at};
}

} // namespace plaint::tests
