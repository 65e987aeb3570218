#include "dialogs/engine/upgrade.hpp"

#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/fits.hpp"
#include "dialogs/engine/outlook.hpp"
#include "dialogs/engine/walk.hpp"

#include <algorithm>
#include <array>

namespace plaint::dialogs {
namespace {

constexpr std::array<std::string_view, 9> meets_names{"asked",     "asked_again", "offered_again",
                                                      "set_aside", "gone",        "moved_on",
                                                      "ended",     "goes_on",     "reviewed_again"};

std::uint32_t node_of(const Tree& tree, Op op, std::uint32_t index) {
    const auto found = std::ranges::find_if(
        tree.nodes, [&](const Node& node) { return node.op == op && node.index == index; });
    return static_cast<std::uint32_t>(found - tree.nodes.begin());
}
std::uint32_t group_index(const Tree& tree, const Group& group) {
    return static_cast<std::uint32_t>(&group - tree.groups.data());
}
std::uint32_t beginning_of(const Tree& tree, const Group& group) {
    return node_of(tree, Op::each, group_index(tree, group));
}

// What is asked there, as people and programs are told.
std::string asked_at(const Tree& tree, Session& session, const Standing& standing) {
    switch (standing.put) {
    case Put::leaf:
    case Put::more: return path_of(tree, session, standing.ref);
    case Put::outstanding: return "outstanding";
    case Put::review: return "review";
    case Put::done: return "done";
    case Put::ended: return "ended";
    case Put::nothing: break;
    }
    return {};
}

std::string id_of(const Standing& standing) {
    return standing.leaf != nullptr ? standing.leaf->id : standing.group->path + ".more";
}

// Finds the place in the new tree at which a session stood under the old one.
class Places {
  public:
    Places(const Tree& before, const Tree& after, const Session& session)
        : before_(before), after_(after), session_(session) {}

    WayPoint of(const Standing& standing, std::uint32_t at) const {
        switch (standing.put) {
        case Put::leaf:
        case Put::more:
            if (auto known = of(standing.ref)) return *known;
            return next_left(standing, at);
        case Put::outstanding:
        case Put::review: return {first(Op::review)};
        case Put::done: return {first(Op::submit)};
        case Put::ended: return {end_named(before_.ends[standing.index].name)};
        case Put::nothing: break;
        }
        return everything();
    }

    // Of a leaf or of a group's question; nothing where the tree or the session has no such place.
    std::optional<WayPoint> of(const Ref& ref) const {
        const Leaf* leaf = leaf_of(after_, ref);
        const Group* group = group_of(after_, ref);
        if (leaf == nullptr && group == nullptr) return std::nullopt;
        const std::uint16_t scope = leaf != nullptr ? leaf->scope : group->parent;
        const Scope* inner = &session_.root;
        auto way = around(scope, ref, inner);
        if (!way) return std::nullopt;
        if (leaf != nullptr) {
            way->push_back(node_of(after_, Op::ask, static_cast<std::uint32_t>(leaf - after_.leaves.data())));
            return way;
        }
        way->push_back(beginning_of(after_, *group));
        const std::size_t items = inner->groups[group->index].items.size();
        if (items == 0 && group->min == 0) return way;
        // Behind those too that are still to begin by themselves.
        way->push_back(static_cast<std::uint32_t>(std::max<std::size_t>(items, group->min) - 1));
        way->push_back(node_of(after_, Op::next, group_index(after_, *group)));
        return way;
    }

  private:
    WayPoint everything() const { return {static_cast<std::uint32_t>(after_.nodes.size())}; }

    std::uint32_t first(Op op) const {
        const auto found = std::ranges::find(after_.nodes, op, &Node::op);
        return static_cast<std::uint32_t>(found - after_.nodes.begin());
    }
    std::uint32_t end_named(const std::string& name) const {
        const auto end = std::ranges::find(after_.ends, name, &End::name);
        return node_of(after_, Op::end, static_cast<std::uint32_t>(end - after_.ends.begin()));
    }

