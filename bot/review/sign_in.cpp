#include "bot/review/sign_in.hpp"

#include "bot/conversation/at_home.hpp"
#include "bot/review/passwords.hpp"
#include "bot/review/totp.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/receipt.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::review {
namespace {

using conversation::at_home;
using storage::StaffRecord;

constexpr std::size_t hashing_max = 32;
constexpr std::uint32_t attempts_per_address = 600; // an hour; whole offices share an address
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t link_ms = 3 * 24 * hour_ms;
constexpr std::size_t password_bytes_max = 1024;
constexpr std::int64_t touch_ms = 60'000; // a session is not written at every request
constexpr std::string_view guest = "guest";

using Acted = Journal::Acted;

std::string subject_of(const storage::StaffId& id, std::uint32_t enrolments) {
    return id.text + "." + std::to_string(enrolments);
}

// Why it cannot be this account's password.
std::optional<EnrolFault> fault_of(const std::string& password, const std::string& login) {
    const auto problem = password_problem(password, login);
    if (!problem) return std::nullopt;
    return *problem == "too_short"  ? EnrolFault::too_short
           : *problem == "too_long" ? EnrolFault::too_long
                                    : EnrolFault::common;
}

// One more try that failed, or the one that did not.
void count_try(Account& account, bool good, std::int64_t now) {
    account.failures = good ? 0 : account.failures + 1;
    account.locked_until_ms = good ? 0 : now + lock_ms(account.failures);
}

// The record's next version, with this in it.
storage::DeskChange::Saving next_of(const StaffRecord& record, const Account& account) {
    storage::DeskChange::Saving saving{record, record.version};
    ++saving.record.version;
    saving.record.content = seal_account(record.id, account);
    return saving;
}

// What stands in the journal of an account that somebody else changes.
nlohmann::json about(const StaffRecord& record, const SignIn::Manager& manager) {
    nlohmann::json content{{"staff", record.id.text}};
    if (!manager.by.empty()) content["by"] = manager.by;
    return content;
}

std::string_view action_of(SignIn::Change change) {
    switch (change) {
    case SignIn::Change::disable: return "account_disable";
    case SignIn::Change::enable: return "account_enable";
    case SignIn::Change::reset: return "account_reset";
    }
    return {};
}

bool lives(const storage::StaffSession& session, std::int64_t now) {
    return session.expires_at > now && session.seen_at + idle_ms > now;
}

} // namespace

struct SignIn::Trial {
    Attempt attempt;
    std::function<void(std::expected<SignedIn, SignInFault>)> answered;
    std::optional<StaffRecord> record; // only of an account that may sign in now
    Account account;
    std::string used; // "totp" or "recovery"
};

// A password that takes another's place.
struct SignIn::Renewal {
    Officer officer;
    std::string present, next;
    std::function<void(std::optional<EnrolFault>)> answered;
    StaffRecord record;
    Account account;
    bool fits = false;
};

SignIn::SignIn(Parts parts)
    : parts_(std::move(parts)),
      links_(support::hmac_sha256(parts_.server_key, "staff enrolment links")),
      form_key_(support::hmac_sha256(parts_.server_key, "staff forms")) {}

void SignIn::sign_in(Attempt attempt, std::function<void(std::expected<SignedIn, SignInFault>)> answered) {
    if (hashing_ >= hashing_max || attempt.password.size() > password_bytes_max)
        return answered(std::unexpected(hashing_ >= hashing_max ? SignInFault::busy : SignInFault::refused));
    ++hashing_;
    auto trial =
        std::make_shared<Trial>(Trial{.attempt = std::move(attempt), .answered = std::move(answered)});
    const std::string budget =
        "staff " + support::keyed_hash(parts_.server_key, "staff address", trial->attempt.address);
    // There is no budget of everybody together: whoever spent it would lock the whole staff out.
    parts_.store.spend(budget, attempts_per_address, hour_ms, parts_.clock.now(),
                       at_home(parts_.post, [this, trial](std::expected<bool, storage::Error> left) {
                           if (!left) return refuse(trial, SignInFault::unavailable);
                           if (!*left) return refuse(trial, SignInFault::busy);
                           look_up(trial);
                       }));
}

// The lock is looked at before the password is, so that trying costs us little; but an account that is not there costs
// what one that is there does.
void SignIn::look_up(const std::shared_ptr<Trial>& trial) {
    parts_.store.desk().staff_by_login(trial->attempt.login, at_home(parts_.post, [this, trial](auto found) {
                                           if (!found) return refuse(trial, SignInFault::unavailable);
                                           if (*found) {
                                               auto account = open_account(**found);
                                               if (!account) return refuse(trial, SignInFault::unavailable);
                                               if (account->locked_until_ms > parts_.clock.now())
                                                   return refuse(trial, SignInFault::refused);
                                               if (!(*found)->disabled && account->is_enrolled()) {
                                                   trial->record = std::move(**found);
                                                   trial->account = std::move(*account);
                                               }
                                           }
                                           parts_.work([this, trial, hash = trial->account.password_hash] {
                                               const bool fits = password_fits(hash, trial->attempt.password);
                                               parts_.post([this, trial, fits] { judge(trial, fits); });
                                           });
                                       }));
}

