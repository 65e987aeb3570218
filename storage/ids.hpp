#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace plaint::storage {

// An identifier that cannot be confused with another kind of identifier, nor with plain text.
template<class Tag>
struct Id {
    std::string text;

    Id() = default;
    explicit Id(std::string value) : text(std::move(value)) {}
    bool empty() const { return text.empty(); }
    auto operator<=>(const Id&) const = default;
};

// 32 lower-case hexadecimal digits, random; internal, never shown to a complainant.
using SessionId = Id<struct SessionTag>;
// One chat window or one call, named by its adapter, e.g. "directline:K3h…" or "twilio:CA12…".
using ConversationId = Id<struct ConversationTag>;
// Public: "IP-2026-330100-0000123" is year, region of the receiving centre, serial.
using CaseNumber = Id<struct CaseTag>;
// "evt_" and 24 hexadecimal digits; the webhook-id of a delivery, constant over all its attempts.
using EventId = Id<struct EventTag>;
// "staff_" and 16 hexadecimal digits; stands in audits and logs, where the name must not.
using StaffId = Id<struct StaffTag>;

} // namespace plaint::storage

template<class Tag>
struct std::hash<plaint::storage::Id<Tag>> {
    std::size_t operator()(const plaint::storage::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.text);
    }
};
