#pragma once

#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/walk.hpp"

#include <optional>
#include <string>
#include <vector>

// Why a question is the next one, and why another was not asked: the walk again, for people who ask about one session.
namespace plaint::dialogs {

// A condition on the way to a question, as it turned out where the question stands.
struct Turning {
    const Condition* condition = nullptr;
    std::uint16_t scope = 0;
    bool wanted = true;        // whether the question stands where the condition holds, or where it does not
    std::optional<bool> holds; // nothing: hangs on what has not been come to yet
    View view;                 // borrowed from the session
    std::vector<std::uint32_t> positions; // of the items around it, outermost first, from 0
};

enum class Asked : std::uint8_t {
    now,         // the walk stops here
    answered,    // with a value, formally, or by having as many items as there may be
    not_carried, // put off by derivation: this channel cannot carry the question
    passed_over, // a condition turned out otherwise
    no_item,     // of a group without items
    ahead,       // behind the present question, and it may still come
    ended,       // the dialog had ended before
};
std::string_view name_of(Asked asked);

// One question at one place: a leaf, or what closes a group. Where there is no item to ask it for, `id` has no position.
struct Reason {
    const Leaf* leaf = nullptr;
    const Group* group = nullptr; // of PATH.more
    Ref ref;
    std::string id; // with positions: "respondents[0].region", "complainant.name@person", "evidence.more"
    Asked asked = Asked::ahead;
    std::vector<Turning> way;       // outermost first
    const Answer* answer = nullptr; // live
    // The turning that led past the question; null where none did.
    const Turning* barrier() const;
};

struct Reasons {
    Standing standing;
    std::vector<Reason> questions; // all of the tree, in its order
};

// Walks for the visit. The session is one that was just read, and outlives the reasons unchanged.
Reasons reasons(const Tree& tree, Session& session, const Visit& visit);

// What a condition looked at to turn out as it did.
struct Read {
    std::uint32_t field = Tree::none; // into Tree::fields, or
    std::uint32_t group = Tree::none; // whose items are counted or looked at
    std::string path;                 // with positions
    const Answer* answer = nullptr;   // of the field; null: none
    std::size_t items = 0;            // of the group
};
// Only the parts that decide it, and of what is worked out also what it is worked out from.
std::vector<Read> reads(const Tree& tree, const Turning& turning);

// What keeps a line's condition from being decided, and what a line lacks.
std::vector<Read> undecided_reads(const Tree& tree, const Session& session, const LineResult& result);
std::vector<Read> lacking_reads(const Tree& tree, const Session& session, const LineResult& result);

} // namespace plaint::dialogs