void SignIn::judge(const std::shared_ptr<Trial>& trial, bool password_fits) {
    if (!trial->record) return refuse(trial, SignInFault::refused);
    Account& account = trial->account;
    const std::int64_t now = parts_.clock.now();
    bool code_fits = false;
    if (const auto step = totp_match(account.totp_secret, trial->attempt.code, now, account.last_step)) {
        code_fits = true;
        trial->used = "totp";
        if (password_fits) account.last_step = *step;
    } else {
        const auto recovery = std::ranges::find(account.recovery, recovery_hash(trial->attempt.code));
        code_fits = recovery != account.recovery.end();
        trial->used = "recovery";
        if (code_fits && password_fits) account.recovery.erase(recovery);
    }
    const bool good = password_fits && code_fits;
    count_try(account, good, now);
    settle(trial, good, password_fits);
}

// The try is counted, what it opens is opened, and the journal has it: in one.
void SignIn::settle(const std::shared_ptr<Trial>& trial, bool good, bool password_fits) {
    const std::string token = support::base64url(support::random_bytes(32));
    const std::int64_t now = parts_.clock.now();
    Journal::Act act{.actor = trial->record->id.text, .action = good ? "signed_in" : "sign_in_refused"};
    act.change.saves = next_of(*trial->record, trial->account);
    if (good) {
        act.content["by"] = trial->used;
        act.change.opens = storage::StaffSession{.token_hash = support::sha256_hex(token),
                                                 .staff = trial->record->id,
                                                 .begun_at = now,
                                                 .seen_at = now,
                                                 .expires_at = now + session_ms};
    }
    act.acted = [this, trial, good, password_fits, token, now](Acted acted) {
        if (acted == Acted::unavailable) return refuse(trial, SignInFault::unavailable);
        // A code that two use at once is saved for the first: the other is judged again, by what the account is now.
        if (acted == Acted::refused) return judge_again(trial, password_fits);
        if (!good) return refuse(trial, SignInFault::refused);
        --hashing_;
        trial->answered(SignedIn{token, officer_of(*trial->record, trial->account, token, now)});
    };
    parts_.journal.act(std::move(act));
}

// Another try of this account was saved first. Each of them counts, and none makes a right one fail; the password is not
// looked at twice, so it must be the one that it was held against.
void SignIn::judge_again(const std::shared_ptr<Trial>& trial, bool password_fits) {
    parts_.store.desk().staff(
        trial->record->id, at_home(parts_.post, [this, trial, password_fits](auto found) {
            if (!found || !*found) return refuse(trial, SignInFault::unavailable);
            auto account = open_account(**found);
            if (!account || (*found)->disabled || account->locked_until_ms > parts_.clock.now() ||
                account->password_hash != trial->account.password_hash)
                return refuse(trial, SignInFault::refused);
            trial->record = std::move(**found);
            trial->account = std::move(*account);
            judge(trial, password_fits);
        }));
}

void SignIn::refuse(const std::shared_ptr<Trial>& trial, SignInFault fault) {
    --hashing_;
    trial->answered(std::unexpected(fault));
}

Officer SignIn::officer_of(const StaffRecord& record, const Account& account, const std::string& token,
                           std::int64_t begun_at_ms) const {
    return {.id = record.id,
            .name = account.name,
            .role = record.role,
            .region = record.region,
            .token_hash = support::sha256_hex(token),
            .form_token = support::base64url(support::hmac_sha256(form_key_, token)),
            .begun_at_ms = begun_at_ms};
}

void SignIn::who(std::string_view token, const std::function<void(std::optional<Officer>)>& answered) {
    if (token.size() != 43) return answered(std::nullopt);
    const std::string shown(token);
    const auto known = [this, shown, answered](const storage::StaffSession& session) {
        return at_home(parts_.post, [this, shown, answered, session](auto record) {
            if (!record || !*record || (*record)->disabled) return answered(std::nullopt);
            const auto account = open_account(**record);
            if (!account || !account->is_enrolled()) return answered(std::nullopt);
            const std::int64_t now = parts_.clock.now();
            if (now - session.seen_at >= touch_ms)
                parts_.store.desk().touch_session(session.token_hash, now, [](const auto&) {});
            answered(officer_of(**record, *account, shown, session.begun_at));
        });
    };
    parts_.store.desk().session(support::sha256_hex(shown),
                                at_home(parts_.post, [this, answered, known](auto found) {
                                    if (!found || !*found || !lives(**found, parts_.clock.now()))
                                        return answered(std::nullopt);
                                    parts_.store.desk().staff((*found)->staff, known(**found));
                                }));
}

