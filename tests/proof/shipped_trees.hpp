#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

// Every shipped tree and the shared parts that they use, as files.
namespace plaint::tests {

// A file of dialogs/ as it is shipped.
nlohmann::json shipped_file(const std::string& name);

// The tree that conversations begin with, its own parts in their places: those that stand where their paths say, and no
// part of another at a place of its own. It says the same as the file, and can be edited as one.
nlohmann::json shipped_tree();

struct TreePart {
    std::set<std::string> trees;    // the files of the trees that it is part of; a tree is a part of itself
    std::set<std::string> prefixes; // the paths that it stands at there; of a tree the empty one
};
// By the names of the files, "trees/shared/contact.json".
const std::map<std::string, TreePart>& tree_parts();

// The whole path that a node in a part at `prefix` names.
std::string full_path(const std::string& prefix, const std::string& path);
// The file of the shared part that the node uses, and where that stands.
std::pair<std::string, std::string> part_of_use(const std::string& prefix, const nlohmann::json& node);

} // namespace plaint::tests
