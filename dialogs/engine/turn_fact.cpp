#include "dialogs/engine/turn.hpp"

#include <algorithm>

// What is said, or sent, before anybody asked for it.
namespace plaint::dialogs {

using kinds::Kind;

void Turn::hear_files() {
    if (input_.files.empty() || session_.withdrawn) return;
    if (visit().stopped) renew_visit();
    const Leaf* leaf = visit().put == Put::leaf ? leaf_of(tree_, asked()) : nullptr;
    const bool stale = !input_.to.empty() && input_.to != ask_path();
    if (leaf != nullptr && leaf->kind == Kind::file && !stale && visit().pending == Pending::nothing &&
        stands_as_asked()) {
        if (leaf->limits.max > 0 && static_cast<std::int64_t>(input_.files.size()) > leaf->limits.max) {
            wrong("problem.file.too_many", {{"max", leaf->limits.max}});
            return;
        }
        return record(Answer{.value = input_.files});
    }
    if (!spend_free_input()) return;
    if (session_.facts.size() == facts_max) return say({"facts.full", {}});
    session_.facts.push_back({.kind = Kind::file, .files = input_.files, .turn = session_.turn});
    say({"facts.file_noted", {{"count", static_cast<std::int64_t>(input_.files.size())}}});
    // Who sends a file when only what was put off could be asked for, wants to give that.
    if (visit().put == Put::done) {
        renew_visit();
        walk();
    }
    if (standing_.put == Put::outstanding && visit().pending == Pending::nothing) reopen_outstanding();
}

// Keeps the facts of a message for their questions; one for an answered question becomes an offered correction. Says how
// many were of use.
std::size_t Turn::note_facts(std::optional<std::size_t> except) {
    std::size_t noted = 0;
    std::optional<std::pair<Ref, std::string>> correction;
    for (std::size_t i = 0; i < input_.facts.size(); ++i) {
        const kinds::Found& found = input_.facts[i];
        const std::uint32_t meant = tree_.fact_leaf[static_cast<std::size_t>(found.kind)];
        if (i == except || meant == Tree::none) continue;
        const bool waits = std::ranges::any_of(session_.facts, [&](const Fact& fact) {
            return fact.kind == found.kind && fact.value == found.value;
        });
        const bool known =
            waits || std::ranges::any_of(session_.walk.passed, [&](const Walk::Passed& passed) {
                return passed.op == Op::ask && passed.answer->value == Value(found.value);
            });
        if (known) {
            ++noted;
            continue;
        }
        const auto answered = std::ranges::find_if(session_.walk.passed, [&](const Walk::Passed& passed) {
            return passed.op == Op::ask && passed.index == meant && passed.ref.depth == 0 &&
                   passed.answer->has_value();
        });
        if (answered != session_.walk.passed.end() && visit().pending == Pending::nothing && !correction &&
            !found.doubtful) {
            correction = {answered->ref, found.value};
            ++noted;
            continue;
        }
        if (session_.facts.size() == facts_max) continue;
        session_.facts.push_back({.kind = found.kind, .value = found.value, .turn = session_.turn});
        ++noted;
    }
    // Beside an answer it is a correction like any other; alone, the message as a whole is counted.
    if (correction && (!except || spend_free_input())) {
        focus_on(correction->first);
        visit().put = Put::leaf;
        visit().question = correction->first;
        visit().pending = Pending::correction;
        visit().values = {correction->second};
    }
    return noted;
}

// Instead of an answer came facts for other questions: no mistake, but a free input.
bool Turn::take_facts() {
    const std::size_t waiting = session_.facts.size();
    const std::size_t noted = note_facts(std::nullopt);
    if (noted == 0) return false;
    if (spend_free_input() && session_.facts.size() > waiting)
        say({"facts.noted", {{"count", static_cast<std::int64_t>(session_.facts.size() - waiting)}}});
    return true;
}

} // namespace plaint::dialogs
