#include "adapters/webchat/page_words.hpp"

#include "adapters/webchat/json_writer.hpp"

#include <algorithm>
#include <array>

namespace plaint::webchat {

namespace {

// Texts of others that the window says, too. What a button says is what its reader may type, so these are the catalogue's.
struct Borrowed {
    std::string_view name, key;
};
constexpr std::array borrowed{Borrowed{"back", "command.back"},
                              Borrowed{"repeat", "command.repeat"},
                              Borrowed{"missing", "command.missing"},
                              Borrowed{"why", "command.why"},
                              Borrowed{"person", "command.person"},
                              Borrowed{"stop", "command.stop"},
                              Borrowed{"edit", "command.change"},
                              Borrowed{"keep", "offer.keep"},
                              Borrowed{"drop", "offer.drop"},
                              Borrowed{"confirm", "review.confirm"},
                              Borrowed{"yes", "yes"},
                              Borrowed{"no", "no"}};
constexpr std::string_view of_window = "window.";
constexpr std::array<std::string_view, 5> of_pages{"page.", "status.", "window.", "kind_of_case.",
                                                   "directory."};

// Placeholders are filled in by the browser.
std::string unfilled(const locales::Pattern& pattern) {
    locales::Values values;
    for (const std::string& argument : pattern.arguments())
        values.emplace_back(argument, "{" + argument + "}");
    return pattern.format(values);
}

std::string text_of(const locales::Language& language, std::string_view key) {
    const locales::Pattern* pattern = language.catalogue.find(key);
    return pattern != nullptr ? unfilled(*pattern) : std::string(key);
}

void write_languages(const library::Library& library, const locales::Language& language, JsonWriter& to) {
    to.text_at("language", language.id).text_at("direction", language.direction);
    to.key("languages").begin_array();
    for (const locales::Language& one : library.languages.all())
        to.begin_object().text_at("id", one.id).text_at("name", one.name).end_object();
    to.end_array();
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string language_options(const library::Library& library, const locales::Language& chosen) {
    std::string out;
    for (const locales::Language& language : library.languages.all())
        out += "<option value=\"" + escaped(language.id) + "\" lang=\"" + escaped(language.id) + "\"" +
               (&language == &chosen ? " selected>" : ">") + escaped(language.name) + "</option>";
    return out;
}

void replace_all(std::string& text, std::string_view name, std::string_view value) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
}

} // namespace

std::string window_words(const library::Library& library, const locales::Language& language) {
    std::string out;
    JsonWriter to(out);
    write_languages(library, language, to.begin_object());
    to.key("words").begin_object();
    for (const std::string& key : language.catalogue.keys())
        if (key.starts_with(of_window))
            to.text_at(std::string_view(key).substr(of_window.size()), text_of(language, key));
    for (const Borrowed& one : borrowed) to.text_at(one.name, text_of(language, one.key));
    to.end_object().end_object();
    return out;
}

std::string page_words(const library::Library& library, const locales::Language& language) {
    std::string out;
    JsonWriter to(out);
    write_languages(library, language, to.begin_object());
    to.key("words").begin_object();
    for (const std::string& key : language.catalogue.keys())
        if (std::ranges::any_of(of_pages, [&](std::string_view family) { return key.starts_with(family); }))
            to.text_at(key, text_of(language, key));
    to.end_object().end_object();
    return out;
}

std::string worded_page(std::string_view page, const library::Library& library,
                        const locales::Language& language) {
    constexpr std::string_view mark = "data-t=\"", list = "data-languages>";
    std::string out;
    while (!page.empty()) {
        const std::size_t at = page.find(mark);
        if (at == std::string_view::npos) break;
        const std::size_t key = at + mark.size();
        const std::size_t opened = page.find('>', key) + 1;
        out += page.substr(0, opened);
        out += escaped(text_of(language, page.substr(key, page.find('"', key) - key)));
        page.remove_prefix(opened);
    }
    out += page;
    replace_all(out, list, std::string(list) + language_options(library, language));
    replace_all(out, "{lang}", escaped(language.id));
    replace_all(out, "{dir}", escaped(language.direction));
    return out;
}

} // namespace plaint::webchat
