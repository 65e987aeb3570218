#pragma once

#include "dialogs/engine/step.hpp"
#include "dialogs/load/content.hpp"
#include "locales/languages.hpp"

#include <expected>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// All content at one version: the dialogs with their directory, and the languages that word them.
namespace plaint::library {

struct Library {
    std::string version; // 16 hexadecimal digits over all texts; every dossier names it
    locales::Languages languages;
    std::unique_ptr<const content::Content> content;
    std::set<std::string> said; // keys of the texts that trees and checklists say

    // The tree that conversations begin with.
    const dialogs::Tree& tree() const { return content->entry_tree(); }
    const dialogs::Tree* tree(std::string_view name) const;
    // Of the case that the session is about; null while nobody can tell which.
    const dialogs::Checklist* checklist(const dialogs::Tree& tree, const dialogs::Session& session) const;
    // That one, and those of the cases that go with it.
    std::vector<const dialogs::Checklist*> checklists(const dialogs::Tree& tree,
                                                      const dialogs::Session& session) const;
    locales::Renderer renderer(std::string_view locale, dialogs::Modality modality,
                               const locales::Blanks& blanks) const;
};

// `dialogs` and `locales` are names below those folders with their texts. Either the whole or all its mistakes.
std::expected<std::unique_ptr<const Library>, content::LoadErrors>
load_library(const content::Texts& dialogs, const content::Texts& locales);

// What a person's words become before the step: folded, with all that they may mean in the visit's language and with
// the facts that stand in them. `input` has everything else already.
void understand(const Library& library, std::string_view locale, dialogs::Input& input);

} // namespace plaint::library
