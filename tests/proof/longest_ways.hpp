#pragma once

#include "dialogs/engine/tree.hpp"

#include <map>
#include <string>
#include <vector>

// The longest ways through a tree: how many questions somebody is put at most, whatever they answer.
namespace plaint::tests {

// By path of a question: the answers that are tried, as "yes", "owner", "later"; "value" is any that is not formal. Of all
// others every answer is tried.
using Held = std::map<std::string, std::vector<std::string>, std::less<>>;

using Questions = std::vector<std::string>;

// By kind of case that is handed over, or by "end.NAME" where it is over before: the questions of the longest way, with one
// item at most in each group. Language, consents, read-backs, whether a group has an item, or another one, and the review do
// not count.
std::map<std::string, Questions> longest_ways(const dialogs::Tree& tree, dialogs::Modality modality,
                                              const Held& held = {});

} // namespace plaint::tests
