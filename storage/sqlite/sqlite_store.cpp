#include "storage/sqlite/sqlite_store.hpp"

#include "storage/check.hpp"
#include "storage/sqlite/backup.hpp"
#include "storage/sqlite/casework.hpp"
#include "storage/sqlite/checkpointer.hpp"
#include "storage/sqlite/counters.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/lane.hpp"
#include "storage/sqlite/lookups.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/turns.hpp"

namespace plaint::storage::sqlite {

namespace {

using Notice = std::function<void(const ConversationId&)>;

// Whom to tell of commits; set by one thread, called on the writer's.
class Herald {
  public:
    void set(Notice notice) {
        const std::lock_guard lock(mutex_);
        notice_ = std::make_shared<const Notice>(std::move(notice));
    }
    void tell(const ConversationId& id) {
        std::shared_ptr<const Notice> notice;
        {
            const std::lock_guard lock(mutex_);
            notice = notice_;
        }
        if (notice && *notice) (*notice)(id);
    }

  private:
    std::mutex mutex_;
    std::shared_ptr<const Notice> notice_;
};

class TurnJob final : public Job {
  public:
    TurnJob(Commit commit, Answer<CommitOutcome> answer, Herald& herald)
        : commit_(std::move(commit)), answer_(std::move(answer)), herald_(herald) {}

    void work(Connection& connection) override { outcome_ = apply(connection, commit_); }
    void answer() override {
        const bool committed = std::holds_alternative<Committed>(outcome_);
        answer_(std::move(outcome_));
        if (committed) herald_.tell(commit_.turn.conversation);
    }
    void refuse(const Error& error) override { answer_(std::unexpected(error)); }

  private:
    Commit commit_;
    Answer<CommitOutcome> answer_;
    Herald& herald_;
    CommitOutcome outcome_;
};

template<class T>
using Result = std::expected<T, Error>;

class SqliteStore final : public Store {
  public:
    SqliteStore(std::unique_ptr<Connection> writer, std::unique_ptr<Connection> reader,
                std::unique_ptr<Connection> copier, std::unique_ptr<Checkpointer> checkpointer,
                const Options& options)
        : checkpointer_(std::move(checkpointer)),
          disk_(options.disk),
          writer_(std::move(writer), Access::writing, options.queue_max),
          reader_(std::move(reader), Access::reading, options.queue_max),
          copier_(std::move(copier), Access::reading, options.queue_max) {
        checkpointer_->start(writer_);
    }
    ~SqliteStore() override {
        stopping_ = true;
        checkpointer_->stop();
    }

    Desk& desk() override { return *desk_; }

    void commit(Commit turn, Answer<CommitOutcome> answer) override {
        if (auto error = malformed(turn)) return refuse(std::move(*error), std::move(answer));
        writer_.put(std::make_unique<TurnJob>(std::move(turn), std::move(answer), herald_));
    }
    void change(CaseChange change, Answer<CommitOutcome> answer) override {
        if (auto error = malformed(change)) return refuse(std::move(*error), std::move(answer));
        write(std::move(answer), [change = std::move(change)](Connection& c) { return apply(c, change); });
    }

