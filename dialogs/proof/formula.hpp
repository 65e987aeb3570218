#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

// Boolean formulas as one graph of "and" and "not" in which equal parts are shared. What follows from constants is folded
// as it is built, so that a formula which is always or never true is seen as such without a solver.
namespace plaint::proof {

// A formula by its number; the lowest bit negates.
struct Formula {
    std::uint32_t code = 0;
    bool operator==(const Formula&) const = default;
};

inline constexpr Formula always{0};
inline constexpr Formula never{1};

inline Formula negation(Formula formula) { return {formula.code ^ 1U}; }

// An assignment to all variables, with what every formula is under it.
class Model {
  public:
    explicit Model(std::vector<bool> nodes) : nodes_(std::move(nodes)) {}
    bool holds(Formula formula) const { return nodes_[formula.code / 2] != ((formula.code & 1U) != 0); }

  private:
    std::vector<bool> nodes_;
};

class Formulas {
  public:
    Formulas();

    Formula variable();
    Formula both(Formula left, Formula right);
    Formula either(Formula left, Formula right) { return negation(both(negation(left), negation(right))); }
    Formula implies(Formula left, Formula right) { return negation(both(left, negation(right))); }
    Formula all(std::span<const Formula> parts); // of nothing: always
    Formula any(std::span<const Formula> parts); // of nothing: never
    // Exactly one of several variables.
    Formula one_of(std::span<const Formula> parts);

    // By number / 2. The first is the constant; variables have no parts. Parts come before what they are part of.
    struct Node {
        bool variable = false;
        Formula left, right;
    };
    const std::vector<Node>& nodes() const { return nodes_; }

  private:
    std::vector<Node> nodes_;
    std::unordered_map<std::uint64_t, std::uint32_t> known_;
};

} // namespace plaint::proof
