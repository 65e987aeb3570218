#include "locales/languages.hpp"

#include "dialogs/engine/recording.hpp"
#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/date.hpp"
#include "dialogs/kinds/identity_paper.hpp"
#include "dialogs/kinds/resident_id.hpp"
#include "dialogs/load/reader.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>
#include <unicode/localematcher.h>
#include <vector>

namespace plaint::locales {
namespace {

// No browser lists more of them; what somebody else lists is not worth the time.
constexpr std::size_t tags_bytes_max = 500;

std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find('-')); }

// What is written where this would be spoken: a language may need words of its own for the ear where the first one reads the
// written ones out, and the other way round nobody needs them.
const Pattern* written_for(const Language& language, std::string_view spoken_key) {
    constexpr std::string_view spoken = ".voice";
    if (!spoken_key.ends_with(spoken)) return nullptr;
    return language.catalogue.find(spoken_key.substr(0, spoken_key.size() - spoken.size()));
}

// What one language has, every language has, with the same arguments; but for what only one of them words for the ear.
void compare(const Language& first, const Language& other, content::LoadErrors& errors) {
    const auto complain = [&](const std::string& key, const std::string& what) {
        const content::Place& place = other.catalogue.place(key);
        errors.push_back({place.file, place.pointer, what});
    };
    for (const std::string& key : first.catalogue.keys()) {
        const Pattern* theirs = other.catalogue.find(key);
        if (theirs == nullptr) {
            if (other.catalogue.is_broken(key)) continue;
            errors.push_back(
                {"locales/" + other.id, "", "lacks the message \"" + key + "\" that " + first.id + " has"});
            continue;
        }
        const auto& ours = first.catalogue.find(key)->arguments();
        for (const std::string& argument : theirs->arguments())
            if (std::ranges::find(ours, argument) == ours.end())
                complain(key, "has an argument {" + argument + "} that " + first.id + " does not have");
        for (const std::string& argument : ours)
            if (std::ranges::find(theirs->arguments(), argument) == theirs->arguments().end())
                complain(key, "lacks the argument {" + argument + "} that " + first.id + " has");
    }
    for (const std::string& key : other.catalogue.keys()) {
        if (first.catalogue.has(key) || first.catalogue.is_broken(key)) continue;
        const Pattern* written = written_for(first, key);
        if (written == nullptr) {
            complain(key, "is a message that " + first.id + " lacks");
            continue;
        }
        for (const std::string& argument : other.catalogue.find(key)->arguments())
            if (std::ranges::find(written->arguments(), argument) == written->arguments().end())
                complain(key, "has an argument {" + argument + "} that " + first.id + " does not have");
    }
}

// Groups of digits as people read them aloud and compare them: 4-4-4-4 for codes, 3-4-4 for mobile numbers.
std::string grouped(const std::string& digits, kinds::Kind kind) {
    const bool mobile = kind == kinds::Kind::phone && digits.size() == 11 && digits[0] == '1';
    const bool code = kind == kinds::Kind::receipt_code && digits.size() == 16;
    if (mobile) return digits.substr(0, 3) + " " + digits.substr(3, 4) + " " + digits.substr(7);
    if (!code) return digits;
    return digits.substr(0, 4) + " " + digits.substr(4, 4) + " " + digits.substr(8, 4) + " " +
           digits.substr(12);
}

// Whoever chooses a language reads its name in itself; a catalogue may word it otherwise.
void add_options(std::vector<Language>& languages, const std::vector<content::Place>& places) {
    for (Language& language : languages)
        for (std::size_t i = 0; i < languages.size(); ++i)
            language.catalogue.add_plain("option.intake.locale." + languages[i].id, languages[i].name,
                                         languages[i].words, places[i]);
}

} // namespace

// Who reads what: those who write Cantonese read Chinese, and those who speak Swiss German read German.
struct Languages::Matcher {
    icu::LocaleMatcher icu;
    std::vector<std::pair<icu::Locale, std::size_t>> language_of; // each tag with the index of its language

