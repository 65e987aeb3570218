#include "bot/translation/translation.hpp"

#include "bot/translation/catalogue_file.hpp"
#include "dialogs/load/reader.hpp"
#include "locales/catalogue.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::translation {
namespace {

using content::LoadErrors;

// The files of one language, by their names below its folder.
using Files = std::map<std::string, CatalogueFile, std::less<>>;

std::expected<Files, LoadErrors> files_of(const LocaleTexts& texts, const std::string& locale) {
    Files files;
    LoadErrors errors;
    for (const auto& [name, bytes] : texts) {
        if (!name.starts_with(locale + "/")) continue;
        auto file = CatalogueFile::read("locales/" + name, bytes);
        if (file)
            files.emplace(name.substr(locale.size() + 1), std::move(*file));
        else
            errors.insert(errors.end(), file.error().begin(), file.error().end());
    }
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return files;
}

struct Found {
    std::string file;
    const std::string* text = nullptr;
};
using Messages = std::map<std::string_view, Found>;

Messages messages_of(const Files& files) {
    Messages messages;
    for (const auto& [name, file] : files)
        for (const CatalogueFile::Message& message : file.messages())
            messages.try_emplace(message.key, Found{name, &message.text});
    return messages;
}

LoadErrors unknown_languages(const LocaleTexts& texts, std::initializer_list<std::string_view> wanted) {
    LoadErrors errors;
    const auto list = texts.find("locales.json");
    const auto json =
        list != texts.end() ? content::parse("locales/locales.json", list->second, errors) : std::nullopt;
    if (!json) {
        if (errors.empty()) errors.push_back({"locales/locales.json", "", "there is no such file"});
        return errors;
    }
    std::set<std::string> known;
    for (const content::Reader& one : content::Reader("locales/locales.json", *json, errors).items())
        known.insert(one.at("id").text());
    for (const std::string_view language : wanted)
        if (!known.contains(std::string(language)))
            errors.push_back(
                {"locales/locales.json", "", "there is no language \"" + std::string(language) + "\""});
    return errors;
}

// What a message is for, by the first part of its key.
std::string purpose(std::string_view key) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 13> purposes{{
        {"ask", "A question"},
        {"help", "Help with a question, for whoever asks for it or was not understood"},
        {"short", "A question in few words, for a caller who was not understood"},
        {"why", "The reason for a question, with its legal source"},
        {"label", "The name of what a question asks for, on buttons and in lists"},
        {"option", "A choice, on a button and in lists"},
        {"group", "About a list of several entries"},
        {"section", "The heading of a part of the questions"},
        {"say", "A notice between questions"},
        {"end", "The last words of a conversation without a submission"},
        {"line", "A material of the checklist, in dossiers and on the console of the staff"},
        {"staff", "On the console of the staff"},
        {"picture", "On the printed pictures and lists of questions"},
    }};
    const std::string_view family = key.substr(0, key.find('.'));
    for (const auto& [name, words] : purposes)
        if (name == family) return std::string(words);
    return "Said by the program";
}

bool is_only_written(std::string_view key) {
    constexpr std::array<std::string_view, 4> families{"staff", "picture", "explain", "line"};
    return std::ranges::find(families, key.substr(0, key.find('.'))) != families.end();
}

std::vector<std::string> notes(const std::string& key, const std::string& text, const Messages& source,
                               const Order& order) {
    std::vector<std::string> notes{purpose(key) + "."};
    constexpr std::string_view voice = ".voice";
    if (key.ends_with(voice))
        notes.emplace_back("Spoken on the telephone, never shown.");
    else if (is_only_written(key) || source.contains(key + std::string(voice)))
        notes.emplace_back("Written, never spoken.");
    else
        notes.emplace_back("Written, and spoken on the telephone.");
    const auto pattern = locales::Pattern::compile(text, order.source);
    if (const auto* compiled = std::get_if<locales::Pattern>(&pattern);
        compiled != nullptr && !compiled->arguments().empty()) {
        std::string arguments;
        for (const std::string& one : compiled->arguments())
            arguments += (arguments.empty() ? "{" : ", {") + one + "}";
        notes.push_back(
            "ICU MessageFormat with " + arguments +
            ": each has to stand in the translation; plural forms are those of its own language.");
    }
    return notes;
}

