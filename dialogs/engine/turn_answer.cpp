#include "dialogs/engine/reopen.hpp"
#include "dialogs/engine/turn.hpp"
#include "dialogs/kinds/characters.hpp"

#include <algorithm>
#include <charconv>

// What is said in answer to a question.
namespace plaint::dialogs {

using kinds::Kind;

std::optional<std::size_t> position_meant(std::string_view folded, std::size_t count) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(folded.data(), folded.data() + folded.size(), number);
    if (error != std::errc{} || end != folded.data() + folded.size() || number < 1 || number > count)
        return std::nullopt;
    return number - 1;
}

std::string kept_words(const std::string& raw) {
    std::size_t size = std::min(raw.size(), words_kept_max);
    // Never half a character.
    while (size < raw.size() && size > 0 && (static_cast<unsigned char>(raw[size]) & 0xC0U) == 0x80U) --size;
    return raw.substr(0, size);
}

Answer Turn::stamped(Answer answer) const {
    answer.turn = session_.turn;
    answer.at_ms = input_.at_ms;
    answer.visit = visit().number;
    answer.channel = visit().channel;
    answer.locale = visit().locale;
    answer.content = static_cast<std::uint8_t>(std::min<std::size_t>(session_.contents.size() - 1, 255));
    answer.tries = visit().strikes;
    answer.value_hash = hash_of(answer.value);
    return answer;
}

Value Turn::value_of(const Leaf& leaf, const std::string& normal) const {
    if (leaf.kind == Kind::yes_no) return normal == "yes";
    if (leaf.kind == Kind::number) {
        std::int64_t number = 0;
        std::from_chars(normal.data(), normal.data() + normal.size(), number);
        return number;
    }
    return normal;
}

void Turn::hear() {
    if (session_.withdrawn) return;
    if (visit().stopped || visit().put == Put::nothing) {
        // Nothing was asked on this conversation, so nothing is answered; but facts in a first message are kept.
        if (visit().stopped) renew_visit();
        const Candidate* term = candidate(Meaning::term);
        const bool tells = term != nullptr && term->what.empty() && !input_.facts.empty();
        if (term == nullptr || tells)
            tell_asked();
        else if (spend_free_input())
            explain(*term);
        note_facts(std::nullopt);
        return;
    }
    if (!input_.to.empty() && input_.to != ask_path()) {
        if (spend_free_input()) say({"stale.input", {}});
        return;
    }
    if (hear_command() || hear_correction()) return;
    // A question of theirs leaves what is to be confirmed as it is; of a short list, it chooses.
    const bool confirming = visit().pending != Pending::nothing && visit().pending != Pending::choose;
    if (confirming && !says_yes() && !says_no() && tell_asked()) return;
    if (visit().pending != Pending::nothing && hear_pending()) return;
    if (!stands_as_asked()) {
        // Another conversation has moved on, so this answers nothing any more.
        if (visit().put != Put::done && visit().put != Put::ended && spend_free_input())
            say({"stale.input", {}});
        return;
    }
    if (hear_mistake()) return;
    switch (visit().put) {
    case Put::nothing: return;
    case Put::ended: tell_asked(); return;
    case Put::leaf: return hear_leaf();
    case Put::more: return hear_more();
    case Put::outstanding: return hear_outstanding();
    case Put::review: return hear_review();
    case Put::done: return hear_done();
    }
}

// Whether the question put is still there to be answered: the walk's own, a focus, or one that has been answered since.
bool Turn::stands_as_asked() const {
    if (visit().focus) return true;
    if (visit().put == standing_.put && visit().question == standing_.ref)
        return visit().put != Put::review || visit().review_shown == session_.walk.digest;
    return visit().put == Put::leaf &&
           std::ranges::any_of(session_.walk.passed, [&](const Walk::Passed& passed) {
               return passed.op == Op::ask && !passed.derived && passed.ref == visit().question;
           });
}

