#include "dialogs/engine/messages.hpp"

#include "dialogs/engine/step.hpp"
#include "dialogs/kinds/kind.hpp"

#include <array>

namespace plaint::dialogs {
namespace {

using kinds::Kind;

constexpr std::string_view plain_keys[] = {"add.full",
                                           "add.none",
                                           "asked.none",
                                           "asked.which",
                                           "back.none",
                                           "callback.none",
                                           "callback.noted",
                                           "change.later",
                                           "change.none",
                                           "change.which",
                                           "clarify.choice",
                                           "clarify.region",
                                           "facts.file_noted",
                                           "facts.full",
                                           "facts.noted",
                                           "facts.waiting",
                                           "focus.current",
                                           "focus.keep",
                                           "focus.more",
                                           "formal.taken",
                                           "help.general",
                                           "label.separator",
                                           "ladder.call",
                                           "ladder.callback",
                                           "ladder.end",
                                           "ladder.kept",
                                           "ladder.later",
                                           "ladder.person",
                                           "ladder.skipped",
                                           "ladder.stop",
                                           "ladder.unverified",
                                           "language.done",
                                           "language.which",
                                           "list.item",
                                           "list.rest",
                                           "list.separator",
                                           "list.value",
                                           "message.ask",
                                           "message.kept",
                                           "message.noted",
                                           "missing.list",
                                           "missing.none",
                                           "no",
                                           "offer.again",
                                           "offer.aside",
                                           "offer.correction",
                                           "offer.doubtful",
                                           "offer.drop",
                                           "offer.file",
                                           "offer.keep",
                                           "offer.proposal",
                                           "offer.stale",
                                           "offer.tail",
                                           "offer.understood",
                                           "option.after.callback",
                                           "option.after.change",
                                           "option.after.new",
                                           "option.after.progress",
                                           "option.after.supplement",
                                           "option.person.callback",
                                           "option.person.continue",
                                           "option.person.message",
                                           "option.person.registered",
                                           "outstanding.ask",
                                           "person.failed",
                                           "person.instead",
                                           "person.none",
                                           "person.transfer",
                                           "person.unavailable",
                                           "problem.answer",
                                           "problem.option",
                                           "problem.recording",
                                           "problem.refused",
                                           "problem.review",
                                           "readback.any",
                                           "recording.ask",
                                           "recording.declined",
                                           "remove.done",
                                           "remove.none",
                                           "remove.which",
                                           "review.ask",
                                           "review.confirm",
                                           "review.item",
                                           "session.over",
                                           "silence.1",
                                           "silence.2",
                                           "stale.input",
                                           "stop.done",
                                           "stop.plain",
                                           "submitted.again",
                                           "submitted.aside",
                                           "submitted.done",
                                           "submitted.lacking",
                                           "submitted.linked",
                                           "submitted.missing",
                                           "submitted.new",
                                           "submitted.no_term",
                                           "submitted.reason",
                                           "submitted.stands",
                                           "submitted.state",
                                           "submitted.term",
                                           "submitted.thanks",
                                           "submitted.version",
                                           "suggest.any",
                                           "term.unknown",
                                           "value.abroad",
                                           "value.date",
                                           "value.days",
                                           "value.file",
                                           "value.recording",
                                           "value.tail",
                                           "value.years",
                                           "withdrawn.confirm",
                                           "withdrawn.done",
                                           "withdrawn.linked",
                                           "yes"};

// The problem codes of dialogs/kinds/kind.hpp, and those that the engine adds.
struct Problems {
    Kind kind;
    std::vector<std::string_view> codes;
};
const Problems problems[] = {
    {Kind::choice, {"unclear", "unanswered"}},
    {Kind::yes_no, {"unclear", "labelled"}},
    {Kind::text, {"empty", "too_short", "too_long", "yes_no"}},
    {Kind::number, {"format", "too_small", "too_large"}},
    {Kind::date, {"format", "impossible", "future", "lunar", "no_year", "no_day"}},
    {Kind::region, {"unknown", "ambiguous", "abroad"}},
    {Kind::phone, {"format", "short_code", "area_code"}},
    {Kind::email, {"format"}},
    {Kind::link, {"format", "scheme", "short_link", "taokouling", "no_item", "unknown_platform"}},
    {Kind::patent_number,
     {"format", "checksum", "missing_check_digit", "year", "type", "publication_number",
      "international_number"}},
    {Kind::credit_code, {"length", "charset", "region", "checksum", "old_number"}},
    {Kind::resident_id, {"format", "region", "birth", "checksum"}},
    {Kind::receipt_code, {"format", "length", "checksum"}},
    {Kind::file, {"file_expected", "too_many"}},
    {Kind::trademark_number, {"format", "nice_class"}},
    {Kind::copyright_number, {"format"}},
    {Kind::gi_number, {"format"}},
    {Kind::customs_record, {"format"}},
    {Kind::plant_variety_number, {"format"}},
    {Kind::identity_paper, {"format", "old_card", "checksum"}},
    {Kind::postal_code, {"format", "prefix"}},
};

} // namespace

std::vector<std::string> engine_keys() {
    std::vector<std::string> keys(std::begin(plain_keys), std::end(plain_keys));
    for (const Problems& of_kind : problems) {
        const std::string kind(name_of(of_kind.kind));
        keys.push_back("help.kind." + kind);
        keys.push_back("problem." + kind);
        for (const std::string_view code : of_kind.codes)
            keys.push_back("problem." + kind + "." + std::string(code));
    }
    for (const State state : {State::later, State::none, State::unknown, State::skip, State::unverified})
        for (const std::string_view family : {"formal.", "shown.", "problem.may."})
            keys.push_back(std::string(family) + std::string(name_of(state)));
    for (int command = 0; command <= static_cast<int>(Command::withdraw); ++command)
        keys.push_back("command." + std::string(name_of(static_cast<Command>(command))));
    return keys;
}

} // namespace plaint::dialogs
