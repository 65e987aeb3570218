#include "tests/recovery/promises.hpp"

#include "bot/casework/closing_words.hpp"
#include "bot/casework/ruling.hpp"
#include "bot/conversation/input.hpp"
#include "bot/conversation/pending_turn.hpp"
#include "bot/conversation/session_content.hpp"
#include "dialogs/engine/codec.hpp"
#include "tests/recovery/looking.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::tests {
namespace {

using conversation::Reply;
using conversation::TurnContent;
using dialogs::Effect;
using dialogs::Said;
using storage::ConversationId;
using storage::SessionId;
using storage::TurnRecord;

// Whether this is what a turn says of whose outputs those are. Words of cases are put in between, and one stands in for
// another.
bool follow(const std::vector<dialogs::Output>& made, const std::vector<dialogs::Output>& told) {
    if (std::ranges::none_of(made, casework::speaks_of_cases)) return made == told;
    auto at = told.begin();
    for (const dialogs::Output& one : made) {
        if (one.message.key == "submitted.reason") continue;
        at = std::find(at, told.end(), one);
        if (at == told.end()) return false;
        ++at;
    }
    return true;
}

// The session after the turn of a ruling that a dossier tells of; nothing where it cannot have made that turn.
std::optional<dialogs::Session> after_ruling(const dialogs::Tree& tree, dialogs::Session session,
                                             const TurnRecord& turn, const TurnContent& told,
                                             const nlohmann::json& note) {
    casework::Ruling ruling{.kind = casework::ruling_of(note.value("ruling", "")).value(),
                            .reason = note.value("reason", ""),
                            .recording = note.value("recording", ""),
                            .text = told.words,
                            .fields = note.value("fields", std::vector<std::string>())};
    conversation::Job job;
    job.inbound.conversation = turn.conversation;
    job.ruling = std::make_shared<conversation::RulingJob>(conversation::RulingJob{std::move(ruling), {}});
    conversation::PendingTurn pending{.content = {{}, std::move(session)}, .at_ms = turn.at};
    if (!conversation::carry_out(job, pending, tree) || pending.turn.said != told.said) return std::nullopt;
    return std::move(pending.content.session);
}

} // namespace

std::size_t Promises::wrote(Message message) {
    message.inbound.client.insert(0, std::to_string(messages_.size()));
    messages_.push_back(std::move(message));
    messages_by_name_[name_of(messages_.size() - 1)].push_back(messages_.size() - 1);
    return messages_.size() - 1;
}

std::string Promises::name_of(std::size_t message) const {
    const conversation::Inbound& inbound = messages_.at(message).inbound;
    if (inbound.external_id.empty()) return std::to_string(message);
    return inbound.conversation.text + " " + inbound.external_id;
}

// None for what did not come as a message. A recording's place stands behind the number; where nothing comes of a
// recording or of the end of a call, the number is not kept.
std::optional<std::size_t> Promises::message_of(const ConversationId& conversation, const std::string& name,
                                                const TurnContent& content) const {
    if (!content.client.empty()) {
        std::size_t number = 0;
        std::from_chars(content.client.data(), content.client.data() + content.client.size(), number);
        return number;
    }
    const auto named = messages_by_name_.find(conversation.text + " " + name);
    if (named == messages_by_name_.end()) return std::nullopt;
    for (const std::size_t number : named->second) {
        const conversation::Inbound& inbound = messages_[number].inbound;
        if (inbound.said == content.said && inbound.value == content.value) return number;
    }
    return std::nullopt;
}

std::vector<TurnRecord> Promises::turns_of(const SessionId& session, std::uint64_t after,
                                           std::uint32_t limit) {
    return ask<std::vector<TurnRecord>>(
        [&](auto answer) { disk_.turns_of_session(session, after, limit, std::move(answer)); });
}