    static std::shared_ptr<const Matcher> of(const std::vector<Language>& languages) {
        std::vector<std::pair<icu::Locale, std::size_t>> language_of;
        icu::LocaleMatcher::Builder builder;
        UErrorCode status = U_ZERO_ERROR;
        for (std::size_t i = 0; i < languages.size(); ++i)
            for (const std::string& tag : languages[i].tags) {
                language_of.emplace_back(icu::Locale::forLanguageTag(tag, status), i);
                builder.addSupportedLocale(language_of.back().first);
            }
        builder.setNoDefaultLocale();
        icu::LocaleMatcher icu = builder.build(status);
        if (U_FAILURE(status)) return nullptr;
        return std::make_shared<const Matcher>(Matcher{std::move(icu), std::move(language_of)});
    }

    std::optional<std::size_t> best(const std::string& list) const {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Locale* found = icu.getBestMatchForListString(list, status);
        if (U_FAILURE(status) || found == nullptr) return std::nullopt;
        for (const auto& [tag, language] : language_of)
            if (tag == *found) return language;
        return std::nullopt;
    }
};

Languages Languages::load(const std::vector<std::string>& files, const Catalogue::ReadFile& read,
                          content::LoadErrors& errors) {
    Languages languages;
    const std::string list = "locales.json";
    const auto text = read(list);
    // Complaints name the file, so its name lives as long as its readers.
    const std::string name = "locales/" + list;
    const auto json = content::parse(name, text.value_or(""), errors);
    if (!json) return languages;
    const content::Reader root(name, *json, errors);
    std::vector<content::Place> places;
    for (const content::Reader& row : root.items()) {
        row.expect_only({"id", "bcp47", "name", "direction", "words", "say", "hear"});
        Language language{.id = row.at("id").text(),
                          .name = row.at("name").text(),
                          .direction = row.at("direction").text()};
        for (const content::Reader& tag : row.at("bcp47").items()) language.tags.push_back(tag.text());
        // By default the first of its tags.
        const std::string tag = language.tags.empty() ? language.id : language.tags.front();
        const auto say = row.find("say");
        const auto hear = row.find("hear");
        language.say = say ? say->text() : tag;
        language.hear = hear ? hear->text() : tag;
        if (const auto words = row.find("words"))
            for (const content::Reader& word : words->items()) language.words.push_back(word.text());
        std::vector<std::string> own;
        for (const std::string& file : files)
            if (file.starts_with(language.id + "/") && file.ends_with(".json")) own.push_back(file);
        if (own.empty()) {
            // Left out, so that not every message counts as missing besides.
            row.complain("there is no file locales/" + language.id + "/*.json for this language");
            continue;
        }
        language.catalogue = Catalogue::load(language.id, own, read, errors);
        languages.languages_.push_back(std::move(language));
        places.push_back(row.place());
    }
    if (languages.languages_.empty()) {
        if (root.items().empty()) root.complain("lists no language");
        return languages;
    }
    add_options(languages.languages_, places);
    languages.matcher_ = Matcher::of(languages.languages_);
    std::vector<std::pair<std::string, std::string>> names;
    for (const Language& language : languages.languages_) {
        names.emplace_back(language.name, language.id);
        for (const std::string& word : language.words) names.emplace_back(word, language.id);
    }
    for (const Language& language : languages.languages_) {
        if (&language != &languages.languages_.front())
            compare(languages.languages_.front(), language, errors);
        languages.lexicons_.emplace_back(language.catalogue, names);
        languages.mentions_.add(language.catalogue, errors);
    }
    return languages;
}

std::vector<std::string> Languages::ids() const {
    std::vector<std::string> ids;
    for (const Language& language : languages_) ids.push_back(language.id);
    return ids;
}

const std::string& Languages::match(std::string_view tags) const {
    const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    for (const Language& language : languages_) {
        if (std::ranges::equal(language.id, tags, same)) return language.id;
        for (const std::string& one : language.tags)
            if (std::ranges::equal(one, tags, same)) return language.id;
    }
    const bool is_list = !tags.empty() && std::isalpha(static_cast<unsigned char>(tags.front())) != 0;
    if (is_list && matcher_ != nullptr && tags.size() <= tags_bytes_max)
        if (const auto best = matcher_->best(std::string(tags))) return languages_[*best].id;
    for (const Language& language : languages_)
        for (const std::string& one : language.tags)
            if (std::ranges::equal(primary(one), primary(tags), same)) return language.id;
    return languages_.front().id;
}

const Language& Languages::language(std::string_view id) const {
    const auto found = std::ranges::find(languages_, id, &Language::id);
    return found != languages_.end() ? *found : languages_.front();
}

bool Languages::has(const std::string& key) const {
    return std::ranges::all_of(languages_,
                               [&](const Language& language) { return language.catalogue.has(key); });
}

