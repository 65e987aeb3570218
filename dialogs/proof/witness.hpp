#pragma once

#include "dialogs/engine/tree.hpp"

// Words that a person could really say: valid answers of each kind, and for each derivation answers of which it makes
// different things.
namespace plaint::proof {

// Different valid values of the kind in their normal form, within the limits: so many, or all that there are. What a
// question has of its own (options, yes and no, numbers, files) is not among them.
std::vector<std::string> witnesses_of(kinds::Kind kind, const kinds::Limits& limits, std::size_t count,
                                      const dialogs::Tree& tree);

// Values of the source from which the derivation makes each of the `wanted` results, other ones, and none at all, as far as
// it can; `count` of each. Some fit only sources of other kinds than the usual one.
std::vector<std::string> sources_of(dialogs::Function function, const std::vector<std::string>& wanted,
                                    std::size_t count, const dialogs::Tree& tree);

// Whether the words are taken as they stand where this kind of answer is asked for, today or some day to come.
bool is_sayable(kinds::Kind kind, const std::string& words, const kinds::Limits& limits,
                const dialogs::Tree& tree);

} // namespace plaint::proof
