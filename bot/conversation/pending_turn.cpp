#include "bot/conversation/pending_turn.hpp"

#include "bot/conversation/callbacks.hpp"
#include "bot/conversation/input.hpp"
#include "bot/conversation/lookups.hpp"
#include "bot/support/seal.hpp"
#include "dialogs/engine/reopen.hpp"

#include <algorithm>

namespace plaint::conversation {
namespace {

// A chat in which something appears that nobody has asked for. Elsewhere only answers reach the person, and a question
// that was put unheard would take their next words for its answer.
constexpr std::string_view open_chat = "directline:";

support::Count count_of(casework::Ruling::Kind kind) {
    using Kind = casework::Ruling::Kind;
    using support::Count;
    switch (kind) {
    case Kind::request: return Count::rulings_requested;
    case Kind::release: return Count::rulings_released;
    case Kind::accept: return Count::rulings_accepted;
    case Kind::not_accept: return Count::rulings_not_accepted;
    case Kind::transfer: return Count::rulings_transferred;
    case Kind::type: return Count::rulings_typed;
    case Kind::route: return Count::rulings_routed;
    }
    return Count::rulings_requested;
}

} // namespace

TurnContent said_in(const Inbound& inbound) {
    return {.said = inbound.said,
            .modality = inbound.modality,
            .words = inbound.words,
            .value = inbound.value,
            .files = inbound.files,
            .client = inbound.client};
}

std::shared_ptr<PendingTurn> begin_turn(LoadedSession& entry, std::int64_t at_ms) {
    auto pending = std::make_shared<PendingTurn>(PendingTurn{.content = std::move(*entry.content),
                                                             .turn = said_in(entry.jobs.front().inbound),
                                                             .at_ms = at_ms,
                                                             .edition = entry.edition});
    entry.content.reset();
    return pending;
}

void step(PendingTurn& pending, const Inbound& inbound, const library::Edition& newest,
          const support::Config& config) {
    dialogs::Session& session = pending.content.session;
    const library::Edition asked = pending.edition;
    const dialogs::Input input = input_of(inbound, session, *asked, config, pending.at_ms);
    if (state_of(session) == storage::SessionState::draft) pending.edition = newest;
    dialogs::StepResult result =
        asked == pending.edition ? dialogs::step(asked->tree(), std::move(session), input)
                                 : dialogs::step(asked->tree(), newest->tree(), std::move(session), input);
    session = std::move(result.session);
    pending.turn.locale = session.locales[session.find_visit(inbound.conversation.text)->locale];
    pending.turn.outputs = std::move(result.outputs);
    pending.turn.effects = std::move(result.effects);
}

casework::Matter matter_of(const LoadedSession& entry, PendingTurn& pending) {
    return {entry.id, pending.content.session, *pending.edition, pending.tree(), pending.at_ms};
}

storage::SessionState state_of(const dialogs::Session& session) {
    return session.withdrawn     ? storage::SessionState::ended
           : session.version > 0 ? storage::SessionState::submitted
                                 : storage::SessionState::draft;
}

bool carry_out(const Job& job, PendingTurn& pending, const dialogs::Tree& tree) {
    using Kind = casework::Ruling::Kind;
    const casework::Ruling& ruling = job.ruling->ruling;
    dialogs::Session& session = pending.content.session;
    const bool asks = ruling.kind == Kind::request;
    // Where the person has said something else since, the words go into the version that was heard, and nowhere else.
    const bool types = ruling.kind == Kind::type && !ruling.fields.empty() &&
                       dialogs::spoken_at(tree, session, ruling.fields.front(), ruling.recording);
    pending.turn.said = asks ? dialogs::Said::reopen : types ? dialogs::Said::typed : dialogs::Said::note;
    pending.turn.words = ruling.text;
    if (!asks && !types) {
        ++session.turn;
        return true;
    }
    // Each is tried alone first: reopening twice changes nothing, and the copy is dropped where one is refused.
    if (asks)
        for (const std::string& path : ruling.fields)
            if (!dialogs::reopen(tree, session, path)) return false;
    const dialogs::Input input{.said = pending.turn.said,
                               .conversation = job.inbound.conversation.text,
                               .modality = types ? dialogs::Modality::voice : dialogs::Modality::web,
                               .locale = session.locales.empty() ? std::string() : session.locales.front(),
                               .at_ms = pending.at_ms,
                               .raw = types ? ruling.text : ruling.reason,
                               .value = types ? ruling.recording : std::string(),
                               .to = types ? ruling.fields.front() : std::string(),
                               .reopen = asks ? ruling.fields : std::vector<std::string>()};
    session = dialogs::step(tree, std::move(session), input).session;
    return true;
}

std::vector<storage::ConversationId> windows_to_ask(const Job& job, const dialogs::Session& session) {
    std::vector<storage::ConversationId> windows;
    if (job.ruling == nullptr || job.ruling->ruling.kind != casework::Ruling::Kind::request) return windows;
    for (const dialogs::Visit& visit : session.visits)
        if (visit.conversation.starts_with(open_chat) && !visit.stopped)
            windows.emplace_back(visit.conversation);
    return windows;
}

bool is_wanted(const Inbound& note, const dialogs::Session& session, const dialogs::Tree& tree) {
    return note.files.empty() || (!session.withdrawn && dialogs::consent(tree, session) != false);
}

bool take_note(PendingTurn& pending, const Inbound& note, const dialogs::Tree& tree) {
    dialogs::Session& session = pending.content.session;
    ++session.turn;
    for (const dialogs::FileRef& file : note.files)
        session.recordings.insert_or_assign(note.external_id, file);
    if (const dialogs::Visit* visit = session.find_visit(note.conversation.text))
        pending.turn.locale = session.locales[visit->locale];
    const bool goes_over =
        !note.files.empty() && session.version > 0 && dialogs::is_as_submitted(tree, session);
    if (goes_over) ++session.version;
    return goes_over;
}

void add_what_follows(PendingTurn& pending, const Inbound& inbound, const CallStanding& standing,
                      const support::Config& config) {
    auto events = call_events(inbound, standing, pending.turn, config, pending.at_ms);
    // Where nothing is sent to the caller, nobody needs their number.
    if (inbound.said == dialogs::Said::note && events.empty()) pending.turn.client.clear();
    for (storage::EventRecord& event : events) pending.proceeding.events.push_back(std::move(event));
    pending.promise = promise_of(inbound, standing, pending.turn, intake_region(*pending.edition, config),
                                 pending.at_ms, pending.promised_before);
}

void count(const PendingTurn& pending, const Job& job, support::Metrics& metrics) {
    using dialogs::Effect;
    metrics.add(support::Count::turns_committed);
    if (job.linked) metrics.add(support::Count::cases_withdrawn);
    if (job.ruling != nullptr) metrics.add(count_of(job.ruling->ruling.kind));
    // The version that a late recording makes is submitted by nobody.
    if (job.inbound.said == dialogs::Said::note && job.ruling == nullptr && pending.turn.closing)
        metrics.add(support::Count::cases_resubmitted);
    for (const Effect effect : pending.turn.effects) {
        switch (effect) {
        case Effect::submit:
            metrics.add(pending.content.session.version == 1 ? support::Count::cases_submitted
                                                             : support::Count::cases_resubmitted);
            break;
        case Effect::withdraw: metrics.add(support::Count::cases_withdrawn); break;
        case Effect::person: metrics.add(support::Count::transfers_to_operator); break;
        case Effect::callback: metrics.add(support::Count::callbacks_requested); break;
        case Effect::stopped:
        case Effect::heard: break;
        }
    }
}

storage::Commit commit_of(PendingTurn& pending, const Job& job, const LoadedSession& entry,
                          std::uint32_t draft_days) {
    constexpr std::int64_t day_ms = 24 * 60 * 60'000;
    const Inbound& inbound = job.inbound;
    SessionContent& content = pending.content;
    const bool fresh = !content.next_activity.contains(inbound.conversation.text);
    auto& next = content.next_activity[inbound.conversation.text];
    // Another message may have brought the conversation here meanwhile, and been answered.
    if (job.next_activity) next = std::max(next, *job.next_activity);
    pending.first_activity = next;
    pending.turn.content_version = pending.edition->version;
    const std::uint32_t activities = pending.turn.activity_count();
    next += activities;

    storage::Commit commit;
    commit.expected_version = entry.record.version;
    commit.session = entry.record;
    commit.session.version = entry.record.version + 1;
    const dialogs::Session& session = content.session;
    commit.session.state = state_of(session);
    commit.session.expires_at = pending.at_ms + day_ms * draft_days;
    commit.session.content = support::seal(entry.id.text, encode(pending.tree(), content));
    if (job.joins || fresh)
        commit.new_conversation = {inbound.conversation, entry.id, inbound.resume_hash, pending.at_ms};
    commit.turn = {.session = entry.id,
                   .turn = session.turn,
                   .conversation = inbound.conversation,
                   .external_id = inbound.external_id,
                   .at = pending.at_ms,
                   .first_activity = pending.first_activity,
                   .activity_count = activities,
                   .content = support::seal(entry.id.text, encode(pending.turn))};
    for (const dialogs::FileRef& file : inbound.files)
        commit.files.push_back({entry.id, file.sha256, file.size_bytes, file.media_type, pending.at_ms,
                                support::seal(entry.id.text, file.name)});
    commit.cases = std::move(pending.proceeding.cases);
    commit.audit = std::move(pending.proceeding.audit);
    commit.events = std::move(pending.proceeding.events);
    if (pending.promise) commit.callbacks.push_back(std::move(*pending.promise));
    pending.has_events = !commit.events.empty();
    return commit;
}

} // namespace plaint::conversation
