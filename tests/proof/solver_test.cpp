#include "dialogs/proof/solver.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace plaint::proof;

namespace {

// A few variables, and formulas that were put together of them by chance.
struct Puzzle {
    explicit Puzzle(unsigned seed) : random(seed) {
        for (int i = 0; i < 8; ++i) made.push_back(formulas.variable());
        variables = made;
        while (made.size() < 40) made.push_back(formulas.both(any(), any()));
    }
    Formula any() {
        const Formula one = made[random() % made.size()];
        return random() % 2 == 0 ? one : negation(one);
    }
    std::vector<Formula> some(std::size_t count) {
        std::vector<Formula> chosen;
        while (chosen.size() < count) chosen.push_back(any());
        return chosen;
    }

    // All assignments, one after the other.
    template<typename Visit>
    void each_model(Visit visit) const {
        for (unsigned assigned = 0; assigned < 1U << variables.size(); ++assigned) {
            std::vector<bool> values;
            const auto value = [&](Formula one) { return values[one.code / 2] != ((one.code & 1U) != 0); };
            for (std::size_t i = 0; const Formulas::Node& node : formulas.nodes()) {
                if (values.empty())
                    values.push_back(true);
                else if (node.variable)
                    values.push_back((assigned >> i++ & 1U) != 0);
                else
                    values.push_back(value(node.left) && value(node.right));
            }
            visit(Model(std::move(values)));
        }
    }

    std::minstd_rand random;
    Formulas formulas;
    std::vector<Formula> variables, made;
};

std::ptrdiff_t how_many(const Model& model, const std::vector<Formula>& counted) {
    return std::ranges::count_if(counted, [&](Formula one) { return model.holds(one); });
}

bool all_hold(const Model& model, const std::vector<Formula>& formulas) {
    return how_many(model, formulas) == static_cast<std::ptrdiff_t>(formulas.size());
}

} // namespace

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

TEST_CASE("what counts twice is spared before what counts once") {
    Formulas formulas;
    const Formula a = formulas.variable();
    const Formula b = formulas.variable();
    const Formula c = formulas.variable();
    Solver solver(formulas);
    solver.require(formulas.either(a, b));
    const auto model = solver.find_least({}, std::vector{a, b, a, c, always});
    REQUIRE(model);
    CHECK_FALSE(model->holds(a));
    CHECK(model->holds(b));
    CHECK_FALSE(model->holds(c));
}

TEST_CASE("no assignment has less of what is counted, or more of what is wanted beside what it has") {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        Puzzle puzzle(seed);
        Solver solver(puzzle.formulas);
        const std::vector<Formula> assumed = puzzle.some(2);
        const std::vector<Formula> asked = puzzle.some(12);
        std::ptrdiff_t least = -1;
        puzzle.each_model([&](const Model& model) {
            if (all_hold(model, assumed) && (least < 0 || how_many(model, asked) < least))
                least = how_many(model, asked);
        });
        const auto shortest = solver.find_least(assumed, asked);
        const auto fullest = solver.find_many(assumed, asked);
        CHECK(shortest.has_value() == (least >= 0));
        CHECK(fullest.has_value() == (least >= 0));
        if (!shortest || !fullest) continue;
        CHECK(all_hold(*shortest, assumed));
        CHECK(how_many(*shortest, asked) == least);
        CHECK(all_hold(*fullest, assumed));
        std::vector<Formula> held = assumed;
        std::ranges::copy_if(asked, std::back_inserter(held),
                             [&](Formula one) { return fullest->holds(one); });
        bool more = false;
        puzzle.each_model([&](const Model& model) {
            more = more || (all_hold(model, held) && how_many(model, asked) > how_many(*fullest, asked));
        });
        CHECK_FALSE(more);
    }
}

TEST_CASE("what may be possible and what decides is as trying everything shows") {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        Puzzle puzzle(seed);
        Solver solver(puzzle.formulas);
        const std::vector<Formula> asked = puzzle.some(20);
        std::vector<bool> possible(asked.size());
        puzzle.each_model([&](const Model& model) {
            for (std::size_t i = 0; i < asked.size(); ++i)
                if (model.holds(asked[i])) possible[i] = true;
        });
        CHECK(solver.possible(asked) == possible);
        const auto can = [&](std::vector<Formula> together) {
            bool found = false;
            together.push_back(asked.front());
            puzzle.each_model([&](const Model& model) { found = found || all_hold(model, together); });
            return found;
        };
        std::vector<Formula> deciding;
        for (const std::size_t i : solver.reasons(asked, asked.front())) deciding.push_back(asked[i]);
        if (deciding.empty()) continue;
        CHECK_FALSE(can(deciding));
        for (std::size_t i = 0; i < deciding.size(); ++i) {
            std::vector<Formula> fewer = deciding;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            CHECK(can(fewer));
        }
    }
}

TEST_CASE("the same questions have the same answers") {
    const auto ask = [] {
        Puzzle puzzle(7);
        Solver solver(puzzle.formulas);
        std::vector<bool> values;
        for (int i = 0; i < 20; ++i)
            for (const auto& model : {solver.find_least(puzzle.some(2), puzzle.some(10)),
                                      solver.find_many(puzzle.some(2), puzzle.some(10))})
                for (const Formula one : puzzle.made) values.push_back(model && model->holds(one));
        return values;
    };
    CHECK(ask() == ask());
}
