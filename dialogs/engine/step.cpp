#include "dialogs/engine/step.hpp"

#include "dialogs/engine/turn.hpp"

#include <algorithm>
#include <array>

namespace plaint::dialogs {
namespace {

constexpr std::array<std::string_view, 12> command_names{"back",    "repeat",   "change", "why",
                                                         "missing", "language", "person", "stop",
                                                         "help",    "add",      "remove", "withdraw"};

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

StepResult step(const Tree& tree, Session session, const Input& input) {
    return Turn(tree, std::move(session), input).run();
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

StepResult Turn::run() && {
    walk();
    walk_at_ = standing_.ref;
    switch (input_.said) {
    case Said::begin:
        if (visit().stopped) renew_visit();
        break;
    case Said::resume: renew_visit(); break;
    case Said::words: hear(); break;
    case Said::files: hear_files(); break;
    case Said::silence:
        if (!session_.withdrawn && visit().put != Put::nothing && visit().put != Put::done &&
            visit().put != Put::ended)
            wrong(visit().strikes == 0 ? "silence.1" : "silence.2", {});
        break;
    case Said::locale:
        visit().locale = intern(session_.locales, input_.locale);
        say({"language.done", {}});
        break;
    case Said::withdraw:
        if (session_.withdrawn) break;
        session_.withdrawn = true;
        effects_.push_back(Effect::withdraw);
        say({"withdrawn.done", {}});
        break;
    }
    put();
    return {std::move(session_), std::move(outputs_), std::move(effects_)};
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