bool Languages::mentions(const std::string& key) const {
    return std::ranges::any_of(languages_, [&](const Language& language) {
        return language.catalogue.has(key) || language.catalogue.is_broken(key);
    });
}

std::vector<dialogs::Candidate> Languages::understand(std::string_view locale,
                                                      std::string_view folded) const {
    // First as words of the person's own language, then as words of any other.
    std::vector<const Lexicon*> lexicons;
    for (std::size_t i = 0; i < languages_.size(); ++i)
        lexicons.insert(languages_[i].id == locale ? lexicons.begin() : lexicons.end(), &lexicons_[i]);
    std::vector<dialogs::Candidate> found, bare;
    for (const Lexicon* lexicon : lexicons) {
        if (found.empty()) found = lexicon->understand(folded);
        if (bare.empty()) lexicon->add_bare(folded, bare);
    }
    found.insert(found.end(), bare.begin(), bare.end());
    if (!found.empty()) return found;
    // A question about something that no glossary has is still none of the answers.
    const auto asks = [&](const Lexicon& lexicon) { return lexicon.asks_for_meaning(folded); };
    if (std::ranges::any_of(lexicons_, asks)) return {{.meaning = dialogs::Meaning::term}};
    return {};
}

std::optional<std::uint32_t> Languages::number_chosen(std::string_view folded) const {
    for (const Lexicon& lexicon : lexicons_)
        if (const auto number = lexicon.number_chosen(folded)) return number;
    return std::nullopt;
}

const Pattern* Renderer::pattern(const std::string& key) const {
    if (modality_ == dialogs::Modality::voice)
        if (const Pattern* spoken = language_.catalogue.find(key + ".voice")) return spoken;
    if (const Pattern* found = language_.catalogue.find(key)) return found;
    // A problem without words of its own has those of its kind, else the general ones.
    if (key.starts_with("problem.")) {
        const Pattern* of_kind = language_.catalogue.find(key.substr(0, key.rfind('.')));
        return of_kind != nullptr ? of_kind : language_.catalogue.find("problem.answer");
    }
    for (const std::string_view family : {"suggest.", "readback."})
        if (key.starts_with(family)) return language_.catalogue.find(std::string(family) + "any");
    return nullptr;
}

std::string Renderer::joined(std::span<const dialogs::Message> parts, std::string_view separator_key) const {
    std::string out;
    const std::string separator = text(separator_key);
    for (const dialogs::Message& part : parts) {
        if (!out.empty()) out += separator;
        out += text(part);
    }
    return out;
}

// Nobody listens to forty names; who wants them all reads them.
std::string Renderer::list(const std::vector<dialogs::Message>& items) const {
    constexpr std::string_view separator = "list.separator";
    if (modality_ != dialogs::Modality::voice || items.size() <= items_heard_max)
        return joined(items, separator);
    return joined(std::span(items).first(items_heard_max), separator) +
           text({"list.rest", {{"count", static_cast<std::int64_t>(items.size())}}});
}

std::string Renderer::label(const std::vector<dialogs::Message>& parts) const {
    return joined(parts, "label.separator");
}

// "3 years", "30 days": rules speak of whole years where they can.
std::string Renderer::period(std::int64_t days) const {
    constexpr std::int64_t year = 365;
    if (days > 0 && days % year == 0) return text({"value.years", {{"count", days / year}}});
    return text({"value.days", {{"count", days}}});
}

Value Renderer::value(const dialogs::Arg& arg) const {
    using dialogs::Blank;
    if (const auto* number = std::get_if<std::int64_t>(&arg.value)) return *number;
    if (const auto* text = std::get_if<std::string>(&arg.value)) return *text;
    if (const auto* answer = std::get_if<dialogs::Shown>(&arg.value)) return shown(*answer);
    if (const auto* blank = std::get_if<Blank>(&arg.value)) {
        switch (*blank) {
        case Blank::receipt: return grouped(blanks_.receipt, kinds::Kind::receipt_code);
        case Blank::case_number: return blanks_.case_number;
        case Blank::lead: return blanks_.lead;
        case Blank::hours: return blanks_.hours;
        case Blank::controller: return blanks_.controller;
        case Blank::contact: return blanks_.contact;
        case Blank::retention: return period(blanks_.retention_days);
        case Blank::drafts: return period(blanks_.draft_days);
        }
    }
    const auto& parts = std::get<std::vector<dialogs::Message>>(arg.value);
    return arg.name == "items" ? list(parts) : joined(parts, "label.separator");
}

