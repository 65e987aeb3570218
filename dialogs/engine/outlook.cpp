#include "dialogs/engine/outlook.hpp"

#include "dialogs/engine/fits.hpp"
#include "dialogs/engine/functions.hpp"
#include "dialogs/engine/walk.hpp"

#include <algorithm>

namespace plaint::dialogs {
namespace {

const Answer put_off{.state = State::later};
const Answer passed_over{.state = State::skip};

bool is_closed(const Group& group, const GroupState& state) {
    if (state.closed == nullptr || state.reopened) return false;
    return state.closed->has_value() ? state.items.size() >= group.min
                                     : allows(group.may, state.closed->state);
}

} // namespace

Outlook::Outlook(const Tree& tree, Session& session, const Visit& visit, const std::vector<Ref>& lived)
    : tree_(tree), session_(session), visit_(visit), lived_(lived) {}

void Outlook::begin() {
    scopes_[0] = &session_.root;
    view_.scopes[0] = &session_.root;
    std::ranges::fill(session_.root.live, nullptr);
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

void Outlook::look(WayPoint place) {
    place_ = std::move(place);
    begin();
    if (walk(0, static_cast<std::uint32_t>(tree_.nodes.size()), true))
        stopped_ = {static_cast<std::uint32_t>(tree_.nodes.size())};
}

// From one node to before another; false where it came to the place, or to an end.
bool Outlook::walk(std::uint32_t from, std::uint32_t to, bool certain) {
    way_.push_back(from);
    for (std::uint32_t at = from; at < to;) {
        way_.back() = at;
        if (way_ >= place_) return stop(certain);
        const Node& node = tree_.nodes[at];
        switch (node.op) {
        case Op::ask:
            ask(tree_.leaves[node.index], certain && sure_);
            ++at;
            break;
        case Op::branch:
            if (!branch(node, at)) return false;
            break;
        case Op::jump: at = node.target; break;
        case Op::each:
            if (!each(at, certain && sure_)) return false;
            at = node.target;
            break;
        case Op::let:
            derive(tree_.lets[node.index], certain && sure_);
            ++at;
            break;
        case Op::end:
            end(node.index, certain && sure_);
            if (certain && sure_) return stop(true);
            sure_ = false;
            at = to;
            break;
        case Op::submit: return stop(certain);
        case Op::say:
        case Op::section:
        case Op::next:
        case Op::review:
        case Op::with: ++at; break;
        }
    }
    way_.pop_back();
    return true;
}

bool Outlook::stop(bool certain) {
    stopped_ = way_;
    certain_at_stop_ = certain && sure_;
    return false;
}

// Where it cannot be known yet which part is taken, both are gone through.
bool Outlook::branch(const Node& node, std::uint32_t& at) {
    const Verdict verdict = weigh(tree_.conditions[node.index], view_, open_);
    if (verdict != Verdict::perhaps) {
        at = verdict == Verdict::yes ? at + 1 : node.target;
        return true;
    }
    const Node& last = tree_.nodes[node.target - 1];
    const bool has_other = node.target - 1 > at && last.op == Op::jump;
    const std::uint32_t after = has_other ? last.target : node.target;
    way_.pop_back();
    if (!walk(at + 1, has_other ? node.target - 1 : node.target, false)) return false;
    if (has_other && !walk(node.target, after, false)) return false;
    way_.push_back(after);
    at = after;
    return true;
}

void Outlook::end(std::uint32_t index, bool certain) {
    meet(Meets::ended, tree_.ends[index].name, {}, certain);
}

Verdict Outlook::fit(const Leaf& leaf, const Answer& answer) const {
    if (leaf.kind != kinds::Kind::choice || !answer.has_value())
        return fits(leaf, answer, view_) ? Verdict::yes : Verdict::no;
    const auto* value = std::get_if<std::string>(&answer.value);
    const auto option = std::ranges::find_if(
        leaf.options, [&](const Option& one) { return value != nullptr && one.value == *value; });
    if (option == leaf.options.end()) return Verdict::no;
    return option->when ? weigh(*option->when, view_, open_) : Verdict::yes;
}

// Whether what the answer is about is still the same.
Verdict Outlook::agrees(const Leaf& leaf, const Answer& answer) const {
    if (answer.state == State::later) return Verdict::yes;
    Verdict same = Verdict::yes;
    for (const About& about : leaf.about) {
        const auto stamp = std::ranges::find(answer.stamps, about.hash, &Stamp::field);
        if (stamp == answer.stamps.end() || stamp->value == 0) continue;
        const bool open =
            about.items ? open_.groups.contains(&view_.scopes[about.field.depth]->groups[about.field.index])
                        : open_.has(about.field, view_);
        const std::uint64_t now = mark_of(about, view_);
        const Verdict one = open                              ? Verdict::perhaps
                            : now == 0 || now == stamp->value ? Verdict::yes
                                                              : Verdict::no;
        same = std::min(same, one);
    }
    return same;
}

void Outlook::ask(const Leaf& leaf, bool certain) {
    const Slot& slot = scope().slots[leaf.slot];
    const Ref at = ref(leaf.hash);
    const bool was = lived(at);
    const std::pair<const Scope*, std::uint16_t> field{&scope(), leaf.field.index};
    const Answer*& live = scope().live[leaf.field.index];
    seen_.push_back(at);
    const bool carried = carries(visit_.modality, leaf.kind);
    if (slot.answer == nullptr && !carried) {
        live = allows(leaf.may, State::later) ? &put_off : &passed_over;
        if (!certain) open_.fields.insert(field);
        return;
    }
    const bool none = slot.answer == nullptr || slot.aside || (slot.reopened && carried);
    const Verdict fitting = none ? Verdict::no : fit(leaf, *slot.answer);
    const Verdict same = fitting == Verdict::no ? Verdict::no : agrees(leaf, *slot.answer);
    if (fitting != Verdict::yes)
        meet(was ? Meets::asked_again : Meets::asked, leaf.id, at, certain && fitting == Verdict::no);
    else if (same != Verdict::yes)
        meet(was ? Meets::offered_again : Meets::asked, leaf.id, at, certain && same == Verdict::no);
    if (was && !certain && slot.answer->state != State::later) meet(Meets::set_aside, leaf.id, at, false);
    live = same == Verdict::no ? nullptr : slot.answer.get();
    if (certain && fitting == Verdict::yes && same == Verdict::yes)
        open_.fields.erase(field);
    else
        open_.fields.insert(field);
}

bool Outlook::each(std::uint32_t at, bool certain) {
    const Group& group = tree_.groups[tree_.nodes[at].index];
    GroupState& state = scope().groups[group.index];
    state.passed = true;
    if (!certain) open_.groups.insert(&state);
    const bool silent = !group.answerable[static_cast<std::size_t>(visit_.modality)];
    if (state.items.empty()) {
        if (silent || is_closed(group, state)) return true;
        if (group.min == 0) {
            ask_for_more(group, state, certain);
            return true;
        }
    }
    // All that will begin by themselves, so that no item changes its address on the way.
    while (state.items.size() < std::max(group.min, 1U))
        state.items.push_back({state.next_id++, nullptr, Scope(tree_.shapes[group.scope])});
    // Nobody sees the items before the group has ended.
    state.passed = false;
    if (!items(at, state, certain)) return false;
    state.passed = true;
    if (state.items.size() < group.max && !silent && !is_closed(group, state))
        ask_for_more(group, state, certain);
    return true;
}

bool Outlook::items(std::uint32_t at, GroupState& state, bool certain) {
    const Node& node = tree_.nodes[at];
    const Group& group = tree_.groups[node.index];
    for (std::uint32_t position = 0; position < state.items.size(); ++position) {
        Item& item = state.items[position];
        frames_.push_back({&group, item.id});
        scopes_[frames_.size()] = &item.scope;
        view_.scopes[frames_.size()] = &item.scope;
        std::ranges::fill(item.scope.live, nullptr);
        way_.push_back(position);
        if (!walk(at + 1, node.target - 1, certain)) return false;
        way_.push_back(node.target - 1);
        const bool arrived = position + 1 == state.items.size() && way_ >= place_;
        if (arrived) return stop(certain);
        way_.pop_back();
        way_.pop_back();
        frames_.pop_back();
    }
    return true;
}

void Outlook::ask_for_more(const Group& group, GroupState& state, bool certain) {
    const Ref at = ref(group.hash);
    meet(lived(at) ? Meets::asked_again : Meets::asked, group.path + ".more", at, certain);
    open_.groups.insert(&state);
}

bool Outlook::is_known(const Let& let) const {
    for (const FieldRef source : let.of) {
        if (open_.has(source, view_)) return false;
        const Answer* answer = view_.answer(source);
        if (let.function == Function::first && answer != nullptr && answer->has_value()) return true;
    }
    return true;
}

void Outlook::derive(const Let& let, bool certain) {
    Answer& made = scope().derived[let.field.index];
    made = evaluate(let, view_, *tree_.regions, *tree_.platforms);
    scope().live[let.field.index] = &made;
    if (certain && is_known(let))
        open_.fields.erase({&scope(), let.field.index});
    else
        open_.fields.insert({&scope(), let.field.index});
}

void Outlook::meet(Meets what, const std::string& id, const Ref& ref, bool certain) {
    Meeting met{.what = what, .id = id, .ref = ref, .certain = certain};
    if (std::ranges::find(meetings_, met) == meetings_.end()) meetings_.push_back(std::move(met));
}

Ref Outlook::ref(std::uint32_t what) const {
    Ref made{.what = what, .depth = static_cast<std::uint8_t>(frames_.size())};
    for (std::size_t i = 0; i < frames_.size(); ++i) made.items[i] = frames_[i].item;
    return made;
}

bool Outlook::lived(const Ref& ref) const { return std::ranges::find(lived_, ref) != lived_.end(); }

bool Outlook::is_seen(const Ref& ref) const { return std::ranges::find(seen_, ref) != seen_.end(); }

} // namespace plaint::dialogs
