#include "dialogs/engine/turn.hpp"

#include <algorithm>

// What people may say at any moment instead of an answer. A digression returns to the open question.
namespace plaint::dialogs {

bool Turn::spend_free_input() {
    if (++visit().free_inputs <= tree_.free_inputs_max) return true;
    take_exit();
    return false;
}

bool Turn::hear_command() {
    const Candidate* said = candidate(Meaning::command);
    if (const Candidate* locale = candidate(Meaning::locale); said == nullptr && locale != nullptr) said = locale;
    if (said == nullptr) return false;
    // Words that answer the present question are that answer, whatever else they could mean.
    if (visit().put == Put::leaf && visit().pending == Pending::nothing) {
        const Leaf& leaf = *leaf_of(tree_, asked());
        const auto place = place_of(tree_, session_, asked());
        if (leaf.kind == kinds::Kind::choice && place && option_meant(leaf, place->view)) return false;
    }
    if (!spend_free_input()) return true;
    if (said->meaning == Meaning::locale) {
        language(*said);
        return true;
    }
    switch (*command_of(said->what)) {
        case Command::back: back(); break;
        case Command::repeat: break;
        case Command::change: change(*said, false); break;
        case Command::remove: change(*said, true); break;
        case Command::add: add(*said); break;
        case Command::why: why(); break;
        case Command::help: help(); break;
        case Command::missing: missing(); break;
        case Command::language: language(*said); break;
        case Command::person: person(); break;
        case Command::stop: stop(); break;
    }
    return true;
}

// To the live answer given before the one that is looked at; nothing changes until it is answered anew.
void Turn::back() {
    visit().pending = Pending::nothing;
    const std::uint32_t before = visit().back_turn != 0 ? visit().back_turn : session_.turn;
    const Walk::Passed* last = nullptr;
    for (const Walk::Passed& passed : session_.walk.passed) {
        if (passed.answer->turn == 0 || passed.answer->turn >= before) continue;
        if (passed.op == Op::ask && !carries(visit().modality, tree_.leaves[passed.index].kind)) continue;
        if (last == nullptr || passed.answer->turn >= last->answer->turn) last = &passed;
    }
    if (last == nullptr) return say({"back.none", {}});
    visit().focus = last->ref;
    visit().back_turn = last->answer->turn;
}

void Turn::focus_on(const Ref& ref) {
    visit().pending = Pending::nothing;
    visit().focus = ref;
    visit().back_turn = 0;
    visit().strikes = 0;
}

void Turn::change(const Candidate& said, bool removing) {
    visit().pending = Pending::nothing;
    std::vector<Ref> refs;
    const auto add_ref = [&](const Ref& ref) {
        if (std::ranges::find(refs, ref) == refs.end()) refs.push_back(ref);
    };
    for (const Walk::Passed& passed : session_.walk.passed) {
        if (passed.op != Op::ask || passed.answer->turn == 0) continue;
        const Leaf& leaf = tree_.leaves[passed.index];
        const auto named = [&](const std::string& target) {
            return leaf.path == target || leaf.path.starts_with(target + "[]");
        };
        if (!said.targets.empty() && std::ranges::none_of(said.targets, named)) continue;
        if (removing && passed.ref.depth == 0) continue;
        if (said.number && passed.ref.depth > 0) {
            // "link 2": the position of the innermost item.
            const std::string path = path_of(tree_, session_, passed.ref);
            const auto bracket = path.rfind('[');
            if (static_cast<std::uint32_t>(std::stoul(path.substr(bracket + 1))) + 1 != *said.number) continue;
        }
        // Removing names an item once, by its first answer.
        if (removing && std::ranges::any_of(refs, [&](const Ref& known) {
                return known.depth == passed.ref.depth && known.items == passed.ref.items;
            }))
            continue;
        add_ref(passed.ref);
    }
    constexpr std::size_t listed_max = 40;
    if (refs.size() > listed_max) refs.erase(refs.begin(), refs.end() - listed_max);
    if (refs.empty()) {
        if (removing) return say({"remove.none", {}});
        for (const std::string& target : said.targets) {
            const Field* field = tree_.field(target);
            if (field == nullptr) continue;
            // A derived fact is corrected at its source.
            if (field->let) {
                for (const FieldRef source : tree_.lets[*field->let].of)
                    for (const Walk::Passed& passed : session_.walk.passed)
                        if (passed.op == Op::ask && tree_.leaves[passed.index].field == source) return focus_on(passed.ref);
            }
            return say({"change.later", {{"label", std::vector<Message>{{field->label_key, {}}}}}});
        }
        return say({"change.none", {}});
    }
    if (refs.size() == 1 && !removing) return focus_on(refs.front());
    visit().pending = Pending::which;
    visit().removing = removing;
    visit().refs = std::move(refs);
}

// Removal is final; history keeps the item. Below the minimum the walk begins a new one.
void Turn::remove_item(const Ref& ref) {
    if (ref.depth == 0) return;
    const Leaf* leaf = leaf_of(tree_, ref);
    if (leaf == nullptr) return;
    const auto group = std::ranges::find(tree_.groups, leaf->scope, &Group::scope);
    const Ref around{.what = group->hash, .depth = static_cast<std::uint8_t>(ref.depth - 1), .items = ref.items};
    GroupState* state = group_state_of(tree_, session_, around);
    if (state == nullptr) return;
    const auto item = std::ranges::find(state->items, ref.items[ref.depth - 1U], &Item::id);
    if (item == state->items.end()) return;
    std::vector<Message> label = label_of(ref);
    label.pop_back();
    state->removed.push_back(std::move(*item));
    state->items.erase(item);
    visit().focus.reset();
    restart(session_);
    say({"remove.done", {{"item", std::move(label)}}});
}

// Reopens a group: the walk comes to its closing question again, where a "yes" was just given.
void Turn::add(const Candidate& said) {
    visit().pending = Pending::nothing;
    const Walk::Passed* closing = nullptr;
    for (const Walk::Passed& passed : session_.walk.passed)
        if (passed.op == Op::next && (said.targets.empty() || tree_.groups[passed.index].path == said.targets.front()))
            closing = &passed;
    if (closing == nullptr) return say({"change.later", {{"label", std::vector<Message>{{"command.add", {}}}}}});
    const Group& group = tree_.groups[closing->index];
    const Ref ref = closing->ref;
    GroupState& state = *group_state_of(tree_, session_, ref);
    if (state.items.size() >= group.max) return say({"add.full", {{"max", static_cast<std::int64_t>(group.max)}}});
    visit().focus.reset();
    visit().put = Put::more;
    visit().question = ref;
    if (!state.withdrawn.empty()) {
        visit().pending = Pending::tail;
        return;
    }
    record_more(Answer{.value = true});
    restart(session_);
}

void Turn::why() {
    if (visit().put == Put::leaf) return say({leaf_of(tree_, asked())->why_key, {}});
    say({"help.general", {}});
}

void Turn::help() {
    if (visit().put == Put::leaf) say({leaf_of(tree_, asked())->help_key, {}});
    say({"help.general", {}});
}

void Turn::missing() {
    std::vector<Ref> lacking;
    for (const Walk::Passed& passed : session_.walk.passed)
        if (passed.op != Op::each && passed.answer->state == State::later) lacking.push_back(passed.ref);
    const std::int64_t remaining = standing_.put == Put::done ? 0 : tree_.remaining[session_.walk.at];
    if (lacking.empty()) return say({"missing.none", {{"remaining", remaining}}});
    say({"missing.list", {{"items", items_of(lacking)}, {"remaining", remaining}}});
}

void Turn::language(const Candidate& said) {
    if (said.meaning != Meaning::locale) return say({"language.which", {}});
    visit().locale = intern(session_.locales, said.what);
    say({"language.done", {}});
}

void Turn::person() {
    if (input_.person_available) {
        say({"person.transfer", {}});
        effects_.push_back(Effect::person);
        return;
    }
    say({"person.unavailable", {{"hours", Blank::hours}}});
    say({"callback.noted", {}});
    effects_.push_back(Effect::callback);
}

void Turn::stop() {
    say({"stop.done", {{"receipt", Blank::receipt}}});
    effects_.push_back(Effect::stopped);
    visit().stopped = true;
}

}  // namespace plaint::dialogs