void Turn::hear_leaf() {
    const Leaf& leaf = *leaf_of(tree_, asked());
    const auto place = place_of(tree_, session_, asked());
    if (!place) return;
    if (hear_offer(leaf, *place)) return;
    // "None" may be one of the options.
    if (leaf.kind == Kind::choice)
        if (const auto value = option_meant(leaf, place->view)) {
            accept(leaf, *value);
            return note_facts_beside(leaf);
        }
    if ((says_yes() || candidate(Meaning::confirm) != nullptr) && may_stand(leaf)) return let_stand();
    if (hear_formal(leaf.may)) return;
    hear_value(leaf, *place);
}

// Whether these words were refused at this question before. Who says them again means them.
bool Turn::is_said_again() const {
    return !visit().refused.empty() && visit().refused == kept_words(input_.folded);
}

// Words that hardly anybody means as the text that is asked for, such as a bare "all right" or "next".
void Turn::doubt_text(const Leaf& leaf, const std::string& problem_key) {
    if (!wrong(problem_key, {})) return;
    visit().refused = kept_words(input_.folded);
    // What the question itself can tell beyond its kind helps at once.
    if (visit().strikes == 1 && !leaf.help_key.starts_with("help.kind.")) say({leaf.help_key, {}});
}

// A formal answer that the question does not allow is read as the nearest one that it does; never as one that says more
// than was said.
bool Turn::hear_formal(May may) {
    std::vector<State> said;
    for (const Candidate& one : input_.candidates)
        if (one.meaning == Meaning::formal)
            if (const auto state = state_of(one.what); state && *state != State::value)
                said.push_back(*state);
    const Leaf* leaf = visit().put == Put::leaf ? leaf_of(tree_, asked()) : nullptr;
    const bool worded = leaf != nullptr && leaf->kind == Kind::text;
    const bool again = worded && is_said_again();
    // "Do you know the name?" "No." says that there is none to tell; a bare "yes" says nothing yet.
    if (said.empty() && worded && !again) {
        if (says_no())
            said = {State::none, State::unknown, State::skip};
        else if (says_yes() || candidate(Meaning::assent) != nullptr)
            return doubt_text(*leaf, "problem.text.yes_no"), true;
    }
    if (said.empty()) return false;
    // "没有" is a plain no where yes or no is asked.
    const bool answers_no = (leaf == nullptr || leaf->kind == Kind::yes_no) && (says_yes() || says_no());
    if (answers_no) return false;
    for (const State state : said)
        if (allows(may, state)) return take_formal(state, false);
    if (worded) {
        // It may be the answer itself, such as a shop called "Next".
        if (again) return false;
        return doubt_text(*leaf, "problem.may." + std::string(name_of(said.front()))), true;
    }
    const auto nearest = [](State state) -> std::vector<State> {
        switch (state) {
        case State::none: return {State::unknown, State::skip};
        case State::unknown: return {State::skip, State::later};
        case State::skip: return {State::later, State::unknown};
        case State::later: return {State::skip};
        default: return {};
        }
    };
    for (const State state : said)
        for (const State near : nearest(state))
            if (allows(may, near)) return take_formal(near, true);
    wrong("problem.may." + std::string(name_of(said.front())), {});
    return true;
}

bool Turn::take_formal(State state, bool said_otherwise) {
    Answer answer{.state = state};
    if (state == State::none) answer.reason = kept_words(input_.raw);
    if (state == State::unverified) {
        // What is to be kept as it is was said before.
        if (visit().refused.empty()) return wrong("problem.may.unverified", {}), true;
        answer.reason = visit().refused;
    }
    if (visit().put == Put::more) {
        record_more(std::move(answer));
        return true;
    }
    if (said_otherwise)
        say({"formal.taken",
             {{"label", label_of(asked())}, {"value", shown(*leaf_of(tree_, asked()), answer)}}});
    record(std::move(answer));
    return true;
}

