#include "tests/recovery/shaky_store.hpp"

#include <utility>

namespace plaint::tests {

using namespace storage;

template<class T, class Call>
void ShakyStore::pass(Kind kind, Answer<T> answer, Call call) {
    calls_.pass<T>(kind, std::move(answer),
                   [this, call = std::move(call)](auto got) { call(disk_, std::move(got)); });
}

void ShakyStore::commit(Commit turn, Answer<CommitOutcome> answer) {
    const SessionId id = turn.session.id;
    if (!committing_.insert(id).second)
        promises_.broken("two turns of one session are on their way to the store at once");
    pass<CommitOutcome>(
        Kind::write,
        [this, id, answer = std::move(answer)](auto outcome) {
            committing_.erase(id);
            answer(std::move(outcome));
        },
        [turn = std::move(turn)](Store& disk, auto got) { disk.commit(turn, std::move(got)); });
}
void ShakyStore::change(CaseChange change, Answer<CommitOutcome> answer) {
    pass<CommitOutcome>(Kind::write, std::move(answer), [change = std::move(change)](Store& disk, auto got) {
        disk.change(change, std::move(got));
    });
}
void ShakyStore::session(SessionId id, Answer<std::optional<SessionRecord>> answer) {
    pass<std::optional<SessionRecord>>(
        Kind::read, std::move(answer),
        [id = std::move(id)](Store& disk, auto got) { disk.session(id, std::move(got)); });
}
void ShakyStore::session_by_receipt(std::string hash, Answer<std::optional<SessionRecord>> answer) {
    pass<std::optional<SessionRecord>>(
        Kind::read, std::move(answer),
        [hash = std::move(hash)](Store& disk, auto got) { disk.session_by_receipt(hash, std::move(got)); });
}
void ShakyStore::conversation(ConversationId id, Answer<std::optional<ConversationRecord>> answer) {
    pass<std::optional<ConversationRecord>>(
        Kind::read, std::move(answer),
        [id = std::move(id)](Store& disk, auto got) { disk.conversation(id, std::move(got)); });
}
void ShakyStore::conversation_by_resume(std::string hash, Answer<std::optional<ConversationRecord>> answer) {
    pass<std::optional<ConversationRecord>>(Kind::read, std::move(answer),
                                            [hash = std::move(hash)](Store& disk, auto got) {
                                                disk.conversation_by_resume(hash, std::move(got));
                                            });
}
void ShakyStore::turn(ConversationId conversation, std::string external_id,
                      Answer<std::optional<TurnRecord>> answer) {
    pass<std::optional<TurnRecord>>(Kind::read, std::move(answer),
                                    [id = std::move(conversation), external = std::move(external_id)](
                                        Store& disk, auto got) { disk.turn(id, external, std::move(got)); });
}
void ShakyStore::turns(ConversationId conversation, std::uint64_t first_activity, std::uint32_t limit,
                       Answer<std::vector<TurnRecord>> answer) {
    pass<std::vector<TurnRecord>>(
        Kind::read, std::move(answer),
        [id = std::move(conversation), first_activity, limit](Store& disk, auto got) {
            disk.turns(id, first_activity, limit, std::move(got));
        });
}
void ShakyStore::turns_of_session(SessionId id, std::uint64_t after, std::uint32_t limit,
                                  Answer<std::vector<TurnRecord>> answer) {
    pass<std::vector<TurnRecord>>(Kind::read, std::move(answer),
                                  [id = std::move(id), after, limit](Store& disk, auto got) {
                                      disk.turns_of_session(id, after, limit, std::move(got));
                                  });
}
void ShakyStore::serials(std::string scope, std::uint32_t count, Answer<std::uint64_t> answer) {
    pass<std::uint64_t>(Kind::write, std::move(answer),
                        [scope = std::move(scope), count](Store& disk, auto got) {
                            disk.serials(scope, count, std::move(got));
                        });
}
void ShakyStore::spend(std::string budget, std::uint32_t limit, Millis window, Millis now,
                       Answer<bool> answer) {
    pass<bool>(Kind::write, std::move(answer),
               [budget = std::move(budget), limit, window, now](Store& disk, auto got) {
                   disk.spend(budget, limit, window, now, std::move(got));
               });
}
void ShakyStore::setting(std::string name, Bytes fresh, Answer<Bytes> answer) {
    pass<Bytes>(Kind::write, std::move(answer),
                [name = std::move(name), fresh = std::move(fresh)](Store& disk, auto got) {
                    disk.setting(name, fresh, std::move(got));
                });
}
void ShakyStore::find_case(CaseNumber number, std::optional<std::uint32_t> version,
                           Answer<std::optional<CaseRecord>> answer) {
    pass<std::optional<CaseRecord>>(Kind::read, std::move(answer),
                                    [number = std::move(number), version](Store& disk, auto got) {
                                        disk.find_case(number, version, std::move(got));
                                    });
}
void ShakyStore::cases(SessionId session, Answer<std::vector<CaseRecord>> answer) {
    pass<std::vector<CaseRecord>>(
        Kind::read, std::move(answer),
        [id = std::move(session)](Store& disk, auto got) { disk.cases(id, std::move(got)); });
}
void ShakyStore::audit(CaseNumber number, Answer<std::vector<AuditRecord>> answer) {
    pass<std::vector<AuditRecord>>(
        Kind::read, std::move(answer),
        [number = std::move(number)](Store& disk, auto got) { disk.audit(number, std::move(got)); });
}
void ShakyStore::files(SessionId session, Answer<std::vector<FileRecord>> answer) {
    pass<std::vector<FileRecord>>(
        Kind::read, std::move(answer),
        [id = std::move(session)](Store& disk, auto got) { disk.files(id, std::move(got)); });
}
void ShakyStore::lease(Millis now, Millis lease_time, std::uint32_t limit,
                       Answer<std::vector<LeasedEvent>> answer) {
    pass<std::vector<LeasedEvent>>(Kind::write, std::move(answer), [=](Store& disk, auto got) {
        disk.lease(now, lease_time, limit, std::move(got));
    });
}
void ShakyStore::settle(Settlement settlement, Answer<bool> answer) {
    pass<bool>(Kind::write, std::move(answer), [settlement = std::move(settlement)](Store& disk, auto got) {
        disk.settle(settlement, std::move(got));
    });
}
void ShakyStore::events(std::optional<EventState> state, std::uint32_t limit,
                        Answer<std::vector<EventStatus>> answer) {
    pass<std::vector<EventStatus>>(Kind::read, std::move(answer), [state, limit](Store& disk, auto got) {
        disk.events(state, limit, std::move(got));
    });
}
void ShakyStore::replay(EventId id, Millis now, Answer<bool> answer) {
    pass<bool>(Kind::write, std::move(answer),
               [id = std::move(id), now](Store& disk, auto got) { disk.replay(id, now, std::move(got)); });
}
void ShakyStore::expire(Millis now, std::uint32_t limit, Answer<std::vector<SessionId>> answer) {
    pass<std::vector<SessionId>>(Kind::write, std::move(answer), [now, limit](Store& disk, auto got) {
        disk.expire(now, limit, std::move(got));
    });
}
void ShakyStore::probe(Answer<bool> answer) {
    pass<bool>(Kind::write, std::move(answer), [](Store& disk, auto got) { disk.probe(std::move(got)); });
}
void ShakyStore::backup(std::string path, Answer<bool> answer) {
    pass<bool>(Kind::read, std::move(answer),
               [path = std::move(path)](Store& disk, auto got) { disk.backup(path, std::move(got)); });
}

} // namespace plaint::tests
