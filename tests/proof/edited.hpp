#pragma once

#include "bot/library/library.hpp"
#include "dialogs/proof/findings.hpp"
#include "tests/proof/shipped_trees.hpp"

#include <map>
#include <string>

// The shipped dialogs with some files changed, and what the proof says of them.
namespace plaint::tests {

using Files = std::map<std::string, nlohmann::json>; // by name below dialogs/, or below locales/

inline const std::string tree_file = "trees/intake.json";
inline const std::string checklist_file = "materials/patent_infringement.json";

// The whole, as a server would load it.
std::expected<std::unique_ptr<const library::Library>, content::LoadErrors>
load_edited(const Files& changed, const Files& languages = {});

// The trees that the change is about and their checklists alone, which is much quicker. There is no proof where there are
// load errors; otherwise it is of the first of them in which something is found.
struct Verdict {
    content::LoadErrors errors;
    proof::Proof proof;
    bool is_found() const { return !errors.empty() || !proof.findings.empty(); }
};
Verdict judge_edited(const Files& changed, const proof::ProofOptions& options = {});

// Pointer to the node of a tree file that has this leaf id, or path where it has none; empty where there is none.
std::string pointer_to_ask(const nlohmann::json& tree, const std::string& id);
// The pointer without its last part.
std::string parent_of(const std::string& pointer);

} // namespace plaint::tests
