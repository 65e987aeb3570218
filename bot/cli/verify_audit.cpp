#include "bot/casework/checkpoints.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/invitation.hpp"
#include "bot/cli/kept.hpp"
#include "bot/support/crypto.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

struct AuditOptions {
    KeptOptions kept;
    std::string key, noted;
};

// Whoever checks may have nothing but the public half.
std::optional<std::string> public_key(const AuditOptions& options, const support::Config& config) {
    if (!options.key.empty()) {
        auto key = support::unhex(options.key);
        if (key && key->size() == 32) return key;
        complain("--key takes 64 hexadecimal digits");
        return std::nullopt;
    }
    const std::string path = audit_key_path(config);
    // A check makes nothing: without its key the store proves nothing.
    if (!std::filesystem::is_regular_file(path)) {
        complain("there is no key at " + path);
        return std::nullopt;
    }
    auto key = support::SigningKey::keep(path);
    if (key) return key->public_key();
    complain(key.error());
    return std::nullopt;
}

// "1 case", "2 cases".
std::string counted(std::uint64_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

int verify(const AuditOptions& options) {
    if (!options.noted.empty() && support::unhex(options.noted).value_or("").size() != 32)
        return complain("--noted takes 64 hexadecimal digits");
    const auto kept = options.kept.open();
    if (!kept) return unusable;
    const auto key = public_key(options, kept->config);
    if (!key) return unusable;
    const auto report = casework::verify_audit(*kept->store, *key, options.noted);
    if (!report) return complain("the store: " + report.error().what);
    for (const casework::AuditFinding& one : report->findings)
        std::cout << one.where << ": " << one.what << "\n";
    if (!report->findings.empty()) return finding;
    std::cout << counted(report->cases, "case") << ", " << counted(report->links, "link") << " and "
              << counted(report->checkpoints, "checkpoint") << " in order\n"
              << counted(report->uncovered, "link") << " newer than the last checkpoint\n";
    if (!report->last_checkpoint_sha256.empty())
        std::cout << "the last checkpoint has the digest " << report->last_checkpoint_sha256 << "\n";
    std::cout << "the public key is " << support::hex(*key) << "\n";
    return success;
}

} // namespace

void add_verify_audit(CLI::App& program, int& code) {
    const auto options = std::make_shared<AuditOptions>();
    CLI::App* command =
        program.add_subcommand("verify-audit", "Checks every audit chain against the checkpoints");
    command->footer("Whoever has the store and its key can write both anew. Keep the digest of the last "
                    "checkpoint somewhere\n"
                    "else, and give it back with --noted: it must still be among them.");
    options->kept.add_to(*command);
    command->add_option("--key", options->key,
                        "The public key, in hexadecimal; without it the one beside the files");
    command->add_option("--noted", options->noted, "Digest that one of the checkpoints must have")
        ->type_name("DIGEST");
    command->callback([options, &code] { code = verify(*options); });
}

} // namespace plaint::cli
