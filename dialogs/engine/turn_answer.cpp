#include "dialogs/engine/turn.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

// What is said in answer: to a pending confirmation, to a question, or as a fact for a later one.
namespace plaint::dialogs {
namespace {

using kinds::Kind;

// "3" as the third of a list; nothing for other words or for numbers outside it.
std::optional<std::size_t> position_meant(std::string_view folded, std::size_t count) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(folded.data(), folded.data() + folded.size(), number);
    if (error != std::errc{} || end != folded.data() + folded.size() || number < 1 || number > count)
        return std::nullopt;
    return number - 1;
}

}  // namespace

Answer Turn::stamped(Answer answer) const {
    answer.turn = session_.turn;
    answer.at_ms = input_.at_ms;
    answer.visit = visit().number;
    answer.channel = visit().channel;
    answer.locale = visit().locale;
    answer.content = static_cast<std::uint8_t>(session_.contents.size() - 1);
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
    if (session_.withdrawn || visit().stopped || visit().put == Put::nothing) {
        // Nothing was asked on this conversation, so nothing is answered; but facts in a first message are kept.
        if (visit().stopped) renew_visit();
        note_facts(std::nullopt);
        return;
    }
    if (!input_.to.empty() && input_.to != ask_path()) {
        say({"stale.input", {}});
        return;
    }
    if (hear_command()) return;
    if (visit().pending != Pending::nothing && hear_pending()) return;
    switch (visit().put) {
        case Put::nothing:
        case Put::ended: return;
        case Put::leaf: return hear_leaf();
        case Put::more: return hear_more();
        case Put::outstanding: return hear_outstanding();
        case Put::review: return hear_review();
        case Put::done: return hear_done();
    }
}

// False: the words are none for the confirmation, so they are taken as a new answer to the question behind it.
bool Turn::hear_pending() {
    const Pending pending = std::exchange(visit().pending, Pending::nothing);
    const bool yes = candidate(Meaning::yes) != nullptr || candidate(Meaning::confirm) != nullptr;
    const bool no = candidate(Meaning::no) != nullptr;
    const Leaf* leaf = leaf_of(tree_, visit().question);
    switch (pending) {
        case Pending::nothing: return false;
        case Pending::readback:
        case Pending::suggestion:
            if (yes) {
                record(Answer{.value = value_of(*leaf, visit().values.front())});
                return true;
            }
            if (no && visit().focus && pending == Pending::suggestion) {
                // An offered correction that is not wanted: the old value stays, and it counts for nothing.
                visit().focus.reset();
                return true;
            }
            if (no) {
                wrong(leaf->kind == Kind::text ? "problem.answer" : "problem.refused", {});
                return true;
            }
            return false;
        case Pending::choose: {
            auto meant = position_meant(input_.folded, visit().values.size());
            const auto exact = std::ranges::find(visit().values, input_.value.empty() ? input_.folded : input_.value);
            if (exact != visit().values.end()) meant = static_cast<std::size_t>(exact - visit().values.begin());
            if (!meant) return false;
            const std::string value = visit().values[*meant];
            accept(*leaf, value_of(*leaf, value));
            return true;
        }
        case Pending::which: {
            auto meant = position_meant(input_.folded, visit().refs.size());
            for (std::size_t i = 0; i < visit().refs.size(); ++i)
                if (!input_.value.empty() && path_of(tree_, session_, visit().refs[i]) == input_.value) meant = i;
            if (!meant) {
                // A polite way out: whoever says anything else is back at the open question.
                say({visit().removing ? "remove.none" : "change.none", {}});
                return true;
            }
            const Ref ref = visit().refs[*meant];
            if (visit().removing) remove_item(ref);
            else focus_on(ref);
            return true;
        }
        case Pending::tail: {
            GroupState* state = group_state_of(tree_, session_, visit().question);
            if (state == nullptr || (!yes && !no)) return false;
            auto& tail = state->withdrawn;
            auto& to = yes ? state->items : state->removed;
            std::ranges::move(tail, std::back_inserter(to));
            tail.clear();
            if (no) record_more(Answer{.value = true});
            state->closed.reset();
            visit().focus.reset();
            restart(session_);
            return true;
        }
        case Pending::withdraw:
            if (yes) {
                session_.withdrawn = true;
                effects_.push_back(Effect::withdraw);
                say({"withdrawn.done", {}});
            }
            return yes || no;
    }
    return false;
}

