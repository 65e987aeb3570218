#pragma once

#include "dialogs/engine/tree.hpp"
#include "dialogs/load/places.hpp"

#include <functional>

// Who is meant: the engine refers to fields as they are seen from a place, the proof needs them by name.
namespace plaint::proof {

class Atlas {
  public:
    explicit Atlas(const dialogs::Tree& tree);

    const dialogs::Tree& tree() const { return tree_; }
    // The scope around `scope` that lies at that depth, or itself.
    std::uint16_t scope_at(std::uint16_t scope, std::uint16_t depth) const;
    // Whether a place in `inner` lies in an item of `outer`, or in the same scope.
    bool lies_within(std::uint16_t inner, std::uint16_t outer) const;
    // Index into Tree::fields or Tree::groups of what is read in that scope.
    std::uint32_t field(std::uint16_t scope, dialogs::FieldRef ref) const;
    std::uint32_t group(std::uint16_t scope, dialogs::FieldRef ref) const;
    std::uint16_t scope_of_field(std::uint32_t field) const { return scope_of_field_[field]; }
    // The groups around a scope, outermost first.
    std::vector<std::uint32_t> groups_around(std::uint16_t scope) const;
    // By node: the scope that it stands in. A group's begin and closing stand in the scope around it.
    std::uint16_t scope_of_node(std::size_t node) const { return scope_of_node_[node]; }

  private:
    const dialogs::Tree& tree_;
    std::vector<std::vector<std::uint32_t>> fields_; // by scope and index
    std::vector<std::uint16_t> scope_of_field_, scope_of_node_;
};

// "respondents[].links[].url" with the positions of the items: "respondents[0].links[1].url".
std::string with_positions(std::string_view path, const std::vector<std::uint32_t>& items);

// Each part of a condition that reads fields or counts a group by itself, with the scope that it is read in.
using VisitPart = std::function<void(const dialogs::Condition&, std::uint16_t scope)>;
void for_each_part(const Atlas& atlas, const dialogs::Condition& condition, std::uint16_t scope,
                   const VisitPart& visit);

// The fields that a condition reads, inside of quantifiers too.
std::vector<std::uint32_t> fields_read(const Atlas& atlas, const dialogs::Condition& condition,
                                       std::uint16_t scope);

// All conditions of a tree with their scopes: of branches, and of options.
void for_each_condition(const Atlas& atlas, const VisitPart& visit);

} // namespace plaint::proof
