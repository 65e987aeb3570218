#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/remaining.hpp"
#include "dialogs/engine/reopen.hpp"
#include "dialogs/engine/turn.hpp"

#include <algorithm>

// What is asked next, and how it is put.
namespace plaint::dialogs {
namespace {

std::string argument_name(std::string_view path) {
    std::string name;
    for (const char c : path) {
        if (c == '.' || c == '@')
            name += '_';
        else if (c != '[' && c != ']')
            name += c;
    }
    return name;
}

} // namespace

void Turn::say(Message message) { outputs_.push_back({std::move(message), std::nullopt, false}); }

void Turn::say_asking(Message message, Ask ask) {
    outputs_.push_back({std::move(message), std::move(ask), false});
}

void Turn::walk() {
    standing_ = advance(tree_, session_, visit(), [this](const Say& told, const View& view) {
        Message message{told.key, {}};
        for (const SayArg& arg : told.args) {
            if (arg.blank) {
                message.args.push_back({arg.name, *arg.blank});
                continue;
            }
            const Field& field = tree_.fields[arg.field];
            const Answer* answer = view.answer(field.ref);
            const Answer absent{.state = State::unknown};
            const Answer& told_answer = answer != nullptr ? *answer : absent;
            message.args.push_back({argument_name(field.path), Shown{.path = field.path,
                                                                     .kind = field.kind,
                                                                     .state = told_answer.state,
                                                                     .value = told_answer.value,
                                                                     .reason = told_answer.reason,
                                                                     .masked = field.masked}});
        }
        say(std::move(message));
    });
}

void Turn::put() {
    walk();
    if (visit().stopped) {
        visit().put = Put::nothing;
        return;
    }
    if (session_.withdrawn) {
        visit().put = Put::ended;
        visit().pending = Pending::nothing;
        leave_focus();
        if (outputs_.empty()) say({"session.over", {}});
        return;
    }
    if (standing_.submits) submit();
    settle();
    // Who is being connected with a person is asked nothing more; if nobody comes, the next input finds the question.
    if (std::ranges::find(effects_, Effect::person) == effects_.end()) ask();
}

void Turn::settle() {
    // A focus or a confirmation about something that is gone has nothing left to ask.
    if (visit().focus && !place_of(tree_, session_, *visit().focus)) leave_focus();
    const bool about_place = visit().pending != Pending::nothing && visit().pending != Pending::withdraw &&
                             visit().pending != Pending::which && !is_beside();
    if (about_place && !place_of(tree_, session_, visit().question)) visit().pending = Pending::nothing;
    if (about_place && visit().pending != Pending::nothing) return;
    const Put now = !visit().focus                              ? standing_.put
                    : leaf_of(tree_, *visit().focus) != nullptr ? Put::leaf
                                                                : Put::more;
    const Ref question = visit().focus ? *visit().focus : standing_.ref;
    if (now != visit().put || question != visit().question) {
        forgive();
        visit().refused.clear();
        visit().may_stand = false;
    }
    visit().put = now;
    visit().question = question;
}

void Turn::ask() {
    if (visit().pending == Pending::nothing && must_ask_to_record()) visit().pending = Pending::recording;
    if (visit().pending != Pending::nothing) return ask_pending();
    switch (visit().put) {
    case Put::nothing: return;
    case Put::leaf: return ask_leaf(visit().question, visit().focus.has_value());
    case Put::more: return ask_more(visit().question, visit().focus.has_value());
    case Put::outstanding: return ask_outstanding();
    case Put::review: return ask_review();
    case Put::done:
        // Who comes back sees how the case stands; who only goes on writing is not shown all of it again.
        if (input_.said == Said::begin || input_.said == Said::resume)
            say_closing("submitted.again");
        else if (outputs_.empty())
            say_standing("submitted.stands");
        return;
    case Put::ended: {
        // Facts of a conversation that led nowhere are not kept.
        session_.facts.clear();
        const End& end = tree_.ends[standing_.index];
        const bool midway = !end.midway.empty() && leaves_answers();
        return say({"end." + (midway ? end.midway : end.name), {{"drafts", Blank::drafts}}});
    }
    }
}

// Whether there are answers that the walk, having ended, does not come to any more.
bool Turn::leaves_answers() const {
    const auto answered = std::ranges::count_if(session_.root.slots, [](const Slot& slot) {
        return slot.answer != nullptr && slot.answer->turn != 0;
    });
    const auto passed = std::ranges::count_if(session_.walk.passed, [](const Walk::Passed& one) {
        return one.op == Op::ask && one.ref.depth == 0 && one.answer->turn != 0;
    });
    return answered > passed;
}

// A question that the staff will answer is handed over in other words than a complaint.
void Turn::say_closing(const std::string& key) {
    const auto kind = key == "submitted.version" ? std::nullopt : case_in_hand(tree_, session_);
    outputs_.push_back({{kind ? key + tree_.closings[*kind] : key,
                         {{"number", Blank::case_number},
                          {"lead", Blank::lead},
                          {"receipt", Blank::receipt},
                          {"version", static_cast<std::int64_t>(session_.version)}}},
                        std::nullopt,
                        true});
}

// That the case stands as it was submitted, and what can be done now. A telephone has no list for it: the words say it.
void Turn::say_standing(const std::string& key) {
    Message message{key, {{"number", Blank::case_number}}};
    if (visit().modality == Modality::voice) return say(std::move(message));
    Ask ask{.path = "after", .as = "choice", .progress_permille = progress_permille()};
    for (const std::string_view step : next_steps())
        ask.options.push_back({std::string(step), {{"option.after." + std::string(step), {}}}, {}, {}});
    say_asking(std::move(message), std::move(ask));
}

// What can be done after a submission, in the order in which it is offered.
std::vector<std::string_view> Turn::next_steps() const {
    std::vector<std::string_view> steps{"progress"};
    if (!put_off().empty()) steps.emplace_back("supplement");
    steps.insert(steps.end(), {"change", "callback", "new"});
    return steps;
}

std::uint32_t Turn::progress_permille() const {
    const auto answered = static_cast<std::uint32_t>(session_.walk.passed.size());
    const std::uint32_t remaining = standing_.put == Put::done ? 0 : remaining_questions(tree_, session_);
    return answered + remaining == 0 ? 0 : answered * 1000 / (answered + remaining);
}

std::string Turn::ask_path() {
    switch (visit().pending) {
    case Pending::readback:
    case Pending::suggestion:
    case Pending::correction: return path_of(tree_, session_, visit().question) + ".confirm";
    case Pending::choose: return path_of(tree_, session_, visit().question);
    case Pending::which: return visit().removing ? "remove" : "change";
    case Pending::tail: return path_of(tree_, session_, visit().question) + ".restore";
    case Pending::withdraw: return "withdraw";
    case Pending::absent: return "person";
    case Pending::message: return "message";
    case Pending::recording: return "recording";
    case Pending::nothing: break;
    }
    switch (visit().put) {
    case Put::leaf:
    case Put::more: return path_of(tree_, session_, visit().question);
    case Put::outstanding: return "outstanding";
    case Put::review: return "review";
    case Put::done: return "after";
    default: return {};
    }
}

// Why it is asked again, once for each time that the question is put anew.
void Turn::say_request(const Ref& ref) {
    if (session_.requests.empty() || attempt() > 1 || !waits(tree_, session_, ref)) return;
    for (auto request = session_.requests.rbegin(); request != session_.requests.rend(); ++request)
        if (std::ranges::any_of(request->refs,
                                [&](const Ref& asked_for) { return is_same_place(tree_, asked_for, ref); }))
            return say({"request.again", {{"reason", request->reason}}});
}

void Turn::ask_leaf(const Ref& ref, bool correcting) {
    say_request(ref);
    const Leaf& leaf = *leaf_of(tree_, ref);
    const auto place = place_of(tree_, session_, ref);
    // On the telephone a question is said in few words to whoever was not understood once, and in full after that.
    const bool briefly =
        visit().modality == Modality::voice && attempt() == 2 && !leaf.short_key.empty() && !correcting;
    Message message{briefly ? leaf.short_key : leaf.ask_key, {}};
    // "Respondent 1", "link 2": wording may say which item the question is about.
    for (std::size_t depth = 1; depth <= place->depth; ++depth)
        message.args.push_back({depth == place->depth ? "n" : "n" + std::to_string(depth),
                                static_cast<std::int64_t>(position_of(ref, depth) + 1)});
    Ask ask{.path = ask_path(),
            .as = std::string(name_of(leaf.kind)),
            .may = leaf.may,
            .attempt = attempt(),
            .progress_permille = progress_permille(),
            .correcting = correcting,
            .help_key = leaf.help_key};
    // There is nothing yet to record as it is.
    if (visit().refused.empty()) ask.may.reset(static_cast<std::size_t>(State::unverified));
    if (leaf.kind == kinds::Kind::text || leaf.kind == kinds::Kind::number ||
        leaf.kind == kinds::Kind::file) {
        const kinds::Limits limits = limits_of(leaf, place->view);
        ask.min = std::max<std::int64_t>(limits.min, 0);
        ask.max = std::max<std::int64_t>(limits.max, 0);
    }
    for (const Option& option : leaf.options)
        if (stands(option, place->view))
            ask.options.push_back({option.value, {{option.label_key, {}}}, {}, {}});

    const Slot& slot = place->inner().slots[leaf.slot];
    const std::vector<Message> label = label_of(ref);
    const auto offered = [&](const std::string& key, Shown value) {
        say({key, {{"label", label}, {"value", value}}});
        ask.offer = std::move(value);
    };
    // Where the answer itself is a yes or one of several, "does it still hold?" could not be told from the question.
    const bool plain = leaf.kind != kinds::Kind::yes_no && leaf.kind != kinds::Kind::choice;
    const OfferReason reason = offer_of(tree_, session_, ref);
    if (correcting && slot.answer != nullptr) {
        offered("focus.current", shown(leaf, *slot.answer));
    } else if (!plain && reason != OfferReason::none && reason != OfferReason::proposal) {
        offered("offer.again", shown(leaf, *slot.answer));
        ask.correcting = true;
    } else {
        switch (reason) {
        case OfferReason::none: break;
        case OfferReason::aside: offered("offer.aside", shown(leaf, *slot.answer)); break;
        case OfferReason::stale: offered("offer.stale", shown(leaf, *slot.answer)); break;
        case OfferReason::proposal:
        case OfferReason::file: {
            const Fact& fact = *fact_for(tree_, session_, leaf);
            Answer proposed{.value = leaf.kind == kinds::Kind::file ? Value(fact.files)
                                                                    : value_of(leaf, fact.value)};
            const std::string_view how = leaf.kind == kinds::Kind::file     ? "file"
                                         : fact.doubtful                    ? "doubtful"
                                         : leaf.kind == kinds::Kind::choice ? "understood"
                                                                            : "proposal";
            offered("offer." + std::string(how), shown(leaf, proposed));
            break;
        }
        }
    }
    say_asking(std::move(message), std::move(ask));
}

void Turn::ask_more(const Ref& ref, bool correcting) {
    say_request(ref);
    const Group& group = *group_of(tree_, ref);
    const GroupState& state = *group_state_of(tree_, session_, ref);
    // As it was asked: after the items that there were then.
    const auto begun = std::ranges::find(state.items, ref.items[ref.depth], &Item::id);
    const auto count = correcting ? begun - state.items.begin() : std::ssize(state.items);
    Message message{count == 0 ? group.first_key : group.more_key,
                    {{"count", static_cast<std::int64_t>(count)}}};
    std::vector<const Fact*> waiting;
    for (const Fact& fact : session_.facts) {
        const std::uint32_t first = tree_.fact_leaf[static_cast<std::size_t>(fact.kind)];
        const Field* named = fact.path.empty() ? nullptr : tree_.field(fact.path);
        const Leaf* leaf = named != nullptr && !named->leaves.empty() ? &tree_.leaves[named->leaves.front()]
                           : first != Tree::none                      ? &tree_.leaves[first]
                                                                      : nullptr;
        const bool of_link = fact.kind == kinds::Kind::choice && is_of_link(fact.value, fact.path);
        if (leaf != nullptr && leaf->scope == group.scope && !of_link) waiting.push_back(&fact);
    }
    say_waiting_facts(waiting);
    Ask ask{.path = ask_path(),
            .as = "yes_no",
            .may = group.may,
            .attempt = attempt(),
            .progress_permille = progress_permille(),
            .correcting = correcting};
    if (correcting) {
        const bool began = ref.items[ref.depth] != 0;
        const Answer present = began || state.closed == nullptr ? Answer{.value = began} : *state.closed;
        ask.offer = Shown{.path = group.path,
                          .kind = kinds::Kind::yes_no,
                          .state = present.state,
                          .value = present.value,
                          .reason = present.reason};
        say({"focus.more", {{"value", *ask.offer}}});
    }
    say_asking(std::move(message), std::move(ask));
}

// What was mentioned and has not found its question yet.
void Turn::say_waiting_facts(const std::vector<const Fact*>& facts) {
    // Who was told just now that it is noted need not hear that it waits.
    const bool told = std::ranges::any_of(
        outputs_, [](const Output& output) { return output.message.key == "facts.noted"; });
    if (facts.empty() || told) return;
    std::vector<Message> items;
    for (const Fact* fact : facts) {
        Shown value{.path = fact->path, .kind = fact->kind};
        if (fact->kind == kinds::Kind::file)
            value.value = fact->files;
        else
            value.value = fact->value;
        items.push_back({"list.value", {{"value", std::move(value)}}});
    }
    say({"facts.waiting", {{"count", static_cast<std::int64_t>(facts.size())}, {"items", std::move(items)}}});
}

void Turn::ask_outstanding() {
    const std::vector<Ref> left = outstanding(tree_, session_, visit());
    say_asking(
        {"outstanding.ask", {{"count", static_cast<std::int64_t>(left.size())}, {"items", items_of(left)}}},
        {.path = "outstanding",
         .as = "yes_no",
         .attempt = attempt(),
         .progress_permille = progress_permille()});
}

void Turn::ask_review() {
    Ask ask{.path = "review", .as = "choice", .attempt = attempt(), .progress_permille = progress_permille()};
    ask.options.push_back({"confirm", {{"review.confirm", {}}}, {}, {}});
    for (const LiveAnswer& live : live_answers(tree_, session_)) {
        if (live.answer->turn == 0) continue;
        const std::uint32_t section =
            tree_.section_of[static_cast<std::size_t>(live.leaf - tree_.leaves.data())];
        ask.options.push_back({live.path, label_of(live.ref), shown(*live.leaf, *live.answer),
                               section != Tree::none ? tree_.sections[section] : std::string{}});
    }
    std::vector<const Fact*> waiting;
    // An option of a question that did not come up is nothing that is missing.
    for (const Fact& fact : session_.facts)
        if (fact.kind != kinds::Kind::choice) waiting.push_back(&fact);
    say_waiting_facts(waiting);
    visit().review_shown = session_.walk.digest;
    say_asking({"review.ask", {}}, std::move(ask));
}

void Turn::ask_pending() {
    const Leaf* leaf = leaf_of(tree_, visit().question);
    Ask ask{
        .path = ask_path(), .as = "yes_no", .attempt = attempt(), .progress_permille = progress_permille()};
    const auto kind = [&] { return std::string(name_of(leaf->kind)); };
    switch (visit().pending) {
    case Pending::nothing: return;
    case Pending::readback:
    case Pending::suggestion: {
        const Answer meant{.value = value_of(*leaf, visit().values.front())};
        const bool readback = visit().pending == Pending::readback;
        return say_asking({(readback ? "readback." : "suggest.") + kind(),
                           {{readback ? "value" : "suggestion", shown(*leaf, meant)}}},
                          std::move(ask));
    }
    case Pending::choose: {
        ask.as = "choice";
        for (const std::string& value : visit().values) {
            const Answer meant{.value = value};
            ask.options.push_back({value, {{"list.value", {{"value", shown(*leaf, meant)}}}}, {}, {}});
        }
        return say_asking({"clarify." + kind(), {}}, std::move(ask));
    }
    case Pending::correction: {
        const Answer meant{.value = value_of(*leaf, visit().values.front())};
        return say_asking(
            {"offer.correction", {{"label", label_of(visit().question)}, {"value", shown(*leaf, meant)}}},
            std::move(ask));
    }
    case Pending::which: return ask_which(std::move(ask));
    case Pending::tail: {
        const GroupState* state = group_state_of(tree_, session_, visit().question);
        return say_asking(
            {"offer.tail",
             {{"count", static_cast<std::int64_t>(state != nullptr ? state->withdrawn.size() : 0)}}},
            std::move(ask));
    }
    case Pending::withdraw: return say_asking({"withdrawn.confirm", {}}, std::move(ask));
    case Pending::absent:
        ask.as = "choice";
        for (const std::string_view way : ways_without_person()) {
            // Which number is called is part of what is agreed to.
            const bool registered = way == "callback" && !input_.line.number;
            ask.options.push_back({std::string(way),
                                   {{"option.person." + std::string(registered ? "registered" : way), {}}},
                                   {},
                                   {}});
        }
        return say_asking({"person.instead", {}}, std::move(ask));
    case Pending::message: ask.as = "text"; return say_asking({"message.ask", {}}, std::move(ask));
    case Pending::recording: return say_asking({"recording.ask", {}}, std::move(ask));
    }
}

void Turn::ask_which(Ask ask) {
    ask.as = "choice";
    for (const Ref& ref : visit().refs) {
        const Leaf* one = leaf_of(tree_, ref);
        const Slot* slot = slot_of(tree_, session_, ref);
        std::vector<Message> label = label_of(ref);
        std::optional<Shown> present;
        // What is removed is a whole item, whose label ends before the field.
        if (visit().removing)
            label.pop_back();
        else if (one != nullptr && slot != nullptr && slot->answer != nullptr)
            present = shown(*one, *slot->answer);
        ask.options.push_back({path_of(tree_, session_, ref), std::move(label), std::move(present), {}});
    }
    say_asking({visit().removing ? "remove.which" : "change.which", {}}, std::move(ask));
}

// What the live answers put off, said so or not.
std::vector<Ref> Turn::put_off() const {
    std::vector<Ref> refs;
    for (const Walk::Passed& passed : session_.walk.passed)
        if (passed.op != Op::each && passed.answer->state == State::later) refs.push_back(passed.ref);
    return refs;
}

// What the modality could not carry and nobody needs is recorded as skipped, so that a later visit on another one does
// not begin with optional questions.
void Turn::record_skipped() {
    std::vector<Ref> skipped;
    for (const Walk::Passed& passed : session_.walk.passed)
        if (passed.derived && passed.op == Op::ask && passed.answer->state == State::skip)
            skipped.push_back(passed.ref);
    if (skipped.empty()) return;
    for (const Ref& ref : skipped) {
        const auto place = place_of(tree_, session_, ref);
        const Leaf& leaf = *leaf_of(tree_, ref);
        Answer answer = stamped(Answer{.state = State::skip});
        answer.stamps = stamps_of(leaf, place->view);
        place->inner().slots[leaf.slot].answer = std::make_unique<Answer>(std::move(answer));
    }
    // The review that was confirmed covers them: nothing was said otherwise.
    restart(session_);
    walk();
    session_.reviewed = session_.walk.digest;
    walk();
}

// Everything is reviewed: the answers as they stand are handed over, as a new case or as its next version. What is still
// to be supplied is told by the checklist, which is none of the tree's business.
void Turn::submit() {
    record_skipped();
    session_.submitted = session_.walk.digest;
    ++session_.version;
    std::erase_if(session_.requests, [&](const Request& request) {
        return std::ranges::none_of(request.refs,
                                    [&](const Ref& ref) { return waits(tree_, session_, ref); });
    });
    effects_.push_back(Effect::submit);
    say_closing(session_.version == 1 ? "submitted.done" : "submitted.version");
    walk();
}

} // namespace plaint::dialogs
