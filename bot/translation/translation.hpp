#pragma once

#include "bot/translation/xliff.hpp"
#include "dialogs/load/load_error.hpp"

#include <expected>
#include <map>
#include <string>
#include <vector>

// The texts of one language on their way to a translator and back.
namespace plaint::translation {

// Names below locales/ ("en/texts.json") with their bytes.
using LocaleTexts = std::map<std::string, std::string, std::less<>>;

struct Order {
    std::string source, target;         // languages of locales.json
    std::uint32_t spoken_bytes_max = 0; // of what a telephone says in one piece
};

// All messages of the source language, with what the target language has for them by now. `since` is an earlier exchange of the same
// languages: where its source is not the present one and the translation still is, that has to be looked at.
std::expected<Xliff, content::LoadErrors> prepare(const LocaleTexts& texts, const Order& order,
                                                  const Xliff* since);

struct Returned {
    LocaleTexts changed;            // the files that are other than before
    std::uint32_t messages = 0;     // that are other than before
    std::vector<std::string> stale; // translated from a source that is no longer the present one
};
// What the files become by this translation; messages that it leaves open stay as they are. `name` is the translation's
// own, for complaints.
std::expected<Returned, content::LoadErrors> bring_back(const LocaleTexts& texts, const Xliff& xliff,
                                                        const std::string& name);

} // namespace plaint::translation
