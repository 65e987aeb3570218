#pragma once

#include "dialogs/load/content.hpp"
#include "locales/languages.hpp"

namespace plaint::library {

// Holds the words of every language against the questions that they answer. Errors: a word that stands for two answers
// to one question, formal ones among them, or for an answer and a command, or that is the number of another answer; and a
// label that is read to callers and does not mean its option when they say it.
void check_told_apart(const content::Content& content, const locales::Languages& languages,
                      content::LoadErrors& errors);

} // namespace plaint::library
