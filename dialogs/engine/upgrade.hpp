#pragma once

#include "dialogs/engine/session.hpp"

#include <string_view>

// What one session meets when the tree that it was held under becomes another one.
namespace plaint::dialogs {

// The names in JSON are stable: name_of().
enum class Meets : std::uint8_t {
    asked,          // a question on its way so far that it has not answered
    asked_again,    // a question whose answer is none any more
    offered_again,  // an answer that is about something which is another by now; it may be kept
    set_aside,      // an answer to a question that is not asked of it any more
    gone,           // an answer to a question that there is not any more
    moved_on,       // the question that was put is not asked any more
    ended,          // it is over before the place where it stood
    goes_on,        // it was over, and is not any more
    reviewed_again, // it was handed over, and is to be looked through and handed over again
};
std::string_view name_of(Meets what);

struct Meeting {
    Meets what = Meets::asked;
    std::string id;      // of the leaf; "PATH.more" of a group; an end's name; of reviewed_again empty
    Ref ref;             // of leaf and group, under the tree that has it
    bool certain = true; // else it hangs on what is said to the questions before it
    bool operator==(const Meeting&) const = default;
};

// Where a session is in the tree: positions of nodes and, in between, of items. It lies before whatever is greater.
using WayPoint = std::vector<std::uint32_t>;

struct Upgrade {
    std::string before, after; // what is asked, as a path with positions; "review", "done", "ended"
    std::vector<Meeting> meetings;
    WayPoint place;       // under the new tree, of what was asked before, or of the next that is left of it
    std::string stranded; // why it cannot go on, a sentence for the operator; empty where it can
};

// `bytes` is a session as the old tree wrote it. Nothing is changed by looking.
Upgrade compare(const Tree& before, const Tree& after, std::string_view bytes);

// Where the walk of a session stands.
WayPoint way_point(const Tree& tree, const Session& session);

} // namespace plaint::dialogs
