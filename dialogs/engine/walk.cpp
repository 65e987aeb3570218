#include "dialogs/engine/walk.hpp"

#include "dialogs/engine/fits.hpp"
#include "dialogs/engine/functions.hpp"

#include <algorithm>
#include <cassert>

namespace plaint::dialogs {
namespace {

// What a modality cannot carry is put off by derivation: these stand for it and are never stored.
const Answer derived_later{.state = State::later};
const Answer derived_skip{.state = State::skip};

bool has_form_of(kinds::Kind kind, const Value& value) {
    switch (kind) {
    case kinds::Kind::yes_no: return std::holds_alternative<bool>(value);
    case kinds::Kind::number: return std::holds_alternative<std::int64_t>(value);
    case kinds::Kind::file: return std::holds_alternative<std::vector<FileRef>>(value);
    default: return std::holds_alternative<std::string>(value);
    }
}

const std::vector<Item>& items_of(const About& about, const View& view) {
    return view.scopes[about.field.depth]->groups[about.field.index].items;
}

} // namespace

bool fits(const Leaf& leaf, const Answer& answer, const View& view) {
    if (!answer.has_value()) return allows(leaf.may, answer.state);
    if (!has_form_of(leaf.kind, answer.value)) return false;
    if (const auto* number = std::get_if<std::int64_t>(&answer.value))
        return *number <= limits_of(leaf, view).max;
    return leaf.kind != kinds::Kind::choice || std::ranges::any_of(leaf.options, [&](const Option& option) {
               return option.value == std::get<std::string>(answer.value) && stands(option, view);
           });
}

std::uint64_t mark_of(const About& about, const View& view) {
    if (about.items) {
        std::uint64_t mark = 0;
        for (const Item& item : items_of(about, view)) mark = mix(mark, item.id);
        return mark;
    }
    const Answer* now = view.answer(about.field);
    return now != nullptr && now->has_value() ? now->value_hash : 0;
}

namespace {

class Walker {
  public:
    Walker(const Tree& tree, Session& session, const Visit& visit,
           const std::function<void(const Say&, const View&)>& said)
        : tree_(tree), session_(session), walk_(session.walk), visit_(visit), said_(said) {
        if (!walk_.fresh || walk_.modality != visit.modality || walk_.visit != visit.number) begin();
        enter();
    }

    Standing run() {
        for (;;) {
            const Node& node = tree_.nodes[walk_.at];
            switch (node.op) {
            case Op::say: say(tree_.says[node.index]); break;
            case Op::section:
            case Op::with: break;
            case Op::ask:
                if (!passes(tree_.leaves[node.index], node.index)) return standing_at_leaf(node.index);
                break;
            case Op::branch:
                if (!tree_.conditions[node.index].holds(view_)) {
                    set_aside(walk_.at + 1, node.target, scope());
                    walk_.at = node.target;
                    continue;
                }
                break;
            case Op::jump:
                set_aside(walk_.at + 1, node.target, scope());
                walk_.at = node.target;
                continue;
            case Op::each:
                if (const auto open = begin_group(node)) return *open;
                continue;
            case Op::next:
                if (const auto open = next_item(node)) return *open;
                continue;
            case Op::let: derive(tree_.lets[node.index]); break;
            case Op::review:
                if (const auto open = review()) return *open;
                break;
            case Op::submit: return submit(node.index);
            case Op::end: return {.put = Put::ended, .index = node.index};
            }
            ++walk_.at;
        }
    }

  private:
    void begin() {
        walk_.fresh = true;
        walk_.modality = visit_.modality;
        walk_.visit = visit_.number;
        walk_.at = 0;
        walk_.frames.clear();
        walk_.passed.clear();
        walk_.digest = 0;
        forget(session_.root);
        for (const std::uint32_t index : tree_.given) {
            const Field& field = tree_.fields[index];
            const auto value = session_.given.find(field.path);
            if (value == session_.given.end()) continue;
            Answer& given = session_.root.derived[field.ref.index];
            given.value = value->second;
            given.value_hash = hash_of(given.value);
            session_.root.live[field.ref.index] = &given;
        }
    }

