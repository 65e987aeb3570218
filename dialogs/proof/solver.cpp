#include "dialogs/proof/solver.hpp"

#include <algorithm>
#include <cadical.hpp>
#include <limits>
#include <stdexcept>

namespace plaint::proof {

namespace {

// What CaDiCaL's solve() says.
constexpr int satisfiable = 10;
constexpr int unsatisfiable = 20;

// A variable by its number from 1 on; negative, its negation.
using Literal = int;

} // namespace

// A formula becomes a variable, and clauses that bind it to its parts, when it is first asked for; what nobody asks for
// costs nothing.
struct Solver::Clauses {
    explicit Clauses(const Formulas& graph) : formulas(graph) {
        sat.set("quiet", 1);
        // The questions are many and small, and simplifying between them costs more than it spares.
        sat.configure("plain");
        // What nothing demands does not hold.
        sat.set("phase", 0);
    }

    Literal literal(Formula formula) {
        variables.resize(formulas.nodes().size());
        const Literal asked = noted(formula);
        while (!unwritten.empty()) {
            const std::size_t node = unwritten.back();
            unwritten.pop_back();
            write(node);
        }
        return asked;
    }

    Literal noted(Formula formula) {
        Literal& variable = variables[formula.code / 2];
        if (variable == 0) {
            variable = fresh();
            unwritten.push_back(formula.code / 2);
        }
        return (formula.code & 1U) != 0 ? -variable : variable;
    }

    void write(std::size_t at) {
        const Formulas::Node node = formulas.nodes()[at];
        const Literal whole = variables[at];
        if (at == 0) add({whole});
        if (at == 0 || node.variable) return;
        const Literal left = noted(node.left);
        const Literal right = noted(node.right);
        add({-whole, left});
        add({-whole, right});
        add({whole, -left, -right});
    }

    Literal fresh() { return ++last; }

    void add(std::span<const Literal> clause) {
        for (const Literal one : clause) sat.add(one);
        sat.add(0);
    }
    void add(std::initializer_list<Literal> clause) { add(std::span(clause.begin(), clause.size())); }

    std::vector<Literal> literals(std::span<const Formula> all) {
        std::vector<Literal> made;
        for (const Formula formula : all) made.push_back(literal(formula));
        return made;
    }

    // No answer is no proof either.
    bool satisfies(std::span<const Literal> assumed) {
        for (const Literal one : assumed) sat.assume(one);
        const int result = sat.solve();
        if (result != satisfiable && result != unsatisfiable)
            throw std::runtime_error("the solver gave no answer");
        return result == satisfiable;
    }

    // The same, with at least one of the others.
    bool satisfies_one(std::span<const Literal> assumed, std::span<const Literal> others) {
        for (const Literal one : others) sat.constrain(one);
        sat.constrain(0);
        return satisfies(assumed);
    }

    // After an answer that they can.
    bool holds(Literal literal) { return sat.val(literal) > 0; }

    // After an answer that they cannot: whether it hangs on this one, too.
    bool is_to_blame(Literal assumed) { return sat.failed(assumed); }

    Model model() {
        const auto& nodes = formulas.nodes();
        variables.resize(nodes.size());
        std::vector<bool> values(nodes.size());
        const auto value = [&](Formula formula) {
            return values[formula.code / 2] != ((formula.code & 1U) != 0);
        };
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (i == 0)
                values[i] = true;
            else if (nodes[i].variable)
                values[i] = variables[i] != 0 && holds(variables[i]);
            else
                values[i] = value(nodes[i].left) && value(nodes[i].right);
        }
        return Model(std::move(values));
    }

    const Formulas& formulas;
    CaDiCaL::Solver sat;
    std::vector<Literal> variables; // by node; 0 of what was not asked for
    std::vector<std::size_t> unwritten;
    Literal last = 0;
};

// What is to be absent, with how often it counts. As long as not all of it can be, one of those that are to blame has to give
// way; that one is counted, and of the others only what holds beside it (Narodytska and Bacchus, "Maximum satisfiability
// using core-guided MaxSAT resolution", 2014). So the first model in which all is absent is one of the least.
class Solver::Absences {
  public:
    explicit Absences(Clauses& clauses) : clauses_(clauses) {}

    void add(Literal absence, std::size_t weight) {
        const auto [known, is_new] = places_.try_emplace(absence, all_.size());
        if (is_new) all_.push_back({absence, 0});
        all_[known->second].weight += weight;
    }

    std::vector<Literal> beside(std::vector<Literal> given) const {
        for (const Absence& one : all_)
            if (one.weight > 0) given.push_back(one.literal);
        return given;
    }

