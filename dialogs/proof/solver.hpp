#pragma once

#include "dialogs/proof/formula.hpp"

#include <memory>
#include <optional>

// The one place that knows CaDiCaL: whether formulas can hold together, in how few inputs, and because of what not. The
// same questions in the same order have the same answers.
namespace plaint::proof {

class Solver {
  public:
    // The formulas outlive the solver and may grow meanwhile.
    explicit Solver(const Formulas& formulas);
    ~Solver();
    Solver(const Solver&) = delete;
    Solver& operator=(const Solver&) = delete;

    // Holds in everything that is asked from now on.
    void require(Formula formula);

    // A way in which all of them hold together.
    std::optional<Model> find(std::span<const Formula> assumed);
    // The same with as few of `counted` holding as possible.
    std::optional<Model> find_least(std::span<const Formula> assumed, std::span<const Formula> counted);
    // The same with so many of `wanted` holding that none of the others could hold beside them; the most there could be at
    // all are not looked for.
    std::optional<Model> find_many(std::span<const Formula> assumed, std::span<const Formula> wanted);
    // For each formula by itself whether it can hold. One question answers it where none can.
    std::vector<bool> possible(std::span<const Formula> formulas);
    // Formulas that cannot all hold: of `assumed`, the positions of those that `refuted` fails by already, none of which
    // could be left out.
    std::vector<std::size_t> reasons(std::span<const Formula> assumed, Formula refuted);

  private:
    struct Clauses;
    class Absences;
    std::unique_ptr<Clauses> clauses_;
};

} // namespace plaint::proof