void SignIn::sign_out(const Officer& officer, const std::function<void(bool)>& answered) {
    revoke(officer, officer.token_hash, answered);
}

void SignIn::sessions(
    const Officer& officer,
    const std::function<void(std::optional<std::vector<storage::StaffSession>>)>& answered) {
    parts_.store.desk().sessions(
        officer.id, at_home(parts_.post, [this, answered](auto found) {
            if (!found) return answered(std::nullopt);
            std::erase_if(*found, [now = parts_.clock.now()](const auto& one) { return !lives(one, now); });
            answered(std::move(*found));
        }));
}

void SignIn::revoke(const Officer& officer, const std::string& token_hash,
                    const std::function<void(bool)>& answered) {
    const bool own = token_hash == officer.token_hash;
    Journal::Act act{.actor = officer.id.text,
                     .action = own ? "signed_out" : "session_revoked",
                     .acted = [answered](Acted acted) { answered(acted == Acted::done); }};
    // Only one's own: whose a session is, the store says.
    act.change.ends = {.staff = officer.id, .token_hash = token_hash};
    parts_.journal.act(std::move(act));
}

bool SignIn::is_fresh(const Officer& officer) const {
    return parts_.clock.now() - officer.begun_at_ms < fresh_ms;
}

void SignIn::add(const Manager& manager, NewAccount made, Accounted answered) {
    StaffRecord record{.id = new_staff_id(),
                       .login = std::move(made.login),
                       .role = made.role,
                       .region = std::move(made.region),
                       .created_at = parts_.clock.now()};
    Journal::Act act{.actor = manager.actor, .action = "account_added", .content = about(record, manager)};
    act.content["role"] = name_of(record.role);
    act.content["region"] = record.region;
    const auto saving = next_of(record, {.name = std::move(made.name)});
    act.change.saves = saving;
    act.acted = [answered = std::move(answered), saved = saving.record](Acted acted) {
        if (acted == Acted::done) return answered(saved);
        answered(
            std::unexpected(acted == Acted::refused ? AccountFault::login_taken : AccountFault::unavailable));
    };
    parts_.journal.act(std::move(act));
}

std::string SignIn::enrolment_token(const storage::StaffId& id, std::uint32_t enrolments) const {
    return links_.issue(support::TokenPurpose::form, subject_of(id, enrolments),
                        parts_.clock.now() + link_ms);
}

void SignIn::look_at_link(const std::string& token,
                          const std::function<void(std::optional<Enrolment>)>& answered) {
    const auto read = links_.verify(support::TokenPurpose::form, token, parts_.clock.now());
    if (!read) return answered(std::nullopt);
    const std::string subject = read->conversation;
    const storage::StaffId id(subject.substr(0, subject.find('.')));
    // The same secret as often as the link is opened, and another for each link.
    const std::string secret = support::hmac_sha1(form_key_, "totp " + read->nonce);
    parts_.store.desk().staff(id, at_home(parts_.post, [subject, secret, answered](auto found) {
                                  if (!found || !*found || (*found)->disabled) return answered(std::nullopt);
                                  auto account = open_account(**found);
                                  if (!account || subject != subject_of((*found)->id, account->enrolments))
                                      return answered(std::nullopt);
                                  answered(Enrolment{**found, std::move(*account), secret});
                              }));
}

void SignIn::enrol(const std::string& token, std::string password, std::string code,
                   const std::function<void(std::expected<std::vector<std::string>, EnrolFault>)>& answered) {
    look_at_link(token, [this, password = std::move(password), code = std::move(code),
                         answered](std::optional<Enrolment> link) {
        if (!link) return answered(std::unexpected(EnrolFault::link_spent));
        if (const auto problem = fault_of(password, link->record.login))
            return answered(std::unexpected(*problem));
        const auto step = totp_match(link->secret, code, parts_.clock.now(), 0);
        if (!step) return answered(std::unexpected(EnrolFault::code_wrong));
        if (hashing_ >= hashing_max) return answered(std::unexpected(EnrolFault::unavailable));
        ++hashing_;
        parts_.work([this, password, answered, step = *step, link = std::move(*link)] {
            const std::string hash = password_hash(password);
            parts_.post([this, answered, step, link, hash] {
                --hashing_;
                const std::vector<std::string> codes = new_recovery_codes();
                Account account = link.account;
                account.password_hash = hash;
                account.totp_secret = link.secret;
                account.last_step = step;
                account.recovery.clear();
                for (const std::string& one : codes) account.recovery.push_back(recovery_hash(one));
                ++account.enrolments;
                account.failures = 0;
                account.locked_until_ms = 0;
                Journal::Act act{.actor = link.record.id.text, .action = "enrolled"};
                act.change.saves = next_of(link.record, account);
                act.acted = [answered, codes](Acted acted) {
                    if (acted == Acted::done) return answered(codes);
                    answered(std::unexpected(acted == Acted::refused ? EnrolFault::link_spent
                                                                     : EnrolFault::unavailable));
                };
                parts_.journal.act(std::move(act));
            });
        });
    });
}