    // After an answer that they cannot all be absent.
    void give_way() {
        std::vector<Literal> to_blame;
        std::size_t weight = std::numeric_limits<std::size_t>::max();
        for (const Absence& one : all_)
            if (one.weight > 0 && clauses_.is_to_blame(one.literal)) {
                to_blame.push_back(one.literal);
                weight = std::min(weight, one.weight);
            }
        for (const Literal one : to_blame) all_[places_.at(one)].weight -= weight;
        // Either it is absent, or all behind it are.
        Literal behind = to_blame.back();
        for (std::size_t i = to_blame.size() - 1; i-- > 0;) {
            const Literal either = clauses_.fresh();
            clauses_.add({-either, to_blame[i], behind});
            add(either, weight);
            const Literal both = clauses_.fresh();
            clauses_.add({-both, to_blame[i]});
            clauses_.add({-both, behind});
            behind = both;
        }
    }

  private:
    struct Absence {
        Literal literal = 0;
        std::size_t weight = 0;
    };
    Clauses& clauses_;
    std::vector<Absence> all_;
    std::unordered_map<Literal, std::size_t> places_; // in `all_`
};

Solver::Solver(const Formulas& formulas) : clauses_(std::make_unique<Clauses>(formulas)) {}
Solver::~Solver() = default;

void Solver::require(Formula formula) { clauses_->add({clauses_->literal(formula)}); }

std::optional<Model> Solver::find(std::span<const Formula> assumed) {
    if (std::ranges::find(assumed, never) != assumed.end()) return std::nullopt;
    if (!clauses_->satisfies(clauses_->literals(assumed))) return std::nullopt;
    return clauses_->model();
}

std::optional<Model> Solver::find_least(std::span<const Formula> assumed, std::span<const Formula> counted) {
    if (std::ranges::find(assumed, never) != assumed.end()) return std::nullopt;
    const std::vector<Literal> given = clauses_->literals(assumed);
    if (!clauses_->satisfies(given)) return std::nullopt;
    Absences absent(*clauses_);
    for (const Formula one : counted)
        if (one != always && one != never) absent.add(-clauses_->literal(one), 1);
    while (!clauses_->satisfies(absent.beside(given))) absent.give_way();
    return clauses_->model();
}

std::optional<Model> Solver::find_many(std::span<const Formula> assumed, std::span<const Formula> wanted) {
    if (std::ranges::find(assumed, never) != assumed.end()) return std::nullopt;
    std::vector<Literal> kept = clauses_->literals(assumed);
    std::vector<Literal> rest;
    for (const Formula one : wanted)
        if (one != always && one != never) rest.push_back(clauses_->literal(one));
    const std::vector<Literal> preferred = rest;
    for (const Literal one : preferred) clauses_->sat.phase(one);
    std::optional<Model> best;
    for (bool more = clauses_->satisfies(kept); more; more = clauses_->satisfies_one(kept, rest)) {
        best = clauses_->model();
        const auto held =
            std::ranges::stable_partition(rest, [&](Literal one) { return !clauses_->holds(one); });
        kept.insert(kept.end(), held.begin(), held.end());
        rest.erase(held.begin(), held.end());
        if (rest.empty()) break;
    }
    for (const Literal one : preferred) clauses_->sat.unphase(one);
    return best;
}

std::vector<bool> Solver::possible(std::span<const Formula> formulas) {
    std::vector<bool> shown(formulas.size());
    std::vector<Literal> asked;
    for (const Formula one : formulas) asked.push_back(one == never ? 0 : clauses_->literal(one));
    for (;;) {
        // What a model shows is struck off; the rest is asked for again, until nothing more can be shown.
        std::vector<Literal> rest;
        for (std::size_t i = 0; i < asked.size(); ++i)
            if (!shown[i] && asked[i] != 0) rest.push_back(asked[i]);
        if (rest.empty() || !clauses_->satisfies_one({}, rest)) return shown;
        for (std::size_t i = 0; i < asked.size(); ++i)
            if (asked[i] != 0 && clauses_->holds(asked[i])) shown[i] = true;
    }
}

std::vector<std::size_t> Solver::reasons(std::span<const Formula> assumed, Formula refuted) {
    std::vector<std::size_t> kept(assumed.size());
    for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = i;
    const Literal goal = clauses_->literal(refuted);
    const std::vector<Literal> literals = clauses_->literals(assumed);
    // Where they fail, what is kept of them is what the solver needed for that.
    const auto fails = [&](const std::vector<std::size_t>& chosen) {
        std::vector<Literal> together{goal};
        for (const std::size_t i : chosen) together.push_back(literals[i]);
        if (clauses_->satisfies(together)) return false;
        kept = chosen;
        std::erase_if(kept, [&](std::size_t i) { return !clauses_->is_to_blame(literals[i]); });
        return true;
    };
    if (!fails(kept)) return {};
    // Then without each of them that is not needed after all.
    for (std::size_t at = 0; at < kept.size();) {
        std::vector<std::size_t> fewer = kept;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
        if (!fails(fewer)) ++at;
    }
    return kept;
}

} // namespace plaint::proof
