#include "bot/cli/invitation.hpp"

#include "bot/casework/waiting.hpp"

#include <filesystem>
#include <future>

namespace plaint::cli {
namespace {

// Waits for what `call` hands over to the function that it is given. The promise is shared, because whoever keeps it may
// still be about it when its value has been taken.
template<class T, class Call>
T awaited(const Call& call) {
    const auto promise = std::make_shared<std::promise<T>>();
    auto future = promise->get_future();
    call(std::function<void(T)>([promise](T value) { promise->set_value(std::move(value)); }));
    return future.get();
}

using Outcome = std::expected<storage::StaffRecord, review::SignIn::AccountFault>;
const review::SignIn::Manager manager{.actor = "system", .by = "command line"};

std::string words_of(review::SignIn::AccountFault fault, const std::string& login) {
    using Fault = review::SignIn::AccountFault;
    switch (fault) {
    case Fault::login_taken: return "there is an account " + login + " already";
    case Fault::stale: return "the account is being changed; please try again";
    case Fault::unavailable: break;
    }
    return "the store does not answer; nothing was changed";
}

} // namespace

StaffTool::StaffTool(storage::Store& store, const std::string& server_key)
    : journal_({store, clock_, support::silent_log(), here_}),
      sign_in_({store, journal_, clock_, support::silent_log(), server_key, here_, here_}) {}

std::string StaffTool::link_for(const storage::StaffRecord& record) const {
    const auto account = review::open_account(record);
    return "/staff/enrol?token=" + sign_in_.enrolment_token(record.id, account ? account->enrolments : 0);
}

std::expected<std::string, std::string> StaffTool::add(const std::string& login, const std::string& name,
                                                       storage::StaffRole role, const std::string& region) {
    const auto record =
        awaited<Outcome>([&](const auto& done) { sign_in_.add(manager, {login, name, role, region}, done); });
    if (!record) return std::unexpected(words_of(record.error(), login));
    return link_for(*record);
}

std::expected<std::string, std::string> StaffTool::change(const storage::StaffRecord& record,
                                                          review::SignIn::Change change) {
    const auto changed =
        awaited<Outcome>([&](const auto& done) { sign_in_.change(manager, record.id, change, done); });
    if (!changed) return std::unexpected(words_of(changed.error(), record.login));
    return change == review::SignIn::Change::reset ? link_for(*changed) : std::string();
}

std::optional<std::string> invite_first(storage::Store& store, const std::string& server_key) {
    const auto all = casework::wait_for<std::vector<storage::StaffRecord>>(
        [&](auto answer) { store.desk().all_staff(storage::Scope::of_country(), std::move(answer)); });
    if (!all || !all->empty()) return std::nullopt;
    auto link =
        StaffTool(store, server_key).add("admin", "admin", storage::StaffRole::administrator, "000000");
    return link ? std::optional(std::move(*link)) : std::nullopt;
}

std::string audit_key_path(const support::Config& config) {
    return (std::filesystem::path(config.storage.files).parent_path() / "audit.key").string();
}

} // namespace plaint::cli
