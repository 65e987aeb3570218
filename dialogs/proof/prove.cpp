#include "dialogs/proof/counterexample.hpp"
#include "dialogs/proof/declared.hpp"
#include "dialogs/proof/ends.hpp"
#include "dialogs/proof/findings.hpp"
#include "dialogs/proof/items.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

namespace {

// A fault inside a part that a finding says to be dead is no news.
bool stands_in_dead_part(const Goal& goal, const std::vector<Finding>& findings) {
    return std::ranges::any_of(findings, [&](const Finding& finding) {
        const bool then = finding.fault == Fault::never_true;
        if (!then && finding.fault != Fault::always_true) return false;
        std::string_view part = finding.place.pointer;
        if (finding.place.file != goal.place.file || !part.ends_with("/when")) return false;
        part.remove_suffix(std::string_view("when").size());
        return goal.place.pointer.starts_with(std::string(part) + (then ? "do/" : "else/"));
    });
}

void pursue(const std::vector<Goal>& goals, Solver& solver, std::vector<Finding>& findings) {
    std::vector<Formula> shown;
    for (const Goal& goal : goals) shown.push_back(goal.shown);
    const std::vector<bool> possible = solver.possible(shown);
    std::vector<const Goal*> missed;
    std::vector<Formula> needed;
    for (std::size_t i = 0; i < goals.size(); ++i)
        if (!possible[i]) {
            missed.push_back(&goals[i]);
            needed.push_back(goals[i].needed);
        }
    const std::vector<bool> wanted = solver.possible(needed);
    std::vector<Finding> dead;
    for (std::size_t i = 0; i < missed.size(); ++i)
        if (wanted[i])
            dead.push_back({.fault = missed[i]->fault,
                            .place = missed[i]->place,
                            .what = missed[i]->what,
                            .subject = missed[i]->subject,
                            .items = {},
                            .conversation = {}});
    for (std::size_t i = 0, at = 0; i < missed.size(); ++i) {
        if (!wanted[i]) continue;
        if (!stands_in_dead_part(*missed[i], dead)) findings.push_back(dead[at]);
        ++at;
    }
}

// Of nothing everything can be proved: where not even one session is possible, that is what is wrong.
Finding contradiction(const Subject& subject, const Abstraction& abstraction) {
    const Tree& tree = *subject.tree;
    Finding finding{.fault = Fault::contradictory,
                    .place = subject.places->nodes.front(),
                    .what = "the questions contradict one another, so nothing is proved",
                    .subject = tree.name};
    for (std::uint32_t at = 0; at < tree.nodes.size(); ++at) {
        if (tree.nodes[at].op != Op::ask || !abstraction.choices(tree.nodes[at].index).empty()) continue;
        finding.place = subject.places->nodes[at];
        finding.subject = tree.leaves[tree.nodes[at].index].id;
        finding.what = "\"" + finding.subject + "\" takes no answer that anybody could give";
        break;
    }
    return finding;
}

} // namespace

std::string in_words(const Said& said) {
    if (said.state == dialogs::State::value) return said.path + ": " + said.words;
    return said.path + ": " + std::string(dialogs::name_of(said.state)) + ", formally";
}

std::string_view name_of(Fault fault) {
    switch (fault) {
    case Fault::incomplete: return "incomplete";
    case Fault::undecided: return "undecided";
    case Fault::not_fulfilled: return "not_fulfilled";
    case Fault::too_few_items: return "too_few_items";
    case Fault::unreviewed: return "unreviewed";
    case Fault::too_early: return "too_early";
    case Fault::needless: return "needless";
    case Fault::asked_twice: return "asked_twice";
    case Fault::empty_menu: return "empty_menu";
    case Fault::never_asked: return "never_asked";
    case Fault::never_reached: return "never_reached";
    case Fault::never_true: return "never_true";
    case Fault::always_true: return "always_true";
    case Fault::never_known: return "never_known";
    case Fault::other_options: return "other_options";
    case Fault::undeclared_use: return "undeclared_use";
    case Fault::unrouted: return "unrouted";
    case Fault::two_leads: return "two_leads";
    case Fault::never_applied: return "never_applied";
    case Fault::contradictory: return "contradictory";
    }
    return {};
}

Proof prove(const Subject& subject, const ProofOptions& options) {
    const Atlas atlas(*subject.tree);
    std::vector<Demands> demands;
    for (std::size_t i = 0; i < subject.checklists.size(); ++i)
        demands.push_back({subject.checklists[i], subject.rules[i]});
    const Abstraction abstraction(atlas, demands);
    Formulas formulas;
    Judge judge(formulas, abstraction, atlas);
    Course course(formulas, judge, abstraction, atlas, items_told_apart(atlas, demands, options.more_items));
    Obligations duties(formulas, judge, atlas, subject);
    duties.observe(course);
    course.walk(duties);
    duties.finish();

    Solver solver(formulas);
    for (const Formula rule : course.rules()) solver.require(rule);
    std::vector<Formula> broken;
    for (const Obligation& obligation : duties.obligations()) {
        broken.push_back(never);
        for (const Violation& way : obligation.ways)
            broken.back() = formulas.either(broken.back(), way.violated);
    }
    Proof proof{.tree = subject.tree->name,
                .obligations = broken.size(),
                .goals = duties.goals().size(),
                .findings = {},
                .bounds = bounds_of(*subject.tree)};
    if (!solver.find({})) {
        proof.findings.push_back(contradiction(subject, abstraction));
        return proof;
    }
    const std::vector<bool> found = solver.possible(broken);
    Counterexamples counterexamples(formulas, solver, course);
    for (std::size_t i = 0; i < found.size(); ++i)
        if (found[i]) proof.findings.push_back(counterexamples.show(duties.obligations()[i], options));
    pursue(duties.goals(), solver, proof.findings);
    std::ranges::move(compare_with_dictionary(subject, atlas), std::back_inserter(proof.findings));
    return proof;
}

Subject subject_of(const content::Content& content, const Tree& tree) {
    Subject subject{.tree = &tree,
                    .places = &content.places.find(tree.name)->second,
                    .fields = &content.fields,
                    .checklists = {},
                    .rules = {}};
    for (const std::string& kind : tree.cases) {
        subject.checklists.push_back(&content.checklists.find(kind)->second);
        subject.rules.push_back(&content.rules.find(kind)->second);
    }
    return subject;
}

Proof prove(const content::Content& content, const Tree& tree, const ProofOptions& options) {
    return prove(subject_of(content, tree), options);
}

} // namespace plaint::proof