bool Turn::hear_formal(May may) {
    const Candidate* formal = candidate(Meaning::formal);
    if (formal == nullptr) return false;
    const auto state = state_of(formal->what);
    if (!state || *state == State::value) return false;
    if (!allows(may, *state)) {
        // Words such as "没有" may be an answer of the question's own kind; only a bare formal answer is refused.
        const Leaf* leaf = leaf_of(tree_, visit().question);
        if (candidate(Meaning::no) != nullptr || candidate(Meaning::option) != nullptr ||
            (visit().put == Put::leaf && leaf->kind == Kind::text))
            return false;
        // "None" where only "unknown" or "skip" is foreseen means just that.
        for (const State near : {State::none, State::unknown, State::skip})
            if (*state != State::later && allows(may, near) && visit().put == Put::leaf) {
                record(Answer{.state = near, .reason = near == State::none ? input_.raw : std::string{}});
                return true;
            }
        wrong("problem.may." + formal->what, {});
        return true;
    }
    Answer answer{.state = *state};
    if (*state == State::none) answer.reason = input_.raw;
    if (visit().put == Put::more) record_more(std::move(answer));
    else record(std::move(answer));
    return true;
}

void Turn::hear_leaf() {
    const Ref ref = asked();
    const Leaf& leaf = *leaf_of(tree_, ref);
    const auto place = place_of(tree_, session_, ref);
    if (!place) return;
    // A control's exact option is that option, even where the word alone would be a formal answer ("none").
    const auto stands_exactly = [&](const Option& option) {
        return option.value == input_.value && stands(option, place->view);
    };
    if (std::ranges::any_of(leaf.options, stands_exactly)) return accept(leaf, input_.value);
    if (hear_formal(leaf.may)) return;
    if (hear_offer(leaf, *place)) return;
    hear_value(leaf, *place);
}

