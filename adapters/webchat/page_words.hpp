#pragma once

#include "bot/library/library.hpp"

#include <string>
#include <string_view>

// What the chat window and the pages around it say by themselves, from the catalogues.
namespace plaint::webchat {

// {"language":"de","direction":"ltr","languages":[{"id","name"},…],"words":{"title":"…",…}}: what the chat window says. A
// placeholder of a text stays as it is, for the window to fill.
std::string window_words(const library::Library& library, const locales::Language& language);
// The same for the pages around it, whose words are called as in the catalogues: "page.title".
std::string page_words(const library::Library& library, const locales::Language& language);

// A page of ours in one language: "{lang}" and "{dir}" are filled in, an element with data-t="KEY" gets the text of that
// key, and one with data-languages the options of a list of all languages.
std::string worded_page(std::string_view page, const library::Library& library,
                        const locales::Language& language);

} // namespace plaint::webchat
