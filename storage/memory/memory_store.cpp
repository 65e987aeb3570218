#include "storage/memory/memory_store.hpp"

#include "storage/check.hpp"
#include "storage/memory/books.hpp"
#include "storage/memory/memory_desk.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace plaint::storage {

namespace {

// Work that waits to be carried out and answered, in order.
class Waiting {
  public:
    using Work = std::function<void()>;

    explicit Waiting(MemoryStore::Answering answering) : answering_(answering) {
        if (answering_ == MemoryStore::Answering::own_thread) thread_ = std::thread([this] { serve(); });
    }
    ~Waiting() {
        if (!thread_.joinable()) return;
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        came_.notify_one();
        thread_.join();
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    void put(Work work) {
        if (answering_ == MemoryStore::Answering::at_once) return work();
        {
            const std::lock_guard lock(mutex_);
            works_.push_back(std::move(work));
        }
        came_.notify_one();
    }
    bool run_one() {
        Work work;
        {
            const std::lock_guard lock(mutex_);
            if (works_.empty()) return false;
            work = std::move(works_.front());
            works_.pop_front();
        }
        work();
        return true;
    }
    void forget() {
        const std::lock_guard lock(mutex_);
        works_.clear();
    }
    void delay(Millis delay) {
        const std::lock_guard lock(mutex_);
        delay_ = std::chrono::milliseconds{delay};
    }

  private:
    void serve() {
        for (;;) {
            std::chrono::milliseconds delay;
            {
                std::unique_lock lock(mutex_);
                came_.wait(lock, [this] { return !works_.empty() || stopping_; });
                if (works_.empty()) return;
                delay = stopping_ ? std::chrono::milliseconds{0} : delay_;
            }
            if (delay.count() > 0) std::this_thread::sleep_for(delay);
            run_one();
        }
    }

    MemoryStore::Answering answering_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Work> works_;
    std::chrono::milliseconds delay_{0};
    bool stopping_ = false;
    std::thread thread_;
};

class MemoryStoreImpl final : public MemoryStore {
  public:
    explicit MemoryStoreImpl(Answering answering) : waiting_(answering) {}

    Desk& desk() override { return *desk_; }

    void commit(Commit turn, Answer<CommitOutcome> answer) override {
        waiting_.put([this, turn = std::move(turn), answer = std::move(answer)] {
            auto result = attempt(turn, [&](Books& books) { return books.commit(turn); });
            const bool committed = result && std::holds_alternative<Committed>(*result);
            answer(std::move(result));
            if (committed) tell(turn.turn.conversation);
        });
    }
    void change(CaseChange change, Answer<CommitOutcome> answer) override {
        waiting_.put([this, change = std::move(change), answer = std::move(answer)] {
            answer(attempt(change, [&](Books& books) { return books.change(change); }));
        });
    }

    void session(SessionId id, Answer<std::optional<SessionRecord>> answer) override {
        call(std::move(answer), [id = std::move(id)](Books& books) { return books.session(id); });
    }
    void session_by_receipt(std::string hash, Answer<std::optional<SessionRecord>> answer) override {
        call(std::move(answer),
             [hash = std::move(hash)](Books& books) { return books.session_by_receipt(hash); });
    }
    void conversation(ConversationId id, Answer<std::optional<ConversationRecord>> answer) override {
        call(std::move(answer), [id = std::move(id)](Books& books) { return books.conversation(id); });
    }
    void conversation_by_resume(std::string hash, Answer<std::optional<ConversationRecord>> answer) override {
        call(std::move(answer),
             [hash = std::move(hash)](Books& books) { return books.conversation_by_resume(hash); });
    }
    void turn(ConversationId conversation, std::string external_id,
              Answer<std::optional<TurnRecord>> answer) override {
        call(std::move(answer), [id = std::move(conversation), external = std::move(external_id)](
                                    Books& books) { return books.turn(id, external); });
    }
    void turns(ConversationId conversation, std::uint64_t first_activity, std::uint32_t limit,
               Answer<std::vector<TurnRecord>> answer) override {
        call(std::move(answer), [id = std::move(conversation), first_activity, limit](Books& books) {
            return books.turns(id, first_activity, limit);
        });
    }
    void turns_of_session(SessionId id, std::uint64_t after, std::uint32_t limit,
                          Answer<std::vector<TurnRecord>> answer) override {
        call(std::move(answer), [id = std::move(id), after, limit](Books& books) {
            return books.turns_of_session(id, after, limit);
        });
    }

    void serials(std::string scope, std::uint32_t count, Answer<std::uint64_t> answer) override {
        call(std::move(answer),
             [scope = std::move(scope), count](Books& books) { return books.serials(scope, count); });
    }
    void spend(std::string budget, std::uint32_t limit, Millis window, Millis now,
               Answer<bool> answer) override {
        call(std::move(answer), [budget = std::move(budget), limit, window, now](Books& books) {
            return books.spend(budget, limit, window, now);
        });
    }
    void setting(std::string name, Bytes fresh, Answer<Bytes> answer) override {
        call(std::move(answer), [name = std::move(name), fresh = std::move(fresh)](Books& books) {
            return books.setting(name, fresh);
        });
    }