    static void forget(Scope& scope) {
        std::ranges::fill(scope.live, nullptr);
        for (GroupState& group : scope.groups) {
            group.passed = false;
            // Also where this walk will not come: what an earlier one saw there is not live.
            for (Item& item : group.items) forget(item.scope);
        }
    }

    // Finds the scopes of the frames again; pointers into item vectors do not outlive a turn.
    void enter() {
        scopes_[0] = &session_.root;
        depth_ = 0;
        for (const Walk::Frame& frame : walk_.frames) {
            const Group& group = tree_.groups[frame.group];
            scopes_[depth_ + 1U] = &scopes_[depth_]->groups[group.index].items[frame.item].scope;
            ++depth_;
        }
        for (std::size_t i = 0; i <= depth_; ++i) view_.scopes[i] = scopes_[i];
    }

    Scope& scope() { return *scopes_[depth_]; }

    Ref ref(std::uint32_t what) const {
        Ref made{.what = what, .depth = static_cast<std::uint8_t>(walk_.frames.size())};
        for (std::size_t i = 0; i < walk_.frames.size(); ++i) {
            const Group& group = tree_.groups[walk_.frames[i].group];
            made.items[i] = scopes_[i]->groups[group.index].items[walk_.frames[i].item].id;
        }
        return made;
    }

    void say(const Say& say) {
        // What is told to nobody is still to be told.
        if (!said_ || scope().said[say.slot]) return;
        scope().said[say.slot] = true;
        said_(say, view_);
    }

    // An answer counts when it is not set aside, not asked again, still fits and is not about another value than the
    // present one. A mark that is missing because the value was formal is learnt now.
    bool passes(const Leaf& leaf, std::uint32_t index) {
        Slot& slot = scope().slots[leaf.slot];
        if (slot.answer == nullptr) {
            if (carries(visit_.modality, leaf.kind)) return false;
            const Answer& derived = allows(leaf.may, State::later) ? derived_later : derived_skip;
            if (!allows(leaf.may, derived.state)) return false;
            scope().live[leaf.field.index] = &derived;
            walk_.passed.push_back(
                {.op = Op::ask, .index = index, .ref = ref(leaf.hash), .answer = &derived, .derived = true});
            return true;
        }
        // What was reopened elsewhere, but cannot be carried here, stays put off.
        const bool reopened = slot.reopened && carries(visit_.modality, leaf.kind);
        if (slot.aside || reopened || !fits(leaf, *slot.answer, view_)) return false;
        if (slot.answer->state != State::later && !stamps_agree(leaf, *slot.answer)) return false;
        pass(leaf.field, *slot.answer,
             {.op = Op::ask, .index = index, .ref = ref(leaf.hash), .answer = slot.answer.get()});
        return true;
    }

    void pass(FieldRef field, const Answer& answer, const Walk::Passed& passed) {
        scope().live[field.index] = &answer;
        note(answer, passed);
    }

    void note(const Answer& answer, const Walk::Passed& passed) {
        std::uint64_t digest = mix(walk_.digest, passed.ref.what);
        for (std::size_t i = 0; i < passed.ref.depth; ++i) digest = mix(digest, passed.ref.items[i]);
        const std::uint64_t said =
            answer.reason.empty() ? answer.value_hash : hash_of(answer.reason, answer.value_hash);
        walk_.digest = mix(mix(digest, static_cast<std::uint64_t>(answer.state)), said);
        walk_.passed.push_back(passed);
    }

