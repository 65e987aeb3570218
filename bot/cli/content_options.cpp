#include "bot/cli/content_options.hpp"

#include "bot/cli/command.hpp"
#include "embedded.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace plaint::cli {
namespace {

// The texts of one folder, with the bytes that they point into.
struct Source {
    content::FolderTexts folder;
    content::Texts texts;
};

content::Texts embedded_texts(std::string_view folder) {
    content::Texts texts;
    for (const embedded::Entry& entry : embedded::all())
        if (entry.path.starts_with(folder)) texts.emplace(entry.path.substr(folder.size()), entry.bytes);
    return texts;
}

std::expected<Source, content::LoadError> open(const std::string& folder, std::string_view built_in) {
    Source source;
    if (folder.empty()) {
        source.texts = embedded_texts(built_in);
        return source;
    }
    auto read = content::read_folder(folder);
    if (!read) return std::unexpected(std::move(read).error());
    source.folder = std::move(*read);
    source.texts = source.folder.texts();
    return source;
}

} // namespace

void ContentOptions::add_to(CLI::App& command) {
    command.add_option("--dialogs", dialogs, "Folder with trees, checklists, fields and directory")
        ->type_name("DIR");
    command.add_option("--locales", locales, "Folder with the message catalogues")->type_name("DIR");
}

std::expected<std::unique_ptr<const library::Library>, ContentFailure> load(const ContentOptions& options) {
    const auto dialogs = open(options.dialogs, "dialogs/");
    if (!dialogs) return std::unexpected(ContentFailure{true, {dialogs.error()}});
    const auto locales = open(options.locales, "locales/");
    if (!locales) return std::unexpected(ContentFailure{true, {locales.error()}});
    auto library = library::load_library(dialogs->texts, locales->texts);
    if (!library) return std::unexpected(ContentFailure{false, std::move(library).error()});
    return std::move(*library);
}

std::unique_ptr<const library::Library> load_or_complain(const ContentOptions& options) {
    auto library = load(options);
    if (library) return std::move(*library);
    for (const content::LoadError& error : library.error().errors) complain(content::to_string(error));
    return nullptr;
}

} // namespace plaint::cli