    void session(SessionId id, Answer<std::optional<SessionRecord>> answer) override {
        read(std::move(answer), [id = std::move(id)](Connection& c) { return find_session(c, id); });
    }
    void session_by_receipt(std::string hash, Answer<std::optional<SessionRecord>> answer) override {
        read(std::move(answer),
             [hash = std::move(hash)](Connection& c) { return find_session_by_receipt(c, hash); });
    }
    void conversation(ConversationId id, Answer<std::optional<ConversationRecord>> answer) override {
        read(std::move(answer), [id = std::move(id)](Connection& c) { return find_conversation(c, id); });
    }
    void conversation_by_resume(std::string hash, Answer<std::optional<ConversationRecord>> answer) override {
        read(std::move(answer),
             [hash = std::move(hash)](Connection& c) { return find_conversation_by_resume(c, hash); });
    }
    void turn(ConversationId conversation, std::string external_id,
              Answer<std::optional<TurnRecord>> answer) override {
        read(std::move(answer), [id = std::move(conversation), external = std::move(external_id)](
                                    Connection& c) { return find_turn(c, id, external); });
    }
    void turns(ConversationId conversation, std::uint64_t first_activity, std::uint32_t limit,
               Answer<std::vector<TurnRecord>> answer) override {
        read(std::move(answer), [id = std::move(conversation), first_activity, limit](Connection& c) {
            return turns_of_conversation(c, id, first_activity, limit);
        });
    }
    void turns_of_session(SessionId id, std::uint64_t after, std::uint32_t limit,
                          Answer<std::vector<TurnRecord>> answer) override {
        read(std::move(answer), [id = std::move(id), after, limit](Connection& c) {
            return sqlite::turns_of_session(c, id, after, limit);
        });
    }

    void serials(std::string scope, std::uint32_t count, Answer<std::uint64_t> answer) override {
        write(std::move(answer),
              [scope = std::move(scope), count](Connection& c) { return take_serials(c, scope, count); });
    }
    void spend(std::string budget, std::uint32_t limit, Millis window, Millis now,
               Answer<bool> answer) override {
        write(std::move(answer), [budget = std::move(budget), limit, window, now](Connection& c) {
            return sqlite::spend(c, budget, limit, window, now);
        });
    }
    void setting(std::string name, Bytes fresh, Answer<Bytes> answer) override {
        write(std::move(answer), [name = std::move(name), fresh = std::move(fresh)](Connection& c) {
            return keep_setting(c, name, fresh);
        });
    }

    void find_case(CaseNumber number, std::optional<std::uint32_t> version,
                   Answer<std::optional<CaseRecord>> answer) override {
        read(std::move(answer), [number = std::move(number), version](Connection& c) {
            return sqlite::find_case(c, number, version);
        });
    }
    void cases(SessionId session, Answer<std::vector<CaseRecord>> answer) override {
        read(std::move(answer), [id = std::move(session)](Connection& c) { return cases_of_session(c, id); });
    }
    void audit(CaseNumber number, Answer<std::vector<AuditRecord>> answer) override {
        read(std::move(answer),
             [number = std::move(number)](Connection& c) { return audit_of_case(c, number); });
    }
    void files(SessionId session, Answer<std::vector<FileRecord>> answer) override {
        read(std::move(answer), [id = std::move(session)](Connection& c) { return files_of_session(c, id); });
    }

    void lease(Millis now, Millis lease_time, std::uint32_t limit,
               Answer<std::vector<LeasedEvent>> answer) override {
        auto take = [this, now, lease_time,
                     answer = std::move(answer)](Result<std::vector<std::int64_t>> keys) {
            if (!keys) return answer(std::unexpected(std::move(keys).error()));
            if (keys->empty()) return answer(std::vector<LeasedEvent>{});
            write(answer, [keys = std::move(*keys), now, lease_time](Connection& c) {
                return take_events(c, keys, now, lease_time);
            });
        };
        read(Answer<std::vector<std::int64_t>>{std::move(take)},
             [now, limit](Connection& c) { return events_to_take(c, now, limit); });
    }
    void settle(Settlement settlement, Answer<bool> answer) override {
        if (auto error = malformed(settlement)) return refuse(std::move(*error), std::move(answer));
        write(std::move(answer),
              [settlement = std::move(settlement)](Connection& c) { return sqlite::settle(c, settlement); });
    }
    void events(std::optional<EventState> state, std::uint32_t limit,
                Answer<std::vector<EventStatus>> answer) override {
        read(std::move(answer), [state, limit](Connection& c) { return list_events(c, state, limit); });
    }
    void replay(EventId id, Millis now, Answer<bool> answer) override {
        write(std::move(answer),
              [id = std::move(id), now](Connection& c) { return sqlite::replay(c, id, now); });
    }