// "Keep" and "drop" where a value stands at the question; a bare yes or no does where it cannot be a new value.
bool Turn::hear_offer(const Leaf& leaf, const Place& place) {
    const bool correcting = visit().focus.has_value();
    const OfferReason reason = offer_of(tree_, session_, asked());
    if (!correcting && reason == OfferReason::none) return false;
    const bool plain = leaf.kind != Kind::yes_no && leaf.kind != Kind::choice;
    const bool keep = candidate(Meaning::keep) != nullptr ||
                      (plain && (candidate(Meaning::yes) != nullptr || candidate(Meaning::confirm) != nullptr));
    const bool drop = candidate(Meaning::drop) != nullptr || (plain && candidate(Meaning::no) != nullptr);
    if (keep) {
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
    if (visit().focus) {
        visit().focus.reset();
        visit().back_turn = 0;
        return;
    }
    if (Fact* fact = fact_for(tree_, session_, leaf); fact != nullptr && slot.answer == nullptr) {
        Answer answer{.value = leaf.kind == Kind::file ? Value(fact->files) : value_of(leaf, fact->value)};
        session_.facts.erase(session_.facts.begin() + (fact - session_.facts.data()));
        record(std::move(answer));
        return;
    }
    // The answer stays whose it was; what is confirmed is only that it still holds.
    slot.aside = false;
    slot.answer->stamps = stamps_of(leaf, place.view);
    visit().strikes = 0;
    if (!(ref == walk_at_)) restart(session_);
}

void Turn::drop_offer(const Leaf& leaf) {
    Slot& slot = *slot_of(tree_, session_, asked());
    if (Fact* fact = fact_for(tree_, session_, leaf); fact != nullptr && slot.answer == nullptr) {
        if (fact->files.empty()) session_.facts.erase(session_.facts.begin() + (fact - session_.facts.data()));
        else fact->refused.push_back(leaf.hash);
        return;
    }
    slot.history.push_back(std::move(*slot.answer));
    if (slot.history.size() > history_max) slot.history.erase(slot.history.begin());
    slot.answer.reset();
    slot.aside = false;
}

std::optional<std::string> Turn::option_meant(const Leaf& leaf, const View& view) const {
    std::vector<std::string_view> standing;
    for (const Option& option : leaf.options)
        if (stands(option, view)) standing.push_back(option.value);
    const std::string& exact = input_.value.empty() ? input_.folded : input_.value;
    if (std::ranges::find(standing, exact) != standing.end()) return exact;
    for (const Candidate& one : input_.candidates) {
        if (one.meaning != Meaning::option || !one.what.starts_with(leaf.path + ".")) continue;
        const std::string value = one.what.substr(leaf.path.size() + 1);
        if (std::ranges::find(standing, value) != standing.end()) return value;
    }
    if (const auto position = position_meant(input_.folded, standing.size())) return std::string(standing[*position]);
    return std::nullopt;
}

void Turn::hear_value(const Leaf& leaf, const Place& place) {
    const std::string& said = input_.value.empty() ? input_.raw : input_.value;
    switch (leaf.kind) {
        case Kind::choice: {
            if (const auto value = option_meant(leaf, place.view)) return accept(leaf, *value);
            break;
        }
        case Kind::yes_no:
            if (candidate(Meaning::yes) != nullptr || said == "yes" || said == "1") return accept(leaf, true);
            if (candidate(Meaning::no) != nullptr || said == "no" || said == "2") return accept(leaf, false);
            break;
        case Kind::file:
            break;
        default: {
            const kinds::Text text{said, input_.value.empty() ? std::string_view(input_.folded) : said};
            const kinds::Tables tables{*tree_.regions, *tree_.platforms};
            const kinds::Verdict verdict = kinds::validate(leaf.kind, text, tables, input_.today, leaf.limits);
            if (verdict.ok) return accept(leaf, value_of(leaf, verdict.value));
            // The answer may stand within a sentence, alone of its kind.
            const auto of_kind = [&](const kinds::Found& found) { return found.kind == leaf.kind && !found.doubtful; };
            if (std::ranges::count_if(input_.facts, of_kind) == 1) {
                const auto found = std::ranges::find_if(input_.facts, of_kind);
                note_facts(static_cast<std::size_t>(found - input_.facts.begin()));
                return accept(leaf, value_of(leaf, found->value));
            }
            if (!verdict.choices.empty()) {
                visit().pending = Pending::choose;
                visit().values = verdict.choices;
                return;
            }
            if (verdict.unverified && allows(leaf.may, State::unverified))
                return record(Answer{.state = State::unverified, .reason = said});
            if (input_.facts.empty() || std::ranges::any_of(input_.facts, [&](const kinds::Found& found) {
                    return found.kind == leaf.kind;
                })) {
                const bool asking = wrong("problem." + std::string(name_of(leaf.kind)) + "." + verdict.problem,
                                          {{"value", said},
                                           {"suggestion", verdict.suggestion},
                                           {"min", leaf.limits.min},
                                           {"max", leaf.limits.max}});
                if (asking && !verdict.suggestion.empty()) {
                    visit().pending = Pending::suggestion;
                    visit().values = {verdict.suggestion};
                }
                return;
            }
            break;
        }
    }
    if (!input_.facts.empty()) {
        note_facts(std::nullopt);
        if (spend_free_input()) say({"facts.noted", {{"count", static_cast<std::int64_t>(input_.facts.size())}}});
        return;
    }
    wrong(leaf.kind == Kind::choice    ? "problem.option"
          : leaf.kind == Kind::yes_no ? "problem.yes_no.unclear"
                                      : "problem.file.file_expected",
          {});
}

bool Turn::reads_back(const Leaf& leaf) const {
    if (leaf.readback) return true;
    if (visit().modality != Modality::voice) return false;
    return leaf.kind == Kind::patent_number || leaf.kind == Kind::phone || leaf.kind == Kind::resident_id ||
           leaf.kind == Kind::date || leaf.kind == Kind::receipt_code || leaf.kind == Kind::number;
}

void Turn::accept(const Leaf& leaf, Value value) {
    if (reads_back(leaf) && std::holds_alternative<std::string>(value)) {
        visit().pending = Pending::readback;
        visit().values = {std::get<std::string>(value)};
        return;
    }
    record(Answer{.value = std::move(value)});
}

void Turn::record(Answer said) {
    const Ref ref = asked();
    const Leaf& leaf = *leaf_of(tree_, ref);
    const auto place = place_of(tree_, session_, ref);
    if (!place) return;
    Slot& slot = place->inner().slots[leaf.slot];
    Answer answer = stamped(std::move(said));
    answer.stamps = stamps_of(leaf, place->view);
    // A new value in place of a proposal answers the proposal too.
    if (Fact* fact = fact_for(tree_, session_, leaf);
        fact != nullptr && slot.answer == nullptr && answer.has_value() && fact->files.empty())
        session_.facts.erase(session_.facts.begin() + (fact - session_.facts.data()));
    if (slot.answer != nullptr) {
        slot.history.push_back(std::move(*slot.answer));
        if (slot.history.size() > history_max) slot.history.erase(slot.history.begin());
    }
    if (leaf.path == "intake.locale" && answer.has_value())
        visit().locale = intern(session_.locales, std::get<std::string>(answer.value));
    slot.answer = std::make_unique<Answer>(std::move(answer));
    slot.aside = slot.reopened = false;
    visit().strikes = 0;
    visit().focus.reset();
    visit().back_turn = 0;
    if (!(ref == walk_at_)) restart(session_);
}

void Turn::hear_more() {
    const Ref ref = asked();
    GroupState* state = group_state_of(tree_, session_, ref);
    if (state == nullptr) return;
    if (hear_formal(group_of(tree_, ref)->may)) return;
    const bool yes = candidate(Meaning::yes) != nullptr || input_.value == "yes" || input_.folded == "1";
    const bool no = candidate(Meaning::no) != nullptr || input_.value == "no" || input_.folded == "2";
    if (visit().focus && candidate(Meaning::keep) != nullptr) {
        visit().focus.reset();
        visit().back_turn = 0;
        return;
    }
    if (!yes && !no) {
        if (input_.facts.empty()) {
            wrong("problem.yes_no.unclear", {});
            return;
        }
        note_facts(std::nullopt);
        if (spend_free_input()) say({"facts.noted", {{"count", static_cast<std::int64_t>(input_.facts.size())}}});
        return;
    }
    if (visit().focus) {
        const bool began = ref.items[ref.depth] != 0;  // the question whose "yes" began an item
        if (no && began) withdraw_tail(ref, *state);
        if (yes && !began) state->closed.reset();
        visit().focus.reset();
        visit().back_turn = 0;
        restart(session_);
        if (yes == began || (no && !began)) return;
        if (no) {
            record_more(Answer{.value = false});
            return;
        }
    }
    if (yes && !state->withdrawn.empty()) {
        visit().pending = Pending::tail;
        return;
    }
    record_more(Answer{.value = yes});
}

void Turn::withdraw_tail(const Ref& ref, GroupState& state) {
    const auto first = std::ranges::find(state.items, ref.items[ref.depth], &Item::id);
    state.withdrawn.insert(state.withdrawn.begin(), std::move_iterator(first), std::move_iterator(state.items.end()));
    state.items.erase(first, state.items.end());
}

// A "yes" begins an item, everything else closes the group.
void Turn::record_more(Answer said) {
    const Ref ref = asked();
    const Group& group = *group_of(tree_, ref);
    GroupState& state = *group_state_of(tree_, session_, ref);
    const bool yes = said.state == State::value && std::get<bool>(said.value);
    auto answer = std::make_unique<Answer>(stamped(std::move(said)));
    state.reopened = false;
    visit().strikes = 0;
    if (yes) {
        state.items.push_back({state.next_id++, std::move(answer), Scope(tree_.shapes[group.scope])});
        state.closed.reset();
    } else {
        state.closed = std::move(answer);
    }
    Ref open = ref;
    open.items[open.depth] = walk_at_.items[open.depth];
    if (!(open == walk_at_)) restart(session_);
}

void Turn::hear_outstanding() {
    const bool yes = candidate(Meaning::yes) != nullptr || input_.folded == "1";
    const bool no = candidate(Meaning::no) != nullptr || candidate(Meaning::formal, "later") != nullptr ||
                    candidate(Meaning::formal, "skip") != nullptr || input_.folded == "2";
    if (!yes && !no) {
        wrong("problem.yes_no.unclear", {});
        return;
    }
    if (yes)
        for (const Ref& ref : outstanding(tree_, session_, visit())) {
            if (Slot* slot = slot_of(tree_, session_, ref)) slot->reopened = true;
            if (GroupState* state = group_state_of(tree_, session_, ref)) state->reopened = true;
        }
    visit().outstanding_asked = true;
    visit().strikes = 0;
    restart(session_);
}

void Turn::hear_review() {
    if (candidate(Meaning::confirm) != nullptr || candidate(Meaning::yes) != nullptr || input_.value == "confirm" ||
        input_.folded == "confirm") {
        session_.reviewed = session_.walk.digest;
        visit().strikes = 0;
        return;
    }
    const std::string& path = input_.value.empty() ? input_.folded : input_.value;
    if (const auto ref = ref_of(tree_, session_, path)) return focus_on(*ref);
    std::vector<Ref> rows;
    for (const LiveAnswer& live : live_answers(tree_, session_))
        if (live.answer->turn != 0) rows.push_back(live.ref);
    // Number 1 is the confirmation itself.
    if (const auto position = position_meant(input_.folded, rows.size() + 1)) {
        if (*position > 0) return focus_on(rows[*position - 1]);
        session_.reviewed = session_.walk.digest;
        return;
    }
    if (candidate(Meaning::no) != nullptr) return change({.meaning = Meaning::command, .what = "change"}, false);
    wrong("problem.review", {});
}

void Turn::hear_done() {
    note_facts(std::nullopt);
    outputs_.push_back({{"submitted.again", {{"number", Blank::case_number}}}, std::nullopt, true});
}

void Turn::hear_files() {
    if (input_.files.empty()) return;
    const Leaf* leaf = visit().put == Put::leaf ? leaf_of(tree_, asked()) : nullptr;
    const bool stale = !input_.to.empty() && input_.to != ask_path();
    if (leaf != nullptr && leaf->kind == Kind::file && !stale && visit().pending == Pending::nothing) {
        if (leaf->limits.max > 0 && static_cast<std::int64_t>(input_.files.size()) > leaf->limits.max) {
            wrong("problem.file.too_many", {{"max", leaf->limits.max}});
            return;
        }
        return record(Answer{.value = input_.files});
    }
    if (session_.facts.size() == facts_max) return say({"problem.file_unexpected", {}});
    session_.facts.push_back({.kind = Kind::file, .files = input_.files, .turn = session_.turn});
    say({"facts.file_noted", {{"count", static_cast<std::int64_t>(input_.files.size())}}});
}

// Keeps the facts of a message for their questions; one for an answered question becomes an offered correction.
void Turn::note_facts(std::optional<std::size_t> except) {
    for (std::size_t i = 0; i < input_.facts.size() && session_.facts.size() < facts_max; ++i) {
        const kinds::Found& found = input_.facts[i];
        const std::uint32_t meant = tree_.fact_leaf[static_cast<std::size_t>(found.kind)];
        if (i == except || found.doubtful || meant == Tree::none) continue;
        const bool waits = std::ranges::any_of(session_.facts, [&](const Fact& fact) {
            return fact.kind == found.kind && fact.value == found.value;
        });
        const auto said = [&](const Walk::Passed& passed) {
            return passed.op == Op::ask && passed.answer->value == Value(found.value);
        };
        if (waits || std::ranges::any_of(session_.walk.passed, said)) continue;
        const auto answered = std::ranges::find_if(session_.walk.passed, [&](const Walk::Passed& passed) {
            return passed.op == Op::ask && passed.index == meant && passed.ref.depth == 0 && passed.answer->has_value();
        });
        if (answered != session_.walk.passed.end() && visit().pending == Pending::nothing) {
            const Answer other{.value = found.value};
            say({"offer.correction", {{"label", label_of(answered->ref)}, {"value", shown(tree_.leaves[meant], other)}}});
            focus_on(answered->ref);
            visit().put = Put::leaf;
            visit().question = answered->ref;
            visit().pending = Pending::suggestion;
            visit().values = {found.value};
            continue;
        }
        session_.facts.push_back({.kind = found.kind, .value = found.value, .turn = session_.turn});
    }
}

// The ladder: say what is wrong, then say it with help, then leave the question by a way that cannot fail.
// Says whether the question is still being asked.
bool Turn::wrong(const std::string& problem_key, std::vector<Arg> args) {
    ++visit().strikes;
    ++visit().strikes_total;
    if (visit().strikes >= 3 || visit().strikes_total >= tree_.strikes_max) {
        leave_question();
        return false;
    }
    say({problem_key, std::move(args)});
    if (visit().strikes == 2 && visit().put == Put::leaf) say({leaf_of(tree_, asked())->help_key, {}});
    return true;
}

void Turn::leave_question() {
    const bool capped = visit().strikes_total >= tree_.strikes_max;
    if (visit().put == Put::leaf && !capped) {
        const Leaf& leaf = *leaf_of(tree_, asked());
        visit().pending = Pending::nothing;
        if (visit().focus) {
            visit().focus.reset();
            visit().back_turn = 0;
            visit().strikes = 0;
            return say({"ladder.kept", {{"label", label_of(asked())}}});
        }
        if (allows(leaf.may, State::later)) {
            say({"ladder.later", {{"label", label_of(asked())}}});
            return record(Answer{.state = State::later});
        }
        if (allows(leaf.may, State::unverified) && input_.said == Said::words) {
            say({"ladder.unverified", {{"label", label_of(asked())}}});
            return record(Answer{.state = State::unverified, .reason = input_.raw});
        }
        if (allows(leaf.may, State::skip)) {
            say({"ladder.later", {{"label", label_of(asked())}}});
            return record(Answer{.state = State::skip});
        }
    }
    take_exit();
}

// Each exit is used once a visit; the last one, to stop and come back with the code, cannot fail.
void Turn::take_exit() {
    visit().strikes = 0;
    while (visit().exits_used < tree_.exits.size()) {
        const std::string& exit = tree_.exits[visit().exits_used++];
        if (exit == "person") {
            if (!input_.person_available) continue;
            say({"ladder.person", {}});
            effects_.push_back(Effect::person);
            return;
        }
        if (exit == "callback") {
            say({"ladder.callback", {}});
            effects_.push_back(Effect::callback);
            return;
        }
        break;
    }
    say({"ladder.stop", {{"receipt", Blank::receipt}}});
    effects_.push_back(Effect::stopped);
    visit().stopped = true;
}

}  // namespace plaint::dialogs