// Whether the person was told that what they gave can be recorded as it is: then a bare yes says the same.
bool Turn::may_stand(const Leaf& leaf) const {
    return visit().may_stand && allows(leaf.may, State::unverified);
}

void Turn::let_stand() {
    say({"ladder.unverified", {{"label", label_of(asked())}}});
    record(Answer{.state = State::unverified, .reason = visit().refused});
}

std::optional<std::string> Turn::option_meant(const Leaf& leaf, const View& view) const {
    std::vector<std::string_view> standing;
    for (const Option& option : leaf.options)
        if (stands(option, view)) standing.push_back(option.value);
    const std::string& exact = input_.value.empty() ? input_.folded : input_.value;
    if (std::ranges::find(standing, exact) != standing.end()) return exact;
    for (const Candidate& one : input_.candidates) {
        if (one.meaning != Meaning::option || !one.what.starts_with(leaf.path + ".")) continue;
        std::string value = one.what.substr(leaf.path.size() + 1);
        if (std::ranges::find(standing, value) != standing.end()) return value;
    }
    if (const auto at = position(standing.size())) return std::string(standing[*at]);
    if (leaf.kind != Kind::choice) return std::nullopt;
    // Few words that name one of the options, and no other.
    std::optional<std::string> only;
    for (const Candidate& one : input_.within) {
        if (!one.what.starts_with(leaf.path + ".")) continue;
        std::string value = one.what.substr(leaf.path.size() + 1);
        if (std::ranges::find(standing, value) == standing.end()) continue;
        if (only && *only != value) return std::nullopt;
        only = std::move(value);
    }
    return only;
}

std::optional<std::size_t> Turn::position(std::size_t count) const {
    if (const auto at = position_meant(input_.folded, count)) return at;
    if (!input_.number || *input_.number < 1 || *input_.number > count) return std::nullopt;
    return *input_.number - 1;
}

void Turn::hear_value(const Leaf& leaf, const Place& place) {
    switch (leaf.kind) {
    case Kind::choice:
        if (leaf.answers) return hear_question(leaf, place);
        // Only a number can be a number that the list does not have.
        if (!take_facts())
            wrong(kinds::all_digits(input_.folded) ? "problem.option" : "problem.choice.unclear", {});
        return;
    case Kind::yes_no:
        if (const auto meant = option_meant(leaf, place.view)) return accept(leaf, *meant == "yes");
        if (says_yes() || input_.folded == "1") return accept(leaf, true);
        if (says_no() || input_.folded == "2") return accept(leaf, false);
        if (take_facts()) return;
        if (leaf.options.empty())
            wrong("problem.yes_no.unclear", {});
        else
            wrong("problem.yes_no.labelled", {{"yes", std::vector<Message>{{leaf.options[0].label_key, {}}}},
                                              {"no", std::vector<Message>{{leaf.options[1].label_key, {}}}}});
        return;
    case Kind::file:
        if (!take_facts()) wrong("problem.file.file_expected", {});
        return;
    default: hear_checked(leaf, limits_of(leaf, place.view));
    }
}