    // The way into the items that the reference names; `inner` becomes the innermost.
    std::optional<WayPoint> around(std::uint16_t scope, const Ref& ref, const Scope*& inner) const {
        const auto groups = groups_around(after_, scope);
        if (groups.size() != ref.depth) return std::nullopt;
        WayPoint way;
        for (std::size_t depth = 0; depth < groups.size(); ++depth) {
            const auto& items = inner->groups[groups[depth]->index].items;
            const auto item = std::ranges::find(items, ref.items[depth], &Item::id);
            if (item == items.end()) return std::nullopt;
            way.push_back(beginning_of(after_, *groups[depth]));
            way.push_back(static_cast<std::uint32_t>(item - items.begin()));
            inner = &item->scope;
        }
        return way;
    }

    // The question is gone: what came next of all that is left.
    WayPoint next_left(const Standing& standing, std::uint32_t at) const {
        Ref here = standing.ref;
        at = before_.nodes[at].op == Op::each ? before_.nodes[at].target : at + 1;
        for (; at < before_.nodes.size(); ++at) {
            const Node& node = before_.nodes[at];
            std::optional<WayPoint> left;
            switch (node.op) {
            case Op::ask: left = beside(here, before_.leaves[node.index].hash); break;
            case Op::each:
                left = beginning(here, before_.groups[node.index].hash);
                at = node.target - 1;
                break;
            case Op::next:
                left = closing(here, before_.groups[node.index].hash);
                if (here.depth > 0) --here.depth;
                break;
            case Op::review:
            case Op::submit: left = WayPoint{first(node.op)}; break;
            case Op::end: left = WayPoint{end_named(before_.ends[node.index].name)}; break;
            default: break;
            }
            if (left) return *left;
        }
        return everything();
    }

    std::optional<WayPoint> beside(Ref here, std::uint32_t what) const {
        here.what = what;
        return of(here);
    }
    std::optional<WayPoint> beginning(Ref here, std::uint32_t what) const {
        here.what = what;
        const Group* group = group_of(after_, here);
        const Scope* inner = &session_.root;
        auto way = group != nullptr ? around(group->parent, here, inner) : std::nullopt;
        if (way) way->push_back(beginning_of(after_, *group));
        return way;
    }
    // The end of the item that it stands in.
    std::optional<WayPoint> closing(const Ref& here, std::uint32_t what) const {
        const auto group = after_.group_by_hash.find(what);
        if (group == after_.group_by_hash.end()) return std::nullopt;
        const Scope* inner = &session_.root;
        auto way = around(after_.groups[group->second].scope, here, inner);
        if (way) way->push_back(node_of(after_, Op::next, group->second));
        return way;
    }

    const Tree& before_;
    const Tree& after_;
    const Session& session_;
};

// Whose visit is looked at: that of who spoke last, else of somebody who opens it in a chat.
Visit visit_of(const Session& session) { return session.visits.empty() ? Visit{} : session.visits.back(); }

class Comparison {
  public:
    Comparison(const Tree& before, const Tree& after, Session old, std::string_view bytes)
        : before_(before), after_(after), bytes_(bytes), old_(std::move(old)), visit_(visit_of(old_)) {}

    Upgrade compare() {
        was_ = advance(before_, old_, visit_, nullptr);
        upgrade_.before = asked_at(before_, old_, was_);
        // What was withdrawn is over, under any tree.
        if (old_.withdrawn) {
            upgrade_.after = upgrade_.before;
            return std::move(upgrade_);
        }
        for (const Walk::Passed& passed : old_.walk.passed)
            if (!passed.derived && passed.op != Op::each) lived_.push_back(passed.ref);
        auto now = decode(after_, bytes_);
        if (!now) return stranded(now.error());
        const Standing is = advance(after_, *now, visit_, nullptr);
        upgrade_.after = asked_at(after_, *now, is);
        if (is.leaf != nullptr && !is_answerable(*is.leaf, place_of(after_, *now, is.ref)->view))
            return stranded("nothing can be answered to " + upgrade_.after);
        auto ahead = decode(after_, bytes_);
        look_ahead(*ahead, is);
        return std::move(upgrade_);
    }

  private:
    Upgrade stranded(std::string why) {
        upgrade_.stranded = std::move(why);
        return std::move(upgrade_);
    }

    static bool is_answerable(const Leaf& leaf, const View& view) {
        if (leaf.may.any()) return true;
        if (leaf.kind == kinds::Kind::number) return limits_of(leaf, view).max >= leaf.limits.min;
        if (leaf.kind != kinds::Kind::choice) return true;
        return std::ranges::any_of(leaf.options, [&](const Option& option) { return stands(option, view); });
    }