void SignIn::change_password(const Officer& officer, std::string present, std::string next,
                             std::function<void(std::optional<EnrolFault>)> answered) {
    if (present.size() > password_bytes_max) return answered(EnrolFault::password_wrong);
    if (hashing_ >= hashing_max) return answered(EnrolFault::unavailable);
    auto renewal = std::make_shared<Renewal>(
        Renewal{.officer = officer, .present = std::move(present), .next = std::move(next)});
    ++hashing_;
    renewal->answered = [this, answered = std::move(answered)](std::optional<EnrolFault> fault) {
        --hashing_;
        answered(fault);
    };
    parts_.store.desk().staff(officer.id, at_home(parts_.post, [this, renewal](auto found) {
                                  if (!found || !*found) return renewal->answered(EnrolFault::unavailable);
                                  auto account = open_account(**found);
                                  if (!account) return renewal->answered(EnrolFault::unavailable);
                                  if (const auto fault = fault_of(renewal->next, (*found)->login))
                                      return renewal->answered(fault);
                                  if (account->locked_until_ms > parts_.clock.now())
                                      return renewal->answered(EnrolFault::password_wrong);
                                  renewal->record = std::move(**found);
                                  renewal->account = std::move(*account);
                                  parts_.work([this, renewal] {
                                      std::string& hash = renewal->account.password_hash;
                                      renewal->fits = password_fits(hash, renewal->present);
                                      if (renewal->fits) hash = password_hash(renewal->next);
                                      parts_.post([this, renewal] { renew(renewal); });
                                  });
                              }));
}

void SignIn::renew(const std::shared_ptr<Renewal>& renewal) {
    const StaffRecord& record = renewal->record;
    count_try(renewal->account, renewal->fits, parts_.clock.now());
    Journal::Act act{.actor = record.id.text,
                     .action = renewal->fits ? "password_changed" : "password_refused"};
    act.change.saves = next_of(record, renewal->account);
    // Whoever may know the old password is out; the session that changed it stays.
    if (renewal->fits) act.change.ends = {.staff = record.id, .but = renewal->officer.token_hash};
    act.acted = [renewal](Acted acted) {
        if (acted != Acted::done) return renewal->answered(EnrolFault::unavailable);
        renewal->answered(renewal->fits ? std::nullopt : std::optional(EnrolFault::password_wrong));
    };
    parts_.journal.act(std::move(act));
}

void SignIn::change(const Manager& manager, const storage::StaffId& id, Change change, Accounted answered) {
    parts_.store.desk().staff(
        id, at_home(parts_.post, [this, manager, change, answered = std::move(answered)](auto found) {
            if (!found) return answered(std::unexpected(AccountFault::unavailable));
            if (!*found || !manager.scope.holds((*found)->region))
                return answered(std::unexpected(AccountFault::stale));
            auto account = open_account(**found);
            if (!account) return answered(std::unexpected(AccountFault::unavailable));
            // Links that were given out before are spent by a reset.
            if (change == Change::reset)
                *account = Account{.name = account->name, .enrolments = account->enrolments + 1};
            auto saving = next_of(**found, *account);
            if (change != Change::reset) saving.record.disabled = change == Change::disable;
            Journal::Act act{.actor = manager.actor,
                             .action = std::string(action_of(change)),
                             .content = about(**found, manager)};
            act.change.saves = saving;
            act.change.ends = {.staff = (*found)->id};
            act.acted = [answered, changed = saving.record](Acted acted) {
                if (acted == Acted::done) return answered(changed);
                answered(std::unexpected(acted == Acted::refused ? AccountFault::stale
                                                                 : AccountFault::unavailable));
            };
            parts_.journal.act(std::move(act));
        }));
}

std::string SignIn::guest_token() const {
    return links_.issue(support::TokenPurpose::form, guest, parts_.clock.now() + hour_ms);
}

bool SignIn::guest_token_holds(std::string_view token) const {
    const auto read = links_.verify(support::TokenPurpose::form, token, parts_.clock.now());
    return read && read->conversation == guest;
}

} // namespace plaint::review
