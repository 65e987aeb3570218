#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/whole_files.hpp"
#include "bot/support/clock.hpp"
#include "dialogs/load/directory_check.hpp"
#include "dialogs/load/directory_tables.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

namespace fs = std::filesystem;
using content::NamedTexts;

// More than the whole of China's counties many times over.
constexpr std::uintmax_t table_bytes_max = 32U << 20U;

struct DirectoryOptions {
    ContentOptions content;
    std::string folder;
    bool force = false;
};

int refuse_with(const content::LoadErrors& errors) {
    for (const content::LoadError& error : errors) complain(content::to_string(error));
    return unusable;
}

int check_directory(const DirectoryOptions& options) {
    const auto library = load(options.content);
    if (!library && library.error().unreadable) return refuse_with(library.error().errors);
    if (!library) {
        for (const content::LoadError& error : library.error().errors)
            std::cout << content::to_string(error) << "\n";
        return finding;
    }
    const support::Date today = support::today_shanghai(support::SystemClock().now());
    const content::DirectoryGaps gaps =
        content::gaps_of((*library)->content->directory,
                         {today.year, static_cast<int>(today.month), static_cast<int>(today.day)});
    for (const content::LoadError& fault : gaps.faults) std::cout << content::to_string(fault) << "\n";
    for (const std::string& note : gaps.notes) std::cout << "note: " << note << "\n";
    return gaps.faults.empty() ? success : finding;
}

int export_directory(const DirectoryOptions& options) {
    const auto texts = read_texts(options.content);
    if (!texts) return refuse_with(texts.error().errors);
    // Rows that do not load would come back as mistakes of whoever fills the tables.
    if (const auto library = library::load_library(texts->dialogs.texts, texts->locales.texts); !library)
        return refuse_with(library.error());
    const auto tables = content::export_tables(texts->dialogs.texts);
    if (!tables) return refuse_with(tables.error());
    if (!options.force)
        for (const auto& [name, bytes] : *tables)
            if (fs::exists(fs::path(options.folder) / name))
                return complain((fs::path(options.folder) / name).string() +
                                " is there already; --force writes over it");
    if (!replace_files(options.folder, *tables))
        return complain("the tables cannot be written to " + options.folder);
    for (const auto& [name, bytes] : *tables) std::cout << name << "\n";
    return success;
}

std::expected<NamedTexts, std::string> tables_in(const std::string& folder) {
    NamedTexts tables;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() != ".csv") continue;
        auto bytes = bytes_of(entry.path(), table_bytes_max);
        if (!bytes) return std::unexpected(bytes.error());
        tables[entry.path().filename().string()] = std::move(*bytes);
    }
    if (error) return std::unexpected(folder + " is no folder that can be read");
    if (tables.empty()) return std::unexpected("there are no tables in " + folder);
    return tables;
}

int import_directory(const DirectoryOptions& options) {
    auto texts = read_texts(options.content);
    if (!texts) return refuse_with(texts.error().errors);
    const auto tables = tables_in(options.folder);
    if (!tables) return complain(tables.error());
    const auto changed = content::import_tables(texts->dialogs.texts, *tables);
    if (!changed) return refuse_with(changed.error());
    // Trees, too, name places and platforms, so the content is read as a whole before anything is touched.
    for (const auto& [name, bytes] : *changed) texts->dialogs.texts.insert_or_assign(name, bytes);
    if (const auto library = library::load_library(texts->dialogs.texts, texts->locales.texts); !library)
        return refuse_with(library.error());
    if (!replace_files(options.content.dialogs, *changed))
        return complain("the files in " + options.content.dialogs + " cannot be written");
    for (const auto& [name, bytes] : *changed) std::cout << "changed: " << name << "\n";
    if (changed->empty()) std::cout << "nothing has changed\n";
    return success;
}

} // namespace

void add_directory(CLI::App& program, int& code) {
    CLI::App* command =
        program.add_subcommand("directory", "Checks the directory of offices, centres and platforms, and "
                                            "brings it to spreadsheets and back");
    command->require_subcommand(1);

    const auto checked = std::make_shared<DirectoryOptions>();
    CLI::App* check = command->add_subcommand("check", "Finds gaps, dangling references and missing sources");
    checked->content.add_to(*check);
    check->callback([checked, &code] { code = check_directory(*checked); });

    const auto exported = std::make_shared<DirectoryOptions>();
    CLI::App* out = command->add_subcommand("export", "Writes one CSV file for each table");
    out->add_option("DIR", exported->folder, "The folder to write them to")->required();
    out->add_flag("--force", exported->force, "Over files that are there already");
    exported->content.add_to(*out);
    out->callback([exported, &code] { code = export_directory(*exported); });

    const auto imported = std::make_shared<DirectoryOptions>();
    CLI::App* in = command->add_subcommand("import", "Takes tables into the files of a folder of dialogs");
    in->footer("The tables that are there take the place of the rows that were; where a line is wrong, "
               "nothing is touched.");
    in->add_option("DIR", imported->folder, "The folder with the CSV files")->required();
    in->add_option("--dialogs", imported->content.dialogs,
                   "Folder with the dialogs, whose directory is written")
        ->type_name("DIR")
        ->required();
    in->add_option("--locales", imported->content.locales, "Folder with the message catalogues")
        ->type_name("DIR");
    in->callback([imported, &code] { code = import_directory(*imported); });
}

} // namespace plaint::cli
