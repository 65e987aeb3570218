#include "dialogs/load/content.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace plaint::content {
namespace {

std::string_view text_of(const Texts& texts, const std::string& file, LoadErrors& errors) {
    const auto found = texts.find(file);
    if (found != texts.end()) return found->second;
    errors.push_back({file, "", "there is no such file"});
    return {};
}

std::string_view text_if_any(const Texts& texts, const std::string& file) {
    const auto found = texts.find(file);
    return found != texts.end() ? found->second : std::string_view();
}

// The tree that says so, or the only one: with several, none becomes the one that people meet by its name alone.
std::string entry_of(const std::map<std::string, TreePlaces, std::less<>>& trees, LoadErrors& errors) {
    std::string entry, all;
    for (const auto& [name, places] : trees) {
        all += (all.empty() ? "" : ", ") + name;
        if (!places.entry) continue;
        if (entry.empty())
            entry = name;
        else
            errors.push_back({places.entry->file, places.entry->pointer,
                              "conversations begin with the tree \"" + entry + "\" already"});
    }
    if (entry.empty() && trees.size() > 1)
        errors.push_back(
            {"trees", "", "none of " + all + " says with \"entry\": true that conversations begin with it"});
    return entry.empty() && !trees.empty() ? trees.begin()->first : entry;
}

} // namespace

Texts FolderTexts::texts() const {
    Texts texts;
    for (const auto& [name, text] : bytes) texts.emplace(name, text);
    return texts;
}

std::expected<FolderTexts, LoadError> read_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    FolderTexts read;
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code gone; // a file may go while the folder is read
        // What editors check content by is none itself.
        if (at->is_directory(gone) && at->path().filename() == "schema") at.disable_recursion_pending();
        if (!at->is_regular_file(gone) || at->path().extension() != ".json") continue;
        std::ifstream file(at->path(), std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        if (!file) return std::unexpected(LoadError{at->path().string(), "", "cannot be read"});
        read.bytes.emplace(fs::relative(at->path(), folder).generic_string(), text.str());
    }
    if (error) return std::unexpected(LoadError{folder, "", "is no folder that can be read"});
    return read;
}

std::expected<std::unique_ptr<const Content>, LoadErrors>
load_content(const Texts& dialogs, const std::string& version, const HasMessage& has_message,
             const std::vector<std::string>& languages) {
    LoadErrors errors;
    const DirectoryTexts directory_texts{text_of(dialogs, "directory/regions.json", errors),
                                         text_of(dialogs, "directory/abroad.json", errors),
                                         text_of(dialogs, "directory/offices.json", errors),
                                         text_of(dialogs, "directory/centres.json", errors),
                                         text_of(dialogs, "directory/platforms.json", errors),
                                         text_of(dialogs, "directory/rules.json", errors),
                                         text_if_any(dialogs, "directory/calendar.json"),
                                         text_if_any(dialogs, "directory/events.json")};
    const std::string_view fields = text_of(dialogs, "fields.json", errors);
    if (!errors.empty()) return std::unexpected(errors);
    auto directory = load_directory(directory_texts);
    if (!directory) return std::unexpected(std::move(directory).error());

    auto content = std::make_unique<Content>(std::move(*directory));
    content->version = version;
    content->fields = load_fields("fields.json", fields, errors, languages);
    const auto read = [&](const std::string& file) -> std::optional<std::string_view> {
        const auto found = dialogs.find(file);
        return found != dialogs.end() ? std::optional(found->second) : std::nullopt;
    };
    for (const auto& [file, text] : dialogs) {
        const bool is_tree = file.starts_with("trees/") && file.find('/', 6) == std::string::npos;
        if (!is_tree) continue;
        TreePlaces places;
        dialogs::Tree tree = load_tree(file, read, content->fields, has_message, content->directory.regions(),
                                       content->directory.links(), errors, &places);
        tree.content = version;
        const std::string name = tree.name;
        content->places[name] = std::move(places);
        if (!content->trees.emplace(name, std::move(tree)).second)
            errors.push_back({file, "/tree", "another file has a tree \"" + name + "\" already"});
    }
    for (const auto& [name, tree] : content->trees)
        for (const std::string& kind : tree.cases) {
            const std::string file = "materials/" + kind + ".json";
            const auto text = read(file);
            if (!text) {
                errors.push_back(
                    {"trees/" + name + ".json", "", "submits \"" + kind + "\", but there is no " + file});
                continue;
            }
            if (content->checklists.contains(kind)) {
                errors.push_back({"trees/" + name + ".json", "",
                                  "submits \"" + kind + "\", which another tree submits already"});
                continue;
            }
            ChecklistRules rules;
            content->checklists.emplace(kind, load_checklist(file, *text, tree, has_message, errors, &rules));
            content->rules.emplace(kind, std::move(rules));
        }
    if (content->trees.empty()) errors.push_back({"trees", "", "holds no tree"});
    content->entry = entry_of(content->places, errors);
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return content;
}

} // namespace plaint::content
