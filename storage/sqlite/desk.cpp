#include "storage/sqlite/desk.hpp"

#include "storage/sqlite/desk_rows.hpp"
#include "storage/sqlite/lookups.hpp"

namespace plaint::storage::sqlite {

namespace {

class SqliteDesk final : public Desk {
  public:
    SqliteDesk(Lane& writer, Lane& reader) : writer_(writer), reader_(reader) {}

    void change(DeskChange change, Answer<DeskOutcome> answer) override {
        put(writer_, std::move(answer),
            [change = std::move(change)](Connection& c) { return apply(c, change); });
    }

    void staff(StaffId id, Answer<std::optional<StaffRecord>> answer) override {
        put(reader_, std::move(answer), [id = std::move(id)](Connection& c) { return find_staff(c, id); });
    }
    void staff_by_login(std::string login, Answer<std::optional<StaffRecord>> answer) override {
        put(reader_, std::move(answer),
            [login = std::move(login)](Connection& c) { return find_staff_by_login(c, login); });
    }
    void all_staff(Scope scope, Answer<std::vector<StaffRecord>> answer) override {
        put(reader_, std::move(answer),
            [scope = std::move(scope)](Connection& c) { return sqlite::all_staff(c, scope); });
    }

    void session(std::string hash, Answer<std::optional<StaffSession>> answer) override {
        put(reader_, std::move(answer),
            [hash = std::move(hash)](Connection& c) { return find_staff_session(c, hash); });
    }
    void sessions(StaffId staff, Answer<std::vector<StaffSession>> answer) override {
        put(reader_, std::move(answer),
            [staff = std::move(staff)](Connection& c) { return sessions_of_staff(c, staff); });
    }
    void touch_session(std::string hash, Millis seen_at, Answer<bool> answer) override {
        put(writer_, std::move(answer), [hash = std::move(hash), seen_at](Connection& c) {
            return touch_staff_session(c, hash, seen_at);
        });
    }

    void cases(Scope scope, CaseFilter filter, Answer<std::vector<CaseSummary>> answer) override {
        put(reader_, std::move(answer),
            [scope = std::move(scope), filter = std::move(filter)](Connection& c) {
                return list_cases(c, scope, filter);
            });
    }
    void find_case(Scope scope, CaseNumber number, std::optional<std::uint32_t> version,
                   Answer<std::optional<CaseFile>> answer) override {
        put(reader_, std::move(answer),
            [scope = std::move(scope), number = std::move(number), version](Connection& c) {
                return find_case_within(c, scope, number, version);
            });
    }
    void events(Scope scope, CaseNumber number, Answer<std::vector<EventStatus>> answer) override {
        put(reader_, std::move(answer),
            [scope = std::move(scope), number = std::move(number)](Connection& c) {
                return events_of_case(c, scope, number);
            });
    }

    void callbacks(Scope scope, CallerPlace after, std::uint32_t limit,
                   Answer<std::vector<OwedCall>> answer) override {
        put(reader_, std::move(answer),
            [scope = std::move(scope), after = std::move(after), limit](Connection& c) {
                return open_callbacks(c, scope, after, limit);
            });
    }
    void callback(Scope scope, SessionId session, std::uint64_t turn,
                  Answer<std::optional<CallbackRecord>> answer) override {
        put(reader_, std::move(answer),
            [scope = std::move(scope), session = std::move(session), turn](Connection& c) {
                return find_callback(c, scope, session, turn);
            });
    }
    void promised(SessionId session, Answer<std::optional<CallbackRecord>> answer) override {
        put(reader_, std::move(answer),
            [session = std::move(session)](Connection& c) { return find_promised(c, session); });
    }

    void last_note(Answer<std::optional<AuditRecord>> answer) override {
        put(reader_, std::move(answer), [](Connection& c) { return sqlite::last_note(c); });
    }
    void journal(std::uint64_t after, std::uint32_t limit, Answer<std::vector<AuditRecord>> answer) override {
        put(reader_, std::move(answer),
            [after, limit](Connection& c) { return notes_after(c, after, limit); });
    }
    void journal_within(Scope scope, std::uint64_t before, std::uint32_t limit,
                        Answer<std::vector<AuditRecord>> answer) override {
        put(reader_, std::move(answer), [scope = std::move(scope), before, limit](Connection& c) {
            return notes_within(c, scope, before, limit);
        });
    }

    void uncovered(std::uint32_t limit, Answer<std::vector<ChainEnd>> answer) override {
        put(reader_, std::move(answer), [limit](Connection& c) { return uncovered_ends(c, limit); });
    }
    void add_checkpoint(Checkpoint checkpoint, Answer<bool> answer) override {
        put(writer_, std::move(answer), [checkpoint = std::move(checkpoint)](Connection& c) {
            return sqlite::add_checkpoint(c, checkpoint);
        });
    }
    void last_checkpoint(Answer<std::optional<Checkpoint>> answer) override {
        put(reader_, std::move(answer), [](Connection& c) { return sqlite::last_checkpoint(c); });
    }
    void checkpoints(std::uint64_t after, std::uint32_t limit,
                     Answer<std::vector<Checkpoint>> answer) override {
        put(reader_, std::move(answer),
            [after, limit](Connection& c) { return checkpoints_after(c, after, limit); });
    }
    void case_numbers(CaseNumber after, std::uint32_t limit,
                      Answer<std::vector<CaseNumber>> answer) override {
        put(reader_, std::move(answer), [after = std::move(after), limit](Connection& c) {
            return sqlite::case_numbers(c, after, limit);
        });
    }
    void drafts(SessionId after, std::uint32_t limit, Answer<std::vector<SessionRecord>> answer) override {
        put(reader_, std::move(answer),
            [after = std::move(after), limit](Connection& c) { return drafts_after(c, after, limit); });
    }

  private:
    template<class T, class Work>
    static void put(Lane& lane, Answer<T> answer, Work work) {
        lane.put<T>([work = std::move(work)](Connection& c) -> std::expected<T, Error> { return work(c); },
                    std::move(answer));
    }

    Lane& writer_;
    Lane& reader_;
};

} // namespace

std::unique_ptr<Desk> make_desk(Lane& writer, Lane& reader) {
    return std::make_unique<SqliteDesk>(writer, reader);
}

} // namespace plaint::storage::sqlite