// Kinds whose values are checked and brought into a normal form.
void Turn::hear_checked(const Leaf& leaf, const kinds::Limits& limits) {
    const std::string& said = input_.value.empty() ? input_.raw : input_.value;
    const kinds::Text text{said, input_.value.empty() ? std::string_view(input_.folded) : said};
    const kinds::Tables tables{*tree_.regions, *tree_.platforms};
    const kinds::Verdict verdict = kinds::validate(leaf.kind, text, tables, input_.today, limits);
    // "Not 13800138000", "the seller's is 13800138000": said, but no answer.
    const auto is_denied = [&](const kinds::Found& found) {
        return found.kind == leaf.kind && found.denied && found.value == verdict.value;
    };
    const bool denied = std::ranges::any_of(input_.facts, is_denied);
    if (verdict.confirm && !denied) return read_back(value_of(leaf, verdict.value));
    if (verdict.ok && !denied) return accept(leaf, value_of(leaf, verdict.value));
    // The answer may stand within a sentence, alone of its kind.
    const auto of_kind = [&](const kinds::Found& found) { return found.kind == leaf.kind; };
    const auto sure = [&](const kinds::Found& found) {
        const bool elsewhere =
            !found.paths.empty() && std::ranges::find(found.paths, leaf.path) == found.paths.end();
        return of_kind(found) && !found.doubtful && !found.denied && !elsewhere;
    };
    if (std::ranges::count_if(input_.facts, sure) == 1) {
        const auto found = std::ranges::find_if(input_.facts, sure);
        accept(leaf, value_of(leaf, found->value));
        note_facts(static_cast<std::size_t>(found - input_.facts.begin()));
        return;
    }
    if (denied) {
        if (!take_facts()) wrong("problem.answer", {});
        return;
    }
    if (!verdict.choices.empty() && !answered_again_) {
        visit().pending = Pending::choose;
        visit().values = verdict.choices;
        return;
    }
    // Well formed, but nobody here can vouch for it: kept as said when it is said again.
    const bool keepable = verdict.unverified && allows(leaf.may, State::unverified);
    const bool courteous = says_yes() || says_no() || candidate(Meaning::assent) != nullptr ||
                           candidate(Meaning::mistake) != nullptr;
    if (keepable && visit().strikes > 0 && !courteous && input_.asked.empty()) {
        say({"ladder.unverified", {{"label", label_of(asked())}}});
        return record(Answer{.state = State::unverified, .reason = kept_words(said)});
    }
    // Which platform it is, say, explains no link that cannot be used.
    const bool tells_more = verdict.problem == "format" || !input_.asked.empty() ||
                            std::ranges::any_of(input_.facts, [](const kinds::Found& found) {
                                return found.kind != Kind::choice;
                            });
    if (tells_more && std::ranges::none_of(input_.facts, of_kind) && take_facts()) return;
    const bool asking = wrong(
        "problem." + std::string(name_of(leaf.kind)) + "." + verdict.problem,
        {{"value", said}, {"suggestion", verdict.suggestion}, {"min", limits.min}, {"max", limits.max}});
    if (!asking) return;
    // Courtesy is nothing to record, and what may stand is not given up for what may not.
    if (!courteous && (keepable || !may_stand(leaf))) {
        visit().refused = kept_words(said);
        visit().may_stand = keepable;
    }
    if (verdict.suggestion.empty()) return;
    visit().pending = Pending::suggestion;
    visit().values = {verdict.suggestion};
}

bool reads_back(const Leaf& leaf, Modality modality) {
    if (leaf.kind == Kind::yes_no || leaf.kind == Kind::file) return false;
    if (leaf.readback) return true;
    if (modality != Modality::voice) return false;
    switch (leaf.kind) {
    case Kind::patent_number:
    case Kind::phone:
    case Kind::resident_id:
    case Kind::date:
    case Kind::receipt_code:
    case Kind::number:
    case Kind::trademark_number:
    case Kind::gi_number:
    case Kind::plant_variety_number:
    case Kind::postal_code: return true;
    default: return false;
    }
}

bool may_read_back(const Leaf& leaf) {
    return leaf.readback || leaf.kind == Kind::date || leaf.kind == Kind::number ||
           leaf.kind == Kind::gi_number || leaf.kind == Kind::plant_variety_number;
}

void Turn::accept(const Leaf& leaf, Value value) {
    if (reads_back(leaf, visit().modality)) return read_back(value);
    record(Answer{.value = std::move(value)});
}

void Turn::read_back(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    const auto* number = std::get_if<std::int64_t>(&value);
    // Another value in place of a yes or no refuses what was read back.
    if (answered_again_ && !strike(&Visit::strikes)) return;
    visit().pending = Pending::readback;
    visit().values = {text != nullptr ? *text : std::to_string(*number)};
}

