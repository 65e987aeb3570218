#pragma once

#include "dialogs/engine/session.hpp"

// Asks the engine itself what a condition or a derivation makes of one answer, so that the proof cannot hold another
// opinion of them than the walk.
namespace plaint::proof {

class Probe {
  public:
    explicit Probe(const dialogs::Tree& tree);

    // Of a condition that reads one field; null: it has no answer.
    bool holds(const dialogs::Condition& condition, const dialogs::Answer* answer);
    // Of a condition that counts a group.
    bool holds_for_count(const dialogs::Condition& condition, std::size_t items);
    // Of a derivation from one field.
    dialogs::Answer derive(const dialogs::Let& let, const dialogs::Answer& answer);

  private:
    const dialogs::Tree& tree_;
    dialogs::Shape widest_;
    std::vector<dialogs::Scope> scopes_; // by depth
    dialogs::View view_;
};

} // namespace plaint::proof
