#include "bot/cli/recorder.hpp"

#include "dialogs/engine/walk.hpp"

#include <algorithm>
#include <array>

namespace plaint::cli {

using namespace dialogs;
using proof::AimKind;
using proof::Deed;
using proof::Slip;

namespace {

using PlaceKey = std::vector<std::uint32_t>; // a leaf's index, then item ids

// All slots with an answer, in all items.
template<class See>
void for_each_answer(const Tree& tree, const Scope& scope, std::uint16_t shape, PlaceKey& items,
                     const See& see) {
    for (std::size_t slot = 0; slot < scope.slots.size(); ++slot) {
        if (scope.slots[slot].answer == nullptr) continue;
        PlaceKey key{tree.leaves_of_scope[shape][slot]};
        key.insert(key.end(), items.begin(), items.end());
        see(key, scope.slots[slot]);
    }
    for (std::size_t group = 0; group < scope.groups.size(); ++group) {
        const std::uint16_t inner = tree.groups[tree.groups_of_scope[shape][group]].scope;
        for (const Item& item : scope.groups[group].items) {
            items.push_back(item.id);
            for_each_answer(tree, item.scope, inner, items, see);
            items.pop_back();
        }
    }
}

template<class See>
void for_each_group(const Tree& tree, const Scope& scope, std::uint16_t shape, const See& see) {
    for (std::size_t group = 0; group < scope.groups.size(); ++group) {
        const std::uint32_t index = tree.groups_of_scope[shape][group];
        see(index, scope.groups[group]);
        for (const Item& item : scope.groups[group].items)
            for_each_group(tree, item.scope, tree.groups[index].scope, see);
    }
}

// Goes the walk's way again, to where it stands, and tells at each branch which way it took.
template<class See>
void for_each_branch(const Tree& tree, const Session& session, const See& see) {
    std::vector<Walk::Frame> frames;
    std::vector<const Scope*> scopes{&session.root};
    const auto stands_here = [&](std::uint32_t at) {
        return at == session.walk.at &&
               std::ranges::equal(frames, session.walk.frames, [](const auto& one, const auto& other) {
                   return one.group == other.group && one.item == other.item;
               });
    };
    const auto open = [&](std::uint32_t group, std::uint32_t item) {
        frames.push_back({group, item});
        scopes.push_back(&scopes.back()->groups[tree.groups[group].index].items[item].scope);
    };
    for (std::uint32_t at = 0; !stands_here(at);) {
        const Node& node = tree.nodes[at];
        switch (node.op) {
        case Op::submit:
        case Op::end: return;
        case Op::jump: at = node.target; continue;
        case Op::branch: {
            View view;
            std::ranges::copy(scopes, view.scopes.begin());
            const bool holds = tree.conditions[node.index].holds(view);
            see(at, holds);
            at = holds ? at + 1 : node.target;
            continue;
        }
        case Op::each:
            if (scopes.back()->groups[tree.groups[node.index].index].items.empty()) {
                at = node.target;
                continue;
            }
            open(node.index, 0);
            break;
        case Op::next: {
            const std::uint32_t item = frames.back().item + 1;
            frames.pop_back();
            scopes.pop_back();
            if (item < scopes.back()->groups[tree.groups[node.index].index].items.size()) {
                open(node.index, item);
                at = node.target;
                continue;
            }
            break;
        }
        default: break;
        }
        ++at;
    }
}

std::optional<proof::Exit> exit_of(std::string_view key) {
    constexpr std::array<std::string_view, 5> keys{"ladder.person", "ladder.callback", "ladder.call",
                                                   "ladder.stop", "ladder.end"};
    const auto found = std::ranges::find(keys, key);
    if (found == keys.end()) return std::nullopt;
    return static_cast<proof::Exit>(found - keys.begin());
}

std::uint32_t index_of(const Tree& tree, const Leaf& leaf) {
    return static_cast<std::uint32_t>(&leaf - tree.leaves.data());
}

} // namespace

void Recorder::see(AimKind kind, std::uint32_t of, std::uint32_t which) { now_->insert({kind, of, which}); }

void Recorder::before(Session& session, const Input& input) {
    if (session.turn == 0) {
        corrected_ = Tree::none;
        offered_to_.clear();
        slips_.clear();
        from_review_ = false;
    }
    const Visit* visit = session.find_visit(input.conversation);
    was_ = visit != nullptr ? *visit : Visit{};
    const Slot* slot = was_.put == Put::leaf ? slot_of(tree_, session, was_.question) : nullptr;
    had_answer_ = slot != nullptr && slot->answer != nullptr;
    answered_in_ = had_answer_ ? slot->answer->turn : 0;
    offered_ =
        had_answer_ && !was_.focus && offered_to_ == input.conversation && was_.pending == Pending::nothing;
    live_.clear();
    PlaceKey items;
    for_each_answer(tree_, session.root, 0, items, [&](const PlaceKey& place, const Slot& one) {
        if (!one.aside) live_.insert(place);
    });
    items_.assign(tree_.groups.size(), {});
    for_each_group(tree_, session.root, 0, [&](std::uint32_t group, const GroupState& state) {
        items_[group].present += state.items.size();
        items_[group].withdrawn += state.withdrawn.size();
        items_[group].removed += state.removed.size();
    });
}

void Recorder::after(StepResult& result, const Input& input) {
    Session& session = result.session;
    const Visit* visit = session.find_visit(input.conversation);
    if (visit == nullptr) return;
    is_ = *visit;
    now_ = &visited_[is_.modality];
    see_outputs(result);
    see_branches(session);
    if (was_.number == is_.number) {
        see_answer(session);
        see_slip(input);
        see_commands(input);
        see_items(session);
    } else {
        slips_.clear();
    }
    see_set_aside(session);
}

void Recorder::see_outputs(const StepResult& result) {
    offered_to_.clear();
    for (const Output& output : result.outputs) {
        const std::string& key = output.message.key;
        if (const std::uint32_t say = proof::telling(tree_, key); say < tree_.says.size())
            see(AimKind::told, say);
        if (const auto exit = exit_of(key)) see(AimKind::exit, static_cast<std::uint32_t>(*exit));
        for (std::uint32_t end = 0; end < tree_.ends.size(); ++end) {
            if (key == "end." + tree_.ends[end].name) see(AimKind::ended, end);
            if (!tree_.ends[end].midway.empty() && key == "end." + tree_.ends[end].midway)
                see(AimKind::ended, end, 1);
        }
        if (!output.ask || is_.pending != Pending::nothing || is_.put != Put::leaf) continue;
        if (output.ask->offer) offered_to_ = is_.conversation;
        if (!is_.focus) see(AimKind::asked, tree_.leaf_by_hash.at(is_.question.what));
    }
    if (std::ranges::find(result.effects, Effect::submit) != result.effects.end())
        see(AimKind::submitted, tree_.nodes[result.session.walk.at].index);
}

void Recorder::see_branches(const Session& session) {
    for_each_branch(tree_, session,
                    [this](std::uint32_t at, bool holds) { see(AimKind::branched, at, holds ? 1 : 0); });
}

// What was recorded because nothing else could be understood is no answer.
void Recorder::see_answer(Session& session) {
    if (was_.strikes_total == is_.strikes_total) {
        if (was_.put == Put::leaf) see_answer_at_leaf(session);
        if (was_.put == Put::more) see_answer_at_group(session);
    }
    if (was_.put == Put::outstanding && is_.put != Put::outstanding && is_.outstanding_asked)
        see(is_.put == Put::review || is_.put == Put::done ? Deed::declined_outstanding
                                                           : Deed::took_outstanding);
    if (was_.put == Put::review && is_.focus) from_review_ = true;
    if (!is_.focus) from_review_ = false;
}

void Recorder::see_answer_at_leaf(Session& session) {
    const Slot* slot = slot_of(tree_, session, was_.question);
    if (slot == nullptr) return;
    const Leaf& leaf = *leaf_of(tree_, was_.question);
    if (offered_) see_offer(*slot, session.turn);
    const bool given = slot->answer != nullptr && slot->answer->turn == session.turn;
    if (was_.focus && was_.back_turn != 0 && !is_.focus && !given) see(Deed::kept_after_back);
    if (!given) return;
    const Answer& answer = *slot->answer;
    if (was_.focus && had_answer_) {
        corrected_ = tree_.field_by_path.at(leaf.path);
        if (from_review_) see(Deed::corrected_at_review);
    }
    const std::uint32_t index = index_of(tree_, leaf);
    if (!answer.has_value()) return see(AimKind::formal, index, static_cast<std::uint32_t>(answer.state));
    if (const auto* yes = std::get_if<bool>(&answer.value))
        return see(AimKind::answered, index, *yes ? 1 : 0);
    if (leaf.kind != kinds::Kind::choice) return;
    const auto option = std::ranges::find(leaf.options, std::get<std::string>(answer.value), &Option::value);
    see(AimKind::answered, index, static_cast<std::uint32_t>(option - leaf.options.begin()));
}

// An earlier answer that stood at the question: it stands again, is gone, or another was given.
void Recorder::see_offer(const Slot& slot, std::uint32_t turn) {
    if (slot.answer == nullptr)
        see(Deed::dropped_offer);
    else if (slot.answer->turn == turn)
        see(Deed::replaced_offer);
    else if (slot.answer->turn == answered_in_ && !slot.aside && !(is_.question == was_.question))
        see(Deed::kept_offer);
}

void Recorder::see_answer_at_group(Session& session) {
    const GroupState* state = group_state_of(tree_, session, was_.question);
    if (state == nullptr) return;
    const std::uint32_t group = tree_.group_by_hash.at(was_.question.what);
    if (std::ranges::any_of(state->items, [&](const Item& item) {
            return item.begun != nullptr && item.begun->turn == session.turn;
        }))
        see(AimKind::more, group, 1);
    if (state->closed == nullptr || state->closed->turn != session.turn) return;
    const bool formally = !state->closed->has_value();
    see(AimKind::more, group, formally ? 1 + static_cast<std::uint32_t>(state->closed->state) : 0);
    see(AimKind::items, group, static_cast<std::uint32_t>(std::min<std::size_t>(state->items.size(), 2)));
}

std::uint32_t Recorder::question_before() const {
    switch (was_.put) {
    case Put::leaf: return tree_.leaf_by_hash.at(was_.question.what);
    case Put::more: return proof::question_of_group(tree_, tree_.group_by_hash.at(was_.question.what));
    case Put::review: return proof::question_of_review(tree_);
    case Put::outstanding: return proof::question_of_outstanding(tree_);
    default: return Tree::none;
    }
}

void Recorder::see_slip(const Input& input) {
    if (was_.strikes_total == is_.strikes_total) return slips_.clear();
    if (is_.strikes_total >= tree_.strikes_max) see(Deed::used_up_patience);
    const bool said = input.said == Said::words;
    if (said && was_.pending == Pending::readback && is_.pending == Pending::nothing) {
        slips_.clear();
        return see(AimKind::refused, question_before());
    }
    slips_.push_back(input.said == Said::silence     ? Slip::silence
                     : input.said == Said::wrong_key ? Slip::wrong_key
                                                     : Slip::words);
    const bool third = was_.strikes == 2 || was_.silences == 2;
    const bool left = third && is_.strikes_total < tree_.strikes_max && is_.strikes == 0 &&
                      is_.silences == 0 && was_.pending == Pending::nothing;
    const bool alike =
        slips_.size() >= 3 &&
        std::ranges::all_of(slips_.end() - 3, slips_.end(), [&](Slip one) { return one == slips_.back(); });
    if (!left) return;
    if (was_.focus)
        see(Deed::left_correction);
    else if (alike && question_before() != Tree::none)
        see(AimKind::left, question_before(), static_cast<std::uint32_t>(slips_.back()));
    slips_.clear();
}

void Recorder::see_commands(const Input& input) {
    const bool back = std::ranges::any_of(input.candidates, [](const Candidate& one) {
        return one.meaning == Meaning::command && one.what == name_of(Command::back);
    });
    if (back && is_.focus && is_.back_turn != 0) see(Deed::went_back);
}

void Recorder::see_items(const Session& session) {
    std::vector<Items> now(tree_.groups.size());
    for_each_group(tree_, session.root, 0, [&](std::uint32_t group, const GroupState& state) {
        now[group].present += state.items.size();
        now[group].withdrawn += state.withdrawn.size();
        now[group].removed += state.removed.size();
    });
    for (std::uint32_t group = 0; group < now.size(); ++group) {
        const Items& was = items_[group];
        if (now[group].withdrawn > was.withdrawn) see(Deed::withdrew_items);
        if (was_.pending == Pending::tail && now[group].withdrawn < was.withdrawn)
            see(now[group].removed > was.removed ? Deed::dropped_items : Deed::took_items_back);
        if (was_.pending == Pending::which && now[group].removed > was.removed) see(AimKind::removed, group);
        if (now[group].withdrawn > was.withdrawn || now[group].removed > was.removed)
            corrected_ = proof::correction_of_group(tree_, group);
    }
}

// What a correction leads to may take several answers more until the walk passes over what it leaves behind.
void Recorder::see_set_aside(Session& session) {
    if (corrected_ == Tree::none) return;
    PlaceKey items;
    for_each_answer(tree_, session.root, 0, items, [&](const PlaceKey& place, const Slot& slot) {
        if (slot.aside && live_.contains(place)) see(AimKind::set_aside, corrected_, place.front());
    });
}

} // namespace plaint::cli