void Promises::replied(std::optional<std::size_t> message, const Reply& reply) {
    const std::string where = in(reply.session, reply.turn);
    const auto stored = turns_of(reply.session, reply.turn - 1, 1);
    // The answer to a repeat may be on its way while its draft expires.
    if (stored.empty() && reply.repeated && may_have_expired(reply.session)) return;
    if (stored.empty() || stored.front().turn != reply.turn)
        return broken("a reply left before its turn was durable" + where);
    const auto content = content_of(stored.front());
    if (!content || conversation::encode(*content) != conversation::encode(reply.content) ||
        stored.front().first_activity != reply.first_activity ||
        stored.front().conversation != reply.conversation)
        broken("a reply is not what is recorded" + where);
    look_at_files(reply.session, reply.content.files);
    // Whatever comes under one name is one message: the first that is taken.
    const auto made_by = message_of(reply.conversation, reply.external_id, reply.content);
    if (message && (!made_by || name_of(*made_by) != name_of(*message)))
        broken("a message gets the answer to another" + where);

    const Key key{reply.session, reply.turn};
    if (message) {
        // A draft that expired took its turns along: what is said again begins anew.
        Key& known = turn_of_name_.try_emplace(name_of(*message), key).first->second;
        if (known != key && (is_stored(known.first) || !may_have_expired(known.first)))
            broken("a repeated message is answered with another turn" + where);
        known = key;
    }
    Replied now{.conversation = reply.conversation,
                .first_activity = reply.first_activity,
                .at_ms = reply.at_ms,
                .submits = has(reply.content, Effect::submit),
                .ends = has(reply.content, Effect::withdraw),
                .content = conversation::encode(reply.content)};
    const auto [before, fresh] = replied_.try_emplace(key, std::move(now));
    if (fresh && before->second.submits) ++submissions_;
    if (fresh && reply.content.modality == dialogs::Modality::voice) ++spoken_;
    if (fresh && reply.content.said == Said::note && !reply.content.files.empty()) ++recordings_;
    if (before->second.content != conversation::encode(reply.content))
        broken("a repeated message gets another answer" + where);
}

// A draft goes when nobody has come back for it; what was submitted or withdrawn stays.
bool Promises::may_have_expired(const SessionId& session) const {
    constexpr std::int64_t day_ms = 24 * 60 * 60'000;
    std::int64_t last_ms = 0;
    for (auto at = replied_.lower_bound({session, 0}); at != replied_.end() && at->first.first == session;
         ++at) {
        if (at->second.submits || at->second.ends) return false;
        last_ms = std::max(last_ms, at->second.at_ms);
    }
    return last_ms + day_ms * config_.privacy.draft_days < clock_.now();
}

bool Promises::is_stored(const SessionId& session) {
    return ask<std::optional<storage::SessionRecord>>(
               [&](auto answer) { disk_.session(session, std::move(answer)); })
        .has_value();
}

void Promises::denied(const storage::ConversationId& conversation) {
    const auto told = [&](const auto& one) {
        return one.second.conversation == conversation && !may_have_expired(one.first.first);
    };
    if (std::ranges::any_of(replied_, told))
        broken("a conversation that was answered is not known any more: " + conversation.text);
}

std::set<storage::ConversationId> Promises::conversations() const {
    std::set<storage::ConversationId> all;
    for (const auto& [key, told] : replied_)
        if (!may_have_expired(key.first)) all.insert(told.conversation);
    return all;
}

void Promises::look_at_replay(const storage::ConversationId& conversation, const std::vector<Reply>& shown) {
    std::uint64_t next = 0;
    for (const Reply& reply : shown) {
        if (reply.first_activity < next) broken("two turns share an activity of " + conversation.text);
        next = reply.first_activity + reply.content.activity_count();
    }
    for (const auto& [key, told] : replied_) {
        if (told.conversation != conversation || may_have_expired(key.first)) continue;
        const auto content = content_of(turns_of(key.first, key.second - 1, 1).at(0));
        if (!content || content->activity_count() == 0) continue;
        const bool is_shown = std::ranges::any_of(shown, [&](const Reply& reply) {
            return Key{reply.session, reply.turn} == key &&
                   conversation::encode(reply.content) == told.content;
        });
        if (!is_shown) broken("a replay leaves out what was said" + in(key.first, key.second));
    }
}

void Promises::look_at_store() {
    std::set<SessionId> sessions;
    for (const auto& [key, told] : replied_) sessions.insert(key.first);
    for (const Message& message : messages_)
        if (const auto known = ask<std::optional<storage::ConversationRecord>>(
                [&](auto answer) { disk_.conversation(message.inbound.conversation, std::move(answer)); }))
            sessions.insert(known->session);
    for (const SessionId& session : sessions) look_at_session(session);
    look_at_journal();
}

void Promises::look_at_session(const SessionId& session) {
    const auto record = ask<std::optional<storage::SessionRecord>>(
        [&](auto answer) { disk_.session(session, std::move(answer)); });
    if (!record) {
        if (!may_have_expired(session)) broken("a session is lost: " + session.text);
        return;
    }
    const auto turns = turns_of(session, 0, everything);
    look_at_turns(session, turns);
    look_at_history(*record, turns);
    look_at_cases(session, turns);
}

