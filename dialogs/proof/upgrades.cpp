#include "dialogs/proof/upgrades.hpp"

#include "dialogs/proof/counterexample.hpp"
#include "dialogs/proof/passage.hpp"
#include "dialogs/proof/solver.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

namespace {

// Short conversations under the tree before: to the first question at which something is met, and with no detour that it
// could do without. The very shortest would take far longer to find.
class Witnesses {
  public:
    Witnesses(Formulas& formulas, Solver& solver, const Passage& passage)
        : solver_(solver), passage_(passage), kept_(negation(passage.old().course->removed())) {
        for (std::size_t i = 0; i < passage.old().size(); ++i)
            said_.push_back(formulas.both(passage.past(i), passage.old().question(i).reached));
    }

    Encounter show(const Passage::Event& event) {
        Encounter met{.what = event.what, .id = event.id, .conversation = {}, .at = {}};
        auto model = earliest({event.met, kept_});
        if (model) {
            const Model shown = straight({event.met, kept_}, *model);
            met.at = place(shown);
            met.conversation = conversation(shown);
        } else if (model = earliest({event.met}); model) {
            met.at = place(*model);
        }
        return met;
    }

    // The first question of the tree before at which it is met.
    std::string first(Formula any) {
        const auto model = earliest({any});
        return model ? place(*model) : std::string{};
    }

  private:
    // Who has not come past a question has not come past any behind it, so the first is found by halving.
    std::optional<Model> earliest(std::vector<Formula> assumed) {
        auto best = solver_.find(assumed);
        if (!best) return best;
        std::size_t from = 0;
        std::size_t to = position(*best);
        assumed.push_back(always);
        while (from < to) {
            const std::size_t tried = (from + to) / 2;
            assumed.back() = negation(passage_.past(tried));
            if (auto model = solver_.find(assumed)) {
                best = std::move(model);
                to = position(*best);
            } else {
                from = tried + 1;
            }
        }
        return best;
    }

    // The same without the questions that need not be asked.
    Model straight(std::vector<Formula> assumed, Model model) {
        const std::size_t until = position(model);
        if (until < passage_.old().size()) assumed.push_back(negation(passage_.past(until)));
        for (std::size_t i = 0; i < until; ++i) {
            if (passage_.old().question(i).reached == always) continue;
            assumed.push_back(negation(said_[i]));
            if (!model.holds(said_[i])) continue;
            if (auto without = solver_.find(assumed))
                model = std::move(*without);
            else
                assumed.pop_back();
        }
        return model;
    }

    std::size_t position(const Model& model) const {
        std::size_t at = 0;
        while (!model.holds(passage_.stands_at(at))) ++at;
        return at;
    }

    std::string place(const Model& model) const {
        const std::size_t at = position(model);
        if (at == passage_.old().size()) return model.holds(passage_.old().submitted) ? "submit" : "end";
        const Question& asked = passage_.old().question(at);
        return asked.leaf != nullptr ? asked.leaf->id : asked.group->path + ".more";
    }

    Conversation conversation(const Model& model) const {
        Conversation told;
        const std::size_t until = position(model);
        const Side& old = passage_.old();
        for (std::size_t i = 0; i < until; ++i) {
            const Answer* answer = model.holds(said_[i]) ? passage_.said(i, model) : nullptr;
            if (answer == nullptr) continue;
            const Question& asked = old.question(i);
            Said& said = told.said.emplace_back();
            said.path = path_of(asked);
            if (asked.leaf != nullptr) said.kind = asked.leaf->kind;
            said.state = answer->state;
            said.words = words_of(answer->value);
        }
        told.submits = until == old.size() && model.holds(old.submitted);
        if (until < old.size()) told.asks = path_of(old.question(until));
        return told;
    }

    Solver& solver_;
    const Passage& passage_;
    Formula kept_;
    std::vector<Formula> said_;
};

} // namespace

UpgradeProof prove_upgrade(const Tree& before, const Tree& after) {
    Formulas formulas;
    const Passage passage(formulas, before, after);
    Solver solver(formulas);
    for (const Formula rule : passage.rules()) solver.require(rule);
    UpgradeProof proof{.tree = after.name, .places = passage.old().size()};
    std::vector<Formula> asked;
    Formula any = never;
    for (const Passage::Event& event : passage.events()) asked.push_back(event.met);
    for (const Passage::Event& event : passage.stranded()) asked.push_back(event.met);
    const std::vector<bool> possible = solver.possible(asked);
    Witnesses witnesses(formulas, solver, passage);
    const std::size_t events = passage.events().size();
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (!possible[i]) continue;
        const bool strands = i >= events;
        const Passage::Event& event = strands ? passage.stranded()[i - events] : passage.events()[i];
        (strands ? proof.stranded : proof.encounters).push_back(witnesses.show(event));
        if (!strands) any = formulas.either(any, event.met);
    }
    if (any != never) proof.first = witnesses.first(any);
    return proof;
}

} // namespace plaint::proof
