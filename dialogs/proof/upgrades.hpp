#pragma once

#include "dialogs/engine/upgrade.hpp"
#include "dialogs/proof/findings.hpp"

// What sessions can meet when their tree becomes another one, over all sessions at every question of the tree before.
namespace plaint::proof {

struct Encounter {
    dialogs::Meets what = dialogs::Meets::asked;
    std::string id; // as in dialogs::Meeting
    // A short one under the tree before, up to the first question at which it is met; none where it takes more than answers.
    std::optional<Conversation> conversation;
    std::string at; // that question as it is named in trees; "submit" and "end" behind the last
};

struct UpgradeProof {
    std::string tree;
    std::size_t places = 0; // questions at which a session can stand, those of items told apart by themselves
    std::vector<Encounter> encounters; // by order of the trees; each pair of `what` and `id` once
    std::string first; // the first question from which on something is met; empty where nothing is
    std::vector<Encounter> stranded; // questions that have no answer for some session; `what` says nothing
};

// Both trees are of contents that load, and go by the same name.
UpgradeProof prove_upgrade(const dialogs::Tree& before, const dialogs::Tree& after);

} // namespace plaint::proof