    bool stamps_agree(const Leaf& leaf, Answer& answer) const {
        for (const About& about : leaf.about) {
            const std::uint64_t now = mark_of(about, view_);
            if (now == 0) continue;
            const auto stamp = std::ranges::find(answer.stamps, about.hash, &Stamp::field);
            if (stamp == answer.stamps.end()) {
                answer.stamps.push_back({about.hash, now});
            } else if (stamp->value == 0) {
                stamp->value = now;
            } else if (stamp->value != now) {
                return false;
            }
        }
        return true;
    }

    Standing standing_at_leaf(std::uint32_t index) {
        const Leaf& leaf = tree_.leaves[index];
        return {.put = Put::leaf, .ref = ref(leaf.hash), .leaf = &leaf};
    }

    Standing standing_at_more(const Group& group) {
        return {.put = Put::more, .ref = ref(group.hash), .group = &group};
    }

    void open_item(const Node& node, std::uint32_t position) {
        const Group& group = tree_.groups[node.index];
        Item& item = scope().groups[group.index].items[position];
        if (item.begun != nullptr) {
            Ref begun = ref(group.hash);
            begun.items[begun.depth] = item.id; // which item the "yes" began
            note(*item.begun,
                 {.op = Op::each, .index = node.index, .ref = begun, .answer = item.begun.get()});
        }
        forget(item.scope); // it may have been withdrawn, and come back
        walk_.frames.push_back({node.index, position});
        ++depth_;
        scopes_[depth_] = &item.scope;
        view_.scopes[depth_] = &item.scope;
    }

    void close_item() {
        walk_.frames.pop_back();
        --depth_;
    }

    static Item& new_item(const Tree& tree, const Group& group, GroupState& state) {
        state.items.push_back({state.next_id++, nullptr, Scope(tree.shapes[group.scope])});
        return state.items.back();
    }

    bool closes(const Group& group, GroupState& state, const Node& node) {
        if (state.closed == nullptr || state.reopened) return false;
        if (state.closed->has_value() ? state.items.size() < group.min
                                      : !allows(group.may, state.closed->state))
            return false;
        note(*state.closed,
             {.op = Op::next, .index = node.index, .ref = ref(group.hash), .answer = state.closed.get()});
        return true;
    }

    // A group of which the modality can carry nothing passes as put off, without a question.
    std::optional<Standing> begin_group(const Node& node) {
        const Group& group = tree_.groups[node.index];
        GroupState& state = scope().groups[group.index];
        const bool silent = !group.answerable[static_cast<std::size_t>(visit_.modality)];
        if (state.items.empty()) {
            const bool closed = closes(group, state, node);
            if (closed || silent) {
                if (!closed) note_silence(node.index, ref(group.hash));
                state.passed = true;
                walk_.at = node.target;
                return std::nullopt;
            }
            if (group.min == 0) return standing_at_more(group);
            new_item(tree_, group, state);
        }
        open_item(node, 0);
        ++walk_.at;
        return std::nullopt;
    }

    std::optional<Standing> next_item(const Node& node) {
        const Group& group = tree_.groups[node.index];
        const std::uint32_t position = walk_.frames.back().item;
        // The question after an item belongs to the scope around it.
        close_item();
        GroupState& state = scope().groups[group.index];
        const bool silent = !group.answerable[static_cast<std::size_t>(visit_.modality)];
        if (position + 1 < state.items.size()) {
            open_item(node, position + 1);
            walk_.at = node.target;
            return std::nullopt;
        }
        if (state.items.size() < group.min) {
            new_item(tree_, group, state);
            open_item(node, position + 1);
            walk_.at = node.target;
            return std::nullopt;
        }
        if (state.items.size() >= group.max || closes(group, state, node) || silent) {
            state.passed = true;
            ++walk_.at;
            return std::nullopt;
        }
        const Standing open = standing_at_more(group);
        // Stands within the item, so that the walk can go on from here when another item comes.
        walk_.frames.push_back({node.index, position});
        return open;
    }

    void note_silence(std::uint32_t group, const Ref& at) {
        walk_.passed.push_back(
            {.op = Op::next, .index = group, .ref = at, .answer = &derived_later, .derived = true});
    }

