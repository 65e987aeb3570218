#pragma once

#include "dialogs/proof/obligations.hpp"
#include "dialogs/proof/solver.hpp"

// The shortest conversation in which an obligation is broken.
namespace plaint::proof {

// As the engine names what it asks: "respondents[0].links.more".
std::string path_of(const Question& question);
// A value as it is said.
std::string words_of(const dialogs::Value& value);

class Counterexamples {
  public:
    Counterexamples(Formulas& formulas, Solver& solver, const Course& course)
        : formulas_(formulas), solver_(solver), course_(course) {}

    // The obligation can be broken.
    Finding show(const Obligation& obligation, const ProofOptions& options);

  private:
    std::optional<Model> find(const Obligation& obligation, Formula broken, bool shortest);
    Conversation conversation(const Model& model, const Violation& way);
    void mark_decisive(Conversation& conversation, const std::vector<Formula>& chosen, const Violation& way);

    Formulas& formulas_;
    Solver& solver_;
    const Course& course_;
    bool can_be_said_ = true; // of the model found last
};

} // namespace plaint::proof
