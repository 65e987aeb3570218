#include "tests/simulation/promises.hpp"

#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/walk.hpp"

#include <algorithm>

namespace plaint::tests {
namespace {

using namespace dialogs;

std::size_t traces_of(const Slot& slot) { return slot.history.size() + (slot.answer != nullptr ? 1 : 0); }

std::size_t traces_of(const Scope& scope) {
    std::size_t count = 0;
    for (const Slot& slot : scope.slots) count += traces_of(slot);
    for (const GroupState& group : scope.groups)
        for (const auto* items : {&group.items, &group.withdrawn, &group.removed})
            for (const Item& item : *items) count += traces_of(item.scope);
    return count;
}

bool forgets_in(const Scope& scope) {
    if (std::ranges::any_of(scope.slots, [](const Slot& slot) { return slot.history.size() == history_max; }))
        return true;
    return std::ranges::any_of(scope.groups, [](const GroupState& group) {
        for (const auto* items : {&group.items, &group.withdrawn, &group.removed})
            for (const Item& item : *items)
                if (forgets_in(item.scope)) return true;
        return false;
    });
}

std::string text_of(const Answer& answer) {
    if (answer.state != State::value) return "(" + std::string(name_of(answer.state)) + ") " + answer.reason;
    if (const auto* flag = std::get_if<bool>(&answer.value)) return *flag ? "yes" : "no";
    if (const auto* number = std::get_if<std::int64_t>(&answer.value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&answer.value)) return *text;
    std::string names;
    if (const auto* files = std::get_if<std::vector<FileRef>>(&answer.value))
        for (const FileRef& file : *files) names += file.sha256 + " " + file.name + " ";
    return names;
}

// Takes out of a scope all that the walk has not passed.
void keep_live(const Tree& tree, Scope& scope, std::size_t shape, Ref around,
               const std::vector<Walk::Passed>& passed) {
    for (const std::uint32_t index : tree.leaves_of_scope[shape]) {
        Ref ref = around;
        ref.what = tree.leaves[index].hash;
        const auto same = [&](const Walk::Passed& one) {
            return one.op == Op::ask && !one.derived && one.ref == ref;
        };
        Slot& slot = scope.slots[tree.leaves[index].slot];
        if (std::ranges::none_of(passed, same)) slot.answer.reset();
        slot.aside = slot.reopened = false;
        slot.history.clear();
    }
    for (const std::uint32_t index : tree.groups_of_scope[shape]) {
        GroupState& state = scope.groups[tree.groups[index].index];
        state.withdrawn.clear();
        state.removed.clear();
        for (Item& item : state.items) {
            Ref inside = around;
            inside.items[inside.depth++] = item.id;
            keep_live(tree, item.scope, tree.groups[index].scope, inside, passed);
        }
    }
}

} // namespace

std::string codec_is_faithful(const Tree& tree, const Session& session) {
    const std::string bytes = encode(tree, session);
    const auto read = decode(tree, bytes);
    if (!read) return "the session cannot be read again: " + read.error();
    return encode(tree, *read) == bytes ? "" : "the session is not read as it was written";
}

std::string asks_what_the_walk_asks(const Tree& tree, const Session& session, std::string_view conversation) {
    auto copy = decode(tree, encode(tree, session));
    if (!copy) return "the session cannot be read again";
    const Visit& visit = *copy->find_visit(conversation);
    if (visit.stopped || visit.pending != Pending::nothing || visit.focus || copy->withdrawn) return {};
    const Standing standing = advance(tree, *copy, visit, nullptr);
    if (standing.put != visit.put || !(standing.ref == visit.question))
        return "asks \"" + path_of(tree, *copy, visit.question) + "\" where the walk comes to \"" +
               path_of(tree, *copy, standing.ref) + "\"";
    if (session.walk.fresh && copy->walk.digest != session.walk.digest)
        return "the walk from the beginning sees other answers";
    return {};
}

std::size_t traces(const Session& session) {
    std::size_t count = traces_of(session.root);
    for (const Orphan& orphan : session.orphans) count += traces_of(orphan.slot);
    return count;
}
bool forgets(const Session& session) { return forgets_in(session.root); }

std::string satisfies(const Checklist& checklist, const Tree& tree, Session& session) {
    for (const LineResult& result : examine(checklist, tree, session))
        if (result.state == LineState::missing) {
            std::string fields;
            for (const std::string& field : result.fields) fields += " " + field;
            return "submits without the line \"" + result.line->name + "\":" + fields;
        }
    return {};
}

std::string forgets_its_way(const Tree& tree, Session& session, std::string_view conversation) {
    auto other = decode(tree, encode(tree, session));
    if (!other) return "the session cannot be read again";
    keep_live(tree, other->root, 0, {}, session.walk.passed);
    other->facts.clear();
    other->orphans.clear();
    const Standing standing = advance(tree, *other, *other->find_visit(conversation), nullptr);
    if (standing.put != Put::done) return "the live answers alone do not submit";
    return dossier(tree, *other) == dossier(tree, session) ? "" : "the dossier depends on the way to it";
}

std::string dossier(const Tree& tree, Session& session) {
    std::string text;
    for (const LiveAnswer& live : live_answers(tree, session))
        text += live.path + ": " + text_of(*live.answer) + "\n";
    return text;
}

} // namespace plaint::tests
