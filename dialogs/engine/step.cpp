#include "dialogs/engine/step.hpp"

#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/recording.hpp"
#include "dialogs/engine/reopen.hpp"
#include "dialogs/engine/turn.hpp"

#include <algorithm>
#include <array>

namespace plaint::dialogs {
namespace {

constexpr std::array<std::string_view, 12> command_names{"back",    "repeat",   "change", "why",
                                                         "missing", "language", "person", "stop",
                                                         "help",    "add",      "remove", "withdraw"};

// The answer that stands at a field outside of groups, or null.
const Answer* answer_at(const Tree& tree, const Session& session, std::string_view path) {
    const Field* field = tree.field(path);
    if (field == nullptr || field->ref.depth != 0) return nullptr;
    for (const std::uint32_t leaf : field->leaves) {
        const Slot& slot = session.root.slots[tree.leaves[leaf].slot];
        if (slot.answer != nullptr && !slot.aside && slot.answer->has_value()) return slot.answer.get();
    }
    return nullptr;
}

// What a visit is asked besides its place in the tree.
struct Waiting {
    Pending pending = Pending::nothing;
    std::vector<std::string> values;
    std::vector<Ref> refs;
    std::optional<Ref> focus;
    bool operator==(const Waiting&) const = default;
};
Waiting waiting_of(const Visit& visit) { return {visit.pending, visit.values, visit.refs, visit.focus}; }

// Nothing is asked any more, so that the next words are no answer to a question that nobody sees.
void drop_waiting(Visit& visit) {
    if (visit.pending == Pending::nothing && !visit.focus) return;
    visit.put = Put::nothing;
    visit.pending = Pending::nothing;
    visit.focus.reset();
    visit.back_turn = 0;
    visit.removing = false;
    visit.values.clear();
    visit.refs.clear();
}

} // namespace

std::optional<Command> command_of(std::string_view name) {
    const auto found = std::ranges::find(command_names, name);
    if (found == command_names.end()) return std::nullopt;
    return static_cast<Command>(found - command_names.begin());
}

std::string_view name_of(Command command) { return command_names[static_cast<std::size_t>(command)]; }

bool Message::operator==(const Message&) const = default;

Session begin_session(const Tree& tree, std::int64_t at_ms, std::map<std::string, std::string> given) {
    Session session(tree);
    session.begun_ms = at_ms;
    // What is known beforehand answers its question, if the tree asks one.
    for (const auto& [path, value] : given) {
        const Field* field = tree.field(path);
        if (field == nullptr || field->leaves.size() != 1 || field->ref.depth != 0) continue;
        Answer answer{.value = value, .at_ms = at_ms};
        answer.value_hash = hash_of(answer.value);
        session.root.slots[tree.leaves[field->leaves.front()].slot].answer = std::make_unique<Answer>(answer);
    }
    session.given = std::move(given);
    return session;
}

std::optional<bool> consent(const Tree& tree, const Session& session) {
    const Answer* answer = answer_at(tree, session, "intake.consent");
    const bool* agreed = answer != nullptr ? std::get_if<bool>(&answer->value) : nullptr;
    return agreed != nullptr ? std::optional(*agreed) : std::nullopt;
}

bool consented(const Tree& tree, const Session& session) { return consent(tree, session) == true; }

bool consented_by_phone(const Tree& tree, const Session& session) {
    return consented(tree, session) && answer_at(tree, session, "intake.consent")->channel == Channel::phone;
}

bool is_anonymous(const Tree& tree, const Session& session) {
    const Answer* role = answer_at(tree, session, "party.role");
    return role != nullptr && role->value == Value(std::string("reporter_anonymous"));
}

std::string number_given(const Tree& tree, const Session& session) {
    for (const char* path : {"agent.phone", "complainant.phone"}) {
        const Answer* answer = answer_at(tree, session, path);
        const auto* number = answer != nullptr ? std::get_if<std::string>(&answer->value) : nullptr;
        if (number != nullptr && !recording_of(*number)) return *number;
    }
    return {};
}

StepResult step(const Tree& tree, Session session, const Input& input) {
    return Turn(tree, std::move(session), input).run();
}

StepResult step(const Tree& asked, const Tree& tree, Session session, const Input& input) {
    return Turn(tree, Turn(asked, std::move(session), input).read_for(tree), input).put_only();
}

bool is_as_submitted(const Tree& tree, Session& session) {
    // Nobody's visit: what was put off is not asked for again.
    const Visit nobody{.modality = Modality::voice, .outstanding_asked = true};
    restart(session);
    return !session.withdrawn && advance(tree, session, nobody, nullptr).put == Put::done;
}

std::vector<LiveAnswer> live_answers(const Tree& tree, Session& session) {
    std::vector<LiveAnswer> live;
    for (const Walk::Passed& passed : session.walk.passed) {
        if (passed.op != Op::ask || passed.derived) continue;
        live.push_back(
            {path_of(tree, session, passed.ref), &tree.leaves[passed.index], passed.ref, passed.answer});
    }
    return live;
}

Turn::Turn(const Tree& tree, Session session, const Input& input)
    : tree_(tree), session_(std::move(session)), input_(input) {
    if (session_.contents.back() != tree.content) {
        session_.contents.push_back(tree.content);
        restart(session_);
    }
    ++session_.turn;
    begin_visit();
}

Turn::Turn(const Tree& tree, StepResult read, const Input& input)
    : tree_(tree),
      session_(std::move(read.session)),
      input_(input),
      outputs_(std::move(read.outputs)),
      effects_(std::move(read.effects)) {
    session_.contents.push_back(tree.content);
    if (speaks()) begin_visit();
}

StepResult Turn::run() && {
    read();
    if (speaks()) put();
    return {std::move(session_), std::move(outputs_), std::move(effects_)};
}

StepResult Turn::put_only() && {
    if (speaks()) put();
    return {std::move(session_), std::move(outputs_), std::move(effects_)};
}

// The bytes name what is asked and answered by hash, so they are the way from one tree to the other.
StepResult Turn::read_for(const Tree& next) && {
    const Waiting before = waiting_of(visit());
    read();
    Session moved = decode(next, encode(tree_, session_)).value();
    for (Visit& one : moved.visits) {
        const bool begun_now = one.conversation == input_.conversation && waiting_of(one) != before;
        if (!begun_now) drop_waiting(one);
    }
    return {std::move(moved), std::move(outputs_), std::move(effects_)};
}

void Turn::read() {
    if (!speaks()) {
        input_.said == Said::reopen ? reopen_asked() : type_heard();
        // Nobody is spoken to: the next walk is somebody's own, and this visit is over.
        restart(session_);
        session_.visits.erase(session_.visits.begin() + static_cast<std::ptrdiff_t>(visit_));
        return;
    }
    const bool had_agreed = consented_by_phone(tree_, session_);
    walk();
    walk_at_ = standing_.ref;
    switch (input_.said) {
    case Said::begin:
        if (visit().stopped) renew_visit();
        break;
    case Said::resume: renew_visit(); break;
    case Said::words: hear(); break;
    case Said::files: hear_files(); break;
    case Said::silence: hear_silence(); break;
    case Said::locale: speak(input_.locale); break;
    case Said::withdraw:
        if (session_.withdrawn) break;
        session_.withdrawn = true;
        effects_.push_back(Effect::withdraw);
        say({"withdrawn.done", {}});
        break;
    case Said::recording: hear_recording(); break;
    case Said::person_failed: person_failed(); break;
    case Said::wrong_key: hear_wrong_key(); break;
    case Said::note:
    case Said::reopen:
    case Said::typed: break;
    }
    // A notice speaks of what its line does, and covers no more.
    if (!had_agreed && input_.line.records && consented_by_phone(tree_, session_)) visit().may_record = true;
}

// The answers must be looked through and handed over again, even if what is given again is what was there before: the
// officer waits for an answer, not for another one.
void Turn::reopen_asked() {
    Request request{.reason = input_.raw, .refs = {}};
    for (const std::string& path : input_.reopen)
        if (const auto ref = reopen(tree_, session_, path)) request.refs.push_back(*ref);
    if (session_.requests.size() == requests_max) session_.requests.erase(session_.requests.begin());
    session_.requests.push_back(std::move(request));
    session_.reviewed = 0;
    session_.submitted = 0;
}

// The person has said nothing else, so what they confirmed and handed over stays so. A telephone's walk gets to the end
// wherever any channel's does, and what it puts off is no part of the digest.
void Turn::type_heard() {
    visit().outstanding_asked = true;
    const auto digest = [&] {
        restart(session_);
        advance(tree_, session_, visit(), nullptr);
        return session_.walk.digest;
    };
    const std::uint64_t before = digest();
    if (!type_recording(tree_, session_, input_.to, input_.value, input_.raw, input_.at_ms)) return;
    const std::uint64_t after = digest();
    for (std::uint64_t* known : {&session_.reviewed, &session_.submitted})
        if (*known == before) *known = after;
}

void Turn::begin_visit() {
    // The visit that speaks goes last, so that the one which has been silent for longest stands first.
    auto& visits = session_.visits;
    if (const auto known = std::ranges::find(visits, input_.conversation, &Visit::conversation);
        known != visits.end()) {
        std::rotate(known, known + 1, visits.end());
        visit_ = visits.size() - 1;
        visit().modality = input_.modality;
        return;
    }
    if (visits.size() == visits_max) visits.erase(visits.begin());
    visit_ = visits.size();
    visits.push_back({.number = ++session_.visits_begun,
                      .conversation = input_.conversation,
                      .modality = input_.modality,
                      .channel = input_.channel,
                      .locale = intern(session_.locales, input_.locale)});
}

// The same conversation, but another time: counters begin anew, and what was put off may be asked for.
void Turn::renew_visit() {
    Visit renewed{.number = ++session_.visits_begun,
                  .conversation = visit().conversation,
                  .modality = input_.modality,
                  .channel = visit().channel,
                  .locale = visit().locale};
    visit() = std::move(renewed);
}

const Candidate* Turn::candidate(Meaning meaning) const {
    const auto found = std::ranges::find(input_.candidates, meaning, &Candidate::meaning);
    return found != input_.candidates.end() ? &*found : nullptr;
}

const Candidate* Turn::candidate(Meaning meaning, std::string_view what) const {
    const auto found = std::ranges::find_if(
        input_.candidates, [&](const Candidate& one) { return one.meaning == meaning && one.what == what; });
    return found != input_.candidates.end() ? &*found : nullptr;
}

Shown Turn::shown(const Leaf& leaf, const Answer& answer) const {
    return {.path = leaf.path,
            .kind = leaf.kind,
            .state = answer.state,
            .value = answer.value,
            .reason = answer.reason,
            .masked = tree_.field(leaf.path)->masked};
}

// The position, from 0, of the item at `depth` (1: outermost) around a place.
std::size_t Turn::position_of(const Ref& ref, std::size_t depth) {
    const std::string path = path_of(tree_, session_, ref);
    std::size_t from = 0;
    for (std::size_t i = 0; i < depth; ++i) from = path.find('[', from) + 1;
    return std::stoul(path.substr(from));
}

Message Turn::item_label(const Group& group, std::size_t position) const {
    return {group.item_key, {{"n", static_cast<std::int64_t>(position + 1)}}};
}

// "Respondent 1", "link 2", "product link": the items around, then the field or the group itself.
std::vector<Message> Turn::label_of(const Ref& ref) {
    std::vector<Message> label;
    const Leaf* leaf = leaf_of(tree_, ref);
    const Group* group = group_of(tree_, ref);
    std::uint16_t scope = leaf != nullptr ? leaf->scope : group->parent;
    std::uint8_t depth = ref.depth;
    while (scope != 0) {
        const auto outer = std::ranges::find(tree_.groups, scope, &Group::scope);
        Ref around{.what = outer->hash, .depth = --depth, .items = ref.items};
        const GroupState* state = group_state_of(tree_, session_, around);
        if (state != nullptr) {
            const auto item = std::ranges::find(state->items, ref.items[depth], &Item::id);
            label.insert(label.begin(),
                         item_label(*outer, static_cast<std::size_t>(item - state->items.begin())));
        }
        scope = outer->parent;
    }
    label.push_back({leaf != nullptr ? leaf->label_key : group->label_key, {}});
    return label;
}

std::vector<Message> Turn::items_of(const std::vector<Ref>& refs) {
    std::vector<Message> items;
    for (const Ref& ref : refs) items.push_back({"list.item", {{"label", label_of(ref)}}});
    return items;
}

} // namespace plaint::dialogs
