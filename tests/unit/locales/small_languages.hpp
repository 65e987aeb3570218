#pragma once

#include "locales/languages.hpp"

#include <map>
#include <string>

namespace plaint::tests {

// Files below locales/, by name, and what is told of them: one complaint a line, as "file#pointer: what".
using LocaleFiles = std::map<std::string, std::string>;

struct LoadedLanguages {
    locales::Languages languages;
    std::string told;
};
LoadedLanguages load_languages(const LocaleFiles& files);

// One language, "en", with these messages and words, as members of JSON objects.
LoadedLanguages english(const std::string& messages, const std::string& words = {});

} // namespace plaint::tests