std::string Renderer::text(const dialogs::Message& message) const {
    const Pattern* found = pattern(message.key);
    if (found == nullptr) return message.key;
    Values values;
    for (const dialogs::Arg& arg : message.args) values.emplace_back(arg.name, value(arg));
    return found->format(values);
}

// A row of stars says nothing to the ear; the last digits tell one number from another.
std::string Renderer::masked_aloud(kinds::Kind kind, const std::string& said) const {
    constexpr std::size_t tail = 4;
    const std::string masked = kind == kinds::Kind::resident_id      ? kinds::mask_resident_id(said)
                               : kind == kinds::Kind::identity_paper ? kinds::mask_identity_paper(said)
                                                                     : std::string();
    if (masked.size() < tail || masked.ends_with('*')) return text("value.masked");
    return text({"value.tail", {{"tail", masked.substr(masked.size() - tail)}}});
}

std::string Renderer::shown(const dialogs::Shown& answer) const {
    using dialogs::State;
    using kinds::Kind;
    // What could not be verified is no less secret.
    const auto masked = [&](const std::string& said) {
        if (modality_ == dialogs::Modality::voice) return masked_aloud(answer.kind, said);
        if (answer.kind == Kind::resident_id) return kinds::mask_resident_id(said);
        if (answer.kind == Kind::identity_paper) return kinds::mask_identity_paper(said);
        // The first two characters and the last two.
        std::vector<std::string_view> characters;
        for (std::size_t at = 0; at < said.size();) {
            const std::size_t end = kinds::character_at(said, at).end;
            characters.push_back(std::string_view(said).substr(at, end - at));
            at = end;
        }
        std::string out;
        for (std::size_t i = 0; i < characters.size(); ++i) {
            const bool at_edge = characters.size() > 4 && (i < 2 || i + 2 >= characters.size());
            out += at_edge ? characters[i] : std::string_view("*");
        }
        return out;
    };
    const bool recorded = dialogs::recording_of(answer.reason).has_value();
    if (answer.state != State::value)
        return text({"shown." + std::string(name_of(answer.state)),
                     {{"reason", recorded        ? text("value.recording")
                                 : answer.masked ? masked(answer.reason)
                                                 : answer.reason}}});
    if (const auto* flag = std::get_if<bool>(&answer.value)) {
        // "Agree" says more than "yes"; a question that has such labels is shown with them afterwards too.
        const std::string word = *flag ? "yes" : "no";
        const std::string own = "option." + answer.path + "." + word;
        return text(language_.catalogue.has(own) ? own : word);
    }
    if (const auto* number = std::get_if<std::int64_t>(&answer.value)) return std::to_string(*number);
    if (const auto* files = std::get_if<std::vector<dialogs::FileRef>>(&answer.value)) {
        std::string names;
        for (const dialogs::FileRef& file : *files) {
            if (!names.empty()) names += text("list.separator");
            names += file.name;
        }
        return text({"value.file", {{"count", static_cast<std::int64_t>(files->size())}, {"names", names}}});
    }
    const auto* said = std::get_if<std::string>(&answer.value);
    if (said == nullptr) return {};
    if (dialogs::recording_of(*said)) return text("value.recording");
    if (answer.masked) return masked(*said);
    switch (answer.kind) {
    case Kind::choice: {
        const std::string key = "option." + answer.path + "." + *said;
        return language_.catalogue.has(key) ? text(key) : *said;
    }
    case Kind::region: {
        if (*said == "abroad") return text("value.abroad");
        const std::string name =
            language_.id.starts_with("zh") ? regions_.full_name(*said) : regions_.full_english(*said);
        return name.empty() ? *said : name;
    }
    case Kind::date: {
        const auto date = kinds::date_from_iso(*said);
        if (!date) return *said;
        return text({"value.date",
                     {{"year", std::to_string(date->year)},
                      {"month", static_cast<std::int64_t>(date->month)},
                      {"day", static_cast<std::int64_t>(date->day)}}});
    }
    case Kind::phone:
    case Kind::receipt_code: return grouped(*said, answer.kind);
    case Kind::patent_number: return "ZL" + *said;
    default: return *said;
    }
}

} // namespace plaint::locales
