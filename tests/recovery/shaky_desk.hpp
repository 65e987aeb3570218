#pragma once

#include "storage/desk.hpp"
#include "tests/recovery/shaky_calls.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace plaint::tests {

// The staff's side of a store, seen through the same calls as the rest of it.
class ShakyDesk final : public storage::Desk {
  public:
    ShakyDesk(storage::Desk& disk, ShakyCalls& calls) : disk_(disk), calls_(calls) {}

    void change(storage::DeskChange change, storage::Answer<storage::DeskOutcome> answer) override;
    void staff(storage::StaffId id, storage::Answer<std::optional<storage::StaffRecord>> answer) override;
    void staff_by_login(std::string login,
                        storage::Answer<std::optional<storage::StaffRecord>> answer) override;
    void all_staff(storage::Scope scope, storage::Answer<std::vector<storage::StaffRecord>> answer) override;
    void session(std::string token_hash,
                 storage::Answer<std::optional<storage::StaffSession>> answer) override;
    void sessions(storage::StaffId staff,
                  storage::Answer<std::vector<storage::StaffSession>> answer) override;
    void touch_session(std::string token_hash, storage::Millis seen_at,
                       storage::Answer<bool> answer) override;
    void cases(storage::Scope scope, storage::CaseFilter filter,
               storage::Answer<std::vector<storage::CaseSummary>> answer) override;
    void find_case(storage::Scope scope, storage::CaseNumber number, std::optional<std::uint32_t> version,
                   storage::Answer<std::optional<storage::CaseFile>> answer) override;
    void events(storage::Scope scope, storage::CaseNumber number,
                storage::Answer<std::vector<storage::EventStatus>> answer) override;
    void callbacks(storage::Scope scope, storage::CallerPlace after, std::uint32_t limit,
                   storage::Answer<std::vector<storage::OwedCall>> answer) override;
    void callback(storage::Scope scope, storage::SessionId session, std::uint64_t turn,
                  storage::Answer<std::optional<storage::CallbackRecord>> answer) override;
    void promised(storage::SessionId session,
                  storage::Answer<std::optional<storage::CallbackRecord>> answer) override;
    void last_note(storage::Answer<std::optional<storage::AuditRecord>> answer) override;
    void journal(std::uint64_t after, std::uint32_t limit,
                 storage::Answer<std::vector<storage::AuditRecord>> answer) override;
    void journal_within(storage::Scope scope, std::uint64_t before, std::uint32_t limit,
                        storage::Answer<std::vector<storage::AuditRecord>> answer) override;
    void uncovered(std::uint32_t limit, storage::Answer<std::vector<storage::ChainEnd>> answer) override;
    void add_checkpoint(storage::Checkpoint checkpoint, storage::Answer<bool> answer) override;
    void last_checkpoint(storage::Answer<std::optional<storage::Checkpoint>> answer) override;
    void checkpoints(std::uint64_t after, std::uint32_t limit,
                     storage::Answer<std::vector<storage::Checkpoint>> answer) override;
    void case_numbers(storage::CaseNumber after, std::uint32_t limit,
                      storage::Answer<std::vector<storage::CaseNumber>> answer) override;
    void drafts(storage::SessionId after, std::uint32_t limit,
                storage::Answer<std::vector<storage::SessionRecord>> answer) override;

  private:
    template<class T, class Call>
    void read(storage::Answer<T> answer, Call call) {
        calls_.pass<T>(ShakyCalls::Kind::read, std::move(answer),
                       [this, call = std::move(call)](auto got) { call(disk_, std::move(got)); });
    }
    template<class T, class Call>
    void write(storage::Answer<T> answer, Call call) {
        calls_.pass<T>(ShakyCalls::Kind::write, std::move(answer),
                       [this, call = std::move(call)](auto got) { call(disk_, std::move(got)); });
    }

    storage::Desk& disk_;
    ShakyCalls& calls_;
};

} // namespace plaint::tests
