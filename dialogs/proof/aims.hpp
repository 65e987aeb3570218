#pragma once

#include "dialogs/load/places.hpp"
#include "dialogs/proof/atlas.hpp"

#include <compare>
#include <set>

// What conversations can visit of a tree: each question, each way past a condition, each answer, each way of being not
// understood. Conversations are planned to visit all of it, and measured by what of it they did.
namespace plaint::proof {

enum class AimKind : std::uint8_t {
    asked,     // of: leaf
    told,      // of: say
    branched,  // of: node of a branch; which: 1 where its condition held
    answered,  // of: leaf; which: the option's position, or 1 for yes and 0 for no
    formal,    // of: leaf; which: State
    more,      // of: group; which: 0 no, 1 yes, else 1 + State
    items,     // of: group; which: how many it was closed with, 2 for all above
    removed,   // of: group
    left,      // of: a question by question_of_…; which: Slip
    refused,   // of: leaf, whose read-back was refused
    set_aside, // of: what was corrected, a field or by correction_of_group(); which: leaf
    ended,     // of: end; which: 1 where later answers were left behind
    submitted, // of: case
    exit,      // of: Exit
    deed,      // of: Deed
};

// How somebody can fail to answer, until the question is left.
enum class Slip : std::uint8_t { words, silence, wrong_key };

// What is told to whoever leaves a question that cannot be left open.
enum class Exit : std::uint8_t { person, callback, call, stop, end };

// What people do apart from answering.
enum class Deed : std::uint8_t {
    went_back,
    kept_after_back,
    left_correction,  // not understood three times while correcting: what stood stays
    used_up_patience, // all strikes of a visit
    corrected_at_review,
    took_outstanding,
    declined_outstanding,
    kept_offer,
    dropped_offer,
    replaced_offer,
    withdrew_items,
    took_items_back,
    dropped_items,
    count
};

struct Aim {
    AimKind kind = AimKind::asked;
    std::uint32_t of = 0, which = 0;
    auto operator<=>(const Aim&) const = default;
};
using Aims = std::set<Aim>;

// The questions that can be left: of a leaf its index, then the groups, then these two.
inline std::uint32_t question_of_group(const dialogs::Tree& tree, std::uint32_t group) {
    return static_cast<std::uint32_t>(tree.leaves.size()) + group;
}
inline std::uint32_t question_of_review(const dialogs::Tree& tree) {
    return question_of_group(tree, static_cast<std::uint32_t>(tree.groups.size()));
}
inline std::uint32_t question_of_outstanding(const dialogs::Tree& tree) {
    return question_of_review(tree) + 1;
}

// The removal of an item corrects what counts the items.
inline std::uint32_t correction_of_group(const dialogs::Tree& tree, std::uint32_t group) {
    return static_cast<std::uint32_t>(tree.fields.size()) + group;
}

// By what is told, the first say that tells it; their number where none does.
std::uint32_t telling(const dialogs::Tree& tree, std::string_view key);

// Everything that the channel can carry, whether or not a conversation can come to it.
Aims aims_of(const Atlas& atlas, dialogs::Modality modality);

// "party.role: agent", for people.
std::string name_of(const Aim& aim, const dialogs::Tree& tree, const content::TreePlaces& places);

} // namespace plaint::proof
