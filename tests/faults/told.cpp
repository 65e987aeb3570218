#include "tests/faults/town.hpp"

#include <algorithm>
#include <concepts>

namespace plaint::tests {

using namespace storage;
using contract::ask;

namespace {

class Lines {
  public:
    template<class... Parts>
    void add(const Parts&... parts) {
        ((text_ += ' ', put(parts)), ...);
        text_ += '\n';
    }
    std::string take() { return std::move(text_); }

  private:
    void put(const std::string& text) {
        // Long texts are told by their length and a digest, or no difference could be found by eye.
        if (text.size() <= 64)
            text_ += text.empty() ? "-" : text;
        else
            text_ += std::to_string(text.size()) + "#" + std::to_string(std::hash<std::string>{}(text));
    }
    void put(const char* text) { text_ += text; }
    template<class Tag>
    void put(const Id<Tag>& id) {
        put(id.text);
    }
    template<class Number>
        requires std::integral<Number> || std::is_enum_v<Number>
    void put(Number number) {
        text_ += std::to_string(static_cast<std::int64_t>(number));
    }

    std::string text_;
};

constexpr std::uint32_t all = 1'000'000;

void tell_turns(Lines& lines, const char* where, const std::vector<TurnRecord>& turns) {
    for (const auto& one : turns)
        lines.add(where, one.session, one.turn, one.conversation, one.external_id, one.at, one.first_activity,
                  one.activity_count, one.content);
}

void tell_case(Lines& lines, Store& store, const CaseRecord& newest, const std::vector<EventStatus>& events) {
    for (std::uint32_t version = 1; version <= newest.version; ++version)
        if (const auto one =
                ask<std::optional<CaseRecord>>([&](auto a) { store.find_case(newest.number, version, a); }))
            lines.add("case", one->number, one->session, one->kind, one->version, one->state, one->centre,
                      one->lead, one->submitted_at, one->dossier);
    for (const auto& one : ask<std::vector<AuditRecord>>([&](auto a) { store.audit(newest.number, a); }))
        lines.add("audit", one.number, one.sequence, one.at, one.actor, one.action, one.previous_hash,
                  one.hash, one.content);
    for (const auto& [event, state, attempts, problem] : events)
        if (event.number == newest.number)
            lines.add("event", event.id, event.type, event.destination, event.number, event.case_version,
                      event.due_at, event.content, state, attempts, problem);
}

std::string tell(Store& store, const Person& person, const std::vector<EventStatus>& events) {
    Lines lines;
    const auto& id = person.talk.session;
    if (const auto one = ask<std::optional<SessionRecord>>([&](auto a) { store.session(id, a); }))
        lines.add("session", one->id, one->version, one->state, one->receipt_hash, one->expires_at,
                  one->content);
    if (const auto one = ask<std::optional<ConversationRecord>>(
            [&](auto a) { store.conversation(person.talk.conversation, a); }))
        lines.add("conversation", one->id, one->session, one->resume_hash, one->begun_at);
    tell_turns(lines, "turn",
               ask<std::vector<TurnRecord>>([&](auto a) { store.turns_of_session(id, 0, all, a); }));
    tell_turns(lines, "said", ask<std::vector<TurnRecord>>([&](auto a) {
                   store.turns(person.talk.conversation, 0, all, a);
               }));
    auto files = ask<std::vector<FileRecord>>([&](auto a) { store.files(id, a); });
    std::ranges::sort(files, {}, &FileRecord::sha256);
    for (const auto& one : files)
        lines.add("file", one.session, one.sha256, one.size_bytes, one.media_type, one.stored_at,
                  one.content);
    auto cases = ask<std::vector<CaseRecord>>([&](auto a) { store.cases(id, a); });
    std::ranges::sort(cases, {}, &CaseRecord::number);
    for (const auto& one : cases) tell_case(lines, store, one, events);
    return lines.take();
}

std::vector<EventStatus> events_of(Store& store) {
    return ask<std::vector<EventStatus>>([&](auto a) { store.events(std::nullopt, all, a); });
}

} // namespace

std::string told(Store& store, const Person& person) { return tell(store, person, events_of(store)); }

std::string told(Store& store, const std::vector<Person>& people) {
    const auto events = events_of(store);
    std::string text;
    for (const auto& person : people) text += tell(store, person, events);
    return text;
}

} // namespace plaint::tests
