#pragma once

#include "bot/review/sign_in.hpp"
#include "bot/support/config.hpp"
#include "storage/store.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

// Accounts from the command line, beside a server that may be running.
namespace plaint::cli {

// Signing in as the commands use it: everything is done by the time that a call returns.
class StaffTool {
  public:
    StaffTool(storage::Store& store, const std::string& server_key);

    // The path with the token, to stand behind the public address; or a sentence that says why there is no account.
    std::expected<std::string, std::string> add(const std::string& login, const std::string& name,
                                                storage::StaffRole role, const std::string& region);
    // The path of a new link where the account was reset, else nothing; or why it could not be changed.
    std::expected<std::string, std::string> change(const storage::StaffRecord& record,
                                                   review::SignIn::Change change);

  private:
    std::string link_for(const storage::StaffRecord& record) const;

    support::SystemClock clock_;
    casework::Casework::Post here_ = [](std::move_only_function<void()> task) { task(); };
    review::Journal journal_;
    review::SignIn sign_in_;
};

// The first administrator's link, where there is no account yet.
std::optional<std::string> invite_first(storage::Store& store, const std::string& server_key);

// Where the key is that signs the checkpoints: beside the files, not in the store whose history it vouches for.
std::string audit_key_path(const support::Config& config);

} // namespace plaint::cli
