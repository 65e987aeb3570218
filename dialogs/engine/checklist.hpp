#pragma once

#include "dialogs/engine/step.hpp"

#include <string>
#include <vector>

// The materials checklist of a case kind: what its dossier must contain, independent of the tree that asks for it.
namespace plaint::dialogs {

// What can be said of a condition before everything is known. In `and`: no > open > undecided > yes; `or` is dual.
enum class Decided : std::uint8_t { yes, no, open, undecided };

// open: hangs on a formal answer. undecided: hangs on something never asked.
Decided decide(const Condition& condition, const View& view);

// Which fields a line needs: one field, or any or all of several needs.
struct Need {
    bool any = false;
    std::optional<FieldRef> field;
    std::uint32_t field_index = 0; // into Tree::fields
    std::vector<Need> parts;
};

struct Line {
    std::string name;
    std::string label_key; // "line.KIND.NAME"
    std::string source;
    bool required = true; // false: advised; its absence is shown, and asks for no supplement
    bool needs_legal_check = false;
    std::optional<Condition> when;
    std::optional<std::uint32_t> each; // index into Tree::groups: one line per item
    std::optional<Need> need;
    May allow;
    bool absent_lacks = false;       // what is formally declared absent is still to be supplied
    std::optional<std::uint32_t> of; // index into Tree::groups: at least so many items
    std::uint32_t at_least = 0;
    std::optional<Condition> must; // has to be true
    bool reviewed = false;
};

struct Checklist {
    std::string kind;
    std::string as_of;              // the day to which the law was read
    std::uint32_t confidential = 0; // the class in which its dossiers are kept; 0: none of its own
    std::vector<Line> lines;
};

// How a line stands in one dossier.
enum class LineState : std::uint8_t {
    present,
    later,           // formally put off: a line of the supplement list
    declared_absent, // none, unknown or skip, where the line allows it
    unverified,      // kept as said, for a human to look at
    missing,
    open, // whether it is needed hangs on a formal answer
    not_needed,
};
std::string_view name_of(LineState state);

struct LineResult {
    const Line* line = nullptr;
    std::vector<std::uint32_t> positions; // of the item, outermost first, from 0
    LineState state = LineState::present;
    Decided needed = Decided::yes;   // what its condition comes to
    std::vector<std::string> fields; // paths that lack a value
};

// Whether the line belongs on the supplement list: required, and put off, missing, or absent where it may not stay so.
bool is_lacking(const LineResult& result);

// The kind of case that the session is about, as an index into Tree::cases: the one that it hands over; before it comes to
// that, the one that `case.kind` names, or the only one. None while nobody can tell.
std::optional<std::uint32_t> case_in_hand(const Tree& tree, const Session& session);

// The same, with what goes with it once it is handed over.
std::vector<std::uint32_t> cases_in_hand(const Tree& tree, const Session& session);

// After a walk. Lines that check only the order of questions (`gate`) hold by the proof, not here.
std::vector<LineResult> examine(const Checklist& checklist, const Tree& tree, Session& session);

} // namespace plaint::dialogs
