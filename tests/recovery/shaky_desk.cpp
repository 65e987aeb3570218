#include "tests/recovery/shaky_desk.hpp"

namespace plaint::tests {

using namespace storage;

void ShakyDesk::change(DeskChange change, Answer<DeskOutcome> answer) {
    write(std::move(answer), [=](Desk& disk, auto got) { disk.change(change, std::move(got)); });
}
void ShakyDesk::staff(StaffId id, Answer<std::optional<StaffRecord>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.staff(id, std::move(got)); });
}
void ShakyDesk::staff_by_login(std::string login, Answer<std::optional<StaffRecord>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.staff_by_login(login, std::move(got)); });
}
void ShakyDesk::all_staff(Scope scope, Answer<std::vector<StaffRecord>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.all_staff(scope, std::move(got)); });
}
void ShakyDesk::session(std::string token_hash, Answer<std::optional<StaffSession>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.session(token_hash, std::move(got)); });
}
void ShakyDesk::sessions(StaffId staff, Answer<std::vector<StaffSession>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.sessions(staff, std::move(got)); });
}
void ShakyDesk::touch_session(std::string token_hash, Millis seen_at, Answer<bool> answer) {
    write(std::move(answer),
          [=](Desk& disk, auto got) { disk.touch_session(token_hash, seen_at, std::move(got)); });
}
void ShakyDesk::cases(Scope scope, CaseFilter filter, Answer<std::vector<CaseSummary>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.cases(scope, filter, std::move(got)); });
}
void ShakyDesk::find_case(Scope scope, CaseNumber number, std::optional<std::uint32_t> version,
                          Answer<std::optional<CaseFile>> answer) {
    read(std::move(answer),
         [=](Desk& disk, auto got) { disk.find_case(scope, number, version, std::move(got)); });
}
void ShakyDesk::events(Scope scope, CaseNumber number, Answer<std::vector<EventStatus>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.events(scope, number, std::move(got)); });
}
void ShakyDesk::callbacks(Scope scope, CallerPlace after, std::uint32_t limit,
                          Answer<std::vector<OwedCall>> answer) {
    read(std::move(answer),
         [=](Desk& disk, auto got) { disk.callbacks(scope, after, limit, std::move(got)); });
}
void ShakyDesk::callback(Scope scope, SessionId session, std::uint64_t turn,
                         Answer<std::optional<CallbackRecord>> answer) {
    read(std::move(answer),
         [=](Desk& disk, auto got) { disk.callback(scope, session, turn, std::move(got)); });
}
void ShakyDesk::promised(SessionId session, Answer<std::optional<CallbackRecord>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.promised(session, std::move(got)); });
}
void ShakyDesk::last_note(Answer<std::optional<AuditRecord>> answer) {
    read(std::move(answer), [](Desk& disk, auto got) { disk.last_note(std::move(got)); });
}
void ShakyDesk::journal(std::uint64_t after, std::uint32_t limit, Answer<std::vector<AuditRecord>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.journal(after, limit, std::move(got)); });
}
void ShakyDesk::journal_within(Scope scope, std::uint64_t before, std::uint32_t limit,
                               Answer<std::vector<AuditRecord>> answer) {
    read(std::move(answer),
         [=](Desk& disk, auto got) { disk.journal_within(scope, before, limit, std::move(got)); });
}
void ShakyDesk::uncovered(std::uint32_t limit, Answer<std::vector<ChainEnd>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.uncovered(limit, std::move(got)); });
}
void ShakyDesk::add_checkpoint(Checkpoint checkpoint, Answer<bool> answer) {
    write(std::move(answer), [=](Desk& disk, auto got) { disk.add_checkpoint(checkpoint, std::move(got)); });
}
void ShakyDesk::last_checkpoint(Answer<std::optional<Checkpoint>> answer) {
    read(std::move(answer), [](Desk& disk, auto got) { disk.last_checkpoint(std::move(got)); });
}
void ShakyDesk::checkpoints(std::uint64_t after, std::uint32_t limit,
                            Answer<std::vector<Checkpoint>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.checkpoints(after, limit, std::move(got)); });
}
void ShakyDesk::case_numbers(CaseNumber after, std::uint32_t limit, Answer<std::vector<CaseNumber>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.case_numbers(after, limit, std::move(got)); });
}
void ShakyDesk::drafts(SessionId after, std::uint32_t limit, Answer<std::vector<SessionRecord>> answer) {
    read(std::move(answer), [=](Desk& disk, auto got) { disk.drafts(after, limit, std::move(got)); });
}

} // namespace plaint::tests
