#pragma once

#include "dialogs/proof/findings.hpp"

#include <memory>
#include <nlohmann/json.hpp>

// A tree that a test writes itself, with its dictionary and its checklist; what it says is held to be worded.
namespace plaint::tests {

class SmallTree {
  public:
    // The rows of fields.json and of its groups, the nodes of the tree, the lines of the checklist. What they lack beside
    // that (where they are used, their sources) is added.
    SmallTree(nlohmann::json fields, nlohmann::json groups, nlohmann::json nodes, nlohmann::json lines,
              const nlohmann::json& limits = nlohmann::json::object());

    const dialogs::Tree& tree() const { return tree_; }
    proof::Proof prove(const proof::ProofOptions& options = {}) const;

  private:
    std::string text_;
    content::Fields fields_;
    content::TreePlaces places_;
    dialogs::Tree tree_;
    dialogs::Checklist checklist_;
    content::ChecklistRules rules_;
};

} // namespace plaint::tests
