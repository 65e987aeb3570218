#pragma once

#include "storage/desk.hpp"
#include "storage/memory/books.hpp"

#include <map>

namespace plaint::storage {

// What the staff's side of a store knows, in plain containers beside the books of the cases.
class DeskBooks {
  public:
    explicit DeskBooks(Books& books) : books_(books) {}

    DeskOutcome change(const DeskChange& change);

    std::optional<StaffRecord> staff(const StaffId& id) const;
    std::optional<StaffRecord> staff_by_login(const std::string& login) const;
    std::vector<StaffRecord> all_staff(const Scope& scope) const;

    std::optional<StaffSession> session(const std::string& token_hash) const;
    std::vector<StaffSession> sessions(const StaffId& staff) const;
    bool touch_session(const std::string& token_hash, Millis seen_at);

    std::optional<AuditRecord> last_note() const;
    std::vector<AuditRecord> journal(std::uint64_t after, std::uint32_t limit) const;
    std::vector<AuditRecord> journal_within(const Scope& scope, std::uint64_t before,
                                            std::uint32_t limit) const;

    std::vector<ChainEnd> uncovered(std::uint32_t limit) const;
    bool add_checkpoint(const Checkpoint& checkpoint);
    std::optional<Checkpoint> last_checkpoint() const;
    std::vector<Checkpoint> checkpoints(std::uint64_t after, std::uint32_t limit) const;

    Books& books() { return books_; }

  private:
    bool fits(const DeskChange& change) const;
    bool fits(const DeskChange::Saving& saving) const;
    void save(const StaffRecord& record);
    void end(const DeskChange::Ending& ending);

    Books& books_;
    std::map<StaffId, StaffRecord> staff_;
    std::map<std::string, StaffSession> sessions_; // by token hash
    std::vector<AuditRecord> journal_;
    std::vector<Checkpoint> checkpoints_;
    std::map<CaseNumber, std::uint64_t> covered_;
};

} // namespace plaint::storage
