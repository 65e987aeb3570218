#pragma once

#include "bot/library/library.hpp"

#include <cstdlib>
#include <iostream>

// The dialogs and languages as the project ships them, loaded once. Tests run in the root of the repository.
namespace plaint::tests {

struct ShippedTexts {
    content::FolderTexts dialogs, locales;
};

inline const ShippedTexts& shipped_texts() {
    static const ShippedTexts texts = [] {
        auto dialogs = content::read_folder("dialogs");
        auto locales = content::read_folder("locales");
        if (!dialogs || !locales) {
            std::cerr << "runs in the root of the repository\n";
            std::exit(2);
        }
        return ShippedTexts{std::move(*dialogs), std::move(*locales)};
    }();
    return texts;
}

inline const library::Library& shipped_library() {
    static const std::unique_ptr<const library::Library> loaded = [] {
        auto library =
            library::load_library(shipped_texts().dialogs.texts(), shipped_texts().locales.texts());
        if (library) return std::move(*library);
        for (const content::LoadError& error : library.error())
            std::cerr << content::to_string(error) << "\n";
        std::exit(2);
    }();
    return *loaded;
}

} // namespace plaint::tests
