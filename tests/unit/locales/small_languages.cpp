#include "tests/unit/locales/small_languages.hpp"

namespace plaint::tests {

LoadedLanguages load_languages(const LocaleFiles& files) {
    std::vector<std::string> names;
    for (const auto& [name, text] : files) names.push_back(name);
    const auto read = [&](const std::string& file) -> std::optional<std::string_view> {
        const auto found = files.find(file);
        return found != files.end() ? std::optional<std::string_view>(found->second) : std::nullopt;
    };
    content::LoadErrors errors;
    LoadedLanguages loaded{locales::Languages::load(names, read, errors), {}};
    for (const content::LoadError& error : errors)
        loaded.told += (loaded.told.empty() ? "" : "\n") + content::to_string(error);
    return loaded;
}

LoadedLanguages english(const std::string& messages, const std::string& words) {
    return load_languages(
        {{"locales.json",
          R"([{"id": "en", "bcp47": ["en"], "name": "English", "direction": "ltr", "words": ["in english"]}])"},
         {"en/all.json",
          R"({"locale": "en", "messages": {)" + messages + R"(}, "words": {)" + words + "}}"}});
}

} // namespace plaint::tests
