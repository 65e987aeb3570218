#include "adapters/staff/layout.hpp"
#include "adapters/staff/rooms.hpp"
#include "bot/casework/ruling.hpp"

#include <algorithm>

namespace plaint::staff {
namespace {

using casework::Ruling;

// A text field's words: it sends line ends as CR LF, and other controls are nobody's words.
std::string words_of(std::string_view text) {
    std::string words;
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n') words += c;
    return words;
}

Ruling ruling_in(const Visit& visit, Ruling::Kind kind, storage::CaseNumber number) {
    Ruling ruling{.kind = kind, .number = std::move(number)};
    ruling.version = number_from<std::uint32_t>(visit.form.get("version")).value_or(0);
    if (casework::needs_reason(kind)) ruling.reason = words_of(visit.form.get("reason"));
    if (kind == Ruling::Kind::type) ruling.text = words_of(visit.form.get("text"));
    ruling.recording = visit.form.get("recording");
    ruling.to = visit.form.get("to");
    constexpr std::string_view fact = "fact.";
    for (const net::Parameter& one : visit.form) {
        if (kind == Ruling::Kind::route && one.name.starts_with(fact))
            ruling.facts[one.name.substr(fact.size())] = words_of(one.value);
        const bool is_new = std::ranges::find(ruling.fields, one.value) == ruling.fields.end();
        if (one.name == "field" && is_new) ruling.fields.push_back(one.value);
        if (one.name == "proposal")
            if (const auto position = number_from<std::size_t>(one.value))
                ruling.proposals.push_back(*position);
    }
    return ruling;
}

void answer(Context& context, const Seen& seen, const storage::CaseNumber& number,
            const std::expected<review::Review::Done, review::Refused>& done) {
    if (!done) return refuse(context, seen, done.error());
    seen->respond(net::see_other("/staff/cases/" + number.text));
}

void add_ruling(Context& context, Gate& gate, std::string_view pattern, review::Right right,
                std::function<std::optional<Ruling::Kind>(const Visit&)> kind_of) {
    gate.form(pattern, right, [&context, kind_of = std::move(kind_of)](const Seen& seen) {
        const auto number = number_in(context, seen);
        if (!number) return;
        const auto kind = kind_of(*seen);
        if (!kind) return refuse(context, seen, review::Refused::nothing_named);
        context.review.rule(
            *seen->officer, ruling_in(*seen, *kind, *number),
            [&context, seen, number = *number](auto done) { answer(context, seen, number, done); });
    });
}

} // namespace

void add_case_actions(Context& context, Gate& gate) {
    using Kind = Ruling::Kind;
    const auto always = [](Kind kind) { return [kind](const Visit&) { return std::optional(kind); }; };
    gate.form("/staff/cases/{number}/take", review::Right::take, [&context](const Seen& seen) {
        const auto number = number_in(context, seen);
        if (!number) return;
        context.review.take(
            *seen->officer, *number, storage::StaffId(std::string(seen->form.get("from"))),
            [&context, seen, number = *number](auto done) { answer(context, seen, number, done); });
    });
    add_ruling(context, gate, "/staff/cases/{number}/request", review::Right::request, always(Kind::request));
    add_ruling(context, gate, "/staff/cases/{number}/type", review::Right::type, always(Kind::type));
    add_ruling(context, gate, "/staff/cases/{number}/release", review::Right::release, always(Kind::release));
    add_ruling(context, gate, "/staff/cases/{number}/route", review::Right::route, always(Kind::route));
    add_ruling(context, gate, "/staff/cases/{number}/transfer", review::Right::transfer,
               always(Kind::transfer));
    add_ruling(context, gate, "/staff/cases/{number}/decide", review::Right::decide,
               [](const Visit& visit) -> std::optional<Kind> {
                   const auto kind = casework::ruling_of(visit.form.get("decision"));
                   if (kind == Kind::accept || kind == Kind::not_accept) return kind;
                   return std::nullopt;
               });
    gate.form("/staff/cases/{number}/replay", review::Right::replay, [&context](const Seen& seen) {
        const auto number = number_in(context, seen);
        if (!number) return;
        context.review.replay(
            *seen->officer, *number, storage::EventId(std::string(seen->form.get("event"))),
            [&context, seen, number = *number](auto done) { answer(context, seen, number, done); });
    });
}

} // namespace plaint::staff