// What an officer waits for is looked through and handed over also where it is what was there before.
void Turn::note_given(const Ref& ref) {
    for (const Request& request : session_.requests)
        for (const Ref& asked_for : request.refs)
            if (is_same_place(tree_, asked_for, ref)) session_.reviewed = session_.submitted = 0;
}

void Turn::record(Answer said) {
    const Ref ref = asked();
    const Leaf& leaf = *leaf_of(tree_, ref);
    const auto place = place_of(tree_, session_, ref);
    if (!place) return;
    Slot& slot = place->inner().slots[leaf.slot];
    if (answered_elsewhere(slot, said)) return;
    Answer answer = stamped(std::move(said));
    answer.stamps = stamps_of(leaf, place->view);
    // A new value in place of a proposal answers the proposal too; in a group it may be meant for the next item.
    if (Fact* fact = fact_for(tree_, session_, leaf);
        fact != nullptr && (slot.answer == nullptr || slot.reopened) && answer.has_value() &&
        fact->files.empty() && (leaf.scope == 0 || answer.value == value_of(leaf, fact->value)))
        session_.facts.erase(session_.facts.begin() + (fact - session_.facts.data()));
    if (leaf.path == "intake.locale" && answer.has_value())
        visit().locale = intern(session_.locales, std::get<std::string>(answer.value));
    if (slot.answer != nullptr) {
        slot.history.push_back(*slot.answer);
        if (slot.history.size() > history_max) slot.history.erase(slot.history.begin());
        // In place, because the walk remembers where the answers stand that it has passed.
        *slot.answer = std::move(answer);
    } else {
        slot.answer = std::make_unique<Answer>(std::move(answer));
    }
    if (slot.reopened) note_given(ref);
    slot.aside = slot.reopened = false;
    forgive();
    leave_focus();
    if (!(ref == walk_at_)) restart(session_);
}

// Another conversation has answered the question since it was put here: what is said now is offered as a correction.
bool Turn::answered_elsewhere(const Slot& slot, const Answer& answer) {
    const Ref ref = asked();
    if (visit().focus || ref == walk_at_ || slot.answer == nullptr) return false;
    if (same_content(*slot.answer, answer)) return true;
    focus_on(ref);
    visit().put = Put::leaf;
    visit().question = ref;
    const auto* text = std::get_if<std::string>(&answer.value);
    const auto* number = std::get_if<std::int64_t>(&answer.value);
    const auto* flag = std::get_if<bool>(&answer.value);
    // Files cannot be weighed against one another in words: these are kept, and offered where files are asked for.
    if (const auto* files = std::get_if<std::vector<FileRef>>(&answer.value);
        files != nullptr && session_.facts.size() < facts_max)
        session_.facts.push_back({.kind = Kind::file, .files = *files, .turn = session_.turn});
    if (text == nullptr && number == nullptr && flag == nullptr) return true;
    visit().pending = Pending::correction;
    visit().values = {text != nullptr     ? *text
                      : number != nullptr ? std::to_string(*number)
                      : *flag             ? "yes"
                                          : "no"};
    return true;
}

void Turn::hear_outstanding() {
    const bool yes = says_yes() || input_.folded == "1";
    const bool no = says_no() || candidate(Meaning::formal, "later") != nullptr ||
                    candidate(Meaning::formal, "skip") != nullptr || input_.folded == "2";
    if (!yes && !no) {
        if (!take_facts()) wrong("problem.yes_no.unclear", {});
        return;
    }
    if (yes) return reopen_outstanding();
    visit().outstanding_asked = true;
    forgive();
    restart(session_);
}

