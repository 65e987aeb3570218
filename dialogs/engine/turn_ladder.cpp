#include "dialogs/engine/turn.hpp"

#include <algorithm>

// What cannot be used as an answer. A person is told what is wrong, then helped, then let off the question by a way that
// cannot fail; every visit ends within its bound.
namespace plaint::dialogs {

constexpr std::uint8_t strikes_of_a_question = 3;

// Each kind of failure has a patience of its own at a question, and all together have that of the visit.
bool Turn::strike(Counter counter) {
    ++(visit().*counter);
    ++visit().strikes_total;
    if (visit().*counter < strikes_of_a_question && visit().strikes_total < tree_.strikes_max) return true;
    leave_question();
    return false;
}

void Turn::forgive() { visit().strikes = visit().silences = 0; }

std::uint32_t Turn::attempt() const { return 1U + std::max(visit().strikes, visit().silences); }

// Says whether the question is still being asked.
bool Turn::wrong(const std::string& problem_key, std::vector<Arg> args, Counter counter) {
    if (!strike(counter)) return false;
    say({problem_key, std::move(args)});
    if (visit().*counter == 2 && visit().put == Put::leaf && visit().pending == Pending::nothing)
        say({leaf_of(tree_, asked())->help_key, {}});
    return true;
}

void Turn::leave_question() {
    const Pending left = visit().pending;
    const bool beside =
        is_beside() || left == Pending::which || left == Pending::tail || left == Pending::withdraw;
    visit().pending = Pending::nothing;
    if (visit().strikes_total >= tree_.strikes_max) return take_exit();
    // Without an answer nothing is recorded, and without a recording the question cannot be answered here.
    if (left == Pending::recording) return stop();
    // Whoever says nothing more about a person or a change is back at the question, which nobody has failed to answer.
    if (beside) {
        forgive();
        return;
    }
    if (visit().focus) {
        leave_focus();
        forgive();
        return say({"ladder.kept", {{"label", label_of(asked())}}});
    }
    if (visit().put == Put::more && allows(group_of(tree_, asked())->may, State::later)) {
        say({"ladder.later", {{"label", label_of(asked())}}});
        return record_more(Answer{.state = State::later});
    }
    if (visit().put == Put::leaf) {
        const May may = leaf_of(tree_, asked())->may;
        // Rather what was given and nobody can vouch for than nothing.
        if (may_stand(*leaf_of(tree_, asked()))) return let_stand();
        if (allows(may, State::later)) {
            say({"ladder.later", {{"label", label_of(asked())}}});
            return record(Answer{.state = State::later});
        }
        if (allows(may, State::unverified) && input_.said == Said::words && !input_.raw.empty()) {
            say({"ladder.unverified", {{"label", label_of(asked())}}});
            return record(Answer{.state = State::unverified, .reason = kept_words(input_.raw)});
        }
        if (allows(may, State::skip)) {
            say({"ladder.skipped", {{"label", label_of(asked())}}});
            return record(Answer{.state = State::skip});
        }
    }
    take_exit();
}

// Each exit is used once a visit; the last one, to stop and come back with the code, cannot fail.
void Turn::take_exit() {
    forgive();
    while (visit().exits_used < tree_.exits.size()) {
        const std::string& exit = tree_.exits[visit().exits_used++];
        if (exit == "person") {
            if (!input_.person_available) continue;
            say({"ladder.person", {}});
            effects_.push_back(Effect::person);
            return;
        }
        if (exit == "callback") {
            // Nobody is called who has agreed to nothing yet, or who cannot be called.
            if (!has_agreed() || !can_be_called()) return say({"ladder.call", {{"contact", Blank::contact}}});
            say({"ladder.callback", {}});
            effects_.push_back(Effect::callback);
            return;
        }
        break;
    }
    if (has_agreed())
        say({"ladder.stop", {{"receipt", Blank::receipt}}});
    else
        say({"ladder.end", {}});
    effects_.push_back(Effect::stopped);
    visit().stopped = true;
}

// Help, going back, corrections and the like: as many as anyone needs, but not without end.
bool Turn::spend_free_input() {
    if (++visit().free_inputs <= tree_.free_inputs_max) return true;
    take_exit();
    return false;
}

} // namespace plaint::dialogs