    void expire(Millis now, std::uint32_t limit, Answer<std::vector<SessionId>> answer) override {
        write(std::move(answer), [now, limit](Connection& c) { return sqlite::expire(c, now, limit); });
    }
    void probe(Answer<bool> answer) override {
        write(std::move(answer), [](Connection& c) {
            count_probe(c);
            return true;
        });
    }
    void backup(std::string path, Answer<bool> answer) override {
        copier_.put<bool>(
            [this, path = std::move(path)](Connection& c) { return back_up(c, disk_, path, stopping_); },
            std::move(answer));
    }

    void on_commit(std::function<void(const ConversationId&)> notice) override {
        herald_.set(std::move(notice));
    }

  private:
    template<class T, class Work>
    void write(Answer<T> answer, Work work) {
        put(writer_, std::move(answer), std::move(work));
    }
    template<class T, class Work>
    void read(Answer<T> answer, Work work) {
        put(reader_, std::move(answer), std::move(work));
    }
    template<class T, class Work>
    static void put(Lane& lane, Answer<T> answer, Work work) {
        lane.put<T>([work = std::move(work)](Connection& c) -> Result<T> { return work(c); },
                    std::move(answer));
    }
    template<class T>
    void refuse(Error error, Answer<T> answer) {
        writer_.put<T>(
            [error = std::move(error)](Connection&) -> Result<T> { return std::unexpected(error); },
            std::move(answer));
    }

    // Destroyed from the bottom: the reader may still hand work to the writer, and the writer tells of its
    // commits.
    Herald herald_;
    std::atomic<bool> stopping_ = false;
    std::unique_ptr<Checkpointer> checkpointer_;
    Disk& disk_;
    Lane writer_;
    Lane reader_;
    Lane copier_;
    std::unique_ptr<Desk> desk_ = make_desk(writer_, reader_);
};

} // namespace

std::expected<std::unique_ptr<Store>, Error> open_sqlite(const std::string& path, const Options& options) {
    // SQLite gives its log and its shared memory the mode of the database.
    if (auto prepared = prepare_file(options.disk, path); !prepared)
        return std::unexpected(std::move(prepared).error());
    // What a killed program wrote to the log, and did not come to sync, is read as committed: before anybody is told of
    // it, it is made so.
    if (const auto log = path + "-wal"; options.disk.exists(log))
        if (auto synced = sync_file(options.disk, log); !synced)
            return std::unexpected(std::move(synced).error());
    Connection::Options opening{.access = Access::writing,
                                .cache_kib = options.cache_kib,
                                .wal_limit_bytes = options.log_bytes_max,
                                .pages_max = options.pages_max,
                                .vfs = options.vfs};
    auto writer = Connection::open(path, opening);
    if (!writer) return std::unexpected(std::move(writer).error());
    if (auto migrated = migrate(**writer, path); !migrated)
        return std::unexpected(std::move(migrated).error());

    auto keeper = Connection::open(path, {.access = Access::writing, .busy_ms_max = 3, .vfs = options.vfs});
    if (!keeper) return std::unexpected(std::move(keeper).error());
    opening = {.access = Access::reading, .cache_kib = options.cache_kib / 2, .vfs = options.vfs};
    auto reader = Connection::open(path, opening);
    if (!reader) return std::unexpected(std::move(reader).error());
    auto copier = Connection::open(path, {.access = Access::reading, .vfs = options.vfs});
    if (!copier) return std::unexpected(std::move(copier).error());

    // The log is carried over from a quarter of its limit on, for it goes on growing meanwhile.
    auto checkpointer = std::make_unique<Checkpointer>(std::move(*keeper), options.log_bytes_max / 4);
    checkpointer->watch(**writer);
    return std::make_unique<SqliteStore>(std::move(*writer), std::move(*reader), std::move(*copier),
                                         std::move(checkpointer), options);
}

} // namespace plaint::storage::sqlite
