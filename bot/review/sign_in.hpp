#pragma once

#include "bot/casework/casework.hpp"
#include "bot/review/account.hpp"
#include "bot/review/journal.hpp"
#include "bot/review/roles.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/token.hpp"
#include "storage/desk.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who somebody is, and for how long that holds. Everything runs and answers on the application's thread; only passwords
// are worked on elsewhere.
namespace plaint::review {

inline constexpr std::int64_t idle_ms = 30 * 60'000;
inline constexpr std::int64_t session_ms = 12 * 60 * 60'000;
inline constexpr std::int64_t fresh_ms =
    10 * 60'000; // after signing in, for what must not be done in passing

// A member of the staff who is signed in.
struct Officer {
    storage::StaffId id;
    std::string name;
    storage::StaffRole role = storage::StaffRole::intake_officer;
    std::string region;
    std::string token_hash; // of this session
    std::string form_token; // that every form of this session carries
    std::int64_t begun_at_ms = 0;

    bool may(Right right) const { return review::may(role, right); }
    storage::Scope scope() const { return storage::Scope::of_region(region); }
};

enum class SignInFault : std::uint8_t {
    refused, // whatever was wrong: the same answer for all of it
    busy,    // too many attempts, here or everywhere
    unavailable,
};
enum class EnrolFault : std::uint8_t {
    link_spent,
    code_wrong,
    password_wrong, // the present one, where another is to take its place
    too_short,
    too_long,
    common,
    unavailable,
};

class SignIn {
  public:
    // All of them outlive the object. `work` runs a function on a thread that may be busy for long, of which there are
    // few: each password takes 64 MiB while it is looked at.
    struct Parts {
        storage::Store& store;
        Journal& journal;
        const support::Clock& clock;
        support::Log& log;
        std::string server_key;
        casework::Casework::Post post;
        casework::Casework::Post work;
    };
    explicit SignIn(Parts parts);

    struct Attempt {
        std::string login, password, code; // a one-time code, or a recovery code
        std::string address;               // as it is counted
    };
    struct SignedIn {
        std::string token; // for the cookie; 43 characters
        Officer officer;
    };
    void sign_in(Attempt attempt, std::function<void(std::expected<SignedIn, SignInFault>)> answered);
    // Nothing for a token that is none, or that was idle for too long. Using it keeps it alive.
    void who(std::string_view token, const std::function<void(std::optional<Officer>)>& answered);
    void sign_out(const Officer& officer, const std::function<void(bool)>& answered);
    bool is_fresh(const Officer& officer) const;
    // The officer's own sessions that still hold, the oldest first; nothing when the store cannot say.
    void sessions(const Officer& officer,
                  const std::function<void(std::optional<std::vector<storage::StaffSession>>)>& answered);
    // Ends one of them; false where it is none of the officer's.
    void revoke(const Officer& officer, const std::string& token_hash,
                const std::function<void(bool)>& answered);

    // Who changes accounts, as the journal has it, and whose.
    struct Manager {
        std::string actor;
        storage::Scope scope = storage::Scope::of_country();
        std::string by; // how, where it is no officer's: "command line"
    };
    enum class AccountFault : std::uint8_t {
        login_taken,
        stale, // no such account in the scope, or somebody else changed it at the same time
        unavailable,
    };
    using Accounted = std::function<void(std::expected<storage::StaffRecord, AccountFault>)>;
    struct NewAccount {
        std::string login, name;
        storage::StaffRole role = storage::StaffRole::intake_officer;
        std::string region;
    };
    // Not enrolled yet.
    void add(const Manager& manager, NewAccount made, Accounted answered);
    // Good for three days, once.
    std::string enrolment_token(const storage::StaffId& id, std::uint32_t enrolments) const;
    // What the link shows: the login, and the secret that the authenticator is to learn.
    struct Enrolment {
        storage::StaffRecord record;
        Account account;
        std::string secret;
    };
    void look_at_link(const std::string& token,
                      const std::function<void(std::optional<Enrolment>)>& answered);
    void enrol(const std::string& token, std::string password, std::string code,
               const std::function<void(std::expected<std::vector<std::string>, EnrolFault>)>& answered);
    // Another password in place of the present one, which is asked for as signing in asks for it; the account's other
    // sessions end. Nothing where it is done.
    void change_password(const Officer& officer, std::string present, std::string next,
                         std::function<void(std::optional<EnrolFault>)> answered);
    // Ends every session of the account. Disabled, it signs in no more; reset, it has to enrol again.
    enum class Change : std::uint8_t { disable, enable, reset };
    void change(const Manager& manager, const storage::StaffId& id, Change change, Accounted answered);

    // A token for forms that nobody is signed in for yet.
    std::string guest_token() const;
    bool guest_token_holds(std::string_view token) const;

  private:
    struct Trial;
    void look_up(const std::shared_ptr<Trial>& trial);
    void judge(const std::shared_ptr<Trial>& trial, bool password_fits);
    void judge_again(const std::shared_ptr<Trial>& trial, bool password_fits);
    void settle(const std::shared_ptr<Trial>& trial, bool good, bool password_fits);
    void refuse(const std::shared_ptr<Trial>& trial, SignInFault fault);
    struct Renewal;
    void renew(const std::shared_ptr<Renewal>& renewal);
    Officer officer_of(const storage::StaffRecord& record, const Account& account, const std::string& token,
                       std::int64_t begun_at_ms) const;

    Parts parts_;
    support::TokenKey links_;
    std::string form_key_;
    std::size_t hashing_ = 0; // passwords that are looked at, or wait for it
};

} // namespace plaint::review
