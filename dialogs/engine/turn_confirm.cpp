#include "dialogs/engine/turn.hpp"

#include <algorithm>
#include <utility>

// What is said to something that only has to be confirmed: a value read back, one of several meanings, an earlier
// answer that is offered again.
namespace plaint::dialogs {

using kinds::Kind;

bool Turn::says_yes() const { return candidate(Meaning::yes) != nullptr || input_.value == "yes"; }
bool Turn::says_no() const { return candidate(Meaning::no) != nullptr || input_.value == "no"; }
// Of what is only to be confirmed: "that is wrong" says no more than "no".
bool Turn::says_wrong() const { return says_no() || candidate(Meaning::mistake) != nullptr; }

// False: the words are none for the confirmation, so they are taken as a new answer to the question behind it.
bool Turn::hear_pending() {
    const Pending pending = std::exchange(visit().pending, Pending::nothing);
    switch (pending) {
    case Pending::nothing: return false;
    case Pending::readback:
    case Pending::suggestion:
    case Pending::correction: return hear_confirmation(pending);
    case Pending::choose: return hear_choice();
    case Pending::which: hear_which(); return true;
    case Pending::tail: return hear_tail();
    case Pending::withdraw:
        if (says_yes() || input_.folded == "1") {
            session_.withdrawn = true;
            effects_.push_back(Effect::withdraw);
            say({"withdrawn.done", {}});
            return true;
        }
        return says_wrong() || input_.folded == "2";
    case Pending::absent: hear_absent(); return true;
    // A message is spoken; what is keyed or typed reaches nobody.
    case Pending::message:
        visit().pending = pending;
        wrong("problem.option", {});
        return true;
    case Pending::recording: hear_consent_to_record(); return true;
    }
    return false;
}

bool Turn::hear_confirmation(Pending pending) {
    const Leaf& leaf = *leaf_of(tree_, visit().question);
    const bool shown_so = leaf.as_shown && pending == Pending::suggestion && !visit().refused.empty();
    if (says_yes() || candidate(Meaning::confirm) != nullptr || input_.folded == "1") {
        const Ref ref = asked();
        Answer shown = stamped({.state = State::unverified, .reason = visit().refused});
        record(Answer{.value = value_of(leaf, visit().values.front())});
        if (shown_so) keep_as_shown(ref, std::move(shown));
        return true;
    }
    if (says_wrong() || input_.folded == "2") {
        // It stands there as it was said: that it cannot be right is what is reported.
        if (shown_so) {
            let_stand();
            return true;
        }
        // An offered correction that is not wanted leaves everything as it was, and a suggestion only helped.
        if (pending == Pending::correction)
            leave_focus();
        else if (pending == Pending::suggestion)
            say({"problem.refused", {}});
        else
            wrong("problem.refused", {});
        return true;
    }
    if (pending == Pending::correction) return_to_walk();
    answered_again_ = pending == Pending::readback;
    return false;
}

// What was said first stays beside what was meant, as an answer that this one has taken the place of. Where another
// conversation has answered meanwhile, nothing was recorded.
void Turn::keep_as_shown(const Ref& ref, Answer shown) {
    Slot* slot = slot_of(tree_, session_, ref);
    if (slot == nullptr || slot->answer == nullptr || slot->answer->turn != session_.turn) return;
    slot->history.push_back(std::move(shown));
    if (slot->history.size() > history_max) slot->history.erase(slot->history.begin());
}

bool Turn::hear_choice() {
    const Leaf& leaf = *leaf_of(tree_, visit().question);
    auto meant = position(visit().values.size());
    const auto exact = std::ranges::find(visit().values, input_.value.empty() ? input_.folded : input_.value);
    if (exact != visit().values.end()) meant = static_cast<std::size_t>(exact - visit().values.begin());
    // A number beyond the list is none of the long one behind it.
    constexpr std::size_t positions_max = 2; // digits
    if (!meant && kinds::all_digits(input_.folded) && input_.folded.size() <= positions_max)
        return wrong("problem.option", {}), true;
    if (!meant) {
        answered_again_ = true;
        return false;
    }
    const std::string value = visit().values[*meant];
    accept(leaf, value_of(leaf, value));
    return true;
}

void Turn::hear_which() {
    const std::vector<Ref> refs = visit().refs;
    const std::vector<std::string> values = visit().values;
    // What one of them becomes may be known already.
    const auto take = [&](const Ref& ref) {
        if (visit().removing)
            remove_item(ref);
        else if (values.empty())
            focus_on(ref);
        else
            offer_correction(ref, values.front(), values.size() > 1 ? values.back() : std::string());
    };
    auto meant = position(refs.size());
    for (std::size_t i = 0; i < refs.size(); ++i)
        if (!input_.value.empty() && path_of(tree_, session_, refs[i]) == input_.value) meant = i;
    if (meant) return take(refs[*meant]);
    // By name, as the list shows it.
    if (const Candidate* named = candidate(Meaning::target)) {
        if (!spend_free_input()) return;
        leave_focus(); // or it would be taken for what is named now
        change(*named, visit().removing);
        const std::optional<Ref> named_one = visit().focus;
        if (named_one && std::ranges::find(refs, *named_one) != refs.end()) take(*named_one);
        return;
    }
    // Whoever says anything else is back at the open question.
    const bool declines =
        says_wrong() || candidate(Meaning::keep) != nullptr || candidate(Meaning::drop) != nullptr;
    if (!declines) say({visit().removing ? "remove.none" : "change.none", {}});
}

bool Turn::hear_tail() {
    GroupState* state = group_state_of(tree_, session_, visit().question);
    const bool yes = says_yes() || candidate(Meaning::keep) != nullptr || input_.folded == "1";
    const bool no = says_wrong() || candidate(Meaning::drop) != nullptr || input_.folded == "2";
    if (state == nullptr || (!yes && !no)) return false;
    auto& to = yes ? state->items : state->removed;
    std::ranges::move(state->withdrawn, std::back_inserter(to));
    state->withdrawn.clear();
    if (no) record_more(Answer{.value = true});
    state->closed.reset();
    leave_focus();
    restart(session_);
    return true;
}

void Turn::leave_focus() {
    visit().focus.reset();
    visit().back_turn = 0;
}

// As if the walk's own question had been put.
void Turn::return_to_walk() {
    leave_focus();
    visit().put = standing_.put;
    visit().question = standing_.ref;
}

// "Keep" and "drop" where a value stands at the question; a bare yes or no does where it cannot be a new value.
bool Turn::hear_offer(const Leaf& leaf, const Place& place) {
    const bool correcting = visit().focus.has_value();
    const OfferReason reason = offer_of(tree_, session_, asked());
    if (!correcting && reason == OfferReason::none) return false;
    const bool plain = leaf.kind != Kind::yes_no && leaf.kind != Kind::choice;
    const bool keys = plain && leaf.kind != Kind::number && leaf.kind != Kind::text;
    // What was understood is asked with a yes or no in it, unless such a word is one of the options.
    const bool understood = leaf.kind == Kind::choice && !correcting && reason == OfferReason::proposal &&
                            !option_meant(leaf, place.view);
    const bool keep = candidate(Meaning::keep) != nullptr || (keys && input_.folded == "1") ||
                      ((plain || understood) && (says_yes() || candidate(Meaning::confirm) != nullptr));
    const bool drop = candidate(Meaning::drop) != nullptr || (keys && input_.folded == "2") ||
                      ((plain || understood) && says_wrong());
    // Who is shown the present answer and says no wants no change.
    if (keep || (drop && correcting && plain)) {
        keep_offer(leaf, place);
        return true;
    }
    if (drop && !correcting) {
        drop_offer(leaf);
        return true;
    }
    return false;
}

void Turn::keep_offer(const Leaf& leaf, const Place& place) {
    const Ref ref = asked();
    Slot& slot = place.inner().slots[leaf.slot];
    forgive();
    if (visit().focus) return leave_focus();
    if (Fact* fact = fact_for(tree_, session_, leaf);
        fact != nullptr && (slot.answer == nullptr || slot.reopened)) {
        const bool file = leaf.kind == Kind::file;
        Answer answer{.value = file ? Value(fact->files) : value_of(leaf, fact->value)};
        // A fact in words is taken away by the answer that it becomes.
        if (file) session_.facts.erase(session_.facts.begin() + (fact - session_.facts.data()));
        return record(std::move(answer));
    }
    // The answer stays whose it was; what is confirmed is only that it still holds.
    slot.aside = false;
    slot.answer->stamps = stamps_of(leaf, place.view);
    if (!(ref == walk_at_)) restart(session_);
}

void Turn::drop_offer(const Leaf& leaf) {
    Slot& slot = *slot_of(tree_, session_, asked());
    if (Fact* fact = fact_for(tree_, session_, leaf);
        fact != nullptr && (slot.answer == nullptr || slot.reopened)) {
        // One message may bring any number of them.
        if (!spend_free_input()) return;
        if (fact->files.empty())
            session_.facts.erase(session_.facts.begin() + (fact - session_.facts.data()));
        else
            fact->refused.push_back(leaf.hash);
        return;
    }
    slot.history.push_back(std::move(*slot.answer));
    if (slot.history.size() > history_max) slot.history.erase(slot.history.begin());
    slot.answer.reset();
    slot.aside = false;
    if (!(asked() == walk_at_)) restart(session_);
}

} // namespace plaint::dialogs
