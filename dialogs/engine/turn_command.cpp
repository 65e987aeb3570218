#include "dialogs/engine/remaining.hpp"
#include "dialogs/engine/turn.hpp"

#include <algorithm>
#include <utility>

// What people may say at any moment instead of an answer. A digression returns to the open question.
namespace plaint::dialogs {

bool Turn::hear_command() {
    if (const Candidate* term = candidate(Meaning::term)) {
        // A question that no glossary answers is heard where any may be asked, and may tell a lot of the case.
        const bool open = visit().put == Put::leaf && visit().pending == Pending::nothing &&
                          leaf_of(tree_, asked())->answers;
        if (term->what.empty() && (open || visit().put == Put::done)) return false;
        if (term->what.empty() && take_facts()) return true;
        if (spend_free_input()) explain(*term);
        return true;
    }
    const Candidate* said = candidate(Meaning::command);
    if (const Candidate* locale = candidate(Meaning::locale); said == nullptr && locale != nullptr)
        said = locale;
    if (said == nullptr) return false;
    // Words that answer the present question are that answer, whatever else they could mean.
    if (visit().put == Put::leaf && visit().pending == Pending::nothing) {
        const Leaf& leaf = *leaf_of(tree_, asked());
        const auto place = place_of(tree_, session_, asked());
        if (leaf.kind == kinds::Kind::choice && place && option_meant(leaf, place->view)) return false;
    }
    if (!spend_free_input()) return true;
    if (said->meaning == Meaning::locale)
        language(*said);
    else
        obey(*said);
    return true;
}

void Turn::obey(const Candidate& said) {
    const auto command = command_of(said.what);
    if (!command) return;
    switch (*command) {
    case Command::back: return back();
    case Command::repeat: return;
    case Command::change: return change(said, false);
    case Command::remove: return change(said, true);
    case Command::add: return add(said);
    case Command::why: return why();
    case Command::help: return help();
    case Command::missing: return missing();
    case Command::language: return language(said);
    case Command::person: return person();
    case Command::stop: return stop();
    case Command::withdraw: visit().pending = Pending::withdraw; return;
    }
}

// To the live answer given before the one that is looked at; nothing changes until it is answered anew. Answers of one
// turn stand in tree order.
void Turn::back() {
    visit().pending = Pending::nothing;
    const auto& passed = session_.walk.passed;
    using Moment = std::pair<std::uint32_t, std::size_t>;
    std::optional<Moment> before;
    if (visit().focus && visit().back_turn != 0)
        for (std::size_t i = 0; i < passed.size(); ++i)
            if (passed[i].ref == *visit().focus) before = Moment{passed[i].answer->turn, i};
    std::optional<Moment> last;
    for (std::size_t i = 0; i < passed.size(); ++i) {
        const Moment moment{passed[i].answer->turn, i};
        if (moment.first == 0 || passed[i].derived || (before && moment >= *before)) continue;
        if (passed[i].op == Op::ask && !carries(visit().modality, tree_.leaves[passed[i].index].kind))
            continue;
        if (!last || moment > *last) last = moment;
    }
    if (!last) return say({"back.none", {}});
    focus_on(passed[last->second].ref);
    visit().back_turn = last->first;
}

void Turn::focus_on(const Ref& ref) {
    visit().pending = Pending::nothing;
    visit().focus = ref;
    visit().back_turn = 0;
    forgive();
}

// "Link 2": the field or a group around it is named, and the number is the position in that group, or in the innermost.
bool Turn::is_named(const Walk::Passed& passed, const Candidate& said, bool removing) {
    const Leaf& leaf = tree_.leaves[passed.index];
    const auto at_position = [&](std::size_t depth) {
        return !said.number || depth == 0 || position_of(passed.ref, depth) + 1 == *said.number;
    };
    if (said.targets.empty()) return at_position(passed.ref.depth);
    return std::ranges::any_of(said.targets, [&](const std::string& target) {
        if (leaf.path == target) return at_position(passed.ref.depth);
        if (!leaf.path.starts_with(target + "[]")) return false;
        const auto depth = static_cast<std::size_t>(std::ranges::count(target, '[')) + 1;
        return (!removing || depth == passed.ref.depth) && at_position(depth);
    });
}

void Turn::change(const Candidate& said, bool removing) {
    visit().pending = Pending::nothing;
    std::vector<Ref> refs;
    const auto consider = [&](const Walk::Passed& passed) {
        if (removing && passed.ref.depth == 0) return;
        // Removing names an item once, by its first answer. Each group numbers its own items.
        const auto same_item = [&](const Ref& known) {
            return known.depth == passed.ref.depth && known.items == passed.ref.items &&
                   leaf_of(tree_, known)->scope == tree_.leaves[passed.index].scope;
        };
        if (removing && std::ranges::any_of(refs, same_item)) return;
        if (is_named(passed, said, removing)) refs.push_back(passed.ref);
    };
    for (const Walk::Passed& passed : session_.walk.passed)
        if (passed.op == Op::ask && !passed.derived && passed.answer->turn != 0) consider(passed);
    // An item may be removed before anything of it is answered.
    if (removing && standing_.put == Put::leaf)
        consider({.index = static_cast<std::uint32_t>(standing_.leaf - tree_.leaves.data()),
                  .ref = standing_.ref});
    constexpr std::size_t listed_max = 40;
    if (refs.size() > listed_max) refs.erase(refs.begin(), refs.end() - listed_max);
    if (refs.empty()) return removing ? say({"remove.none", {}}) : say_not_yet(said);
    if (refs.size() == 1 && !removing) return focus_on(refs.front());
    visit().pending = Pending::which;
    visit().removing = removing;
    visit().values.clear();
    visit().refs = std::move(refs);
}

void Turn::say_not_yet(const Candidate& said) {
    for (const std::string& target : said.targets) {
        const auto known = tree_.field_by_path.find(target);
        if (known == tree_.field_by_path.end()) continue;
        // It is being asked right now.
        if (visit().put == Put::leaf && leaf_of(tree_, asked())->path == target) return;
        // A derived fact is corrected at its source.
        if (focus_on_source(known->second)) return;
        return say(
            {"change.later", {{"label", std::vector<Message>{{tree_.fields[known->second].label_key, {}}}}}});
    }
    say({"change.none", {}});
}

// Whether the field is derived from something that was asked: then that is asked again.
bool Turn::focus_on_source(std::uint32_t field) {
    if (!tree_.fields[field].let) return false;
    for (const std::uint32_t source : tree_.lets[*tree_.fields[field].let].of_fields) {
        for (const Walk::Passed& passed : session_.walk.passed) {
            if (passed.op != Op::ask || passed.derived || passed.answer->turn == 0) continue;
            if (tree_.leaves[passed.index].path == tree_.fields[source].path)
                return focus_on(passed.ref), true;
        }
        if (focus_on_source(source)) return true;
    }
    return false;
}

// Reopens a group: the one that is named, or that the question is about, or the last that was closed.
void Turn::add(const Candidate& said) {
    visit().pending = Pending::nothing;
    const auto named = [&](const Group& group) {
        return said.targets.empty() || std::ranges::any_of(said.targets, [&](const std::string& target) {
                   return target == group.path || target.substr(0, target.rfind("[]")) == group.path;
               });
    };
    if (standing_.put == Put::more && named(*standing_.group)) {
        return_to_walk();
        return begin_item(standing_.ref);
    }
    const Walk::Passed* closing = nullptr;
    for (const Walk::Passed& passed : session_.walk.passed)
        if (passed.op == Op::next && !passed.derived && named(tree_.groups[passed.index])) closing = &passed;
    if (closing == nullptr) {
        for (const Group& group : tree_.groups) {
            if (!named(group) || said.targets.empty()) continue;
            const bool full =
                group.parent == 0 && session_.root.groups[group.index].items.size() >= group.max;
            if (full) return say({"add.full", {{"max", static_cast<std::int64_t>(group.max)}}});
            return say({"change.later", {{"label", std::vector<Message>{{group.label_key, {}}}}}});
        }
        return say({"add.none", {}});
    }
    const Ref ref = closing->ref;
    const Group& group = tree_.groups[closing->index];
    if (group_state_of(tree_, session_, ref)->items.size() >= group.max)
        return say({"add.full", {{"max", static_cast<std::int64_t>(group.max)}}});
    leave_focus();
    visit().put = Put::more;
    visit().question = ref;
    begin_item(ref);
}

void Turn::why() {
    if (visit().put == Put::leaf) return say({leaf_of(tree_, asked())->why_key, {}});
    if (visit().put == Put::more) return say({group_of(tree_, asked())->why_key, {}});
    // Nothing is asked any more that could have a reason; but that it takes its time has one.
    if (visit().put == Put::done) return say({"submitted.reason", {}});
    say({"help.general", {}});
}

void Turn::help() {
    if (visit().put == Put::leaf) say({leaf_of(tree_, asked())->help_key, {}});
    say({"help.general", {}});
}

// What a word means, wherever it is asked. Of what the glossary does not have, the question itself may tell more.
void Turn::explain(const Candidate& term) {
    if (!term.what.empty()) return say({"term." + term.what, {}});
    say({"term.unknown", {}});
    if (visit().put == Put::leaf) say({leaf_of(tree_, asked())->help_key, {}});
}

void Turn::missing() {
    // Then it is the progress of the case that is asked for.
    if (standing_.put == Put::done) return say_closing("submitted.again");
    const std::vector<Ref> lacking = put_off();
    const std::int64_t remaining = remaining_questions(tree_, session_);
    if (lacking.empty()) return say({"missing.none", {{"remaining", remaining}}});
    say({"missing.list", {{"items", items_of(lacking)}, {"remaining", remaining}}});
}

void Turn::language(const Candidate& said) {
    if (said.meaning != Meaning::locale) return say({"language.which", {}});
    speak(said.what);
}

// What stands right before the question is said again: it may not have been understood, and the answer may be to it, as a
// consent is to its notice.
void Turn::speak(std::string_view locale) {
    const auto interned = intern(session_.locales, locale);
    const bool is_new = std::exchange(visit().locale, interned) != interned;
    say({"language.done", {}});
    const auto place = place_of(tree_, session_, standing_.ref);
    if (!is_new || standing_.leaf == nullptr || !place) return;
    Scope& scope = place->inner();
    for (std::uint32_t at = session_.walk.at; at > 0 && tree_.nodes[at - 1].op == Op::say; --at)
        scope.said[tree_.says[tree_.nodes[at - 1].index].slot] = false;
    restart(session_);
}

void Turn::person() {
    if (input_.person_available) {
        say({"person.transfer", {}});
        effects_.push_back(Effect::person);
        return;
    }
    if (input_.person_later)
        say({"person.unavailable", {{"hours", Blank::hours}}});
    else
        say({"person.none", {}});
    // A choice of one thing, to go on, is none.
    if (visit().modality == Modality::voice && ways_without_person().size() > 1) {
        visit().pending = Pending::absent;
        return;
    }
    promise_call();
}

// A code that nobody was told before, for a complaint with nothing in it, would only be puzzling.
void Turn::stop() {
    if (standing_.put == Put::done)
        say({"submitted.thanks", {}});
    else if (has_agreed())
        say({"stop.done", {{"receipt", Blank::receipt}}});
    else
        say({"stop.plain", {}});
    effects_.push_back(Effect::stopped);
    visit().stopped = true;
}

} // namespace plaint::dialogs
