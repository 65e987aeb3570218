#include "dialogs/engine/reopen.hpp"

#include "dialogs/engine/recording.hpp"
#include "dialogs/engine/walk.hpp"

#include <algorithm>
#include <memory>

namespace plaint::dialogs {
namespace {

// The words of an answer, where they may be a recording's name.
std::string* words_of(Answer& answer) {
    if (answer.state == State::unverified) return &answer.reason;
    return answer.has_value() ? std::get_if<std::string>(&answer.value) : nullptr;
}

} // namespace

std::optional<Ref> reopen(const Tree& tree, Session& session, std::string_view path) {
    std::optional<Ref> open;
    for (const Ref& ref : refs_at(tree, session, path)) {
        if (GroupState* group = group_state_of(tree, session, ref)) {
            group->reopened = true;
            restart(session);
            return ref;
        }
        Slot* slot = slot_of(tree, session, ref);
        if (slot == nullptr) continue;
        // Of several leaves for one field, the one that holds the answer that counts.
        if (slot->answer != nullptr && !slot->aside) {
            slot->reopened = true;
            restart(session);
            return ref;
        }
        if (!open) open = ref;
    }
    // Where nobody has answered yet, the walk asks anyway.
    return open;
}

bool is_same_place(const Tree& tree, const Ref& one, const Ref& other) {
    const Leaf* leaf = leaf_of(tree, one);
    const Leaf* other_leaf = leaf_of(tree, other);
    const bool same_field =
        leaf != nullptr && other_leaf != nullptr ? leaf->path == other_leaf->path : one.what == other.what;
    return same_field && one.depth == other.depth &&
           std::equal(one.items.begin(), one.items.begin() + one.depth, other.items.begin());
}

bool waits(const Tree& tree, Session& session, const Ref& ref) {
    // Where the walk is at its end, whatever it has not come by is not asked for any more.
    const bool at_end = session.walk.fresh && tree.nodes[session.walk.at].op == Op::submit;
    if (const GroupState* group = group_state_of(tree, session, ref))
        return group->reopened && group->closed != nullptr && (!at_end || group->passed);
    bool is_passed = false;
    for (const Walk::Passed& passed : session.walk.passed)
        is_passed = is_passed || (passed.op == Op::ask && is_same_place(tree, passed.ref, ref));
    if (at_end && !is_passed) return false;
    const Leaf* leaf = leaf_of(tree, ref);
    if (leaf == nullptr) return false;
    bool answered = false;
    for (const std::uint32_t index : tree.field(leaf->path)->leaves) {
        Ref place = ref;
        place.what = tree.leaves[index].hash;
        const Slot* slot = slot_of(tree, session, place);
        if (slot == nullptr || slot->answer == nullptr || slot->aside) continue;
        if (slot->reopened) return true;
        answered = true;
    }
    return !answered;
}

bool waits_reopened(const Tree& tree, Session& session) {
    return std::ranges::any_of(session.requests, [&](const Request& request) {
        return std::ranges::any_of(request.refs, [&](const Ref& ref) { return waits(tree, session, ref); });
    });
}

std::optional<Ref> spoken_at(const Tree& tree, Session& session, std::string_view path,
                             std::string_view recording) {
    for (const Ref& ref : refs_at(tree, session, path)) {
        const Slot* slot = slot_of(tree, session, ref);
        if (slot == nullptr || slot->answer == nullptr || slot->aside) continue;
        const std::string* words = words_of(*slot->answer);
        if (words != nullptr && recording_of(*words) == recording) return ref;
    }
    return std::nullopt;
}

bool type_recording(const Tree& tree, Session& session, std::string_view path, std::string_view recording,
                    const std::string& text, std::int64_t at_ms) {
    const auto ref = spoken_at(tree, session, path, recording);
    if (!ref) return false;
    Slot& slot = *slot_of(tree, session, *ref);
    slot.history.push_back(*slot.answer);
    if (slot.history.size() > history_max) slot.history.erase(slot.history.begin());
    // Who said it, on which channel and in which language, stays as it was; only the words are new.
    Answer& answer = *slot.answer;
    *words_of(answer) = text;
    answer.value_hash = hash_of(answer.value);
    answer.turn = session.turn;
    answer.at_ms = at_ms;
    restart(session);
    return true;
}

} // namespace plaint::dialogs
