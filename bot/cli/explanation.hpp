#pragma once

#include "bot/library/library.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

// What is known of why a session stands where it stands, for programs and for people.
namespace plaint::cli {

// Of an answer that is no choice from a list, only whether there is one, or all of it as the conversation shows it.
enum class Answers : std::uint8_t { named, shown };

struct Explained {
    const library::Library& library;
    const dialogs::Tree& tree;
    const locales::Language& language;
    dialogs::Session& session; // just read; is walked
    Answers answers = Answers::named;
};

// `about` is a question's path, with positions or without: it and its whole way stand under "why", which is empty where no
// question has this path. Without one, all questions that were passed over and the checklist are told.
nlohmann::json explanation(const Explained& explained, const std::string& about);

// The same for people, in the explained language.
std::string in_words(const Explained& explained, const nlohmann::json& explanation);

} // namespace plaint::cli