    void derive(const Let& let) {
        Answer& made = scope().derived[let.field.index];
        made = evaluate(let, view_, *tree_.regions, *tree_.platforms);
        scope().live[let.field.index] = &made;
    }

    std::optional<Standing> review() {
        if (!visit_.outstanding_asked && !outstanding(tree_, session_, visit_).empty())
            return Standing{.put = Put::outstanding};
        if (session_.reviewed != walk_.digest) return Standing{.put = Put::review};
        return std::nullopt;
    }

    Standing submit(std::uint32_t index) {
        return {.put = Put::done, .submits = session_.submitted != walk_.digest, .index = index};
    }

    // `later` says nothing that could become untrue, so it is never set aside.
    void set_aside(std::uint32_t from, std::uint32_t to, Scope& within) {
        for (std::uint32_t at = from; at < to; ++at) {
            const Node& node = tree_.nodes[at];
            if (node.op == Op::ask) {
                Slot& slot = within.slots[tree_.leaves[node.index].slot];
                if (slot.answer != nullptr && slot.answer->state != State::later) slot.aside = true;
            } else if (node.op == Op::each) {
                GroupState& group = within.groups[tree_.groups[node.index].index];
                if (group.closed != nullptr && group.closed->state != State::later) group.reopened = true;
                for (Item& item : group.items) set_aside(at + 1, node.target - 1, item.scope);
                at = node.target - 1;
            }
        }
    }

    const Tree& tree_;
    Session& session_;
    Walk& walk_;
    const Visit& visit_;
    const std::function<void(const Say&, const View&)>& said_;
    std::array<Scope*, depth_max> scopes_{};
    View view_;
    std::size_t depth_ = 0;
};

// Reads "respondents[0].links[1].url" into its group positions and the path without them.
struct IndexedPath {
    std::string path;
    std::vector<std::size_t> positions;
};
std::optional<IndexedPath> parse_path(std::string_view text) {
    IndexedPath parsed;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '[') {
            parsed.path += text[i];
            continue;
        }
        std::size_t position = 0;
        std::size_t digits = 0;
        for (++i; i < text.size() && text[i] >= '0' && text[i] <= '9' && digits < 6; ++i, ++digits)
            position = position * 10 + static_cast<std::size_t>(text[i] - '0');
        if (digits == 0 || i == text.size() || text[i] != ']') return std::nullopt;
        parsed.positions.push_back(position);
        parsed.path += "[]";
    }
    if (parsed.positions.size() >= depth_max) return std::nullopt;
    return parsed;
}

constexpr std::string_view more_suffix = ".more";

} // namespace

std::vector<const Group*> groups_around(const Tree& tree, std::uint16_t scope) {
    std::vector<const Group*> around;
    while (scope != 0) {
        const auto group = std::ranges::find(tree.groups, scope, &Group::scope);
        assert(group != tree.groups.end());
        around.insert(around.begin(), &*group);
        scope = group->parent;
    }
    return around;
}

Standing advance(const Tree& tree, Session& session, const Visit& visit,
                 const std::function<void(const Say&, const View&)>& said) {
    return Walker(tree, session, visit, said).run();
}

void restart(Session& session) { session.walk.fresh = false; }

const Leaf* leaf_of(const Tree& tree, const Ref& ref) {
    const auto found = tree.leaf_by_hash.find(ref.what);
    return found != tree.leaf_by_hash.end() ? &tree.leaves[found->second] : nullptr;
}

const Group* group_of(const Tree& tree, const Ref& ref) {
    const auto found = tree.group_by_hash.find(ref.what);
    return found != tree.group_by_hash.end() ? &tree.groups[found->second] : nullptr;
}

