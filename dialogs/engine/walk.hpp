#pragma once

#include "dialogs/engine/session.hpp"

#include <functional>

// The walk: in tree order over what is answered, to the first place that is not.
namespace plaint::dialogs {

// Where the walk stands for a visit.
struct Standing {
    Put put = Put::nothing;
    Ref ref; // of leaf and more
    const Leaf* leaf = nullptr;
    const Group* group = nullptr;
    bool submits = false;    // everything is reviewed: the present answers are to be handed over
    std::uint32_t index = 0; // of the case that is submitted, or of the end
};

// Why a leaf that has an answer, or a fact waiting for it, asks all the same: the answer is offered.
enum class OfferReason : std::uint8_t { none, aside, stale, proposal, file };

// Walks on from where the session's walk stands, or from the beginning when it is not fresh. Marks answers that it
// passes over as set aside, learns stamps, begins the first item of a group that needs one. `said` is called for each
// message that is passed for the first time; null tells nobody.
Standing advance(const Tree& tree, Session& session, const Visit& visit,
                 const std::function<void(const Say&, const View&)>& said);

// Forgets where the walk stands: something before that place has changed.
void restart(Session& session);

// The scopes around a place; nothing when an item of it is gone.
struct Place {
    View view;                              // read
    std::array<Scope*, depth_max> scopes{}; // written
    std::uint16_t depth = 0;
    Scope& inner() const { return *scopes[depth]; }
};
std::optional<Place> place_of(const Tree& tree, Session& session, const Ref& ref);

const Leaf* leaf_of(const Tree& tree, const Ref& ref);
const Group* group_of(const Tree& tree, const Ref& ref);
Slot* slot_of(const Tree& tree, Session& session, const Ref& ref);
GroupState* group_state_of(const Tree& tree, Session& session, const Ref& ref);

// "respondents[0].links[1].url": the place with positions, counted from 0, for its item ids.
std::string path_of(const Tree& tree, Session& session, const Ref& ref);
// The places that such a path may mean, whether they are answered or not: each leaf of a field, or a group's question
// ("evidence", "respondents[0].links.more"). Empty where the session has no such place.
std::vector<Ref> refs_at(const Tree& tree, Session& session, std::string_view path);
// Finds the place back from such a path among the answers passed; also "respondents[0].links.more".
std::optional<Ref> ref_of(const Tree& tree, Session& session, std::string_view path);

// Whether a value is read back, and counts only when it was confirmed.
bool reads_back(const Leaf& leaf, Modality modality);

OfferReason offer_of(const Tree& tree, Session& session, const Ref& ref);
// The fact that waits for this leaf, if any.
Fact* fact_for(const Tree& tree, Session& session, const Leaf& leaf);
bool has_option(const Leaf& leaf, std::string_view value);
// Whether the option is offered at this place.
bool stands(const Option& option, const View& view);
std::vector<Stamp> stamps_of(const Leaf& leaf, const View& view);
// What the question allows at this place: a number about a group is the number of one of its items.
kinds::Limits limits_of(const Leaf& leaf, const View& view);

// Answers put off on earlier visits, in tree order.
std::vector<Ref> outstanding(const Tree& tree, const Session& session, const Visit& visit);

} // namespace plaint::dialogs
