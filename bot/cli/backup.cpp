#include "bot/casework/waiting.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/invitation.hpp"
#include "bot/cli/kept.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace plaint::cli {
namespace {

namespace fs = std::filesystem;

struct BackupOptions {
    KeptOptions kept;
    std::string out;
};

// Copies what is in a folder; what goes while it is copied belonged to a draft that expired. Counts into `copied`.
std::error_code copy_folder(const fs::path& from, const fs::path& to, std::size_t& copied) {
    std::error_code error;
    fs::create_directories(to, error);
    for (fs::directory_iterator at(from, error), end; !error && at != end; at.increment(error)) {
        std::error_code here;
        // Uploads that are under way belong to no turn yet.
        if (at->path().filename() == "arriving") continue;
        if (at->is_directory(here)) {
            if (const auto failed = copy_folder(at->path(), to / at->path().filename(), copied))
                return failed;
        } else if (fs::copy_file(at->path(), to / at->path().filename(), here)) {
            ++copied;
        } else if (here != std::errc::no_such_file_or_directory) {
            return here;
        }
    }
    if (error == std::errc::no_such_file_or_directory) error.clear();
    return error;
}

int back_up(const BackupOptions& options) {
    const fs::path out = options.out;
    std::error_code error;
    if (fs::exists(out, error) && !fs::is_empty(out, error))
        return complain(options.out + " is there already and not empty");
    const auto kept = options.kept.open();
    if (!kept) return unusable;
    fs::create_directories(out, error);
    if (error) return complain(options.out + ": " + error.message());
    fs::permissions(out, fs::perms::owner_all, error);

    // The store goes first: every file that it names then is durable already, and files never change.
    const auto copied = casework::wait_for<bool>(
        [&](auto answer) { kept->store->backup((out / "plaint.db").string(), std::move(answer)); });
    if (!copied) return complain("the store: " + copied.error().what);
    if (!*copied) return complain((out / "plaint.db").string() + " is there already");
    std::size_t files = 0;
    const fs::path from = kept->config.storage.files;
    for (const auto& [folder, name] :
         {std::pair(from, "files"), std::pair(from.parent_path() / "packages", "packages"),
          std::pair(from.parent_path() / "content", "content")})
        if (const auto failed = copy_folder(folder, out / name, files))
            return complain(folder.string() + ": " + failed.message());
    // Without its key nobody could check the audit of the copy. A store that was never served has none.
    const fs::path key = audit_key_path(kept->config);
    fs::copy_file(key, out / key.filename(), error);
    if (error && error != std::errc::no_such_file_or_directory)
        return complain(key.string() + ": " + error.message());
    ::sync();
    std::cout << "the store and " << files << " files are in " << options.out << "\n";
    return success;
}

} // namespace

void add_backup(CLI::App& program, int& code) {
    const auto options = std::make_shared<BackupOptions>();
    CLI::App* command =
        program.add_subcommand("backup", "Copies everything that is kept, while the server goes on");
    command->footer(
        "The copy is laid out as a data folder. To restore it, stop the server, move its data folder away, "
        "copy\n"
        "this one to its place, and start again: plaint serve --data DIR. Whatever was said after the copy "
        "is\n"
        "not in it. The copy holds personal data and the server's keys: keep it as safe as the original.");
    command->add_option("OUT", options->out, "A new or empty folder")->required();
    options->kept.add_to(*command);
    command->callback([options, &code] { code = back_up(*options); });
}

} // namespace plaint::cli
