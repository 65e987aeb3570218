#pragma once

#include "bot/library/library.hpp"

#include <expected>
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace plaint::cli {

// Where dialogs and languages come from: what is built into the program, or the folders that were named.
struct ContentOptions {
    std::string dialogs, locales; // empty: what is built in
    void add_to(CLI::App& command);
};

// All texts of both, as they were read.
struct ContentTexts {
    struct Source {
        content::FolderTexts
            folder; // the bytes that the texts point into; those that are built in stay where they are
        content::Texts texts;
    };
    Source dialogs, locales;
};

// A folder that cannot be read is `unreadable`; mistakes in it are not.
struct ContentFailure {
    bool unreadable = false;
    content::LoadErrors errors;
};
std::expected<ContentTexts, ContentFailure> read_texts(const ContentOptions& options);
std::expected<std::unique_ptr<const library::Library>, ContentFailure> load(const ContentOptions& options);

// The same for a command that needs the content to do anything: its failures go to stderr.
std::unique_ptr<const library::Library> load_or_complain(const ContentOptions& options);

// The language of a tag, the first one without a tag; null after a complaint.
const locales::Language* language_or_complain(const library::Library& library, const std::string& tag);

} // namespace plaint::cli
