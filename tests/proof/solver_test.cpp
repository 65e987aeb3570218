#include "dialogs/proof/solver.hpp"

#include <catch2/catch.hpp>

using namespace plaint::proof;

TEST_CASE("what is always or never true is folded without a solver") {
    Formulas formulas;
    const Formula a = formulas.variable();
    const Formula b = formulas.variable();
    CHECK(formulas.both(a, negation(a)) == never);
    CHECK(formulas.either(a, negation(a)) == always);
    CHECK(formulas.both(always, a) == a);
    CHECK(formulas.both(a, b) == formulas.both(b, a));
    CHECK(formulas.implies(a, a) == always);
}

TEST_CASE("a model shows what was asked for, with as little of the rest as can be") {
    Formulas formulas;
    std::vector<Formula> v;
    for (int i = 0; i < 6; ++i) v.push_back(formulas.variable());
    Solver solver(formulas);
    // Each of the first three needs one of the last three.
    solver.require(formulas.implies(v[0], formulas.either(v[3], v[4])));
    solver.require(formulas.implies(v[1], formulas.either(v[4], v[5])));
    solver.require(formulas.implies(v[2], formulas.either(v[3], v[4])));
    const std::vector<Formula> wanted{v[0], v[1], v[2]};
    const auto model = solver.find_least(wanted, v);
    REQUIRE(model);
    for (const Formula one : wanted) CHECK(model->holds(one));
    CHECK(model->holds(v[4]));
    CHECK_FALSE(model->holds(v[3]));
    CHECK_FALSE(model->holds(v[5]));
    CHECK_FALSE(solver.find(std::vector{v[0], negation(v[3]), negation(v[4])}));
}

TEST_CASE("of many formulas those that can hold are told from those that cannot") {
    Formulas formulas;
    const Formula a = formulas.variable();
    const Formula b = formulas.variable();
    Solver solver(formulas);
    solver.require(formulas.one_of(std::vector{a, b}));
    const std::vector<Formula> asked{a, formulas.both(a, b), b, never, always};
    CHECK(solver.possible(asked) == std::vector<bool>{true, false, true, false, true});
}

TEST_CASE("the reasons are those assumptions without which all would be well") {
    Formulas formulas;
    std::vector<Formula> v;
    for (int i = 0; i < 4; ++i) v.push_back(formulas.variable());
    Solver solver(formulas);
    const Formula wrong = formulas.both(v[1], v[3]);
    CHECK(solver.reasons(v, negation(wrong)) == std::vector<std::size_t>{1, 3});
    CHECK(solver.reasons(std::vector{v[0], v[1]}, negation(wrong)).empty());
}
