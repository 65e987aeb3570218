#pragma once

#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/tree.hpp"
#include "dialogs/load/directory.hpp"
#include "dialogs/load/fields.hpp"
#include "dialogs/load/load_error.hpp"
#include "dialogs/load/places.hpp"
#include "dialogs/load/tree_loader.hpp"

#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>

// All that the dialogs need and that is data: directory, dictionary, trees, checklists. Nothing changes once loaded.
namespace plaint::content {

// Names below a folder ("trees/intake.json") with their texts, which outlive the loading only.
using Texts = std::map<std::string, std::string_view, std::less<>>;

// A folder's .json files, read into memory.
struct FolderTexts {
    std::map<std::string, std::string, std::less<>> bytes;
    Texts texts() const;
};
std::expected<FolderTexts, LoadError> read_folder(const std::string& folder);

struct Content {
    std::string version; // as the caller hashed it; dossiers name it
    Directory directory;
    Fields fields;
    std::map<std::string, dialogs::Tree, std::less<>> trees; // by name
    std::string entry;                                       // name of the tree that conversations begin with
    std::map<std::string, dialogs::Checklist, std::less<>>
        checklists;                                        // by case kind, against the tree that submits it
    std::map<std::string, TreePlaces, std::less<>> places; // by name of the tree
    std::map<std::string, ChecklistRules, std::less<>> rules; // by case kind

    const dialogs::Tree& entry_tree() const { return trees.at(entry); }
    explicit Content(Directory loaded) : directory(std::move(loaded)) {}
};

// Either the whole or all its mistakes. `languages` are the ids of the catalogues, in their order.
std::expected<std::unique_ptr<const Content>, LoadErrors>
load_content(const Texts& dialogs, const std::string& version, const HasMessage& has_message,
             const std::vector<std::string>& languages);

dialogs::Checklist load_checklist(const std::string& file, std::string_view text, const dialogs::Tree& tree,
                                  const HasMessage& has_message, LoadErrors& errors,
                                  ChecklistRules* rules = nullptr);

} // namespace plaint::content