    void find_case(CaseNumber number, std::optional<std::uint32_t> version,
                   Answer<std::optional<CaseRecord>> answer) override {
        call(std::move(answer), [number = std::move(number), version](Books& books) {
            return books.find_case(number, version);
        });
    }
    void cases(SessionId session, Answer<std::vector<CaseRecord>> answer) override {
        call(std::move(answer), [id = std::move(session)](Books& books) { return books.cases(id); });
    }
    void audit(CaseNumber number, Answer<std::vector<AuditRecord>> answer) override {
        call(std::move(answer), [number = std::move(number)](Books& books) { return books.audit(number); });
    }
    void files(SessionId session, Answer<std::vector<FileRecord>> answer) override {
        call(std::move(answer), [id = std::move(session)](Books& books) { return books.files(id); });
    }

    void lease(Millis now, Millis lease_time, std::uint32_t limit,
               Answer<std::vector<LeasedEvent>> answer) override {
        call(std::move(answer), [=](Books& books) { return books.lease(now, lease_time, limit); });
    }
    void settle(Settlement settlement, Answer<bool> answer) override {
        waiting_.put([this, settlement = std::move(settlement), answer = std::move(answer)] {
            if (auto error = malformed(settlement)) return answer(std::unexpected(std::move(*error)));
            answer(locked([&](Books& books) { return books.settle(settlement); }));
        });
    }
    void events(std::optional<EventState> state, std::uint32_t limit,
                Answer<std::vector<EventStatus>> answer) override {
        call(std::move(answer), [state, limit](Books& books) { return books.events(state, limit); });
    }
    void replay(EventId id, Millis now, Answer<bool> answer) override {
        call(std::move(answer), [id = std::move(id), now](Books& books) { return books.replay(id, now); });
    }

    void expire(Millis now, std::uint32_t limit, Answer<std::vector<SessionId>> answer) override {
        call(std::move(answer), [now, limit](Books& books) { return books.expire(now, limit); });
    }
    void probe(Answer<bool> answer) override {
        waiting_.put([this, answer = std::move(answer)] {
            if (auto fault = next_failure(); fault && fault->second == Failing::before_durable)
                return answer(std::unexpected(told(fault->first)));
            answer(true);
        });
    }
    void backup(std::string, Answer<bool> answer) override {
        waiting_.put([answer = std::move(answer)] {
            answer(std::unexpected(
                Error{Fault::unavailable, "a store in memory has nothing to copy to a disk"}));
        });
    }
    void on_commit(std::function<void(const ConversationId&)> notice) override {
        const std::lock_guard lock(mutex_);
        notice_ = std::move(notice);
    }

    void fail_next(std::uint32_t count, Fault fault, Failing when) override {
        const std::lock_guard lock(mutex_);
        failures_.insert(failures_.end(), count, {fault, when});
    }
    void delay_answers(Millis delay) override { waiting_.delay(delay); }
    std::size_t pump(std::size_t most) override {
        std::size_t done = 0;
        while (done < most && waiting_.run_one()) ++done;
        return done;
    }
    void forget_waiting() override { waiting_.forget(); }

  private:
    static Error told(Fault fault) { return {fault, "the store was told to fail"}; }

    template<class Work>
    std::invoke_result_t<const Work&, Books&> locked(const Work& work) {
        const std::lock_guard lock(mutex_);
        return work(books_);
    }
    template<class T, class Work>
    void call(Answer<T> answer, Work work) {
        waiting_.put([this, answer = std::move(answer), work = std::move(work)] { answer(T{locked(work)}); });
    }
    std::optional<std::pair<Fault, Failing>> next_failure() {
        const std::lock_guard lock(mutex_);
        if (failures_.empty()) return std::nullopt;
        const auto failure = failures_.front();
        failures_.pop_front();
        return failure;
    }
    template<class Change, class Work>
    std::expected<CommitOutcome, Error> attempt(const Change& change, const Work& work) {
        if (auto error = malformed(change)) return std::unexpected(std::move(*error));
        const auto failure = next_failure();
        if (failure && failure->second == Failing::before_durable)
            return std::unexpected(told(failure->first));
        auto outcome = locked(work);
        if (failure) return std::unexpected(told(failure->first));
        return outcome;
    }
    void tell(const ConversationId& id) {
        std::function<void(const ConversationId&)> notice;
        {
            const std::lock_guard lock(mutex_);
            notice = notice_;
        }
        if (notice) notice(id);
    }

    std::mutex mutex_;
    Books books_;
    DeskBooks desk_books_{books_};
    std::unique_ptr<Desk> desk_ =
        make_memory_desk([this](std::function<void(DeskBooks&)> look, std::function<void()> then) {
            waiting_.put([this, look = std::move(look), then = std::move(then)] {
                {
                    const std::lock_guard lock(mutex_);
                    look(desk_books_);
                }
                then();
            });
        });
    std::deque<std::pair<Fault, Failing>> failures_;
    std::function<void(const ConversationId&)> notice_;
    Waiting waiting_; // last: its thread works with all of the above
};

} // namespace

std::unique_ptr<MemoryStore> MemoryStore::create(Answering answering) {
    return std::make_unique<MemoryStoreImpl>(answering);
}

} // namespace plaint::storage
