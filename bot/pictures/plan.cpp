#include "bot/pictures/plan.hpp"

namespace plaint::pictures {
namespace {

using namespace dialogs;

void number(const std::vector<Step>& steps, Plan& plan) {
    for (const Step& step : steps) {
        if (step.op == Op::ask) plan.leaf_numbers[step.index] = ++plan.questions;
        number(step.inner, plan);
        number(step.otherwise, plan);
        if (step.op == Op::each) plan.group_numbers[step.index] = ++plan.questions;
    }
}

} // namespace

Plan plan(const Tree& tree) {
    Plan plan{.steps = outline(tree)};
    plan.leaf_numbers.resize(tree.leaves.size());
    plan.group_numbers.resize(tree.groups.size());
    number(plan.steps, plan);
    return plan;
}

Premises within(Premises around, const Tree& tree, const Step& branch, bool holds) {
    around.push_back({&tree.conditions[branch.index], branch.scope, holds});
    return around;
}

} // namespace plaint::pictures