void Promises::look_at_files(const SessionId& session, const std::vector<dialogs::FileRef>& named) {
    for (const dialogs::FileRef& file : named) {
        const auto kept = files_.open(session, file.sha256);
        if (!kept || (*kept)->size_bytes() != file.size_bytes) broken("a file is lost: " + file.name);
    }
}

void Promises::look_at_turns(const SessionId& session, const std::vector<TurnRecord>& turns) {
    std::set<std::size_t> made;
    const TurnRecord* promise = nullptr;
    for (std::size_t i = 0; i < turns.size(); ++i) {
        const std::string where = in(session, turns[i].turn);
        if (turns[i].turn != i + 1) return broken("a turn is missing" + where);
        if (i > 0 && turns[i].at < turns[i - 1].at) broken("a turn is older than the one before" + where);
        const auto content = content_of(turns[i]);
        if (!content) return broken("a turn cannot be read" + where);
        const auto message = message_of(turns[i].conversation, turns[i].external_id, *content);
        if (message && !made.insert(*message).second) broken("a message made two turns" + where);
        look_at_files(session, content->files);
        if (has(*content, Effect::callback)) promise = &turns[i];
    }
    // Each takes the place of the one before.
    if (promise != nullptr) look_at_callback(*promise);
    for (auto at = replied_.lower_bound({session, 0}); at != replied_.end() && at->first.first == session;
         ++at) {
        const std::uint64_t turn = at->first.second;
        if (turn > turns.size()) return broken("a turn that was answered is lost" + in(session, turn));
        const auto content = content_of(turns[turn - 1]);
        if (conversation::encode(*content) != at->second.content)
            broken("a turn is not what was answered" + in(session, turn));
    }
}

void Promises::look_at_history(const storage::SessionRecord& record, const std::vector<TurnRecord>& turns) {
    const dialogs::Tree& tree = library_.tree();
    const auto bytes = support::open(record.id.text, record.content);
    const auto stored = conversation::decode_session(tree, bytes.value_or(""));
    if (!stored) return broken("a session cannot be read: " + record.id.text);
    const std::map<std::uint64_t, nlohmann::json> rulings = rulings_of(record.id);
    std::optional<dialogs::Session> session;
    for (const TurnRecord& turn : turns) {
        const TurnContent content = *content_of(turn);
        if (turn.conversation.text.starts_with(by_staff)) {
            const auto ruling = rulings.find(turn.turn);
            if (ruling == rulings.end())
                return broken("a decision is in no dossier" + in(record.id, turn.turn));
            session = after_ruling(tree, *std::move(session), turn, content, ruling->second);
            if (!session) return broken("a decision is not what its turn says" + in(record.id, turn.turn));
            continue;
        }
        if (content.said == Said::note) {
            const conversation::Inbound note{
                .conversation = turn.conversation, .external_id = turn.external_id, .files = content.files};
            conversation::PendingTurn pending{.content = {{}, *std::move(session)}, .at_ms = turn.at};
            if (conversation::take_note(pending, note, tree) != content.closing.has_value())
                broken("a note makes another version than its turn says" + in(record.id, turn.turn));
            session = std::move(pending.content.session);
            continue;
        }
        const auto number = message_of(turn.conversation, turn.external_id, content);
        conversation::Inbound inbound;
        if (number) inbound = messages_.at(*number).inbound;
        inbound.conversation = turn.conversation;
        inbound.said = content.said;
        if (!session)
            session =
                dialogs::begin_session(tree, turn.at, conversation::given_by(inbound, library_, config_));
        const bool one_linked_case = content.said == Said::withdraw && !has(content, Effect::withdraw) &&
                                     !content.outputs.empty() &&
                                     content.outputs.front().message.key == "withdrawn.linked";
        if (one_linked_case) {
            ++session->turn;
            continue;
        }
        const dialogs::Input input = conversation::input_of(inbound, *session, library_, config_, turn.at);
        dialogs::StepResult result = dialogs::step(tree, *std::move(session), input);
        session = std::move(result.session);
        if (!follow(result.outputs, content.outputs))
            broken("a turn does not follow from those before it" + in(record.id, turn.turn));
        if (result.effects != content.effects)
            broken("a turn does other things than those before it ask for" + in(record.id, turn.turn));
    }
    if (!session || dialogs::encode(tree, *session) != dialogs::encode(tree, stored->session))
        broken("a session is not what its turns made of it: " + record.id.text);
}

} // namespace plaint::tests