// What came of a message since an earlier exchange.
State state_since(const Unit& earlier, const std::string& source, const std::string& target) {
    if (earlier.target.value_or("") != target) return State::translated;
    if (earlier.source != source) return State::needs_review;
    return earlier.state == State::needs_review ? State::needs_review : State::translated;
}

} // namespace

std::expected<Xliff, LoadErrors> prepare(const LocaleTexts& texts, const Order& order, const Xliff* since) {
    if (auto errors = unknown_languages(texts, {order.source, order.target}); !errors.empty())
        return std::unexpected(std::move(errors));
    const auto source = files_of(texts, order.source);
    if (!source) return std::unexpected(source.error());
    const auto target = files_of(texts, order.target);
    if (!target) return std::unexpected(target.error());
    const Messages asked = messages_of(*source), known = messages_of(*target);
    std::map<std::string_view, const Unit*> earlier;
    if (since != nullptr)
        for (const Part& part : since->parts)
            for (const Unit& unit : part.units) earlier.emplace(unit.id, &unit);

    Xliff xliff{.source_language = order.source, .target_language = order.target};
    for (const auto& [name, file] : *source) {
        Part& part = xliff.parts.emplace_back(Part{name, {}});
        for (const auto& [key, text] : file.messages()) {
            if (!fits_into_xml(key) || !fits_into_xml(text))
                return std::unexpected(LoadErrors{{"locales/" + order.source + "/" + name, "/messages/" + key,
                                                   "has a control sign, which XLIFF cannot carry"}});
            Unit unit{
                .id = key, .source = text, .state = State::wanted, .notes = notes(key, text, asked, order)};
            if (!is_only_written(key) && !asked.contains(key + ".voice"))
                unit.bytes_max = order.spoken_bytes_max;
            if (const auto found = known.find(key); found != known.end()) {
                unit.target = *found->second.text;
                if (!fits_into_xml(*unit.target))
                    return std::unexpected(
                        LoadErrors{{"locales/" + order.target + "/" + found->second.file, "/messages/" + key,
                                    "has a control sign, which XLIFF cannot carry"}});
                const auto before = earlier.find(key);
                unit.state = before != earlier.end() ? state_since(*before->second, text, *unit.target)
                                                     : State::translated;
            }
            part.units.push_back(std::move(unit));
        }
    }
    return xliff;
}

std::expected<Returned, LoadErrors> bring_back(const LocaleTexts& texts, const Xliff& xliff,
                                               const std::string& name) {
    if (auto errors = unknown_languages(texts, {xliff.source_language, xliff.target_language});
        !errors.empty())
        return std::unexpected(std::move(errors));
    const auto source = files_of(texts, xliff.source_language);
    if (!source) return std::unexpected(source.error());
    auto target = files_of(texts, xliff.target_language);
    if (!target) return std::unexpected(target.error());
    const Messages asked = messages_of(*source), known = messages_of(*target);

    Returned returned;
    LoadErrors errors;
    std::set<std::string_view> seen;
    Files changed = *target;
    for (const Part& part : xliff.parts)
        for (const Unit& unit : part.units) {
            const auto complain = [&](const std::string& what) {
                errors.push_back({name, "", "line " + std::to_string(unit.line) + ": " + what});
            };
            const auto from = asked.find(unit.id);
            if (from == asked.end()) {
                complain("there is no message \"" + unit.id + "\"");
                continue;
            }
            if (!seen.insert(unit.id).second) complain("\"" + unit.id + "\" stands twice in it");
            if (!unit.target || unit.target->empty()) continue;
            if (*from->second.text != unit.source) returned.stale.push_back(unit.id);
            const auto old = known.find(unit.id);
            if (old != known.end() && *old->second.text == *unit.target) continue;
            const std::string& file = old != known.end() ? old->second.file : from->second.file;
            changed.try_emplace(file, CatalogueFile::empty(xliff.target_language))
                .first->second.set(unit.id, *unit.target);
            ++returned.messages;
        }
    if (!errors.empty()) return std::unexpected(std::move(errors));
    for (const auto& [file, catalogue] : changed) {
        const std::string path = xliff.target_language + "/" + file;
        std::string bytes = catalogue.bytes();
        const auto before = texts.find(path);
        if (before == texts.end() || before->second != bytes)
            returned.changed.emplace(path, std::move(bytes));
    }
    return returned;
}

} // namespace plaint::translation
