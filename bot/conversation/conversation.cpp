#include "bot/conversation/conversation.hpp"

#include "bot/casework/closing_words.hpp"
#include "bot/conversation/at_home.hpp"
#include "bot/conversation/call_events.hpp"
#include "bot/conversation/input.hpp"
#include "bot/conversation/loaded_sessions.hpp"
#include "bot/conversation/lookups.hpp"
#include "bot/conversation/pending_turn.hpp"
#include "bot/conversation/reply.hpp"
#include "bot/conversation/stored_session.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/receipt.hpp"
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

// What is kept beside every conversation of a session has one of its own.
ConversationId beside_of(const SessionId& session) { return ConversationId("kept:" + session.text); }

// Whether it is for this session, wherever its conversations go.
bool is_beside(const Job& job, const SessionId& session) {
    return job.inbound.said == Said::withdraw || job.ruling != nullptr ||
           job.inbound.conversation == beside_of(session);
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
                Replayed answered) {
        conversation::replay(parts_, conversation, first_activity, limit, std::move(answered));
    }

    void locate(const ConversationId& conversation,
                std::function<void(std::expected<SessionId, Refusal>)> answered) {
        if (const auto known = sessions_.session_of(conversation)) return answered(*known);
        find_by_conversation(parts_, conversation, std::move(answered));
    }

    void open(const std::string& receipt, std::function<void(std::expected<Opened, Refusal>)> answered) {
        find_by_receipt(parts_, receipt,
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

    void withdraw(const std::string& receipt, std::optional<storage::CaseNumber> linked, Answered answered) {
        find_by_receipt(parts_, receipt,
                        [this, linked = std::move(linked),
                         answered = std::move(answered)](std::expected<SessionId, Refusal> found) mutable {
                            if (!found) return answered(std::unexpected(found.error()));
                            Job job{.answered = std::move(answered), .linked = std::move(linked)};
                            job.inbound.conversation = ConversationId("status:" + found->text);
                            job.inbound.said = Said::withdraw;
                            LoadedSession& entry = entry_of(*found);
                            sessions_.bind(job.inbound.conversation, entry);
                            enqueue(entry, std::move(job));
                        });
    }

    void keep(const SessionId& session, std::string id, dialogs::FileRef file, Answered answered) {
        Job job{.answered = std::move(answered)};
        job.inbound.conversation = beside_of(session);
        job.inbound.external_id = std::move(id);
        job.inbound.said = Said::note;
        job.inbound.files.push_back(std::move(file));
        LoadedSession& entry = entry_of(session);
        sessions_.bind(job.inbound.conversation, entry);
        enqueue(entry, std::move(job));
    }

    // An officer's ruling waits its turn like any input, so that it never meets a turn of the complainant's half way.
    void rule(const SessionId& session, casework::Ruling ruling, RuledAnswer answered) {
        Job job{.answered = [answered](const auto& reply) {
            answered(reply ? std::nullopt : std::optional<Overruled>(reply.error()));
        }};
        job.ruling = std::make_shared<RulingJob>(RulingJob{std::move(ruling), std::move(answered)});
        job.inbound.conversation = ConversationId("staff:" + session.text);
        job.inbound.said = Said::note;
        LoadedSession& entry = entry_of(session);
        sessions_.bind(job.inbound.conversation, entry);
        enqueue(entry, std::move(job));
    }

    std::size_t waiting() const { return waiting_; }
    std::size_t loaded() const { return sessions_.size(); }

  private:
    void dispatch(Job job) {
        const ConversationId conversation = job.inbound.conversation;
        if (const auto known = sessions_.session_of(conversation))
            return enqueue(entry_of(*known), std::move(job));
        // Several first messages of one conversation wait for one look-up.
        auto& opening = opening_[conversation];
        opening.push_back(std::move(job));
        ++waiting_;
        if (opening.size() > 1) return;
        find_by_conversation(parts_, conversation,
                             [this, conversation](const std::expected<SessionId, Refusal>& found) {
                                 std::vector<Job> jobs = std::move(opening_[conversation]);
                                 opening_.erase(conversation);
                                 waiting_ -= jobs.size();
                                 for (Job& waiting : jobs) found_conversation(std::move(waiting), found);
                             });
    }

    void found_conversation(Job job, const std::expected<SessionId, Refusal>& found) {
        const ConversationId conversation = job.inbound.conversation;
        if (!found && found.error() != Refusal::unknown) return job.answered(std::unexpected(found.error()));
        if (const auto known = sessions_.session_of(conversation))
            return enqueue(entry_of(*known), std::move(job));
        if (found) {
            LoadedSession& entry = entry_of(*found);
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
        find_by_receipt(parts_, receipt, [this, waiting](std::expected<SessionId, Refusal> found) {
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
                look.reads_again = true;
                look.look = [join_target, waiting, conversation](LoadedSession* entry) {
                    if (entry == nullptr || entry->is_new) {
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

    LoadedSession& entry_of(const SessionId& id) {
        const std::size_t before = sessions_.evicted();
        LoadedSession& entry = sessions_.entry(id, parts_.config.limits.sessions_loaded, parts_.shelf);
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
        if (entry.jobs.front().reads_again && !entry.is_new) entry.content.reset();
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
        entry.receipt = support::receipt_code(parts_.server_key, entry.id.text);
        entry.record = {.id = entry.id,
                        .receipt_hash = support::receipt_hash(parts_.server_key, entry.receipt)};
        entry.edition = parts_.shelf.current();
        entry.content.emplace(
            SessionContent{{},
                           dialogs::begin_session(entry.edition->tree(), parts_.clock.now(),
                                                  given_by(inbound, *entry.edition, parts_.config))});
    }

    void loaded(LoadedSession& entry,
                std::expected<std::optional<storage::SessionRecord>, storage::Error> found) {
        if (found && !*found) return forget(entry);
        if (found)
            return read_session(parts_.shelf, std::move(**found), [this, id = entry.id](auto read) {
                opened(sessions_.at(id), std::move(read));
            });
        parts_.metrics.add(support::Count::store_faults);
        parts_.log.error("session_not_loaded", {support::field(support::Field::session, entry.id.text),
                                                support::field(support::Field::error, found.error().what)});
        finish(entry, [&](Job& job) { refuse(job, refusal_of(found.error())); });
    }

    void opened(LoadedSession& entry, std::expected<StoredSession, std::string> read) {
        if (!read) {
            parts_.log.error("session_unreadable", {support::field(support::Field::session, entry.id.text),
                                                    support::field(support::Field::error, read.error())});
            return finish(entry, [&](Job& job) { refuse(job, Refusal::unavailable); });
        }
        entry.record = std::move(read->record);
        entry.receipt = support::receipt_code(parts_.server_key, entry.id.text);
        entry.content.emplace(std::move(read->content));
        entry.edition = std::move(read->edition);
        work(entry);
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

    // Takes the job off, answers it, and goes on with the next. A session of which nothing came to be stored is
    // forgotten: another node may have begun its conversation meanwhile.
    template<class Answer>
    void finish(LoadedSession& entry, Answer answer) {
        const SessionId id = entry.id;
        Job job = std::move(entry.jobs.front());
        entry.jobs.pop_front();
        --waiting_;
        entry.busy = false;
        answer(job);
        LoadedSession* const still = sessions_.find(id);
        if (still == nullptr) return;
        if (still->is_new && still->jobs.empty()) return sessions_.remove(id);
        pump(*still);
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
            const bool forgotten = !entry.is_new && !job.joins && !is_beside(job, entry.id);
            // This copy may be older than the conversation, which came to the session on another node.
            if (forgotten && !std::exchange(job.reads_again, true)) {
                entry.busy = false;
                return pump(entry);
            }
            if (forgotten) return finish(entry, [this](Job& refused) { refuse(refused, Refusal::unknown); });
            make_room(*entry.content);
        }
        // The one catch of a turn. Its copy of the session is gone; what is stored is read again.
        try {
            if (job.ruling != nullptr)
                rule(entry, job);
            else if (job.inbound.said == Said::note)
                note(entry, job);
            else
                job.linked ? withdraw_linked(entry, job) : step(entry, job);
        } catch (const std::exception& error) {
            failed(entry, {storage::Fault::broken, error.what()});
        }
    }

    void step(LoadedSession& entry, Job& job) {
        const auto pending = begin_turn(entry, parts_.clock.now());
        const auto started = std::chrono::steady_clock::now();
        conversation::step(*pending, job.inbound, parts_.shelf.current(), parts_.config);
        parts_.metrics.observe(support::Timing::step, seconds_since(started));

        const TurnContent& turn = pending->turn;
        const auto has = [&](Effect effect) {
            return std::ranges::find(turn.effects, effect) != turn.effects.end();
        };
        const casework::Matter matter = matter_of(entry, *pending);
        const bool closes = std::ranges::any_of(turn.outputs, casework::speaks_of_cases);
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

    // Something happened beside the conversation: a call ended, a recording was fetched. Nothing is asked and no answer
    // changes, but it is a turn like any other.
    void note(LoadedSession& entry, Job& job) {
        if (!is_wanted(job.inbound, entry.content->session, entry.edition->tree()))
            return finish(entry, [this](Job& unwanted) { refuse(unwanted, Refusal::unknown); });
        const auto pending = begin_turn(entry, parts_.clock.now());
        pending->turn.locale = pending->edition->languages.match("");
        if (!take_note(*pending, job.inbound, pending->tree())) return commit(entry, pending);
        parts_.casework.submit(matter_of(entry, *pending), proceeding(entry.id, pending));
    }

    // A linked case ends alone. No answer changes by it, so there is nothing to step; but it is a turn like any other.
    void withdraw_linked(LoadedSession& entry, Job& job) {
        const auto pending = begin_turn(entry, parts_.clock.now());
        ++pending->content.session.turn;
        pending->turn.locale = pending->edition->languages.match(job.inbound.locale);
        pending->turn.outputs = {{{"withdrawn.linked", {{"number", job.linked->text}}}, std::nullopt, true}};
        parts_.casework.withdraw_linked(matter_of(entry, *pending), *job.linked,
                                        proceeding(entry.id, pending));
    }

    // A ruling is a turn, too: what it asks for again is reopened by a step, and whatever it says of the case goes into
    // the same commit.
    void rule(LoadedSession& entry, Job& job) {
        const auto pending = begin_turn(entry, parts_.clock.now());
        pending->turn.locale = pending->edition->languages.match({});
        const bool carried_out = carry_out(job, *pending, pending->tree());
        const auto proceed = proceeding(entry.id, pending);
        const auto overrule = [this, id = entry.id](casework::RulingFault fault) {
            finish(sessions_.at(id), [&](Job& ended) { ended.ruling->answered(fault); });
        };
        if (!carried_out) return overrule(casework::RulingFault::unknown_field);
        parts_.casework.rule(matter_of(entry, *pending), job.ruling->ruling,
                             [proceed, overrule](std::expected<casework::Ruled, storage::Error> ruled) {
                                 if (!ruled) return proceed(std::unexpected(std::move(ruled).error()));
                                 if (ruled->fault) return overrule(*ruled->fault);
                                 proceed(std::move(ruled->proceeding));
                             });
    }

    // What casework made of a turn goes into its commit.
    std::function<void(std::expected<casework::Proceeding, storage::Error>)>
    proceeding(const SessionId& id, const std::shared_ptr<PendingTurn>& pending) {
        return [this, id, pending](std::expected<casework::Proceeding, storage::Error> made) {
            if (!made) return failed(sessions_.at(id), made.error());
            TurnContent& told = pending->turn;
            casework::add_words_of_cases(told.outputs, made->closing, made->begun,
                                         pending->edition->content->directory, told.locale, pending->at_ms);
            // An officer is told of the case by its own page.
            if (sessions_.at(id).jobs.front().ruling == nullptr) told.closing = made->closing;
            pending->proceeding = std::move(*made);
            commit(sessions_.at(id), pending);
        };
    }

    void commit(LoadedSession& entry, const std::shared_ptr<PendingTurn>& pending) {
        find_promise(parts_, entry.id, pending, [this, id = entry.id, pending](const auto& fault) {
            fault ? failed(sessions_.at(id), *fault) : write(sessions_.at(id), pending);
        });
    }

    void write(LoadedSession& entry, const std::shared_ptr<PendingTurn>& pending) {
        const Job& job = entry.jobs.front();
        const CallStanding standing{entry.id, pending->tree(), pending->content.session};
        add_what_follows(*pending, job.inbound, standing, parts_.config);
        storage::Commit commit = commit_of(*pending, job, entry, parts_.config.privacy.draft_days);
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
            return recorded(parts_, {std::move(duplicate->recorded)}, [this, id = entry.id](auto replies) {
                replies ? repeat(sessions_.at(id), std::move(replies->front()))
                        : failed(sessions_.at(id), replies.error());
            });
        }
        if (std::holds_alternative<storage::Conflict>(*outcome)) {
            parts_.metrics.add(support::Count::turns_conflict);
            return conflicted(entry);
        }
        entry.is_new = false;
        ++entry.record.version;
        entry.record.state = state_of(pending.content.session);
        count(pending, entry.jobs.front(), parts_.metrics);
        if (pending.has_events && parts_.events_due) parts_.events_due();
        Reply reply{.session = entry.id,
                    .conversation = entry.jobs.front().inbound.conversation,
                    .external_id = entry.jobs.front().inbound.external_id,
                    .turn = pending.content.session.turn,
                    .first_activity = pending.first_activity,
                    .at_ms = pending.at_ms,
                    .content = std::move(pending.turn),
                    .edition = pending.edition};
        reply.blanks = blanks_of(*reply.edition, parts_.config, reply.content, entry.receipt);
        const std::vector<ConversationId> windows =
            windows_to_ask(entry.jobs.front(), pending.content.session);
        entry.content.emplace(std::move(pending.content));
        entry.edition = std::move(pending.edition);
        parts_.metrics.observe(support::Timing::turn, seconds_since(entry.jobs.front().started));
        finish(entry, [&](Job& job) { job.answered(std::move(reply)); });
        // What is asked for again is put at once where the chat is open, as if its window had just been opened.
        for (const ConversationId& window : windows)
            dispatch(Job{.inbound = {.conversation = window, .said = Said::begin},
                         .answered = [](const auto&) {}});
    }

    void repeat(LoadedSession& entry, Reply reply) {
        reply.repeated = true;
        // What was to join had been answered where it was, and stays there.
        if (reply.session != entry.id) sessions_.unbind(reply.conversation);
        finish(entry, [&](Job& job) { job.answered(std::move(reply)); });
    }

    // Somebody else moved the session on: it is read again, and the input is stepped again.
    void conflicted(LoadedSession& entry) {
        Job& job = entry.jobs.front();
        if (++job.conflicts > conflicts_max)
            return failed(entry, {storage::Fault::unavailable, "conflicts do not end"});
        if (!entry.is_new) {
            // Its conversation may have moved on another node: then it is looked for anew.
            if (job.conflicts > 1 && !job.joins && !is_beside(job, entry.id))
                sessions_.unbind(job.inbound.conversation);
            entry.content.reset();
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
        const casework::Matter matter{entry.id, entry.content->session, *entry.edition, entry.edition->tree(),
                                      parts_.clock.now()};
        parts_.casework.status(matter, [this, id = entry.id,
                                        answered](std::expected<casework::Closing, storage::Error> closing) {
            LoadedSession& looked_at = sessions_.at(id);
            const storage::SessionState state = looked_at.record.state;
            const library::Edition edition = looked_at.edition;
            finish(looked_at, [&](Job&) {
                if (!closing) return answered(std::unexpected(refusal_of(closing.error())));
                answered(Opened{id, state, std::move(*closing), edition});
            });
        });
    }

    Parts parts_;
    LoadedSessions sessions_;
    std::unordered_map<ConversationId, std::vector<Job>> opening_;
    std::size_t waiting_ = 0;
};

Conversation::Conversation(Parts parts)
    : shelf_(parts.shelf), impl_(std::make_unique<Impl>(std::move(parts))) {}
Conversation::~Conversation() = default;

void Conversation::receive(Inbound inbound, bool may_begin, Answered answered) {
    impl_->receive(std::move(inbound), may_begin, std::move(answered));
}
void Conversation::replay(const ConversationId& conversation, std::uint64_t first_activity,
                          std::uint32_t limit, Replayed answered) {
    impl_->replay(conversation, first_activity, limit, std::move(answered));
}
void Conversation::locate(const ConversationId& id,
                          std::function<void(std::expected<SessionId, Refusal>)> answered) {
    impl_->locate(id, std::move(answered));
}
void Conversation::open(const std::string& receipt,
                        std::function<void(std::expected<Opened, Refusal>)> answered) {
    impl_->open(receipt, std::move(answered));
}
void Conversation::withdraw(const std::string& receipt, Answered answered) {
    impl_->withdraw(receipt, std::nullopt, std::move(answered));
}
void Conversation::keep(const SessionId& session, std::string id, dialogs::FileRef file, Answered answered) {
    impl_->keep(session, std::move(id), std::move(file), std::move(answered));
}
void Conversation::withdraw_linked(const std::string& receipt, const storage::CaseNumber& number,
                                   Answered answered) {
    impl_->withdraw(receipt, number, std::move(answered));
}
void Conversation::rule(const SessionId& session, casework::Ruling ruling, RuledAnswer answered) {
    impl_->rule(session, std::move(ruling), std::move(answered));
}
std::size_t Conversation::waiting() const { return impl_->waiting(); }
std::size_t Conversation::loaded() const { return impl_->loaded(); }

} // namespace plaint::conversation
