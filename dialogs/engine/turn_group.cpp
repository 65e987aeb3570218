#include "dialogs/engine/turn.hpp"

#include <algorithm>

// Items of groups: another one, no more, one less.
namespace plaint::dialogs {

void Turn::hear_more() {
    const Ref ref = asked();
    GroupState* state = group_state_of(tree_, session_, ref);
    if (state == nullptr) return;
    if (visit().focus && candidate(Meaning::keep) != nullptr) return leave_focus();
    // "None" and "skip" close a group as well as "no".
    const bool passes =
        candidate(Meaning::formal, "none") != nullptr || candidate(Meaning::formal, "skip") != nullptr;
    // At a question whose "yes" began an item, putting off changes nothing: the item stays.
    if (visit().focus && ref.items[ref.depth] != 0 && candidate(Meaning::formal, "later") != nullptr)
        return leave_focus();
    if (!passes && hear_formal(group_of(tree_, ref)->may)) return;
    const bool yes = says_yes() || input_.folded == "1";
    const bool no = says_no() || passes || input_.folded == "2";
    if (!yes && !no) {
        if (hear_item(ref)) return;
        if (take_facts()) return;
        const std::optional<std::uint32_t> first = group_of(tree_, ref)->first;
        if (!first || !tree_.leaves[*first].answers || !input_.asks) {
            wrong("problem.yes_no.unclear", {});
            return;
        }
        keep_question(tree_.leaves[*first]);
        wrong("asked.none", {});
        return;
    }
    if (!visit().focus) {
        if (yes)
            begin_item(ref);
        else
            record_more(Answer{.value = false});
        return;
    }
    const bool began = ref.items[ref.depth] != 0; // the question whose "yes" began an item
    leave_focus();
    forgive();
    // What was put off is closed by a "no" as much as it is reopened by a "yes".
    const bool put_off = !began && state->closed != nullptr && !state->closed->has_value();
    if (yes == began && !put_off) return;
    if (no) {
        withdraw_tail(ref, *state);
        record_more(Answer{.value = false});
    } else {
        begin_item(ref);
    }
    restart(session_);
}

// "No more" after an item that had others behind it: those are withdrawn, and may come back.
void Turn::withdraw_tail(const Ref& ref, GroupState& state) {
    const auto first = std::ranges::find(state.items, ref.items[ref.depth], &Item::id);
    state.withdrawn.insert(state.withdrawn.begin(), std::move_iterator(first),
                           std::move_iterator(state.items.end()));
    state.items.erase(first, state.items.end());
}

// Another item: what was withdrawn is offered first, as far as there is room for it.
void Turn::begin_item(const Ref& ref) {
    const GroupState& state = *group_state_of(tree_, session_, ref);
    if (!state.withdrawn.empty() &&
        state.items.size() + state.withdrawn.size() <= group_of(tree_, ref)->max) {
        visit().put = Put::more;
        visit().question = ref;
        visit().pending = Pending::tail;
        return;
    }
    const std::uint32_t most = group_of(tree_, ref)->max;
    if (state.items.size() >= most) return say({"add.full", {{"max", static_cast<std::int64_t>(most)}}});
    record_more(Answer{.value = true});
}

// A "yes" begins an item, everything else closes the group.
void Turn::record_more(Answer said) {
    const Ref ref = asked();
    const Group& group = *group_of(tree_, ref);
    GroupState* known = group_state_of(tree_, session_, ref);
    // Another conversation may have removed the item around it.
    if (known == nullptr) return;
    GroupState& state = *known;
    const bool yes = said.state == State::value && std::get<bool>(said.value);
    Answer answer = stamped(std::move(said));
    if (state.reopened) note_given(ref);
    state.reopened = false;
    forgive();
    leave_focus();
    Ref open = ref;
    open.items[open.depth] = walk_at_.items[open.depth];
    if (!(open == walk_at_)) restart(session_);
    if (!yes) {
        state.closed = std::make_unique<Answer>(std::move(answer));
        return;
    }
    state.items.push_back(
        {state.next_id++, std::make_unique<Answer>(std::move(answer)), Scope(tree_.shapes[group.scope])});
    // It was closed before: the walk has passed that.
    if (state.closed != nullptr) restart(session_);
    state.closed.reset();
}

// Removal is final; history keeps the item. Below the minimum the walk begins a new one.
void Turn::remove_item(const Ref& ref) {
    const Leaf* leaf = leaf_of(tree_, ref);
    if (leaf == nullptr || ref.depth == 0 || leaf->scope == 0) return;
    const auto group = std::ranges::find(tree_.groups, leaf->scope, &Group::scope);
    const Ref around{
        .what = group->hash, .depth = static_cast<std::uint8_t>(ref.depth - 1), .items = ref.items};
    GroupState* state = group_state_of(tree_, session_, around);
    if (state == nullptr) return;
    const auto item = std::ranges::find(state->items, ref.items[ref.depth - 1U], &Item::id);
    if (item == state->items.end()) return;
    std::vector<Message> label = label_of(ref);
    label.pop_back();
    state->removed.push_back(std::move(*item));
    state->items.erase(item);
    leave_focus();
    restart(session_);
    say({"remove.done", {{"item", std::move(label)}}});
}

} // namespace plaint::dialogs
