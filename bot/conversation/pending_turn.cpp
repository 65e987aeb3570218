#include "bot/conversation/pending_turn.hpp"

#include "bot/support/seal.hpp"

namespace plaint::conversation {

void count(const PendingTurn& pending, support::Metrics& metrics) {
    using dialogs::Effect;
    metrics.add(support::Count::turns_committed);
    for (const Effect effect : pending.turn.effects) {
        switch (effect) {
        case Effect::submit:
            metrics.add(pending.content.session.version == 1 ? support::Count::cases_submitted
                                                             : support::Count::cases_resubmitted);
            break;
        case Effect::withdraw: metrics.add(support::Count::cases_withdrawn); break;
        case Effect::person: metrics.add(support::Count::transfers_to_operator); break;
        case Effect::callback: metrics.add(support::Count::callbacks_requested); break;
        case Effect::stopped: break;
        }
    }
}

storage::Commit commit_of(PendingTurn& pending, const Job& job, const LoadedSession& entry,
                          const dialogs::Tree& tree, std::uint32_t draft_days) {
    constexpr std::int64_t day_ms = 24 * 60 * 60'000;
    const Inbound& inbound = job.inbound;
    SessionContent& content = pending.content;
    const bool fresh = !content.next_activity.contains(inbound.conversation.text);
    auto& next = content.next_activity[inbound.conversation.text];
    if (job.next_activity) next = *job.next_activity;
    pending.first_activity = next;
    const std::uint32_t activities = pending.turn.activity_count();
    next += activities;

    storage::Commit commit;
    commit.expected_version = entry.record.version;
    commit.session = entry.record;
    commit.session.version = entry.record.version + 1;
    const dialogs::Session& session = content.session;
    commit.session.state = session.withdrawn     ? storage::SessionState::ended
                           : session.version > 0 ? storage::SessionState::submitted
                                                 : storage::SessionState::draft;
    commit.session.expires_at = pending.at_ms + day_ms * draft_days;
    commit.session.content = support::seal(entry.id.text, encode(tree, content));
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
    pending.has_events = !commit.events.empty();
    return commit;
}

} // namespace plaint::conversation
