#include "dialogs/engine/recording.hpp"
#include "dialogs/engine/turn.hpp"

#include <algorithm>

// What only happens on a telephone: words that nobody here understands, a person who is not there, a message for later.
namespace plaint::dialogs {

// Where nothing is asked, nobody fails to answer.
bool Turn::is_asking() const {
    const bool asks = visit().put != Put::nothing && visit().put != Put::done && visit().put != Put::ended;
    return !session_.withdrawn && (asks || visit().pending != Pending::nothing);
}

void Turn::hear_silence() {
    if (!is_asking()) return;
    wrong(visit().silences == 0 || is_beside() ? "silence.1" : "silence.2", {}, &Visit::silences);
}

// A key that stands for nothing here changes nothing: what was read back, or is offered, is still asked about.
void Turn::hear_wrong_key() {
    if (!is_asking()) return;
    if (!input_.to.empty() && input_.to != ask_path()) {
        if (spend_free_input()) say({"stale.input", {}});
        return;
    }
    wrong("problem.option", {});
}

// The words of a recording are for people to hear. It answers where words are asked for, and stands as it was said where
// the question takes that; elsewhere it is nothing that can be used.
void Turn::hear_recording() {
    if (session_.withdrawn || visit().stopped || visit().put == Put::nothing) return;
    const bool is_message = visit().pending == Pending::message;
    const bool stale = !input_.to.empty() && input_.to != ask_path();
    if (stale || (!is_message && !stands_as_asked())) {
        if (spend_free_input()) say({"stale.input", {}});
        return;
    }
    const std::string said = recording_text(input_.value);
    const bool may = visit().modality != Modality::voice || may_record();
    const Leaf* leaf =
        visit().put == Put::leaf && visit().pending == Pending::nothing ? leaf_of(tree_, asked()) : nullptr;
    if (!may || !recording_of(said)) {
        wrong("problem.recording", {});
    } else if (is_message) {
        visit().pending = Pending::nothing;
        say({can_be_called() ? "message.noted" : "message.kept", {}});
        effects_.insert(effects_.end(), {Effect::callback, Effect::heard});
    } else if (leaf != nullptr && leaf->kind == kinds::Kind::text) {
        record(Answer{.value = said});
        effects_.push_back(Effect::heard);
    } else if (leaf != nullptr && allows(leaf->may, State::unverified)) {
        say({"ladder.unverified", {{"label", label_of(asked())}}});
        record(Answer{.state = State::unverified, .reason = said});
        effects_.push_back(Effect::heard);
    } else {
        wrong("problem.recording", {});
    }
}

// Nobody answered the transfer. The next way out of it is taken, and the question is not put again in this call: whoever
// asked for a person has asked for one. Who has agreed to nothing yet says themselves whether they want to be called.
void Turn::person_failed() {
    if (session_.withdrawn || visit().stopped) return;
    const auto tried = std::ranges::find(tree_.exits, "person");
    if (tried != tree_.exits.end())
        visit().exits_used = std::max<std::uint8_t>(
            visit().exits_used, static_cast<std::uint8_t>(tried - tree_.exits.begin() + 1));
    say({"person.failed", {}});
    visit().pending = Pending::nothing;
    if (!has_agreed() && can_be_called()) {
        visit().pending = Pending::absent;
        return;
    }
    if (visit().exits_used < tree_.exits.size() && tree_.exits[visit().exits_used] == "callback") {
        ++visit().exits_used;
        promise_call();
    }
    stop();
}

// Outside the hours a caller may leave a message, be called back, or go on. Nobody is recorded who has not agreed to it,
// nor where nobody would hear it.
std::vector<std::string_view> Turn::ways_without_person() const {
    std::vector<std::string_view> ways;
    if (input_.line.records && may_record()) ways.emplace_back("message");
    if (can_be_called()) ways.emplace_back("callback");
    ways.emplace_back("continue");
    return ways;
}

// A key that is none of the choices is no answer to the question behind them either.
void Turn::hear_absent() {
    const std::vector<std::string_view> ways = ways_without_person();
    auto meant = position_meant(input_.folded, ways.size());
    for (std::size_t i = 0; i < ways.size(); ++i)
        if (input_.value == ways[i] ||
            candidate(Meaning::option, "person." + std::string(ways[i])) != nullptr ||
            // The number that is called may be the one that was given.
            (ways[i] == "callback" && candidate(Meaning::option, "person.registered") != nullptr))
            meant = i;
    if (!meant) {
        visit().pending = Pending::absent;
        wrong("problem.option", {});
    } else if (ways[*meant] == "message") {
        visit().pending = Pending::message;
    } else if (ways[*meant] == "callback") {
        promise_call();
    }
}

bool Turn::can_be_called() const {
    const bool calls =
        visit().modality == Modality::voice && input_.line.number && !is_anonymous(tree_, session_);
    return calls || !number_given(tree_, session_).empty();
}

// Only where there is a number to keep the promise with; otherwise people are told where to turn.
void Turn::promise_call() {
    if (!can_be_called()) return say({"callback.none", {{"contact", Blank::contact}}});
    say({"callback.noted", {}});
    effects_.push_back(Effect::callback);
}

bool Turn::has_agreed() const {
    return tree_.field("intake.consent") == nullptr || consented(tree_, session_);
}

// What is agreed to on the web says nothing of recordings.
// On the telephone it does where the line records; that holds for the calls after it, too.
bool Turn::may_record() const {
    return visit().may_record ||
           (consented_by_phone(tree_, session_) && std::ranges::any_of(session_.visits, &Visit::may_record));
}

// Where a line recognises no words they are recorded, and whoever was not told so is asked before the first of them.
bool Turn::must_ask_to_record() const {
    const bool records =
        visit().modality == Modality::voice && !input_.line.speech && input_.line.records && !may_record();
    if (!records || visit().put != Put::leaf) return false;
    const kinds::Kind kind = leaf_of(tree_, asked())->kind;
    return kind == kinds::Kind::text || kind == kinds::Kind::region;
}

void Turn::hear_consent_to_record() {
    if (says_yes() || input_.folded == "1") {
        visit().may_record = true;
        forgive();
    } else if (says_no() || input_.folded == "2") {
        say({"recording.declined", {}});
        stop();
    } else {
        visit().pending = Pending::recording;
        wrong("problem.yes_no.unclear", {});
    }
}

bool Turn::is_beside() const {
    return visit().pending == Pending::absent || visit().pending == Pending::message ||
           visit().pending == Pending::recording;
}

} // namespace plaint::dialogs
