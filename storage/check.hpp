#pragma once

#include "storage/store.hpp"

#include <algorithm>
#include <optional>

namespace plaint::storage {

// What a commit contradicts itself in, before any store is asked. Such a commit is a bug of its author:
// storing a part of it would make a record that no later turn could trust.
inline std::optional<Error> malformed(const Commit& commit) {
    const auto& id = commit.session.id;
    const auto broken = [](const char* what) { return Error{Fault::broken, what}; };
    if (id.empty() || commit.turn.conversation.empty())
        return broken("a commit without session or conversation");
    if (commit.turn.session != id) return broken("a commit whose turn belongs to another session");
    if (commit.session.version <= commit.expected_version)
        return broken("a commit that does not raise the version");
    if (const auto& conversation = commit.new_conversation)
        if (conversation->id != commit.turn.conversation || conversation->session != id)
            return broken("a commit whose conversation is not that of its turn");
    const auto foreign = [&](const auto& record) { return record.session != id; };
    if (std::ranges::any_of(commit.files, foreign)) return broken("a commit with a file of another session");
    if (std::ranges::any_of(commit.cases, foreign)) return broken("a commit with a case of another session");
    if (std::ranges::any_of(commit.callbacks, foreign))
        return broken("a commit with a promise of another session");
    return std::nullopt;
}

inline std::optional<Error> malformed(const CaseChange& change) {
    if (change.from.has_value() != change.to.has_value())
        return Error{Fault::broken, "a change of a case's state must name both the old and the new state"};
    return std::nullopt;
}

inline std::optional<Error> malformed(const Settlement& settlement) {
    if (settlement.state == EventState::leased)
        return Error{Fault::broken, "an event is settled as delivered, dead, refused or due again"};
    return std::nullopt;
}

} // namespace plaint::storage