std::optional<Place> place_of(const Tree& tree, Session& session, const Ref& ref) {
    const Leaf* leaf = leaf_of(tree, ref);
    const Group* group = group_of(tree, ref);
    if (leaf == nullptr && group == nullptr) return std::nullopt;
    const auto around = groups_around(tree, leaf != nullptr ? leaf->scope : group->parent);
    if (ref.depth < around.size()) return std::nullopt;
    Place place;
    place.scopes[0] = &session.root;
    for (const Group* outer : around) {
        std::vector<Item>& items = place.inner().groups[outer->index].items;
        const auto item = std::ranges::find(items, ref.items[place.depth], &Item::id);
        if (item == items.end()) return std::nullopt;
        ++place.depth;
        place.scopes[place.depth] = &item->scope;
    }
    for (std::size_t i = 0; i <= place.depth; ++i) place.view.scopes[i] = place.scopes[i];
    return place;
}

Slot* slot_of(const Tree& tree, Session& session, const Ref& ref) {
    const Leaf* leaf = leaf_of(tree, ref);
    const auto place = leaf != nullptr ? place_of(tree, session, ref) : std::nullopt;
    return place ? &place->inner().slots[leaf->slot] : nullptr;
}

GroupState* group_state_of(const Tree& tree, Session& session, const Ref& ref) {
    const Group* group = group_of(tree, ref);
    const auto place = group != nullptr ? place_of(tree, session, ref) : std::nullopt;
    return place ? &place->inner().groups[group->index] : nullptr;
}

std::string path_of(const Tree& tree, Session& session, const Ref& ref) {
    const Leaf* leaf = leaf_of(tree, ref);
    const Group* group = group_of(tree, ref);
    if (leaf == nullptr && group == nullptr) return {};
    std::string_view pattern = leaf != nullptr ? leaf->path : group->path;
    std::string path;
    const Scope* scope = &session.root;
    std::size_t depth = 0;
    for (const Group* outer : groups_around(tree, leaf != nullptr ? leaf->scope : group->parent)) {
        const std::size_t bracket = pattern.find("[]");
        const auto& items = scope->groups[outer->index].items;
        const auto item = std::ranges::find(items, ref.items[depth++], &Item::id);
        path.append(pattern.substr(0, bracket))
            .append("[")
            .append(std::to_string(item - items.begin()))
            .append("]");
        pattern.remove_prefix(bracket + 2);
        if (item == items.end()) break;
        scope = &item->scope;
    }
    path.append(pattern);
    if (group != nullptr) path.append(more_suffix);
    return path;
}

std::vector<Ref> refs_at(const Tree& tree, Session& session, std::string_view path) {
    const bool more = path.ends_with(more_suffix);
    if (more) path.remove_suffix(more_suffix.size());
    const auto parsed = parse_path(path);
    if (!parsed) return {};
    const Field* field = more ? nullptr : tree.field(parsed->path);
    const auto group = tree.group_by_path.find(parsed->path);
    if (field == nullptr && group == tree.group_by_path.end()) return {};
    if (field != nullptr && field->leaves.empty()) return {};
    const auto around = groups_around(tree, field != nullptr ? tree.leaves[field->leaves.front()].scope
                                                             : tree.groups[group->second].parent);
    if (around.size() != parsed->positions.size()) return {};
    Ref ref{.depth = static_cast<std::uint8_t>(around.size())};
    Scope* scope = &session.root;
    for (std::size_t i = 0; i < around.size(); ++i) {
        auto& items = scope->groups[around[i]->index].items;
        if (parsed->positions[i] >= items.size()) return {};
        ref.items[i] = items[parsed->positions[i]].id;
        scope = &items[parsed->positions[i]].scope;
    }
    std::vector<Ref> refs;
    if (field == nullptr) {
        ref.what = tree.groups[group->second].hash;
        return {ref};
    }
    for (const std::uint32_t leaf : field->leaves) {
        ref.what = tree.leaves[leaf].hash;
        refs.push_back(ref);
    }
    return refs;
}

