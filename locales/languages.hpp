#pragma once

#include "dialogs/engine/step.hpp"
#include "dialogs/kinds/regions.hpp"
#include "locales/catalogue.hpp"
#include "locales/lexicon.hpp"
#include "locales/mentions.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// All languages together: reading what people say, and putting messages into words.
namespace plaint::locales {

struct Language {
    std::string id;   // of the catalogue: "zh-Hans"
    std::string name; // in itself: "简体中文"
    std::string direction;
    std::vector<std::string> tags;  // BCP 47 tags that mean it
    std::vector<std::string> words; // by which people ask for it
    // As telephone providers call it where they speak it and where they hear it: "cmn-CN" and "cmn-Hans-CN".
    std::string say, hear;
    Catalogue catalogue;
};

// What a reply is filled in with when it is sent.
struct Blanks {
    std::string receipt, case_number, lead, hours;
    std::string controller,
        contact; // of the people's data: who answers for them, and how that body is reached
    std::int64_t retention_days = 0; // of a closed case
    std::int64_t draft_days = 0;     // of what nobody submitted
};

class Languages {
  public:
    // `files` are all names below locales/, as "en/engine.json"; locales.json lists the languages, the first is the default.
    // Errors: a language without files, a message that one language has and another lacks, other arguments.
    static Languages load(const std::vector<std::string>& files, const Catalogue::ReadFile& read,
                          content::LoadErrors& errors);

    // The catalogue for a BCP 47 tag such as "zh-CN" or "en-AU", or for a list of them as browsers send it
    // ("fr-CH, fr;q=0.9, en;q=0.8"): by the tag itself, else what its readers read best, else the default.
    const std::string& match(std::string_view tags) const;
    // By the first, or by the second where the first is empty: what was asked for, else what the browser prefers.
    const std::string& match(std::string_view asked, std::string_view preferred) const {
        return match(asked.empty() ? preferred : asked);
    }
    const std::vector<Language>& all() const { return languages_; }
    std::vector<std::string> ids() const;
    const Language& language(std::string_view id) const;
    bool has(const std::string& key) const; // in every language
    // In any language, be it broken: where it is not in order was complained of while loading.
    bool mentions(const std::string& key) const;

    // Meanings in this language; in the others only where this one has none.
    std::vector<dialogs::Candidate> understand(std::string_view locale, std::string_view folded) const;
    // As Lexicon::number_chosen, in any language.
    std::optional<std::uint32_t> number_chosen(std::string_view folded) const;
    // Phrases of all languages: people mix them.
    const Mentions& mentions() const { return mentions_; }

  private:
    struct Matcher;
    std::vector<Language> languages_;
    std::shared_ptr<const Matcher> matcher_;
    Mentions mentions_;
    std::vector<Lexicon> lexicons_;
};

// Of a list that is read out, so many things are named, and of more of them how many there are.
inline constexpr std::size_t items_heard_max = 8;

// Puts messages into the words of one language and modality.
class Renderer {
  public:
    Renderer(const Language& language, const kinds::Regions& regions, dialogs::Modality modality,
             const Blanks& blanks)
        : language_(language), regions_(regions), modality_(modality), blanks_(blanks) {}

    std::string text(const dialogs::Message& message) const;
    std::string text(std::string_view key) const { return text(dialogs::Message{std::string(key), {}}); }
    // "Respondent 1 · link 2 · product link"
    std::string label(const std::vector<dialogs::Message>& parts) const;
    std::string shown(const dialogs::Shown& answer) const;

  private:
    Value value(const dialogs::Arg& arg) const;
    std::string period(std::int64_t days) const;
    std::string masked_aloud(kinds::Kind kind, const std::string& said) const;
    std::string joined(std::span<const dialogs::Message> parts, std::string_view separator_key) const;
    std::string list(const std::vector<dialogs::Message>& items) const;
    const Pattern* pattern(const std::string& key) const;

    const Language& language_;
    const kinds::Regions& regions_;
    dialogs::Modality modality_;
    const Blanks& blanks_;
};

} // namespace plaint::locales
