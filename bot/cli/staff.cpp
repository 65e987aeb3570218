#include "bot/casework/waiting.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/invitation.hpp"
#include "bot/cli/kept.hpp"
#include "bot/support/crypto.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

using Change = review::SignIn::Change;

struct StaffOptions {
    KeptOptions kept;
    std::string listen, login, name, role, region;
};

// The store as the command finds it, and where the server that uses it is reached.
std::optional<Kept> open(const StaffOptions& options) {
    auto kept = options.kept.open();
    if (!kept || options.listen.empty()) return kept;
    const auto used = support::use_listen(kept->config, options.listen);
    if (used) return kept;
    complain("--listen: " + used.error());
    return std::nullopt;
}

// A region that does not exist would see nothing, and nobody would be told.
bool is_region(const support::Config& config, const std::string& region) {
    if (region == "000000") return true;
    const auto library = load_or_complain({config.content.dialogs, config.content.locales});
    if (library == nullptr) return false;
    if (library->content->directory.regions().current(region) == region) return true;
    complain(
        region +
        " is no region: the six digits of a province, prefecture or county, or 000000 for the whole country");
    return false;
}

std::optional<std::string> key_of(storage::Store& store) {
    const auto key = casework::wait_for<storage::Bytes>(
        [&](auto answer) { store.setting("server_key", support::random_bytes(32), std::move(answer)); });
    if (!key) return complain("the store: " + key.error().what), std::nullopt;
    return *key;
}

int add(const StaffOptions& options) {
    const auto role = review::role_of(options.role);
    if (!review::is_login(options.login))
        return complain(options.login + " is no login: 3 to 32 letters a-z, digits, points and dashes");
    if (!role)
        return complain(options.role +
                        " is no role: intake_officer, reviewer, supervisor, auditor or administrator");
    const auto kept = open(options);
    if (!kept) return unusable;
    const std::string region = options.region.empty() ? kept->config.intake.centre : options.region;
    if (!is_region(kept->config, region)) return unusable;
    const auto key = key_of(*kept->store);
    if (!key) return unusable;
    const std::string& name = options.name.empty() ? options.login : options.name;
    const auto link = StaffTool(*kept->store, *key).add(options.login, name, *role, region);
    if (!link) return complain(link.error());
    std::cout << support::public_base(kept->config) << *link << "\n";
    return success;
}

std::optional<std::vector<storage::StaffRecord>> all_of(storage::Store& store) {
    auto all = casework::wait_for<std::vector<storage::StaffRecord>>(
        [&](auto answer) { store.desk().all_staff(storage::Scope::of_country(), std::move(answer)); });
    if (!all) return complain("the store: " + all.error().what), std::nullopt;
    return std::move(*all);
}

int list(const StaffOptions& options) {
    const auto kept = open(options);
    if (!kept) return unusable;
    const auto all = all_of(*kept->store);
    if (!all) return unusable;
    for (const storage::StaffRecord& one : *all) {
        const auto account = review::open_account(one);
        std::cout << one.login << "  " << one.id.text << "  " << review::name_of(one.role) << "  "
                  << one.region << "  "
                  << (one.disabled                        ? "disabled"
                      : account && account->is_enrolled() ? "active"
                                                          : "invited")
                  << "  " << (account ? account->name : "?") << "\n";
    }
    return success;
}

int change(const StaffOptions& options, Change what) {
    const auto kept = open(options);
    if (!kept) return unusable;
    const auto all = all_of(*kept->store);
    if (!all) return unusable;
    const auto found = std::ranges::find(*all, options.login, &storage::StaffRecord::login);
    if (found == all->end()) return complain("there is no account " + options.login);
    const auto key = key_of(*kept->store);
    if (!key) return unusable;
    const auto link = StaffTool(*kept->store, *key).change(*found, what);
    if (!link) return complain(link.error());
    if (!link->empty()) std::cout << support::public_base(kept->config) << *link << "\n";
    return success;
}

} // namespace

void add_staff(CLI::App& program, int& code) {
    CLI::App* staff = program.add_subcommand("staff", "Accounts of the staff console");
    staff->require_subcommand(1);
    const auto command = [&](const char* name, const char* about, int (*run)(const StaffOptions&)) {
        const auto options = std::make_shared<StaffOptions>();
        CLI::App* made = staff->add_subcommand(name, about);
        options->kept.add_to(*made);
        made->callback([options, run, &code] { code = run(*options); });
        return std::pair(made, options);
    };
    // A server that was told its address by an option left it nowhere else.
    const auto takes_listen = [](CLI::App& made, StaffOptions& options) {
        made.add_option("--listen", options.listen,
                        "As serve was given it: without server.public_base the link begins with it")
            ->type_name("A:P");
    };
    const auto [adding, to_add] = command("add", "Makes an account, and prints the link to enrol with", add);
    takes_listen(*adding, *to_add);
    adding->add_option("LOGIN", to_add->login)->required();
    adding->add_option("--name", to_add->name, "As colleagues see it; without it the login");
    adding
        ->add_option("--role", to_add->role, "intake_officer, reviewer, supervisor, auditor or administrator")
        ->required();
    adding
        ->add_option("--region", to_add->region,
                     "Its cases and those below it are seen; without it that of the receiving centre")
        ->type_name("CODE");
    command("list", "All accounts", list);
    const auto changing = [&](const char* name, const char* about, int (*run)(const StaffOptions&)) {
        const auto [made, options] = command(name, about, run);
        made->add_option("LOGIN", options->login)->required();
        return std::pair(made, options);
    };
    changing("disable", "Ends all sessions of an account, which signs in no more",
             [](const StaffOptions& options) { return change(options, Change::disable); });
    changing("enable", "Lets an account sign in again",
             [](const StaffOptions& options) { return change(options, Change::enable); });
    const auto [resetting, to_reset] =
        changing("reset", "Makes an account enrol again, and prints the link",
                 [](const StaffOptions& options) { return change(options, Change::reset); });
    takes_listen(*resetting, *to_reset);
}

} // namespace plaint::cli
