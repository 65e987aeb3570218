#pragma once

#include "dialogs/proof/abstraction.hpp"
#include "dialogs/proof/formula.hpp"
#include "dialogs/proof/probe.hpp"

// Conditions over all sessions at once: what the engine computes for one session, as a formula over what may be answered.
namespace plaint::proof {

// By class: whether the field is live with such an answer. In none of them: it is absent.
struct SymbolicField {
    std::vector<Formula> is;
};

struct SymbolicScope;

// The items that are told apart; the last stands for all that may come after it.
struct SymbolicGroup {
    Formula passed = never;
    Formula put_off = never;     // without what it lacks, by "later" or because the channel cannot carry it
    std::vector<Formula> exists; // each implies the one before it
    std::vector<SymbolicScope> items;
};

struct SymbolicScope {
    std::uint16_t scope = 0;
    std::vector<SymbolicField> fields;
    std::vector<SymbolicGroup> groups;
};

// The scopes around a place, outermost first.
struct SymbolicView {
    std::array<const SymbolicScope*, dialogs::depth_max> scopes{};
    std::uint16_t scope = 0; // the innermost

    const SymbolicField& field(dialogs::FieldRef ref) const { return scopes[ref.depth]->fields[ref.index]; }
    const SymbolicGroup& group(dialogs::FieldRef ref) const { return scopes[ref.depth]->groups[ref.index]; }
};

// What can be said of a checklist's condition, as dialogs::Decided; one of them holds.
struct Decision {
    Formula yes = always, no = never, open = never, undecided = never;
};

class Judge {
  public:
    Judge(Formulas& formulas, const Abstraction& abstraction, const Atlas& atlas)
        : formulas_(formulas), abstraction_(abstraction), atlas_(atlas), probe_(atlas.tree()) {}

    Formula present(const SymbolicField& field) { return formulas_.any(field.is); }
    Formula has_value(const SymbolicField& field) {
        return formulas_.any(std::span(field.is).subspan(formal_classes));
    }
    // What the walk makes of it, two-valued.
    Formula holds(const dialogs::Condition& condition, const SymbolicView& view);
    // What a checklist makes of it.
    Decision decide(const dialogs::Condition& condition, const SymbolicView& view);
    // The group has at least so many items.
    Formula at_least(const SymbolicGroup& group, std::size_t items);

  private:
    Formula of_field(const dialogs::Condition& condition, const SymbolicView& view);
    Formula of_count(const dialogs::Condition& condition, const SymbolicView& view);
    Formula some_item(const dialogs::Condition& condition, const SymbolicView& view, bool wanted);
    Decision both(const Decision& left, const Decision& right);
    Decision decide_items(const dialogs::Condition& condition, const SymbolicView& view, bool negated);
    static Decision negation_of(Decision decision);
    SymbolicView inside(const dialogs::Condition& condition, const SymbolicView& view, std::size_t item);

    Formulas& formulas_;
    const Abstraction& abstraction_;
    const Atlas& atlas_;
    Probe probe_;
};

} // namespace plaint::proof
