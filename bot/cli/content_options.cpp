#include "bot/cli/content_options.hpp"

#include "bot/cli/command.hpp"
#include "embedded.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

namespace plaint::cli {
namespace {

using Source = ContentTexts::Source;

content::Texts embedded_texts(std::string_view folder) {
    content::Texts texts;
    for (const embedded::Entry& entry : embedded::all())
        if (entry.path.starts_with(folder) && !entry.path.starts_with("dialogs/schema/"))
            texts.emplace(entry.path.substr(folder.size()), entry.bytes);
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

std::expected<ContentTexts, ContentFailure> read_texts(const ContentOptions& options) {
    auto dialogs = open(options.dialogs, "dialogs/");
    if (!dialogs) return std::unexpected(ContentFailure{true, {std::move(dialogs).error()}});
    auto locales = open(options.locales, "locales/");
    if (!locales) return std::unexpected(ContentFailure{true, {std::move(locales).error()}});
    return ContentTexts{std::move(*dialogs), std::move(*locales)};
}

std::expected<std::unique_ptr<const library::Library>, ContentFailure> load(const ContentOptions& options) {
    const auto texts = read_texts(options);
    if (!texts) return std::unexpected(texts.error());
    auto library = library::load_library(texts->dialogs.texts, texts->locales.texts);
    if (!library) return std::unexpected(ContentFailure{false, std::move(library).error()});
    return std::move(*library);
}

std::unique_ptr<const library::Library> load_or_complain(const ContentOptions& options) {
    auto library = load(options);
    if (library) return std::move(*library);
    for (const content::LoadError& error : library.error().errors) complain(content::to_string(error));
    return nullptr;
}

const locales::Language* language_or_complain(const library::Library& library, const std::string& tag) {
    std::string known;
    for (const locales::Language& one : library.languages.all()) {
        if (tag.empty() || one.id == tag || std::ranges::find(one.tags, tag) != one.tags.end()) return &one;
        known.append(known.empty() ? "" : ", ").append(one.id);
    }
    complain("there is no language \"" + tag + "\"; there are " + known);
    return nullptr;
}

} // namespace plaint::cli