    void look_ahead(Session& session, const Standing& is) {
        const Places places(before_, after_, session);
        upgrade_.place = places.of(was_, old_.walk.at);
        Outlook outlook(after_, session, visit_, lived_);
        outlook.look(upgrade_.place);
        upgrade_.meetings = outlook.take();
        for (const Walk::Passed& passed : old_.walk.passed) look_for(passed, session, places, outlook);
        tell_of_place(outlook);
        if (was_.put == Put::done) tell_of_review(is);
    }

    void meet(Meets what, std::string id, const Ref& ref, bool certain) {
        upgrade_.meetings.push_back({.what = what, .id = std::move(id), .ref = ref, .certain = certain});
    }

    // What became of an answer that counted; "later" says nothing that could be lost.
    void look_for(const Walk::Passed& passed, Session& session, const Places& places,
                  const Outlook& outlook) {
        if (passed.op != Op::ask || passed.derived || passed.answer->state == State::later) return;
        const std::string& id = before_.leaves[passed.index].id;
        const auto way = leaf_of(after_, passed.ref) != nullptr ? places.of(passed.ref) : std::nullopt;
        const Slot* slot = way ? slot_of(after_, session, passed.ref) : nullptr;
        if (slot == nullptr || slot->answer == nullptr) return meet(Meets::gone, id, passed.ref, true);
        if (!outlook.is_seen(passed.ref) && *way < outlook.stopped())
            meet(Meets::set_aside, id, passed.ref, true);
    }

    void tell_of_place(const Outlook& outlook) {
        const bool arrived = outlook.stopped() == upgrade_.place;
        if (arrived && outlook.is_certain() && is_place_left()) return;
        const bool over = std::ranges::any_of(
            upgrade_.meetings, [](const Meeting& met) { return met.what == Meets::ended && met.certain; });
        if (over) return;
        const bool certain = !arrived || !is_place_left();
        if (was_.put == Put::leaf || was_.put == Put::more)
            meet(Meets::moved_on, id_of(was_), was_.ref, certain);
        else if (was_.put == Put::ended)
            meet(Meets::goes_on, before_.ends[was_.index].name, {}, certain);
    }

    // Whether what was asked is something that can be asked under the new tree.
    bool is_place_left() const {
        if (was_.leaf == nullptr && was_.group == nullptr) return true;
        const Leaf* leaf = leaf_of(after_, was_.ref);
        const Group* group = group_of(after_, was_.ref);
        return leaf != nullptr ? was_.leaf != nullptr : group != nullptr && was_.group != nullptr;
    }

    // What was handed over counts as long as the same answers do.
    void tell_of_review(const Standing& is) {
        const bool changed = std::ranges::any_of(upgrade_.meetings, [](const Meeting& met) {
            return met.certain && met.what != Meets::offered_again;
        });
        // What is over is not handed over any more.
        const auto ended = std::ranges::find(upgrade_.meetings, Meets::ended, &Meeting::what);
        if (ended != upgrade_.meetings.end() && ended->certain) return;
        const bool other = is.put == Put::review || (is.put == Put::done && is.submits && !was_.submits);
        if (changed || other)
            meet(Meets::reviewed_again, {}, {}, true);
        else if (!upgrade_.meetings.empty())
            meet(Meets::reviewed_again, {}, {}, false);
    }

    const Tree& before_;
    const Tree& after_;
    std::string_view bytes_;
    Session old_;
    Visit visit_;
    Standing was_;
    std::vector<Ref> lived_;
    Upgrade upgrade_;
};

} // namespace

std::string_view name_of(Meets what) { return meets_names[static_cast<std::size_t>(what)]; }

Upgrade compare(const Tree& before, const Tree& after, std::string_view bytes) {
    auto old = decode(before, bytes);
    if (!old) return {.stranded = old.error()};
    return Comparison(before, after, std::move(*old), bytes).compare();
}

WayPoint way_point(const Tree& tree, const Session& session) {
    WayPoint way;
    for (const Walk::Frame& frame : session.walk.frames) {
        way.push_back(beginning_of(tree, tree.groups[frame.group]));
        way.push_back(frame.item);
    }
    way.push_back(session.walk.at);
    return way;
}

} // namespace plaint::dialogs
