#pragma once

#include "storage/store.hpp"
#include "tests/recovery/promises.hpp"
#include "tests/recovery/shaky_calls.hpp"
#include "tests/recovery/shaky_desk.hpp"

#include <functional>
#include <set>
#include <vector>

namespace plaint::tests {

// What one run of the program sees of the store: everything behind it is durable, everything that waits in here dies with
// the program.
class ShakyStore final : public storage::Store {
  public:
    ShakyStore(storage::Store& disk, Chance& chance, const Weather& weather, Promises& promises,
               ShakyCalls::Calls calls)
        : disk_(disk), promises_(promises), calls_(chance, weather, calls), desk_(disk.desk(), calls_) {}

    bool step() { return calls_.step(); }
    bool idle() const { return calls_.idle(); }

    storage::Desk& desk() override { return desk_; }

    void commit(storage::Commit turn, storage::Answer<storage::CommitOutcome> answer) override;
    void change(storage::CaseChange change, storage::Answer<storage::CommitOutcome> answer) override;
    void session(storage::SessionId id,
                 storage::Answer<std::optional<storage::SessionRecord>> answer) override;
    void session_by_receipt(std::string hash,
                            storage::Answer<std::optional<storage::SessionRecord>> answer) override;
    void conversation(storage::ConversationId id,
                      storage::Answer<std::optional<storage::ConversationRecord>> answer) override;
    void conversation_by_resume(std::string hash,
                                storage::Answer<std::optional<storage::ConversationRecord>> answer) override;
    void turn(storage::ConversationId conversation, std::string external_id,
              storage::Answer<std::optional<storage::TurnRecord>> answer) override;
    void turns(storage::ConversationId conversation, std::uint64_t first_activity, std::uint32_t limit,
               storage::Answer<std::vector<storage::TurnRecord>> answer) override;
    void turns_of_session(storage::SessionId id, std::uint64_t after, std::uint32_t limit,
                          storage::Answer<std::vector<storage::TurnRecord>> answer) override;
    void serials(std::string scope, std::uint32_t count, storage::Answer<std::uint64_t> answer) override;
    void spend(std::string budget, std::uint32_t limit, storage::Millis window, storage::Millis now,
               storage::Answer<bool> answer) override;
    void setting(std::string name, storage::Bytes fresh, storage::Answer<storage::Bytes> answer) override;
    void find_case(storage::CaseNumber number, std::optional<std::uint32_t> version,
                   storage::Answer<std::optional<storage::CaseRecord>> answer) override;
    void cases(storage::SessionId session, storage::Answer<std::vector<storage::CaseRecord>> answer) override;
    void audit(storage::CaseNumber number,
               storage::Answer<std::vector<storage::AuditRecord>> answer) override;
    void files(storage::SessionId session, storage::Answer<std::vector<storage::FileRecord>> answer) override;
    void lease(storage::Millis now, storage::Millis lease_time, std::uint32_t limit,
               storage::Answer<std::vector<storage::LeasedEvent>> answer) override;
    void settle(storage::Settlement settlement, storage::Answer<bool> answer) override;
    void events(std::optional<storage::EventState> state, std::uint32_t limit,
                storage::Answer<std::vector<storage::EventStatus>> answer) override;
    void replay(storage::EventId id, storage::Millis now, storage::Answer<bool> answer) override;
    void expire(storage::Millis now, std::uint32_t limit,
                storage::Answer<std::vector<storage::SessionId>> answer) override;
    void probe(storage::Answer<bool> answer) override;
    void backup(std::string path, storage::Answer<bool> answer) override;
    // Only sockets want to hear of commits, and there are none here.
    void on_commit(std::function<void(const storage::ConversationId&)>) override {}

  private:
    using Kind = ShakyCalls::Kind;
    template<class T, class Call>
    void pass(Kind kind, storage::Answer<T> answer, Call call);

    storage::Store& disk_;
    Promises& promises_;
    ShakyCalls calls_;
    ShakyDesk desk_;
    std::set<storage::SessionId> committing_;
};

} // namespace plaint::tests
