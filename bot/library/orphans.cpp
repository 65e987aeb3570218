#include "bot/library/orphans.hpp"

#include "dialogs/engine/messages.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace plaint::library {
namespace {

// What belongs to the content by its first part; all other texts are said by programs.
constexpr std::array content_families{"ask",   "why",     "help", "short", "label", "option",
                                      "group", "section", "say",  "end",   "line"};

std::set<std::string> keys_of(const Library& library) {
    std::set<std::string> keys = library.said;
    for (const std::string& key : dialogs::engine_keys()) keys.insert(key);
    // The dictionary names its fields whether or not they are asked: staff see them, too.
    for (const auto& [path, field] : library.content->fields.rows) {
        keys.insert("label." + path);
        const std::vector<std::string> flags{"yes", "no"};
        for (const std::string& value : field.kind == kinds::Kind::yes_no ? flags : field.values)
            keys.insert("option." + path + "." + value);
    }
    return keys;
}

// The text that a variant takes the place of: for the ear, or on a line that records nothing.
std::string_view plain(std::string_view key) {
    for (const std::string_view variant : {".voice", ".unrecorded"})
        if (key.ends_with(variant)) key.remove_suffix(variant.size());
    return key;
}

bool is_of_content(std::string_view key) {
    const std::string_view family = key.substr(0, key.find('.'));
    return std::ranges::find(content_families, family) != content_families.end();
}

} // namespace

content::LoadErrors orphans(const Library& library) {
    const std::set<std::string> used = keys_of(library);
    content::LoadErrors errors;
    for (const locales::Language& language : library.languages.all())
        for (const std::string& key : language.catalogue.keys()) {
            if (!is_of_content(key) || used.contains(std::string(plain(key)))) continue;
            const content::Place& place = language.catalogue.place(key);
            // The names of languages are there whether or not a dialog asks for one.
            if (place.file == "locales/locales.json") continue;
            errors.push_back({place.file, place.pointer, "is said nowhere"});
        }
    return errors;
}

} // namespace plaint::library
