#include "bot/library/library.hpp"

#include "bot/library/told_apart.hpp"
#include "bot/support/crypto.hpp"
#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/messages.hpp"

#include <algorithm>

namespace plaint::library {
namespace {

std::string version_of(const content::Texts& dialogs, const content::Texts& locales) {
    support::Sha256 hash;
    for (const content::Texts* texts : {&dialogs, &locales})
        for (const auto& [name, text] : *texts) {
            hash.update(name);
            hash.update(std::string_view("\0", 1));
            hash.update(support::sha256(text));
        }
    return hash.finish_hex().substr(0, 16);
}

// Whoever chooses a language is answered in it.
void check_languages(const content::Content& content, const locales::Languages& languages,
                     content::LoadErrors& errors) {
    const auto is_one = [&](const dialogs::Option& option) {
        return std::ranges::find(languages.all(), option.value, &locales::Language::id) !=
               languages.all().end();
    };
    for (const auto& [name, tree] : content.trees)
        for (std::size_t at = 0; at < tree.nodes.size(); ++at) {
            if (tree.nodes[at].op != dialogs::Op::ask) continue;
            const dialogs::Leaf& leaf = tree.leaves[tree.nodes[at].index];
            if (leaf.path != "intake.locale") continue;
            const content::Place& place = content.places.find(name)->second.nodes[at];
            for (std::size_t i = 0; i < leaf.options.size(); ++i)
                if (!is_one(leaf.options[i]))
                    errors.push_back({place.file, place.pointer + "/options/" + std::to_string(i),
                                      "\"" + leaf.options[i].value + "\" is no language of locales.json"});
        }
}

} // namespace

const dialogs::Tree* Library::tree(std::string_view name) const {
    const auto found = content->trees.find(name);
    return found != content->trees.end() ? &found->second : nullptr;
}

const dialogs::Checklist* Library::checklist(const dialogs::Tree& tree,
                                             const dialogs::Session& session) const {
    const auto of = dialogs::case_in_hand(tree, session);
    return of ? &content->checklists.at(tree.cases[*of]) : nullptr;
}

std::vector<const dialogs::Checklist*> Library::checklists(const dialogs::Tree& tree,
                                                           const dialogs::Session& session) const {
    std::vector<const dialogs::Checklist*> all;
    for (const std::uint32_t of : dialogs::cases_in_hand(tree, session))
        all.push_back(&content->checklists.at(tree.cases[of]));
    return all;
}

locales::Renderer Library::renderer(std::string_view locale, dialogs::Modality modality,
                                    const locales::Blanks& blanks) const {
    return {languages.language(locale), content->directory.regions(), modality, blanks};
}

std::expected<std::unique_ptr<const Library>, content::LoadErrors>
load_library(const content::Texts& dialogs, const content::Texts& locales) {
    content::LoadErrors errors;
    auto library = std::make_unique<Library>();
    library->version = version_of(dialogs, locales);
    std::vector<std::string> files;
    for (const auto& [name, text] : locales) files.push_back(name);
    library->languages = locales::Languages::load(
        files,
        [&](const std::string& file) -> std::optional<std::string_view> {
            const auto found = locales.find(file);
            return found != locales.end() ? std::optional(found->second) : std::nullopt;
        },
        errors);
    if (library->languages.all().empty()) return std::unexpected(std::move(errors));
    // The other languages are compared with the first one.
    const locales::Language& first = library->languages.all().front();
    for (const std::string& key : dialogs::engine_keys())
        if (!first.catalogue.has(key) && !first.catalogue.is_broken(key))
            errors.push_back(
                {"locales/" + first.id, "", "lacks the message \"" + key + "\" that every dialog needs"});
    auto content = content::load_content(
        dialogs, library->version,
        [&](const std::string& key) {
            library->said.insert(key);
            return library->languages.mentions(key);
        },
        library->languages.ids());
    if (!content) errors.insert(errors.end(), content.error().begin(), content.error().end());
    if (content) check_told_apart(**content, library->languages, errors);
    if (content) check_languages(**content, library->languages, errors);
    if (!errors.empty()) return std::unexpected(std::move(errors));
    library->content = std::move(*content);
    return library;
}

} // namespace plaint::library
