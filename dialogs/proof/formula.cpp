#include "dialogs/proof/formula.hpp"

#include <utility>

namespace plaint::proof {

Formulas::Formulas() : nodes_(1) {}

Formula Formulas::variable() {
    nodes_.push_back({.variable = true});
    return {static_cast<std::uint32_t>(2 * (nodes_.size() - 1))};
}

Formula Formulas::both(Formula left, Formula right) {
    if (left == never || right == never || left == negation(right)) return never;
    if (left == always || left == right) return right;
    if (right == always) return left;
    if (left.code > right.code) std::swap(left, right);
    const std::uint64_t key = (std::uint64_t{left.code} << 32U) | right.code;
    const auto [known, is_new] = known_.try_emplace(key, static_cast<std::uint32_t>(2 * nodes_.size()));
    if (is_new) nodes_.push_back({.left = left, .right = right});
    return {known->second};
}

Formula Formulas::all(std::span<const Formula> parts) {
    Formula whole = always;
    for (const Formula part : parts) whole = both(whole, part);
    return whole;
}

Formula Formulas::any(std::span<const Formula> parts) {
    Formula whole = never;
    for (const Formula part : parts) whole = either(whole, part);
    return whole;
}

Formula Formulas::one_of(std::span<const Formula> parts) {
    Formula some = never;
    Formula several = never;
    for (const Formula part : parts) {
        several = either(several, both(some, part));
        some = either(some, part);
    }
    return both(some, negation(several));
}

} // namespace plaint::proof