void Turn::reopen_outstanding() {
    for (const Ref& ref : outstanding(tree_, session_, visit())) {
        if (Slot* slot = slot_of(tree_, session_, ref)) slot->reopened = true;
        if (GroupState* state = group_state_of(tree_, session_, ref)) state->reopened = true;
    }
    visit().outstanding_asked = true;
    forgive();
    leave_focus();
    restart(session_);
}

void Turn::hear_review() {
    if (candidate(Meaning::confirm) != nullptr || says_yes() || input_.value == "confirm" ||
        input_.folded == "confirm")
        return confirm_review();
    const std::string& path = input_.value.empty() ? input_.folded : input_.value;
    const auto correct = [&](const Ref& ref) {
        if (spend_free_input()) focus_on(ref);
    };
    const auto correct_one_of = [&](const Candidate& said) {
        if (spend_free_input()) change(said, false);
    };
    if (const auto ref = ref_of(tree_, session_, path)) return correct(*ref);
    std::vector<Ref> rows;
    for (const LiveAnswer& live : live_answers(tree_, session_))
        if (live.answer->turn != 0) rows.push_back(live.ref);
    // Number 1 is the confirmation itself. On the telephone the others are not read out, so no number means them.
    const std::size_t count = visit().modality == Modality::voice ? 1 : rows.size() + 1;
    if (const auto at = position(count)) return *at == 0 ? confirm_review() : correct(rows[*at - 1]);
    if (const Candidate* named = candidate(Meaning::target)) return correct_one_of(*named);
    if (says_no()) return correct_one_of({.meaning = Meaning::command, .what = "change"});
    if (!take_facts()) wrong("problem.review", {});
}

void Turn::confirm_review() {
    session_.reviewed = session_.walk.digest;
    forgive();
}

// After the submission the case stands. What is said then becomes no part of it by itself, and whoever says it is told so.
void Turn::hear_done() {
    if (const auto step = step_meant()) return take_step(*step);
    if (candidate(Meaning::formal, "later") != nullptr) return supplement();
    // "Confirm", once more: whether it has been submitted is what they want to know.
    if (candidate(Meaning::confirm) != nullptr) return;
    const bool thanks = candidate(Meaning::assent) != nullptr || says_yes() || says_no();
    if (thanks) return say({"submitted.thanks", {}});
    if (tell_asked()) return;
    note_facts(std::nullopt);
    if (visit().pending == Pending::nothing) say_standing("submitted.aside");
}

std::optional<std::string_view> Turn::step_meant() const {
    const std::vector<std::string_view> steps = next_steps();
    const bool listed = visit().modality != Modality::voice;
    if (const auto at = listed ? position(steps.size()) : std::nullopt) return steps[*at];
    // A step may be named although it is not offered: it says itself why there is nothing to do.
    for (const std::string_view step : {"progress", "supplement", "change", "callback", "new"})
        if (input_.value == step || candidate(Meaning::option, "after." + std::string(step)) != nullptr)
            return step;
    // A few words that name one of them, and no other.
    constexpr std::string_view family = "after.";
    std::optional<std::string_view> only;
    for (const Candidate& one : input_.within) {
        const std::string_view what = one.what;
        if (!what.starts_with(family)) continue;
        if (only && *only != what.substr(family.size())) return std::nullopt;
        only = what.substr(family.size());
    }
    return only;
}

void Turn::take_step(std::string_view step) {
    if (step == "progress") return say_closing("submitted.again");
    if (step == "supplement") return supplement();
    if (step == "new") return say({"submitted.new", {}});
    if (!spend_free_input()) return;
    step == "change" ? change({.meaning = Meaning::command, .what = "change"}, false) : person();
}

// Who wants to add what is missing is asked for it at once.
void Turn::supplement() {
    renew_visit();
    walk();
    if (standing_.put == Put::outstanding) return reopen_outstanding();
    if (standing_.put == Put::done) say({"missing.none", {{"remaining", std::int64_t{0}}}});
}

} // namespace plaint::dialogs
