#include "bot/casework/audit_chain.hpp"
#include "bot/casework/numbers.hpp"
#include "bot/casework/package.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/kept.hpp"
#include "bot/conversation/turn_line.hpp"
#include "bot/support/clock.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::cli {
namespace {

struct ExportOptions {
    KeptOptions kept;
    std::string number, out;
    std::uint32_t version = 0;
};

// A server that runs beside may write on the same chain.
constexpr int record_attempts_max = 8;

// An export is an access, and stands in the audit before the file has its name. False after a complaint.
bool record(storage::Store& store, const storage::CaseNumber& number, std::uint32_t version,
            const casework::Package& package) {
    for (int attempt = 0; attempt < record_attempts_max; ++attempt) {
        const auto chain = casework::wait_for<std::vector<storage::AuditRecord>>(
            [&](auto answer) { store.audit(number, std::move(answer)); });
        if (!chain) return complain("the audit: " + chain.error().what), false;
        auto head = casework::head_of(*chain);
        storage::CaseChange change{.number = number};
        change.audit.push_back(casework::append(
            head, number, support::SystemClock().now(), "system", "exported",
            {{"version", version}, {"by", "command line"}, {"manifest_sha256", package.manifest_sha256}}));
        const auto outcome = casework::wait_for<storage::CommitOutcome>(
            [&](auto answer) { store.change(std::move(change), std::move(answer)); });
        if (!outcome) return complain("the audit: " + outcome.error().what), false;
        if (std::holds_alternative<storage::Committed>(*outcome)) return true;
    }
    return complain("the audit of this case is being written to; please try again"), false;
}

int export_case(const ExportOptions& options) {
    const storage::CaseNumber number(options.number);
    if (!casework::is_case_number(number.text))
        return complain(number.text + " is no case number such as IP-2026-330100-0000123");
    if (std::filesystem::exists(options.out)) return complain(options.out + " is there already");
    const auto folder = std::filesystem::absolute(options.out).parent_path();
    if (!std::filesystem::is_directory(folder)) return complain("there is no folder " + folder.string());
    const auto kept = options.kept.open();
    if (!kept) return unusable;
    const auto found = casework::wait_for<std::optional<storage::CaseRecord>>([&](auto answer) {
        const auto version = options.version == 0 ? std::nullopt : std::optional(options.version);
        kept->store->find_case(number, version, std::move(answer));
    });
    if (!found) return complain("the store: " + found.error().what);
    if (!*found) return complain("there is no such case, or no such version of it: " + number.text);

    const std::uint32_t version = (*found)->version;
    const std::string part = options.out + ".part";
    std::error_code error;
    std::filesystem::remove(part, error);
    const casework::PackageSources sources{*kept->store, *kept->files, conversation::turn_line};
    const auto package = casework::write_package(sources, number, version, part, part + ".turns");
    if (!package || !record(*kept->store, number, version, *package)) {
        std::filesystem::remove(part, error);
        return package ? unusable : complain(package.error().what);
    }
    std::filesystem::rename(part, options.out, error);
    if (error) return complain(options.out + ": " + error.message());
    std::cout << number.text << " version " << version << " is in " << options.out << "\n"
              << "manifest-sha256.txt has the digest " << package->manifest_sha256 << "\n";
    return success;
}

} // namespace

void add_export(CLI::App& program, int& code) {
    const auto options = std::make_shared<ExportOptions>();
    CLI::App* command = program.add_subcommand("export", "Writes a case as a package (BagIt in a zip file)");
    command->add_option("CASE", options->number, "The case number")->required();
    command->add_option("OUT", options->out, "The file to write")->required();
    command->add_option("--version", options->version, "Of the dossier; without it, the newest")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    options->kept.add_to(*command);
    command->callback([options, &code] { code = export_case(*options); });
}

} // namespace plaint::cli
