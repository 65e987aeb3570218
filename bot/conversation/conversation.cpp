#include "bot/conversation/conversation.hpp"
#include "bot/library/house_blanks.hpp"

#include "bot/casework/closing_words.hpp"
#include "bot/conversation/input.hpp"
#include "bot/conversation/loaded_sessions.hpp"
#include "bot/conversation/pending_turn.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/receipt.hpp"
#include "bot/support/seal.hpp"
#include "dialogs/kinds/receipt_code.hpp"

#include <algorithm>
#include <chrono>
#include <unordered_map>

namespace plaint::conversation {
namespace {

using dialogs::Effect;
using dialogs::Said;
using storage::ConversationId;
using storage::SessionId;

constexpr std::size_t words_bytes_max = 80'000;
constexpr int conflicts_max = 3;

Refusal refusal_of(const storage::Error& error) {
    return error.fault == storage::Fault::full ? Refusal::full : Refusal::unavailable;
}

// A store answers on its own threads; this brings the answer home to the application's.
template<class Function>
auto at_home(const casework::Casework::Post& post, Function function) {
    return [post, function = std::make_shared<Function>(std::move(function))](auto answer) mutable {
        post([function = std::move(function), answer = std::move(answer)]() mutable {
            (*function)(std::move(answer));
        });
    };
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

class Conversation::Impl {
  public:
    explicit Impl(Parts parts) : parts_(std::move(parts)) {}

    void receive(Inbound inbound, bool may_begin, Answered answered) {
        if (inbound.words.size() > words_bytes_max) return answered(std::unexpected(Refusal::too_long));
        if (waiting_ >= parts_.config.limits.turns_waiting) return answered(std::unexpected(Refusal::busy));
        Job job{.inbound = std::move(inbound), .answered = std::move(answered)};
        job.may_begin = may_begin || job.inbound.said == Said::begin;
        if (job.inbound.said == Said::resume && !job.inbound.receipt.empty()) return join(std::move(job));
        dispatch(std::move(job));
    }

    void replay(const ConversationId& conversation, std::uint64_t first_activity, std::uint32_t limit,
                std::function<void(std::expected<std::vector<Reply>, storage::Error>)> answered) {
        parts_.store.turns(
            conversation, first_activity, limit,
            at_home(parts_.post, [this, answered = std::move(answered)](
                                     std::expected<std::vector<storage::TurnRecord>, storage::Error> turns) {
                if (!turns) return answered(std::unexpected(std::move(turns).error()));
                std::vector<Reply> replies;
                for (storage::TurnRecord& turn : *turns) {
                    auto reply = recorded(std::move(turn));
                    if (!reply) return answered(std::unexpected(std::move(reply).error()));
                    replies.push_back(std::move(*reply));
                }
                answered(std::move(replies));
            }));
    }

    void locate(const ConversationId& conversation,
                std::function<void(std::expected<SessionId, Refusal>)> answered) {
        if (const auto known = sessions_.session_of(conversation)) return answered(*known);
        parts_.store.conversation(
            conversation,
            at_home(parts_.post,
                    [answered = std::move(answered)](
                        std::expected<std::optional<storage::ConversationRecord>, storage::Error> found) {
                        if (!found) return answered(std::unexpected(refusal_of(found.error())));
                        if (!*found) return answered(std::unexpected(Refusal::unknown));
                        answered((*found)->session);
                    }));
    }

    void open(const std::string& receipt, std::function<void(std::expected<Opened, Refusal>)> answered) {
        find_by_receipt(receipt,
                        [this, answered = std::move(answered)](std::expected<SessionId, Refusal> found) {
                            if (!found) return answered(std::unexpected(found.error()));
                            Job job;
                            job.look = [this, answered](LoadedSession* entry) {
                                if (entry != nullptr)
                                    look_at(*entry, answered);
                                else
                                    answered(std::unexpected(Refusal::unavailable));
                                return entry == nullptr;
                            };
                            enqueue(entry_of(*found), std::move(job));
                        });
    }

    void withdraw(const std::string& receipt, storage::CaseNumber linked, Answered answered) {
        find_by_receipt(receipt, [this, linked = std::move(linked), answered = std::move(answered)](
                                     std::expected<SessionId, Refusal> found) mutable {
            if (!found) return answered(std::unexpected(found.error()));
            Job job{.answered = std::move(answered), .linked = std::move(linked)};
            job.inbound.conversation = ConversationId("status:" + found->text);
            job.inbound.said = Said::withdraw;
            LoadedSession& entry = entry_of(*found);
            sessions_.bind(job.inbound.conversation, entry);
            enqueue(entry, std::move(job));
        });
    }

    std::size_t waiting() const { return waiting_; }
    std::size_t loaded() const { return sessions_.size(); }
    const library::Library& library() const { return parts_.library; }

  private:
    const dialogs::Tree& tree() const { return parts_.library.tree(); }

    void dispatch(Job job) {
        const ConversationId conversation = job.inbound.conversation;
        if (const auto known = sessions_.session_of(conversation))
            return enqueue(entry_of(*known), std::move(job));
        // Several first messages of one conversation wait for one look-up.
        auto& opening = opening_[conversation];
        opening.push_back(std::move(job));
        ++waiting_;
        if (opening.size() > 1) return;
        parts_.store.conversation(
            conversation,
            at_home(parts_.post,
                    [this, conversation](
                        std::expected<std::optional<storage::ConversationRecord>, storage::Error> found) {
                        std::vector<Job> jobs = std::move(opening_[conversation]);
                        opening_.erase(conversation);
                        waiting_ -= jobs.size();
                        for (Job& waiting : jobs) found_conversation(std::move(waiting), found);
                    }));
    }

    void found_conversation(
        Job job, const std::expected<std::optional<storage::ConversationRecord>, storage::Error>& found) {
        const ConversationId conversation = job.inbound.conversation;
        if (!found) return job.answered(std::unexpected(refusal_of(found.error())));
        if (const auto known = sessions_.session_of(conversation))
            return enqueue(entry_of(*known), std::move(job));
        if (*found) {
            LoadedSession& entry = entry_of((*found)->session);
            sessions_.bind(conversation, entry);
            return enqueue(entry, std::move(job));
        }
        if (!job.may_begin) return job.answered(std::unexpected(Refusal::unknown));
        const SessionId id(support::random_hex(16));
        LoadedSession& entry = entry_of(id);
        entry.is_new = true;
        sessions_.bind(conversation, entry);
        parts_.metrics.add(support::Count::sessions_begun);
        enqueue(entry, std::move(job));
    }

    // The conversation moves to the session that the code opens; its activities count on.
    void join(Job job) {
        const std::string receipt = job.inbound.receipt;
        auto waiting = std::make_shared<Job>(std::move(job));
        find_by_receipt(receipt, [this, waiting](std::expected<SessionId, Refusal> found) {
            if (!found) return waiting->answered(std::unexpected(found.error()));
            const ConversationId conversation = waiting->inbound.conversation;
            locate(conversation, [this, waiting, conversation,
                                  target = *found](std::expected<SessionId, Refusal> from) {
                if (!from && from.error() != Refusal::unknown)
                    return waiting->answered(std::unexpected(from.error()));
                const bool moves = !from || *from != target;
                const auto join_target = [this, waiting, conversation, target](std::uint64_t next_activity) {
                    waiting->next_activity = next_activity;
                    waiting->joins = true;
                    parts_.metrics.add(support::Count::sessions_resumed);
                    LoadedSession& entry = entry_of(target);
                    sessions_.bind(conversation, entry);
                    enqueue(entry, std::move(*waiting));
                };
                if (!moves) return enqueue(entry_of(target), std::move(*waiting));
                if (!from) return join_target(0);
                Job look;
                look.look = [join_target, waiting, conversation](LoadedSession* entry) {
                    if (entry == nullptr) {
                        waiting->answered(std::unexpected(Refusal::unavailable));
                        return true;
                    }
                    const auto& next = entry->content->next_activity;
                    const auto known = next.find(conversation.text);
                    join_target(known != next.end() ? known->second : 0);
                    return true;
                };
                enqueue(entry_of(*from), std::move(look));
            });
        });
    }

    void find_by_receipt(const std::string& receipt,
                         std::function<void(std::expected<SessionId, Refusal>)> answered) {
        const kinds::Verdict code = kinds::validate_receipt_code({receipt, receipt});
        if (!code.ok) {
            parts_.metrics.add(support::Count::receipts_unknown);
            return answered(std::unexpected(Refusal::bad_receipt));
        }
        parts_.store.session_by_receipt(
            support::receipt_hash(parts_.server_key, code.value),
            at_home(parts_.post,
                    [this, answered = std::move(answered)](
                        std::expected<std::optional<storage::SessionRecord>, storage::Error> found) {
                        if (!found) return answered(std::unexpected(refusal_of(found.error())));
                        parts_.metrics.add(*found ? support::Count::receipts_found
                                                  : support::Count::receipts_unknown);
                        if (!*found) return answered(std::unexpected(Refusal::bad_receipt));
                        answered((*found)->id);
                    }));
    }

    LoadedSession& entry_of(const SessionId& id) {
        const std::size_t before = sessions_.evicted();
        LoadedSession& entry = sessions_.entry(id, parts_.config.limits.sessions_loaded);
        if (sessions_.evicted() > before)
            parts_.metrics.add(support::Count::sessions_evicted, sessions_.evicted() - before);
        return entry;
    }

    void refuse(Job& job, Refusal refusal) {
        // A conversation that was to join stays where it was.
        if (job.joins) sessions_.unbind(job.inbound.conversation);
        if (job.look)
            job.look(nullptr);
        else
            job.answered(std::unexpected(refusal));
    }

    void enqueue(LoadedSession& entry, Job job) {
        const bool refused =
            !job.look && (entry.jobs.size() >= parts_.config.limits.inputs_waiting_per_session ||
                          entry.too_fast(parts_.clock.now(), parts_.config.limits.messages_per_minute));
        if (refused) {
            parts_.metrics.add(support::Count::requests_limited);
            return refuse(job, Refusal::busy);
        }
        entry.jobs.push_back(std::move(job));
        ++waiting_;
        pump(entry);
    }

    void pump(LoadedSession& entry) {
        if (entry.busy || entry.jobs.empty()) return;
        entry.busy = true;
        if (entry.content) return work(entry);
        if (entry.is_new) {
            begin(entry);
            return work(entry);
        }
        parts_.store.session(
            entry.id,
            at_home(parts_.post,
                    [this, id = entry.id](
                        std::expected<std::optional<storage::SessionRecord>, storage::Error> found) {
                        loaded(sessions_.at(id), std::move(found));
                    }));
    }

    void begin(LoadedSession& entry) {
        const Inbound& inbound = entry.jobs.front().inbound;
        std::map<std::string, std::string> given{{"intake.centre", parts_.config.intake.centre},
                                                 {"intake.channel", std::string(name_of(inbound.channel))}};
        // A written conversation has a language already; a caller is asked.
        if (inbound.modality != dialogs::Modality::voice)
            given["intake.locale"] = parts_.library.languages.match(inbound.locale);
        entry.receipt = support::receipt_code(parts_.server_key, entry.id.text);
        entry.record = {.id = entry.id,
                        .receipt_hash = support::receipt_hash(parts_.server_key, entry.receipt)};
        entry.content.emplace(
            SessionContent{{}, dialogs::begin_session(tree(), parts_.clock.now(), std::move(given))});
    }

    void loaded(LoadedSession& entry,
                std::expected<std::optional<storage::SessionRecord>, storage::Error> found) {
        if (found && *found) {
            auto bytes = support::open(entry.id.text, std::move((*found)->content));
            auto content = bytes ? decode_session(tree(), *bytes)
                                 : std::unexpected<std::string>("sealed by another key");
            if (content) {
                entry.record = std::move(**found);
                entry.record.content.clear();
                entry.receipt = support::receipt_code(parts_.server_key, entry.id.text);
                entry.content.emplace(std::move(*content));
                return work(entry);
            }
            parts_.log.error("session_unreadable", {support::field(support::Field::session, entry.id.text),
                                                    support::field(support::Field::error, content.error())});
        }
        if (found && !*found) return forget(entry);
        const Refusal refusal = found ? Refusal::unavailable : refusal_of(found.error());
        if (!found) {
            parts_.metrics.add(support::Count::store_faults);
            parts_.log.error("session_not_loaded",
                             {support::field(support::Field::session, entry.id.text),
                              support::field(support::Field::error, found.error().what)});
        }
        finish(entry, [&](Job& job) { refuse(job, refusal); });
    }

    // A session that the store does not have any more, because it expired: its conversations may begin anew.
    void forget(LoadedSession& entry) {
        std::deque<Job> jobs = std::move(entry.jobs);
        waiting_ -= jobs.size();
        sessions_.remove(entry.id);
        for (Job& job : jobs) {
            const bool circles = ++job.conflicts > conflicts_max;
            if (job.look || job.joins || circles)
                refuse(job, Refusal::unknown);
            else
                dispatch(std::move(job));
        }
    }

    // Takes the job off, answers it, and goes on with the next.
    template<class Answer>
    void finish(LoadedSession& entry, Answer answer) {
        const SessionId id = entry.id;
        Job job = std::move(entry.jobs.front());
        entry.jobs.pop_front();
        --waiting_;
        entry.busy = false;
        answer(job);
        if (LoadedSession* still = sessions_.find(id)) pump(*still);
    }

    void work(LoadedSession& entry) {
        Job& job = entry.jobs.front();
        if (job.look) {
            const auto look = job.look;
            if (look(&entry)) finish(entry, [](Job&) {});
            return;
        }
        const ConversationId& conversation = job.inbound.conversation;
        // While the input waited, its conversation may have joined another session.
        if (sessions_.session_of(conversation) != entry.id)
            return finish(entry, [this](Job& moved) { dispatch(std::move(moved)); });
        if (!entry.content->next_activity.contains(conversation.text)) {
            const bool forgotten = !entry.is_new && !job.joins && job.inbound.said != Said::withdraw;
            if (forgotten) return finish(entry, [this](Job& refused) { refuse(refused, Refusal::unknown); });
            make_room(*entry.content);
        }
        // The one catch of a turn. Its copy of the session is gone; what is stored is read again.
        try {
            job.linked.empty() ? step(entry, job) : withdraw_linked(entry, job);
        } catch (const std::exception& error) {
            failed(entry, {storage::Fault::broken, error.what()});
        }
    }

    void step(LoadedSession& entry, Job& job) {
        Inbound& inbound = job.inbound;
        auto pending = std::make_shared<PendingTurn>(
            PendingTurn{std::move(*entry.content), {}, {}, parts_.clock.now(), 0, false});
        entry.content.reset();
        dialogs::Session& session = pending->content.session;
        const dialogs::Input input = input_of(inbound, session, parts_.library, pending->at_ms);
        const auto started = std::chrono::steady_clock::now();
        dialogs::StepResult result = dialogs::step(tree(), std::move(session), input);
        parts_.metrics.observe(support::Timing::step, seconds_since(started));
        session = std::move(result.session);

        TurnContent& turn = pending->turn;
        turn.said = inbound.said;
        turn.modality = inbound.modality;
        turn.words = inbound.words;
        turn.value = inbound.value;
        turn.files = inbound.files;
        turn.client = inbound.client;
        const dialogs::Visit* after = session.find_visit(inbound.conversation.text);
        turn.locale = session.locales[after->locale];
        turn.outputs = std::move(result.outputs);
        turn.effects = std::move(result.effects);

        const auto has = [&](Effect effect) {
            return std::ranges::find(turn.effects, effect) != turn.effects.end();
        };
        const casework::Matter matter{entry.id, session, tree(), pending->at_ms};
        const bool closes = std::ranges::any_of(turn.outputs, &dialogs::Output::closing);
        const auto proceed = proceeding(entry.id, pending);
        if (has(Effect::submit)) return parts_.casework.submit(matter, proceed);
        if (has(Effect::withdraw)) return parts_.casework.withdraw(matter, proceed);
        if (closes)
            return parts_.casework.status(
                matter, [proceed](std::expected<casework::Closing, storage::Error> closing) {
                    if (!closing) return proceed(std::unexpected(closing.error()));
                    proceed(casework::Proceeding{.closing = std::move(*closing)});
                });
        commit(entry, pending);
    }

    // A linked case ends alone. No answer changes by it, so there is nothing to step; but it is a turn like any other.
    void withdraw_linked(LoadedSession& entry, Job& job) {
        auto pending = std::make_shared<PendingTurn>(
            PendingTurn{std::move(*entry.content), {}, {}, parts_.clock.now(), 0, false});
        entry.content.reset();
        dialogs::Session& session = pending->content.session;
        ++session.turn;
        pending->turn.said = job.inbound.said;
        pending->turn.locale = parts_.library.languages.match(job.inbound.locale);
        pending->turn.outputs = {{{"withdrawn.linked", {{"number", job.linked.text}}}, std::nullopt, true}};
        const casework::Matter matter{entry.id, session, tree(), pending->at_ms};
        parts_.casework.withdraw_linked(matter, job.linked, proceeding(entry.id, pending));
    }

    // What casework made of a turn goes into its commit.
    std::function<void(std::expected<casework::Proceeding, storage::Error>)>
    proceeding(const SessionId& id, const std::shared_ptr<PendingTurn>& pending) {
        return [this, id, pending](std::expected<casework::Proceeding, storage::Error> made) {
            if (!made) return failed(sessions_.at(id), made.error());
            TurnContent& told = pending->turn;
            if (std::ranges::find(told.effects, Effect::submit) != told.effects.end())
                casework::add_closing_words(
                    told.outputs, casework::closing_words(made->closing, made->begun,
                                                          parts_.library.content->directory, told.locale));
            told.closing = made->closing;
            pending->proceeding = std::move(*made);
            commit(sessions_.at(id), pending);
        };
    }

    void commit(LoadedSession& entry, const std::shared_ptr<PendingTurn>& pending) {
        const Job& job = entry.jobs.front();
        storage::Commit commit = commit_of(*pending, job, entry, tree(), parts_.config.privacy.draft_days);
        const auto started = std::chrono::steady_clock::now();
        parts_.store.commit(
            std::move(commit),
            at_home(parts_.post, [this, id = entry.id, pending,
                                  started](std::expected<storage::CommitOutcome, storage::Error> outcome) {
                parts_.metrics.observe(support::Timing::commit, seconds_since(started));
                settled(sessions_.at(id), *pending, std::move(outcome));
            }));
    }

    void settled(LoadedSession& entry, PendingTurn& pending,
                 std::expected<storage::CommitOutcome, storage::Error> outcome) {
        if (!outcome) return failed(entry, outcome.error());
        if (auto* duplicate = std::get_if<storage::Duplicate>(&*outcome)) {
            // What was stepped is dropped with the session's copy; the recorded turn is the answer.
            parts_.metrics.add(support::Count::turns_duplicate);
            auto reply = recorded(std::move(duplicate->recorded));
            if (!reply) return failed(entry, reply.error());
            reply->repeated = true;
            return finish(entry, [&](Job& job) { job.answered(std::move(*reply)); });
        }
        if (std::holds_alternative<storage::Conflict>(*outcome)) {
            parts_.metrics.add(support::Count::turns_conflict);
            return conflicted(entry);
        }
        entry.is_new = false;
        ++entry.record.version;
        const bool ended = pending.content.session.withdrawn;
        entry.record.state = ended                                 ? storage::SessionState::ended
                             : pending.content.session.version > 0 ? storage::SessionState::submitted
                                                                   : storage::SessionState::draft;
        count(pending, parts_.metrics);
        if (!entry.jobs.front().linked.empty()) parts_.metrics.add(support::Count::cases_withdrawn);
        if (pending.has_events && parts_.events_due) parts_.events_due();
        Reply reply{.session = entry.id,
                    .conversation = entry.jobs.front().inbound.conversation,
                    .external_id = entry.jobs.front().inbound.external_id,
                    .turn = pending.content.session.turn,
                    .first_activity = pending.first_activity,
                    .at_ms = pending.at_ms,
                    .content = std::move(pending.turn)};
        reply.blanks = blanks(reply.content, entry.receipt);
        entry.content.emplace(std::move(pending.content));
        parts_.metrics.observe(support::Timing::turn, seconds_since(entry.jobs.front().started));
        finish(entry, [&](Job& job) { job.answered(std::move(reply)); });
    }

    // Somebody else moved the session on: it is read again, and the input is stepped again.
    void conflicted(LoadedSession& entry) {
        Job& job = entry.jobs.front();
        if (++job.conflicts > conflicts_max)
            return failed(entry, {storage::Fault::unavailable, "conflicts do not end"});
        if (!entry.is_new) {
            entry.busy = false;
            return pump(entry);
        }
        // The conversation was begun elsewhere at the same time: that session is the one.
        Job again = std::move(job);
        entry.jobs.pop_front();
        --waiting_;
        std::deque<Job> rest = std::move(entry.jobs);
        waiting_ -= rest.size();
        sessions_.remove(entry.id);
        dispatch(std::move(again));
        for (Job& one : rest) {
            if (one.look)
                one.look(nullptr);
            else
                dispatch(std::move(one));
        }
    }

    void failed(LoadedSession& entry, const storage::Error& error) {
        parts_.metrics.add(support::Count::turns_failed);
        parts_.metrics.add(support::Count::store_faults);
        parts_.log.error("turn_failed", {support::field(support::Field::session, entry.id.text),
                                         support::field(support::Field::error, error.what)});
        finish(entry, [&](Job& job) { refuse(job, refusal_of(error)); });
    }

    void look_at(LoadedSession& entry, const std::function<void(std::expected<Opened, Refusal>)>& answered) {
        const casework::Matter matter{entry.id, entry.content->session, tree(), parts_.clock.now()};
        parts_.casework.status(matter, [this, id = entry.id,
                                        answered](std::expected<casework::Closing, storage::Error> closing) {
            LoadedSession& looked_at = sessions_.at(id);
            const storage::SessionState state = looked_at.record.state;
            finish(looked_at, [&](Job&) {
                if (!closing) return answered(std::unexpected(refusal_of(closing.error())));
                answered(Opened{id, state, std::move(*closing)});
            });
        });
    }

    locales::Blanks blanks(const TurnContent& content, std::string receipt) const {
        locales::Blanks blanks = library::house_blanks(parts_.library, parts_.config, content.locale);
        blanks.receipt = std::move(receipt);
        if (content.closing) {
            blanks.case_number = content.closing->number;
            if (const content::Body* lead = parts_.library.content->directory.body(content.closing->lead))
                blanks.lead = std::string(content::name_in(lead->name, content.locale));
        }
        return blanks;
    }

    std::expected<Reply, storage::Error> recorded(storage::TurnRecord turn) const {
        auto bytes = support::open(turn.session.text, std::move(turn.content));
        auto content = bytes ? decode_turn(*bytes) : std::unexpected<std::string>("sealed by another key");
        if (!content) return std::unexpected(storage::Error{storage::Fault::broken, content.error()});
        Reply reply{.session = turn.session,
                    .conversation = turn.conversation,
                    .external_id = turn.external_id,
                    .turn = turn.turn,
                    .first_activity = turn.first_activity,
                    .at_ms = turn.at,
                    .content = std::move(*content)};
        reply.blanks = blanks(reply.content, support::receipt_code(parts_.server_key, turn.session.text));
        return reply;
    }

    Parts parts_;
    LoadedSessions sessions_;
    std::unordered_map<ConversationId, std::vector<Job>> opening_;
    std::size_t waiting_ = 0;
};

Conversation::Conversation(Parts parts) : impl_(std::make_unique<Impl>(std::move(parts))) {}
Conversation::~Conversation() = default;

void Conversation::receive(Inbound inbound, bool may_begin, Answered answered) {
    impl_->receive(std::move(inbound), may_begin, std::move(answered));
}
void Conversation::replay(const ConversationId& conversation, std::uint64_t first_activity,
                          std::uint32_t limit,
                          std::function<void(std::expected<std::vector<Reply>, storage::Error>)> answered) {
    impl_->replay(conversation, first_activity, limit, std::move(answered));
}
void Conversation::locate(const ConversationId& conversation,
                          std::function<void(std::expected<SessionId, Refusal>)> answered) {
    impl_->locate(conversation, std::move(answered));
}
void Conversation::open(const std::string& receipt,
                        std::function<void(std::expected<Opened, Refusal>)> answered) {
    impl_->open(receipt, std::move(answered));
}
void Conversation::withdraw(const std::string& receipt, Answered answered) {
    impl_->withdraw(receipt, {}, std::move(answered));
}
void Conversation::withdraw_linked(const std::string& receipt, const storage::CaseNumber& number,
                                   Answered answered) {
    impl_->withdraw(receipt, number, std::move(answered));
}
std::size_t Conversation::waiting() const { return impl_->waiting(); }
std::size_t Conversation::loaded() const { return impl_->loaded(); }
const library::Library& Conversation::library() const { return impl_->library(); }

} // namespace plaint::conversation
