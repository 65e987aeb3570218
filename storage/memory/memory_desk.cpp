#include "storage/memory/memory_desk.hpp"

#include <utility>

namespace plaint::storage {

namespace {

class MemoryDesk final : public Desk {
  public:
    explicit MemoryDesk(RunAtDesk run) : run_(std::move(run)) {}

    void change(DeskChange change, Answer<DeskOutcome> answer) override {
        call(std::move(answer),
             [change = std::move(change)](DeskBooks& books) { return books.change(change); });
    }

    void staff(StaffId id, Answer<std::optional<StaffRecord>> answer) override {
        call(std::move(answer), [id = std::move(id)](DeskBooks& books) { return books.staff(id); });
    }
    void staff_by_login(std::string login, Answer<std::optional<StaffRecord>> answer) override {
        call(std::move(answer),
             [login = std::move(login)](DeskBooks& books) { return books.staff_by_login(login); });
    }
    void all_staff(Scope scope, Answer<std::vector<StaffRecord>> answer) override {
        call(std::move(answer),
             [scope = std::move(scope)](DeskBooks& books) { return books.all_staff(scope); });
    }

    void session(std::string hash, Answer<std::optional<StaffSession>> answer) override {
        call(std::move(answer), [hash = std::move(hash)](DeskBooks& books) { return books.session(hash); });
    }
    void sessions(StaffId staff, Answer<std::vector<StaffSession>> answer) override {
        call(std::move(answer),
             [staff = std::move(staff)](DeskBooks& books) { return books.sessions(staff); });
    }
    void touch_session(std::string hash, Millis seen_at, Answer<bool> answer) override {
        call(std::move(answer), [hash = std::move(hash), seen_at](DeskBooks& books) {
            return books.touch_session(hash, seen_at);
        });
    }

    void cases(Scope scope, CaseFilter filter, Answer<std::vector<CaseSummary>> answer) override {
        call(std::move(answer), [scope = std::move(scope), filter = std::move(filter)](DeskBooks& books) {
            return books.books().list_cases(scope, filter);
        });
    }
    void find_case(Scope scope, CaseNumber number, std::optional<std::uint32_t> version,
                   Answer<std::optional<CaseFile>> answer) override {
        call(std::move(answer),
             [scope = std::move(scope), number = std::move(number), version](DeskBooks& books) {
                 return books.books().find_case_within(scope, number, version);
             });
    }
    void events(Scope scope, CaseNumber number, Answer<std::vector<EventStatus>> answer) override {
        call(std::move(answer), [scope = std::move(scope), number = std::move(number)](DeskBooks& books) {
            return books.books().events_of_case(scope, number);
        });
    }

    void callbacks(Scope scope, CallerPlace after, std::uint32_t limit,
                   Answer<std::vector<OwedCall>> answer) override {
        call(std::move(answer),
             [scope = std::move(scope), after = std::move(after), limit](DeskBooks& books) {
                 return books.books().open_callbacks(scope, after, limit);
             });
    }
    void callback(Scope scope, SessionId session, std::uint64_t turn,
                  Answer<std::optional<CallbackRecord>> answer) override {
        call(std::move(answer),
             [scope = std::move(scope), session = std::move(session), turn](DeskBooks& books) {
                 return books.books().find_callback(scope, session, turn);
             });
    }
    void promised(SessionId session, Answer<std::optional<CallbackRecord>> answer) override {
        call(std::move(answer),
             [session = std::move(session)](DeskBooks& books) { return books.books().promised(session); });
    }

    void last_note(Answer<std::optional<AuditRecord>> answer) override {
        call(std::move(answer), [](DeskBooks& books) { return books.last_note(); });
    }
    void journal(std::uint64_t after, std::uint32_t limit, Answer<std::vector<AuditRecord>> answer) override {
        call(std::move(answer), [after, limit](DeskBooks& books) { return books.journal(after, limit); });
    }
    void journal_within(Scope scope, std::uint64_t before, std::uint32_t limit,
                        Answer<std::vector<AuditRecord>> answer) override {
        call(std::move(answer), [scope = std::move(scope), before, limit](DeskBooks& books) {
            return books.journal_within(scope, before, limit);
        });
    }

    void uncovered(std::uint32_t limit, Answer<std::vector<ChainEnd>> answer) override {
        call(std::move(answer), [limit](DeskBooks& books) { return books.uncovered(limit); });
    }
    void add_checkpoint(Checkpoint checkpoint, Answer<bool> answer) override {
        call(std::move(answer), [checkpoint = std::move(checkpoint)](DeskBooks& books) {
            return books.add_checkpoint(checkpoint);
        });
    }
    void last_checkpoint(Answer<std::optional<Checkpoint>> answer) override {
        call(std::move(answer), [](DeskBooks& books) { return books.last_checkpoint(); });
    }
    void checkpoints(std::uint64_t after, std::uint32_t limit,
                     Answer<std::vector<Checkpoint>> answer) override {
        call(std::move(answer), [after, limit](DeskBooks& books) { return books.checkpoints(after, limit); });
    }
    void case_numbers(CaseNumber after, std::uint32_t limit,
                      Answer<std::vector<CaseNumber>> answer) override {
        call(std::move(answer), [after = std::move(after), limit](DeskBooks& books) {
            return books.books().case_numbers(after, limit);
        });
    }
    void drafts(SessionId after, std::uint32_t limit, Answer<std::vector<SessionRecord>> answer) override {
        call(std::move(answer), [after = std::move(after), limit](DeskBooks& books) {
            return books.books().drafts(after, limit);
        });
    }

  private:
    template<class T, class Work>
    void call(Answer<T> answer, Work work) {
        const auto result = std::make_shared<std::optional<T>>();
        run_([work = std::move(work), result](DeskBooks& books) { result->emplace(work(books)); },
             [result, answer = std::move(answer)] { answer(std::move(**result)); });
    }

    RunAtDesk run_;
};

} // namespace

std::unique_ptr<Desk> make_memory_desk(RunAtDesk run) { return std::make_unique<MemoryDesk>(std::move(run)); }

} // namespace plaint::storage
