#include "dialogs/proof/solver.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <z3++.h>

namespace plaint::proof {

// Formulas become Z3's expressions once, when they are first needed. Assumptions of Z3 are literals, so each formula that is
// assumed gets one that implies it.
struct Solver::Z3 {
    explicit Z3(const Formulas& graph) : formulas(graph), solver(context, "QF_FD") {}

    z3::expr of(Formula formula) {
        translate();
        const z3::expr& node = expressions[formula.code / 2];
        return (formula.code & 1U) != 0 ? !node : node;
    }

    void translate() {
        const auto& nodes = formulas.nodes();
        for (std::size_t i = expressions.size(); i < nodes.size(); ++i) {
            if (i == 0)
                expressions.push_back(context.bool_val(true));
            else if (nodes[i].variable)
                expressions.push_back(context.bool_const(("v" + std::to_string(i)).c_str()));
            else
                expressions.push_back(side(nodes[i].left) && side(nodes[i].right));
        }
    }
    z3::expr side(Formula formula) {
        const z3::expr& node = expressions[formula.code / 2];
        return (formula.code & 1U) != 0 ? !node : node;
    }

    z3::expr fresh() { return context.bool_const(("p" + std::to_string(fresh_++)).c_str()); }

    z3::expr literal(Formula formula) {
        if (const auto known = literals.find(formula.code); known != literals.end()) return known->second;
        const z3::expr made = fresh();
        solver.add(z3::implies(made, of(formula)));
        return literals.emplace(formula.code, made).first->second;
    }

    z3::expr_vector literals_of(std::span<const Formula> assumed) {
        z3::expr_vector all(context);
        for (const Formula formula : assumed) all.push_back(literal(formula));
        return all;
    }

    Model model() {
        translate();
        const z3::model found = solver.get_model();
        const auto& nodes = formulas.nodes();
        std::vector<bool> values(nodes.size());
        const auto value = [&](Formula formula) {
            return values[formula.code / 2] != ((formula.code & 1U) != 0);
        };
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (i == 0)
                values[i] = true;
            else if (nodes[i].variable)
                values[i] = found.eval(expressions[i], true).is_true();
            else
                values[i] = value(nodes[i].left) && value(nodes[i].right);
        }
        return Model(std::move(values));
    }

    // No answer is no proof either.
    bool satisfies(const z3::expr_vector& wanted) {
        const z3::check_result result = solver.check(wanted);
        if (result == z3::unknown)
            throw std::runtime_error("the solver gave no answer: " + solver.reason_unknown());
        return result == z3::sat;
    }

    const Formulas& formulas;
    z3::context context;
    z3::solver solver;
    std::vector<z3::expr> expressions;
    std::unordered_map<std::uint32_t, z3::expr> literals;
    std::size_t fresh_ = 0;
};

Solver::Solver(const Formulas& formulas) : z3_(std::make_unique<Z3>(formulas)) {}
Solver::~Solver() = default;

void Solver::require(Formula formula) { z3_->solver.add(z3_->of(formula)); }

std::optional<Model> Solver::find(std::span<const Formula> assumed) {
    if (std::ranges::find(assumed, never) != assumed.end()) return std::nullopt;
    if (!z3_->satisfies(z3_->literals_of(assumed))) return std::nullopt;
    return z3_->model();
}

std::optional<Model> Solver::find_least(std::span<const Formula> assumed, std::span<const Formula> counted) {
    std::optional<Model> best = find(assumed);
    if (!best || counted.empty()) return best;
    const auto count = [&](const Model& model) {
        return static_cast<std::size_t>(
            std::ranges::count_if(counted, [&](Formula one) { return model.holds(one); }));
    };
    z3::expr_vector all(z3_->context);
    for (const Formula one : counted) all.push_back(z3_->of(one));
    // Between what is known to do and what is known to be too few.
    std::size_t enough = count(*best);
    std::size_t too_few = 0;
    while (too_few < enough) {
        const std::size_t tried = (too_few + enough) / 2;
        const z3::expr bound = z3_->fresh();
        z3_->solver.add(z3::implies(bound, z3::atmost(all, static_cast<unsigned>(tried))));
        z3::expr_vector literals = z3_->literals_of(assumed);
        literals.push_back(bound);
        if (z3_->satisfies(literals)) {
            best = z3_->model();
            enough = count(*best);
        } else {
            too_few = tried + 1;
        }
    }
    return best;
}

std::optional<Model> Solver::find_most(std::span<const Formula> assumed, std::span<const Formula> wanted) {
    // All at once, because what is new is translated again before each question.
    z3_->literals_of(wanted);
    std::optional<Model> best = find(assumed);
    if (!best) return best;
    z3::expr_vector literals = z3_->literals_of(assumed);
    for (const Formula one : wanted) {
        if (one == never) continue;
        literals.push_back(z3_->literal(one));
        if (best->holds(one)) continue;
        if (z3_->satisfies(literals))
            best = z3_->model();
        else
            literals.pop_back();
    }
    return best;
}

std::vector<bool> Solver::possible(std::span<const Formula> formulas) {
    std::vector<bool> shown(formulas.size());
    for (;;) {
        // What a model shows is struck off; the rest is asked for again, until nothing more can be shown.
        z3::expr_vector rest(z3_->context);
        for (std::size_t i = 0; i < formulas.size(); ++i)
            if (!shown[i] && formulas[i] != never) rest.push_back(z3_->literal(formulas[i]));
        if (rest.empty()) return shown;
        const z3::expr wanted = z3_->fresh();
        z3_->solver.add(z3::implies(wanted, z3::mk_or(rest)));
        z3::expr_vector literals(z3_->context);
        literals.push_back(wanted);
        if (!z3_->satisfies(literals)) return shown;
        const Model model = z3_->model();
        for (std::size_t i = 0; i < formulas.size(); ++i)
            if (model.holds(formulas[i])) shown[i] = true;
    }
}

std::vector<std::size_t> Solver::reasons(std::span<const Formula> assumed, Formula refuted) {
    std::vector<std::size_t> kept(assumed.size());
    for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = i;
    const auto fails = [&](const std::vector<std::size_t>& chosen) {
        std::vector<Formula> together{refuted};
        for (const std::size_t i : chosen) together.push_back(assumed[i]);
        return !find(together);
    };
    if (!fails(kept)) return {};
    // First what Z3 needed, then without each of them that is not needed after all.
    const z3::expr_vector core = z3_->solver.unsat_core();
    std::erase_if(kept, [&](std::size_t i) {
        const z3::expr literal = z3_->literal(assumed[i]);
        for (unsigned k = 0; k < core.size(); ++k)
            if (z3::eq(core[static_cast<int>(k)], literal)) return false;
        return true;
    });
    for (std::size_t at = 0; at < kept.size();) {
        std::vector<std::size_t> fewer = kept;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
        if (fails(fewer))
            kept = std::move(fewer);
        else
            ++at;
    }
    return kept;
}

} // namespace plaint::proof