std::optional<Ref> ref_of(const Tree& tree, Session& session, std::string_view path) {
    // A group's question is named by its ending; without it the path is no question.
    const bool more = path.ends_with(more_suffix);
    for (const Ref& ref : refs_at(tree, session, path)) {
        if ((group_of(tree, ref) != nullptr) != more) continue;
        const auto passed = std::ranges::find(session.walk.passed, ref, &Walk::Passed::ref);
        if (passed != session.walk.passed.end() && (more || !passed->derived)) return ref;
    }
    return std::nullopt;
}

bool stands(const Option& option, const View& view) { return !option.when || option.when->holds(view); }

std::vector<Stamp> stamps_of(const Leaf& leaf, const View& view) {
    std::vector<Stamp> stamps;
    for (const About& about : leaf.about) stamps.push_back({about.hash, mark_of(about, view)});
    return stamps;
}

kinds::Limits limits_of(const Leaf& leaf, const View& view) {
    kinds::Limits limits = leaf.limits;
    if (leaf.kind != kinds::Kind::number) return limits;
    for (const About& about : leaf.about)
        if (about.items) limits.max = std::min<std::int64_t>(limits.max, std::ssize(items_of(about, view)));
    return limits;
}

bool has_option(const Leaf& leaf, std::string_view value) {
    return std::ranges::find(leaf.options, value, &Option::value) != leaf.options.end();
}

Fact* fact_for(const Tree& tree, Session& session, const Leaf& leaf) {
    const auto is_meant = [&](const Fact& fact) {
        if (fact.kind != leaf.kind || std::ranges::find(fact.refused, leaf.hash) != fact.refused.end())
            return false;
        // What is shown is kept as it is, so nothing is proposed that it should be.
        if (leaf.as_shown && fact.doubtful) return false;
        // A file says nothing of what it is, so it is offered wherever one is asked for.
        if (leaf.kind == kinds::Kind::file) return true;
        if (!fact.path.empty())
            return fact.path == leaf.path &&
                   (leaf.kind != kinds::Kind::choice || has_option(leaf, fact.value));
        return tree.fact_leaf[static_cast<std::size_t>(leaf.kind)] != Tree::none;
    };
    const auto fact = std::ranges::find_if(session.facts, is_meant);
    return fact != session.facts.end() ? &*fact : nullptr;
}

OfferReason offer_of(const Tree& tree, Session& session, const Ref& ref) {
    const Leaf* leaf = leaf_of(tree, ref);
    const Slot* slot = slot_of(tree, session, ref);
    if (leaf == nullptr || slot == nullptr) return OfferReason::none;
    const bool open = slot->answer == nullptr || slot->reopened;
    if (const Fact* fact = fact_for(tree, session, *leaf); fact != nullptr && open) {
        if (!fact->files.empty()) return OfferReason::file;
        // What is not on the menu is not proposed.
        if (leaf->kind != kinds::Kind::choice ||
            fits(*leaf, Answer{.value = fact->value}, place_of(tree, session, ref)->view))
            return OfferReason::proposal;
    }
    if (open || slot->answer->state == State::later) return OfferReason::none;
    // What is not offered any more cannot be kept.
    if (!fits(*leaf, *slot->answer, place_of(tree, session, ref)->view)) return OfferReason::none;
    return slot->aside ? OfferReason::aside : OfferReason::stale;
}

std::vector<Ref> outstanding(const Tree& tree, const Session& session, const Visit& visit) {
    std::vector<Ref> put_off;
    for (const Walk::Passed& passed : session.walk.passed) {
        if (passed.derived || passed.answer->state != State::later || passed.answer->visit == visit.number)
            continue;
        if (passed.op == Op::ask && !carries(visit.modality, tree.leaves[passed.index].kind)) continue;
        if (passed.op == Op::next &&
            !tree.groups[passed.index].answerable[static_cast<std::size_t>(visit.modality)])
            continue;
        put_off.push_back(passed.ref);
    }
    return put_off;
}

} // namespace plaint::dialogs
